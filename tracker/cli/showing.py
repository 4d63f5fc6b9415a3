"""What `tracker show` says of a work, line by line."""

from collections.abc import Iterator, Mapping
from typing import Any

from tracker.review.typed import ROW
from tracker.visible import on_one_line

_AUTHORS = 12


def shown(seen: Mapping[str, Any]) -> Iterator[str]:
    """All that is known about a work (`tracker.steps.reviews.look`), for a person to read."""
    yield seen["title"]
    yield f"{', '.join(seen['ids'])} · {seen['status']}{' (inferred)' if seen['inferred'] else ''}"
    if seen["labels"]:
        yield f"labels: {', '.join(seen['labels'])}"
    paper, work = seen["paper"] or {}, seen["work"]
    if paper:
        categories = ", ".join(paper["categories"])
        withdrawn = " · WITHDRAWN" if paper["withdrawn"] else ""
        day = paper["submitted_at"][:10]
        yield f"v{paper['version']}, submitted {day}, {categories}{withdrawn}"
    if authors := work.get("authors") or paper.get("authors"):
        yield ", ".join(authors[:_AUTHORS]) + (" …" if len(authors) > _AUTHORS else "")
    if paper:
        yield from ["", paper["abstract"], ""]
        if paper["comment"]:
            yield f"comment: {paper['comment']}"
    yield from _facts(work, paper)
    if changed := seen["changed"]:
        what = changed["difference"] or "neither title nor abstract"
        yield f"changed since v{changed['since']}: {what}"
    for suggestion in seen["suggestions"]:
        yield from _suggested(suggestion)
    if seen["nearest"]:
        yield from ["", "most like it, of the works in the survey:"]
    for near in seen["nearest"]:
        labels = ", ".join(near["labels"]) or "no labels"
        yield f"{near['likeness']:4.0%}  {near['work']}  {near['title'][:200]}  ({labels})"
    for decision in seen["decisions"]:
        yield from _decided(decision)


def _facts(work: Mapping[str, Any], paper: Mapping[str, Any]) -> Iterator[str]:
    if "published_on" in work:
        yield f"published: {work['published_on']}"
    if journal := work.get("journal") or paper.get("journal_ref"):
        yield f"{ROW['journal']}: {journal}"
    for name in ("short_name", "sizes", "base_model"):
        if value := work.get(name):
            yield f"{ROW[name]}: {value if isinstance(value, str) else ', '.join(value)}"
    for link in work.get("links", ()):
        yield f"{link['kind']} link: {link['url']}"


def _decided(one: Mapping[str, Any]) -> Iterator[str]:
    second = " (second read)" if one.get("shown", {}).get("second") else ""
    what = " ".join([one["verdict"], *one.get("labels", ())])
    yield f"{one['at']}  {one['by']}: {what}{second}  [{one['key']}]"
    for name in ("reason", "note"):
        if name in one:
            yield f"      {name}: {on_one_line(one[name])}"


def _suggested(one: Mapping[str, Any]) -> Iterator[str]:
    yield f"{one['probability']:4.0%}  {one['label']}" + (f"  {one['tier']}" if one["tier"] else "")
    for head, side in (("for", "evidence"), ("against", "against")):
        if one[side]:
            words = ", ".join(f"{piece['words']} ({piece['weight']:+.2f})" for piece in one[side])
            yield f"      {head}: {words}"
    for sentence in one["sentences"]:
        yield f"      “{sentence['text']}”"
