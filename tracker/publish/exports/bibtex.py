"""BibTeX, for LaTeX and most reference managers.

Fields as in "BibTeXing" (Patashnik, 1988) and, for eprint, archiveprefix and primaryclass,
as arXiv's "BibTeX and Eprints" page has them. Text is UTF-8.
"""

import re
from collections.abc import Iterator

from tracker.publish.exports import latex
from tracker.publish.exports.edition import Edition, Entry
from tracker.publish.exports.names import parse

_TYPES = {"article": "article", "chapter": "incollection", "preprint": "misc", "other": "misc"}
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_PLAIN_DOI = re.compile(r"[A-Za-z0-9./_()<>:;+-]+")


def bibtex(edition: Edition) -> str:
    """One entry a work, by its citation key.

    The record holds a journal reference as one text, volume and pages included, and so does
    ``journal``: taking it apart would be guessing.
    """
    return "\n".join(_entry(entry) for entry in edition.entries)


def _entry(entry: Entry) -> str:
    lines = [f"  {name} = {value}" for name, value in _fields(entry)]
    return f"@{_TYPES[entry.form]}{{{entry.key},\n" + ",\n".join(lines) + "\n}\n"


def _fields(entry: Entry) -> Iterator[tuple[str, str]]:
    if entry.authors:
        yield "author", _braced(" and ".join(map(_author, entry.authors)))
    yield "title", _braced(latex.title(entry.title))
    if entry.published_on:
        yield "year", _braced(entry.published_on[:4])
    if len(entry.published_on) > 4:
        yield "month", _MONTHS[int(entry.published_on[5:7]) - 1]  # a macro of every style
    if entry.appeared_in:
        name = "booktitle" if entry.form == "chapter" else "journal"
        yield name, _braced(latex.escape(entry.appeared_in))
    if eprint := entry.id_of("arxiv"):
        yield "eprint", _braced(eprint)
        yield "archiveprefix", "{arXiv}"
        if entry.category:
            yield "primaryclass", _braced(entry.category)
    # Styles hand a DOI to \url or \href, where an escape would show; a stranger one is left out.
    if _PLAIN_DOI.fullmatch(doi := entry.id_of("doi")):
        yield "doi", _braced(doi)
    if pmid := entry.id_of("pmid"):
        yield "pmid", _braced(pmid)
    if entry.url:
        yield "url", _braced(entry.url)
    if entry.labels:
        yield "keywords", _braced(", ".join(latex.escape(label.name) for label in entry.labels))


def _author(author: str) -> str:
    """``Last``, ``von Last, First`` or ``von Last, Jr, First``; braces keep a name whole."""
    name = parse(author)
    if name.literal:
        return _braced(latex.escape(name.literal))
    last = f"{name.particle} {name.family}".strip()
    return ", ".join(latex.escape(part) for part in (last, name.suffix, name.given) if part)


def _braced(text: str) -> str:
    return f"{{{text}}}"
