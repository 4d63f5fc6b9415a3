"""The works as the script reads them: a JSON value in a script, as ``fetch`` needs a server.

Arrays, not objects: smaller, and no stranger's word can become the name of a property.
"""

import json
from collections.abc import Sequence
from typing import Any

from tracker.publish.exports.edition import Edition
from tracker.publish.site.facets import facets, label_name
from tracker.publish.site.works import KINDS, Shown

# A script element ends at "</script", and older engines end a string at U+2028 and U+2029.
_ESCAPES = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026",
                          "\u2028": "\\u2028", "\u2029": "\\u2029"})  # fmt: skip


def data(edition: Edition, works: Sequence[Shown]) -> bytes:
    """``globalThis.SURVEY = {…}``: facets, labels, and a work an array in the order of _work."""
    labels = {label.key: label for dimension in edition.dimensions for label in dimension.labels}
    labels |= {label.key: label for work in works for label in work.entry.labels}
    place = {key: number for number, key in enumerate(labels)}
    value = {
        "facets": [[one.key, [o.value for o in one.options]] for one in facets(edition)],
        "labels": [
            [key, label_name(label), label.short, " ".join((label.abbreviation, *label.aliases))]
            for key, label in labels.items()
        ],
        "kinds": list(KINDS.items()),
        "works": [_work(work, place) for work in works],
    }
    return f"globalThis.SURVEY = {script_safe(value)};\n".encode()


def script_safe(value: Any) -> str:
    """JSON that is also JavaScript, wherever a script may stand."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.translate(_ESCAPES)


def _work(work: Shown, place: dict[str, int]) -> list[Any]:
    entry = work.entry
    kinds = list(KINDS)
    return [
        work.slug,
        entry.title,
        entry.short_name,
        work.name,
        list(entry.authors),
        work.by,
        entry.published_on,
        [place[label.key] for label in entry.labels],
        list(entry.sizes),
        [[kinds.index(link.kind), link.url] for link in work.links],
        int(entry.verified),
        entry.withdrawn_on,
        " ".join((*entry.ids, entry.base_model)),
        sorted({kinds.index(link.kind) for link in entry.links}),
    ]
