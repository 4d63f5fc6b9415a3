"""The whole site from an edition: files by their path from the site's root."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup

from tracker.publish.exports import FORMATS
from tracker.publish.exports.edition import Edition, Entry
from tracker.publish.site.data import data
from tracker.publish.site.facets import facets, filtered, label_name
from tracker.publish.site.pages import Page
from tracker.publish.site.reported import Reported
from tracker.publish.site.works import KINDS, Shown, by_dimension, citations, histories, shown_works
from tracker.taxonomy import Label

FIRST: Final = 30  # works in the front page itself; the script shows as many at first
_TEMPLATES = Path(__file__).with_name("templates")
# Everything comes from the site itself, and no text in a page can run, whatever it holds.
_POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "base-uri 'none'; form-action 'none'"
)


def site(
    edition: Edition,
    pages: Sequence[Page] = (),
    reported: Mapping[str, Sequence[Reported]] = MappingProxyType({}),
) -> dict[str, bytes]:
    """Every file of the site; ``pages`` are the pages of tables, in the navigation's order, and
    ``reported`` what each work reports, by its best identifier.

    The same edition and pages give the same bytes.
    """
    works = shown_works(edition)
    frame = _Frame(edition, pages)
    exports = {name: one.write(edition) for name, one in FORMATS.items()}
    files: dict[str, bytes] = {
        ".nojekyll": b"",  # GitHub Pages publishes the files as they are
        "data.js": data(edition, works),
        **{name: (_TEMPLATES / name).read_bytes() for name in ("site.css", "site.js")},
        **{FORMATS[name].file: text.encode() for name, text in exports.items()},
    }
    years = sorted({work.entry.published_on[:4] for work in works} - {""}, reverse=True)
    files["index.html"] = frame.page(
        "index", facets=facets(edition), years=years, works=works[:FIRST], total=len(works),
        formats=FORMATS,
    )  # fmt: skip
    files["all.html"] = frame.page("all", works=works)
    for page in pages:
        files |= {page.path: frame.page("tables", page=page), **page.files}
        files |= {name: (_TEMPLATES / name).read_bytes() for name in page.scripts
                  if name not in files}  # fmt: skip
    cited = citations(edition, exports["bibtex"])
    return files | _work_pages(edition, works, frame, cited, reported)


class _Frame:
    """What all pages share: the survey's title, the navigation, the policy."""

    def __init__(self, edition: Edition, pages: Sequence[Page]) -> None:
        self.shared: dict[str, Any] = {
            "survey": edition.title,
            "address": edition.address,
            "updated": edition.updated_at.date().isoformat() if edition.updated_at else "",
            "pages": pages,
            "policy": _POLICY,
            "kinds": KINDS,
        }

    def page(self, template: str, root: str = "", **more: Any) -> bytes:
        """``root`` leads from the page to the site's root."""
        text = _template(f"{template}.html").render(**self.shared, root=root, **more)
        return (text.rstrip() + "\n").encode()


def _work_pages(
    edition: Edition,
    works: Sequence[Shown],
    frame: _Frame,
    cited: Mapping[str, str],
    reported: Mapping[str, Sequence[Reported]],
) -> dict[str, bytes]:
    """A page a work, and a sign at each of its other identifiers: addresses outlive a rename."""
    events, labels = histories(edition), _Labels(edition)
    files: dict[str, bytes] = {}
    for work in works:
        files[work.page] = frame.page(
            "work",
            root="../",
            work=work,
            groups=labels.of(work.entry),
            citation=cited[work.entry.ids[0]],
            reported=reported.get(work.entry.ids[0], ()),
            events=events.get(work.entry.ids[0], ()),
        )
    for work in works:
        for slug in work.former:
            files.setdefault(f"w/{slug}.html", frame.page("moved", root="../", work=work))
    return files


class _Labels:
    """The labels of a work under their dimensions' names, each written once for all works."""

    def __init__(self, edition: Edition) -> None:
        self.dimensions = edition.dimensions
        self.written: dict[str, str] = {}

    def of(self, entry: Entry) -> list[tuple[str, Markup]]:
        groups = by_dimension(entry, self.dimensions)
        return [(name, Markup("\n".join(map(self._item, labels)))) for name, labels in groups]

    def _item(self, label: Label) -> str:
        if label.key not in self.written:
            self.written[label.key] = _template("label.html").render(label=label)
        return self.written[label.key]


@lru_cache
def _template(name: str) -> Template:
    loader = FileSystemLoader(_TEMPLATES)
    surroundings = Environment(
        loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True,
    )  # fmt: skip
    surroundings.filters |= {"label_name": label_name, "filtered": filtered, "host": _host}
    return surroundings.get_template(name)


def _host(url: str) -> str:
    return urlsplit(url).netloc.removeprefix("www.")
