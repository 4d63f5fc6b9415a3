"""A loopback GitHub whose facts come from a real git repository.

bare            the repository, through the git command
pulls, shapes   pull requests, and the JSON GitHub would send
routes          which request does what
graphql         the one question that only GraphQL answers
http, server    the server on 127.0.0.1, and what people and accidents do to it
"""

from tracker.demo.github.server import LoopbackGitHub

__all__ = ["LoopbackGitHub"]
