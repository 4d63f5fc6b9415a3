"""Every way the tracker can fail to run, as exceptions that carry one clear sentence.

    TrackerError
    ├── SettingsError        a setting or an argument cannot be used
    ├── SourceError          arXiv
    │   ├── SourceUnavailable    it did not answer, or not with what it promises
    │   └── UnexpectedEntry      one record in its answer cannot be read
    ├── StoreError           the database
    ├── GitError             the git command is missing, or does not answer
    ├── CurationError        the files under curation/ (carries its problems)
    ├── MarkerError          the markers in a published page
    └── PublishError         the pull request
        ├── GitHubError          GitHub refused or did not answer
        └── BranchMoved          somebody else pushed to the tracker's branch

The message says what happened, where, and what to do next; the command prints it on
stderr. All of them survive pickling, because they cross task boundaries in flows.
"""

from collections.abc import Sequence

from tracker.problems import Problem


class TrackerError(Exception):
    """The root of everything the tracker raises on purpose."""


class SettingsError(TrackerError):
    """A setting or an argument cannot be used."""


class SourceError(TrackerError):
    """arXiv gave no usable answer."""


class SourceUnavailable(SourceError):
    """arXiv did not answer, or answered with something other than a feed."""


class UnexpectedEntry(SourceError):
    """One record in arXiv's answer cannot be read."""


class StoreError(TrackerError):
    """The database cannot be opened, read or written."""


class GitError(TrackerError):
    """The git command is missing, or does not answer."""


class CurationError(TrackerError):
    """The curation holds problems that stop the work at hand."""

    def __init__(self, message: str, problems: Sequence[Problem] = ()) -> None:
        super().__init__(message)
        self.problems = tuple(problems)

    def __reduce__(self) -> tuple[type, tuple[str, tuple[Problem, ...]]]:
        return type(self), (str(self), self.problems)


class MarkerError(TrackerError):
    """The markers in a page are missing, doubled or out of order."""


class PublishError(TrackerError):
    """The pull request could not be made or brought up to date."""


class GitHubError(PublishError):
    """GitHub refused a request or did not answer it."""

    def __init__(self, message: str, status: int | None = None) -> None:
        super().__init__(message)
        self.status = status

    def __reduce__(self) -> tuple[type, tuple[str, int | None]]:
        return type(self), (str(self), self.status)


class BranchMoved(PublishError):
    """Somebody else pushed to the branch the tracker keeps."""
