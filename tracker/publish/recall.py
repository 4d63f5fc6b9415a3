"""What the record tells of a row: whose it is, and how it was shown after earlier decisions."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cached_property

from tracker import identity
from tracker.curation.reader import Curation
from tracker.decisions import Decision, in_order
from tracker.identity import WorkId
from tracker.publish.markdown import address
from tracker.publish.render import Row, included, row_key, row_texts
from tracker.record import Standing, replay
from tracker.tables import Table
from tracker.works import Work, less_exact


class Recall:
    """The record as pages that people edited need it, each part made when it is needed."""

    def __init__(self, curation: Curation) -> None:
        self.curation = curation
        self.taxonomy = curation.taxonomy

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        return included(self.curation.record, self.taxonomy)

    @cached_property
    def addresses(self) -> Mapping[str, WorkId]:
        """Where the works' papers are → the work."""
        works = [one.work for one in self.curation.record.standings]
        pairs = [(link.url, work.id) for work in works for link in work.links
                 if link.kind == "paper"]  # fmt: skip
        pairs += [(url, work.id) for work in works for one in work.ids if (url := one.url)]
        return {address(url): work for url, work in reversed(pairs)}

    @cached_property
    def files(self) -> Mapping[WorkId, Work]:
        return {work_id: work for work in self.curation.works for work_id in work.ids}

    @cached_property
    def decisions(self) -> Mapping[WorkId, list[Decision]]:
        """The decisions that name an identifier, in any role."""
        found: dict[WorkId, list[Decision]] = {}
        for one in self.curation.decisions:
            for work_id in (one.work, one.other):
                if work_id is not None:
                    found.setdefault(work_id, []).append(one)
        return found

    def standing(self, line: str) -> Standing | None:
        """The work that a row's first address, the paper's, names."""
        key, by_id = row_key(line), self.curation.record.by_id
        if key in self.addresses:
            return by_id[self.addresses[key]]
        try:
            return by_id.get(identity.from_url(key))
        except ValueError:
            return None

    def earlier(self, standing: Standing, table: Table) -> Iterator[str]:
        """The work's row after each of the decisions on it, the latest first.

        And each with a day less exact: a night may have completed it since (docs/adr/0017).
        """
        ids = set(standing.work.ids)
        held = [self.files[one] for one in standing.work.ids if one in self.files]
        files = list(dict.fromkeys(held))
        found = {one.key: one for work_id in ids for one in self.decisions.get(work_id, ())}
        made = in_order(found.values())
        for count in range(len(made), -1, -1):
            then = replay(files, made[:count]).by_id.get(standing.work.id)
            if then is not None:
                labels = self.taxonomy.sort(then.labels)
                days = dict.fromkeys((then.work.published_on, *less_exact(then.work.published_on)))
                works = (replace(then.work, published_on=day) for day in days)
                yield from row_texts(table, [Row(work, labels) for work in works], self.taxonomy)
