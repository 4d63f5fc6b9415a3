"""The curation as it stood at the end of a day."""

from datetime import date
from pathlib import Path

from tests.record.surveys import DOI, ONE, THREE, TWO, decided, journal, put, survey
from tracker.curation import load
from tracker.publish.render import summary


def test_later_decisions_and_the_works_they_brought_are_out_of_sight(tmp_path: Path) -> None:
    root = survey(tmp_path)
    for work, title in ((ONE, "One"), (TWO, "Two"), (THREE, "Three")):
        put(root, f"works/{work.slug}.yaml", f'ids:\n- "{work}"\ntitle: "{title}"\n')
    day = 24 * 60
    journal(
        root,
        decided(0, "include", ONE, labels=("kind:model",)),
        decided(5 * 60 - 1, "join", ONE, other=DOI),  # the day's last minute
        decided(5 * 60, "exclude", ONE),
        decided(day, "include", TWO, labels=("kind:model",)),
    )
    whole = load(root)
    then = whole.as_of(date(2026, 11, 21))
    assert [str(one) for one in whole.problems] == []
    assert summary(whole.record) == "1 work included, 1 excluded, 1 undecided."
    # Three was never decided, so nothing says that it came later.
    assert summary(then.record) == "1 work included, 1 undecided."
    assert then.record.by_id[DOI].work.ids == (ONE, DOI)
    assert [work.title for work in then.works] == ["One", "Three"]
    assert whole.as_of(date(2026, 11, 22)) == whole
    assert summary(whole.as_of(date(2026, 11, 20)).record) == "0 works included, 1 undecided."
