"""The part of a commit's tree that surrounds some paths.

Only the directories on the way to the paths are listed. A survey's repository may hold
tens of thousands of records beside the few files that change, and GitHub cuts a listing of
everything at 100,000 entries or 7 MB ("Get a tree").
"""

from collections.abc import Iterable

from tracker.publish.answers import Commit, Entry
from tracker.publish.github import GitHub


def surroundings(github: GitHub, commit: Commit, paths: Iterable[str]) -> dict[str, Entry]:
    """Every entry of the directories that hold ``paths``, by its full path.

    A directory on the way is replaced by its entries, so two commits whose surroundings are
    equal hold the same files. Where GitHub cuts even one directory's listing, each path it
    lacks is looked up by itself.
    """
    wanted = sorted(paths)
    folders = {folder for path in wanted for folder in _folders(path)}
    found: dict[str, Entry] = {}
    waiting, cut = [("", commit.tree)], False
    while waiting:
        folder, sha = waiting.pop()
        tree = github.tree(sha)
        cut = cut or tree.truncated
        for name, entry in tree.entries.items():
            path = f"{folder}{name}"
            if entry.kind == "tree" and path in folders:
                waiting.append((f"{path}/", entry.sha))
            else:
                found[path] = entry
    for path in wanted if cut else ():
        if path not in found and (entry_there := github.file(path, commit.sha)):
            found[path] = entry_there
    return found


def _folders(path: str) -> list[str]:
    """``a/b/c.md`` → ``a``, ``a/b``."""
    parts = path.split("/")[:-1]
    return ["/".join(parts[: depth + 1]) for depth in range(len(parts))]
