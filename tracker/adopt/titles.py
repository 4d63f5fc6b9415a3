"""The title, the links, the year and the remaining words of one entry.

What the title is, in this order: after dates, venues, tags, emoji and links that only name
a kind of resource have been put aside, the bold or linked words the entry begins with
(``**Name**: words`` is one title); bold or linked words that follow authors or a name;
words in quotation marks; the sentence after ``(2023).``; else the first sentence up to the
first link named like a resource. Final dots are dropped.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import urlsplit

from tracker.adopt.inline import Run
from tracker.adopt.links import is_label, is_paper, is_prefix
from tracker.adopt.page import Link
from tracker.adopt.sentences import title_in, without_venue
from tracker.adopt.words import has_words, tidy, tidy_note, unbracketed, without_lead, year_in

_RUNS: Final = 400  # an entry is a line or a few; more runs than this are no title
_CHECKBOX: Final = re.compile(r"^\[[ xX]?\](?=\s)\s*")
_TAG: Final = re.compile(r"[\[【]([^\[\]【】]{1,40})[\]】]|\(([^()]{1,40})\)")
_NAME_WORDS: Final = ("and", "et", "al", "by", "von", "van", "der", "de", "la")
_BARE_DATE: Final = re.compile(r"((?:19|20)\d\d(?:[./-]\d{1,2}){0,2})\s*(?:[:|–—]|-(?=\s))\s*")
# A day before words, or any date alone before what is linked or marked, needs no sign after it.
_LEADING_DATE: Final = re.compile(
    r"((?:19|20)\d\d([./-])(?:0?[1-9]|1[0-2])\2(?:0?[1-9]|[12]\d|3[01]))[,;.]?\s+"
    r"|((?:19|20)\d\d(?:[./-](?:0?[1-9]|1[0-2]))?)\s+$"
)
_NAMED: Final = re.compile(r"(?:^|[\s|,;.(–—-])([^\W\d_]+(?: [^\W\d_]+)?)\s*:\s*$")


@dataclass(frozen=True)
class Reading:
    """What the runs of one entry say. ``shape`` tells how the title was written:

    "linked", "strong", "em", "quoted", "plain", or empty where there is no title.
    ``named`` means the text begins by naming a resource ("Code: …").
    """

    title: str = ""
    shape: str = ""
    links: tuple[Link, ...] = ()
    note: str = ""
    year: int | None = None
    named: bool = False

    @property
    def has_paper(self) -> bool:
        return any(is_paper(link) for link in self.links)


def read(runs: Sequence[Run]) -> Reading:
    """The reading of an entry's runs, whether they stand in a list, a table or a paragraph."""
    named, runs = _resource_names(_addresses_in_sentences(runs))
    links = links_of(runs)
    rest = list(runs[:_RUNS])
    aside = _put_aside(rest)
    title, shape, left = _title(rest)
    title, venue = without_venue(tidy(title))
    if not has_words(title):
        title, shape = "", ""
    words = [*aside, *venue, "".join(run.text if not run.url else " " for run in left)]
    note = tidy_note(" ".join(words))
    return Reading(title, shape, links, note, year_in(note), named)


def links_of(runs: Sequence[Run]) -> tuple[Link, ...]:
    """The links, each once; jumps inside the page and mail addresses are none."""
    links: dict[Link, None] = {}
    for run in runs:
        if run.url and not re.match(r"#|mailto:", run.url, re.IGNORECASE):
            links[Link(unbracketed(run.text) or _host(run.url), run.url)] = None
    return tuple(links)


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or url).removeprefix("www.")
    except ValueError:
        return url


def _addresses_in_sentences(runs: Sequence[Run]) -> list[Run]:
    """Addresses in mid-sentence ("a version of https://… , which") are words, not links."""
    kept: list[Run] = []
    for at, run in enumerate(runs):
        before = kept[-1] if kept else None
        after = runs[at + 1] if at + 1 < len(runs) else None
        if run.bare and before and after and not is_paper(Link("", run.url)):
            inside = re.search(r"\w\s+$", before.text) and re.match(r",?\s+[a-z]", after.text)
            if inside and not before.url and not after.url:
                run = replace(run, url="", bare=False)
        if before and _one_text(before, run):
            kept[-1] = replace(before, text=before.text + run.text)
        else:
            kept.append(run)
    return kept


def _one_text(before: Run, run: Run) -> bool:
    plain = not before.url and not run.url and "\n" not in (before.text, run.text)
    return plain and before.mark == run.mark


def _resource_names(runs: list[Run]) -> tuple[bool, list[Run]]:
    """Drops words such as "Code:" before a link; a bare address takes them as its label."""
    name, colon, _ = runs[0].text.partition(":") if runs and not runs[0].url else ("", "", "")
    named = bool(colon) and has_words(name) and is_label(name)
    kept: list[Run] = []
    for run in runs:
        before = kept[-1] if kept else None
        found = _NAMED.search(before.text) if run.url and before and not before.url else None
        if found and before and is_label(found[1]):
            kept[-1] = replace(before, text=before.text[: found.start(1)])
            run = replace(run, text=found[1]) if run.bare else run
        kept.append(run)
    return named, kept


def _put_aside(rest: list[Run]) -> list[str]:
    """Takes dates, venues, tags, emoji and resource links off the front; returns their words."""
    aside: list[str] = []
    while rest and len(aside) < 12:
        run = rest[0]
        text = _CHECKBOX.sub("", without_lead(run.text))
        if run.url:
            if not run.is_resource and not run.url.startswith("#"):
                break
            aside += [unbracketed(text)] if is_prefix(text) and year_in(text) else []
            rest.pop(0)
        elif tag := _marked_tag(text, rest):
            aside.append(tag)
            rest[:3] = [replace(rest[2], text=rest[2].text.lstrip()[1:])]
        elif not text.strip("[](){}【】 ") or (run.mark and is_label(text)):
            aside += [unbracketed(text)] if has_words(text) and is_prefix(text) else []
            rest.pop(0)
        elif found := _front(text):
            aside.append(next(group for group in found.groups() if group))
            rest[0] = replace(run, text=text[found.end() :])
        else:
            rest[0] = replace(run, text=text)
            break
    return aside


def _marked_tag(text: str, rest: list[Run]) -> str:
    """The words of a tag in brackets that has a marking, such as [**ACL, 2024**]."""
    tag = text.strip() in ("[", "(", "【") and len(rest) > 2 and rest[1].mark and not rest[1].url
    closed = tag and rest[2].text.lstrip()[:1] in ("]", ")", "】") and not rest[2].url
    return rest[1].text.strip() if closed else ""


def _front(text: str) -> re.Match[str] | None:
    """A tag in square brackets, or a date or venue in any, at the front of a text."""
    found = _TAG.match(text)
    if found and (is_prefix(found[0]) or (found[1] and len(found[1].split()) <= 3)):
        return found if has_words(found[0]) else None
    return _BARE_DATE.match(text) or _LEADING_DATE.match(text)


def _title(rest: list[Run]) -> tuple[str, str, list[Run]]:
    """The title, its shape, and the runs that are left."""
    if not rest:
        return "", "", []
    size = _head(rest)
    if not size:
        return _plain(rest)
    head, left = rest[:size], rest[size:]
    title = "".join(run.text for run in head)
    shape = "linked" if any(run.url for run in head) else head[0].mark
    colon = title.rstrip().endswith(":") or (left and left[0].text.lstrip().startswith(":"))
    named = len(title.split()) <= 4 and (shape != "linked" or _leads_to_paper(head))
    if left and ((colon and named) or _goes_on(title, shape, left[0])):
        more, _, after = _plain([replace(left[0], text=left[0].text.lstrip(" :")), *left[1:]])
        if has_words(more):
            return _called(title.strip().rstrip(":.").rstrip(), more.strip()), shape, after
    return title, shape, left


def _called(name: str, title: str) -> str:
    """A title with the name before it, unless it begins with that name itself."""
    begins = title.casefold().startswith(name.casefold())
    return title if begins and not re.match(r"[\w-]", title[len(name) :]) else f"{name}: {title}"


def _goes_on(title: str, shape: str, after: Run) -> bool:
    """Whether a title goes on behind a bold name without a colon: **Name** A model of words.

    Names of authors are told from a title by its small words.
    """
    words = re.split(r"[,.;]", after.text.strip(), maxsplit=1)[0].split()
    plain = shape == "strong" and not after.url and not after.mark and len(title.split()) <= 2
    small = any(word.isalpha() and word.islower() and word not in _NAME_WORDS for word in words)
    return plain and len(words) >= 3 and words[0][0].isupper() and small


def _head(rest: Sequence[Run]) -> int:
    """How many runs at the front are the marked or linked title."""
    first = rest[0]
    if first.url:
        size = 1
        while first.mark and size < len(rest) and not rest[size].url:
            if rest[size].mark != first.mark:
                break
            size += 1
        return size
    if first.mark not in ("strong", "em") or (first.mark == "em" and not _is_title_in_em(rest)):
        return 0
    size = 0
    while size < len(rest) and rest[size].mark == first.mark:
        if rest[size].is_resource:
            break
        size += 1
    return size


def _is_title_in_em(rest: Sequence[Run]) -> bool:
    later = any(
        (run.mark == "strong" or run.url) and not run.is_resource and len(run.text.split()) >= 3
        for run in rest[1:]
    )
    return len(rest[0].text.split()) >= 3 and not later


def _leads_to_paper(head: Sequence[Run]) -> bool:
    return any(run.url and is_paper(Link(run.text, run.url)) for run in head)


def _plain(rest: Sequence[Run]) -> tuple[str, str, list[Run]]:
    """A title without marking of its own: from the words before the first resource link."""
    words = ""
    for at, run in enumerate(rest):
        if run.is_resource or (run.text == "\n" and run.mark != "soft"):
            if has_words(words) or run.url:
                return _cut(words, list(rest[at:]))
            continue
        marked = run.url or run.mark == "strong"
        if marked and len(run.text.split()) >= 3 and _ends_a_part(words):
            name = tidy(words)
            if words.rstrip().endswith(":") and 0 < len(name.split()) <= 3:
                return _called(name, run.text), "linked", list(rest[at + 1 :])
            shape = "linked" if run.url else "strong"
            return run.text, shape, [Run(words + " "), *rest[at + 1 :]]
        words += run.text
    return _cut(words, [])


def _ends_a_part(words: str) -> bool:
    return not words.strip() or words.rstrip()[-1] in ".,:;-–—|)(]["


def _cut(words: str, left: list[Run]) -> tuple[str, str, list[Run]]:
    title, shape, around = title_in(words)
    return title, shape, [Run(f"{around} "), *left]
