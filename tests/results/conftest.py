"""The survey fixture for the command's tests."""

from tests.surveys import survey

__all__ = ["survey"]
