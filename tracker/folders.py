"""Files by their path, and the folders that they lie in or are laid out in.

What cannot be read is never taken for what is not there: `glob` and `os.walk` pass over a folder
that may not be listed, and half a survey would look like all of it.
"""

import os
import tempfile
from collections.abc import Iterator, Mapping
from operator import attrgetter
from pathlib import Path, PurePosixPath

from tracker.errors import SettingsError


def usable(path: str) -> bool:
    """Whether a path that somebody else wrote leads to a file below a folder, and nowhere else."""
    place = PurePosixPath(path)
    plain = str(place) == path and not place.is_absolute() and ".." not in place.parts
    return plain and path != "." and path.isprintable()


def held(path: Path) -> bytes | None:
    """A file's content; None only if it is not there. Raises OSError."""
    try:
        return path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None


def listed(folder: Path) -> list["os.DirEntry[str]"]:
    """What lies in a folder, by name; nothing in one that is not there. Raises OSError."""
    try:
        with os.scandir(folder) as entries:
            return sorted(entries, key=attrgetter("name"))
    except FileNotFoundError:
        if folder.is_symlink():  # one is here, and leads nowhere
            raise
        return []


def below(folder: Path) -> Iterator[tuple[Path, str]]:
    """Each file with its path from the folder, one by one: a wrong folder may hold millions.

    Links to folders count as files. Raises OSError for a folder that cannot be listed.
    """
    for where, folders, names in os.walk(folder, onerror=_refuse):
        folders.sort()
        links = [name for name in folders if (Path(where) / name).is_symlink()]
        for name in sorted([*names, *links]):
            path = Path(where) / name
            yield path, path.relative_to(folder).as_posix()


def _refuse(fault: OSError) -> None:
    if not isinstance(fault, FileNotFoundError):
        raise fault


def lay_out(files: Mapping[str, bytes], folder: Path) -> None:
    """Write files into a folder of our own; none may be there yet, so no link is followed.

    Raises SettingsError for a path that leads elsewhere, and where nothing can be written.
    """
    for path, data in files.items():
        if not usable(path):
            raise SettingsError(f"{path!r} is no place for a file of a survey")
        target = folder / path
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            with target.open("xb") as file:
                file.write(data)
        except OSError as fault:
            raise SettingsError(f"{target} cannot be written: {fault.strerror}") from None


def fill(folder: Path, files: Mapping[str, bytes], otherwise: str) -> bool:
    """Write the files that a folder lacks, all or none into a new one; whether it lacked any.

    Raises SettingsError, and changes nothing, if it holds anything else: ``otherwise`` says
    what to do then.
    """
    there = set()
    if folder.exists() and not folder.is_dir():
        raise SettingsError(f"{folder} is a file; name a folder")
    try:
        for path, name in below(folder):
            ours = name in files and path.is_file() and not path.is_symlink()
            if not ours or path.read_bytes() != files[name]:
                raise SettingsError(f"{folder} {otherwise}")
            there.add(name)
    except OSError as fault:
        raise SettingsError(f"{folder} cannot be read: {fault.strerror}") from None
    missing = {name: data for name, data in files.items() if name not in there}
    if there:
        lay_out(missing, folder)
    else:
        _begin(folder.resolve(), missing)
    return bool(missing)


def contents(folder: Path) -> dict[str, bytes]:
    """Every file under a folder, by its path from there. Raises SettingsError."""
    try:
        return {name: path.read_bytes() if path.is_file() else b""
                for path, name in below(folder)}  # fmt: skip
    except OSError as fault:
        raise SettingsError(f"{folder} cannot be read: {fault.strerror}") from None


def _begin(folder: Path, files: Mapping[str, bytes]) -> None:
    """Make a folder, or fill an empty one, in a single step."""
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".tracker-", dir=folder.parent) as aside:
            lay_out(files, Path(aside) / "new")
            (Path(aside) / "new").replace(folder)
    except OSError as fault:
        raise SettingsError(f"{folder} cannot be written: {fault.strerror}") from None
