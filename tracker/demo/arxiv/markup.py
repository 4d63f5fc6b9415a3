"""Text as it stands inside arXiv's XML: escaped, and sometimes broken over lines."""

import re
import zlib
from datetime import UTC, datetime
from xml.sax.saxutils import escape

# XML 1.0 §2.2 allows no other control characters; one of them would spoil the whole page.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# A line ends at the last space that fits; a rest that fits on one line stays whole.
_LINE = re.compile(r"(?!.{0,78}\Z)(\S.{0,76}\S) (?=\S)")


def text(value: str) -> str:
    """Escaped for use as element content or inside double quotes."""
    return escape(_FORBIDDEN.sub("", value), {'"': "&quot;"})


def wrapped(value: str, indent: str = "") -> str:
    """The same words on lines of about 78 characters, as arXiv stores them."""
    return _LINE.sub(rf"\1\n{indent}", value)


def instant(moment: datetime) -> str:
    """``2026-04-12T22:09:36Z``: UTC, to the second."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def number_of(name: str) -> int:
    """A number that looks random and is always the same for the same name."""
    return zlib.crc32(name.encode())
