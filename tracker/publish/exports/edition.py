"""What every export says: an edition of the survey, and an entry for each work in it."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from tracker.curators import IMPORT, Curator
from tracker.decisions import Decision, in_order
from tracker.publish.exports.changes import Change, changes
from tracker.publish.exports.keys import citation_keys
from tracker.publish.exports.measurements import Measurement
from tracker.publish.exports.text import clean, web_address
from tracker.record import Record, Standing
from tracker.taxonomy import Dimension, Label, Taxonomy
from tracker.works import Link, Work

Form = Literal["preprint", "article", "chapter", "other"]
# Some authors write the preprint itself where the journal belongs.
_PREPRINT = re.compile(r"\b(?:ar|(?:bio|med|chem)r)xiv\b|\b(?:(?-i:CoRR)|ssrn|preprints?)\b", re.I)
# DOI prefixes of bioRxiv and medRxiv, SSRN, Preprints.org, Research Square, ChemRxiv, OSF.
_PREPRINTS = re.compile(r"10\.(?:1101|2139|20944|21203|26434|31219|31234|64898)/")
_CHAPTER = re.compile(r"\.ch\d+$")


@dataclass(frozen=True)
class Entry:
    """What a reader sees of one included work. All text is clean: one line, nothing unseen.

    ``ids`` are the work's identifiers, best first; ``key`` is what citations call it;
    ``form`` is how the paper was published, as far as journal and identifiers tell; ``verified``
    means that a person decided, not only an import; ``added_at`` and ``changed_at`` are the
    instants of the decisions that brought it in and last changed what is shown; ``curators``
    are the handles of the people whose decisions stand behind it; ``withdrawn_on`` is when its
    authors took it back, if they did; ``journal`` is the journal reference as one text.
    """

    ids: tuple[str, ...]
    key: str
    title: str
    authors: tuple[str, ...]
    published_on: str
    form: Form
    short_name: str
    labels: tuple[Label, ...]
    sizes: tuple[str, ...]
    base_model: str
    url: str
    links: tuple[Link, ...]
    category: str
    verified: bool
    added_at: datetime
    changed_at: datetime
    curators: tuple[str, ...]
    withdrawn_on: str = ""
    journal: str = ""

    def id_of(self, scheme: str) -> str:
        """The work's first identifier of that scheme, without the scheme; empty if none."""
        found = (text.partition(":")[2] for text in self.ids if text.startswith(f"{scheme}:"))
        return next(found, "")

    @property
    def note(self) -> str:
        """What nobody should cite the work without knowing; empty if there is nothing."""
        return f"Withdrawn by its authors on {self.withdrawn_on}" if self.withdrawn_on else ""

    @property
    def appeared_in(self) -> str:
        """The journal reference, if it is one and not the preprint's."""
        return "" if _PREPRINT.search(self.journal) else self.journal


@dataclass(frozen=True)
class Edition:
    """What the survey says at one moment: that of ``updated_at``, its latest decision.

    ``entries`` are in the order of their identifiers, ``changes`` oldest first. ``names``
    are the curators' names by handle in lower case. ``measurements`` are the reported results.
    """

    title: str
    address: str
    version: int
    dimensions: tuple[Dimension, ...]
    entries: tuple[Entry, ...]
    changes: tuple[Change, ...]
    names: Mapping[str, str]
    updated_at: datetime | None = None
    measurements: tuple[Measurement, ...] = ()


def edition(
    title: str,
    address: str,
    record: Record,
    decisions: Iterable[Decision],
    taxonomy: Taxonomy,
    curators: Iterable[Curator] = (),
    measurements: tuple[Measurement, ...] = (),
) -> Edition:
    """The edition that a record and the decisions behind it amount to."""
    history = in_order(decisions)
    found = changes(record, history, {label.key: label.name for label in taxonomy})
    keys = citation_keys(record, history)
    added = {one.work: one.since for one in found if one.since}
    changed = {one.work: one.at for one in found}
    return Edition(
        title=clean(title),
        address=web_address(address),
        version=taxonomy.version,
        dimensions=taxonomy.dimensions,
        entries=tuple(
            _entry(standing, taxonomy, keys[standing.work.id], added, changed)
            for standing in record.of("included")
        ),
        changes=found,
        names={one.handle.lower(): clean(one.name) for one in curators},
        updated_at=history[-1].at if history else None,
        measurements=measurements,
    )


def _entry(
    standing: Standing,
    taxonomy: Taxonomy,
    key: str,
    added: Mapping[str, datetime],
    changed: Mapping[str, datetime],
) -> Entry:
    work, name = standing.work, str(standing.work.id)
    return Entry(
        ids=tuple(clean(str(work_id)) for work_id in work.ids),
        key=key,
        title=clean(work.title) or clean(name),
        authors=tuple(author for text in work.authors if (author := clean(text))),
        published_on=work.published_on,
        form=form(work),
        short_name=clean(work.short_name),
        labels=tuple(
            taxonomy.by_key.get(key) or Label(clean(key), clean(key), "")
            for key in taxonomy.sort(standing.labels)
        ),
        sizes=tuple(clean(size) for size in work.sizes),
        base_model=clean(work.base_model),
        url=web_address(work.url),
        links=tuple(Link(link.kind, url) for link in work.links if (url := web_address(link.url))),
        category=work.category,
        verified=not standing.inferred,
        added_at=added[name],
        changed_at=changed[name],
        curators=tuple(
            dict.fromkeys(one.by for one in standing.history if one.by.lower() != IMPORT)
        ),
        withdrawn_on=clean(work.withdrawn_on),
        journal=clean(work.journal),
    )


def form(work: Work) -> Form:
    """How the paper was published, from its journal and the best of its identifiers that tells.

    A DOI tells more than an arXiv identifier: authors add it when the paper has appeared.
    """
    dois = [work_id.value for work_id in work.ids if work_id.scheme == "doi"]
    if any(_CHAPTER.search(doi) for doi in dois):
        return "chapter"
    if any(not _PREPRINTS.match(doi) for doi in dois):
        return "article"
    if work.journal and not _PREPRINT.search(work.journal):
        return "article"
    schemes = {work_id.scheme for work_id in work.ids}
    if "pmid" in schemes:
        return "article"
    return "preprint" if dois or "arxiv" in schemes else "other"
