"""The feed as a feed reader takes it."""

from typing import Any

from tests.exports.editions import WORK, decided, edited, titled
from tests.exports.readers import read_feed
from tracker import identity
from tracker.publish.exports.atom import LIMIT, atom
from tracker.publish.site.works import histories
from tracker.works import Work

ADDED = decided(0, WORK, by="import", labels=("task:qa",), inferred=True)
CHANGED = decided(1, WORK, labels=("task:qa", "kind:data"))
REMOVED = decided(2, WORK, "exclude")


def feed(*decisions: Any) -> Any:
    return read_feed(atom(edited([WORK], decisions)))


def test_the_feed_tells_additions_changes_and_removals_newest_first() -> None:
    read = feed(ADDED, CHANGED, REMOVED)
    assert [
        (one.title, one.updated, one.author, one.link, one.content[0].value)
        for one in read.entries
    ] == [
        (f"Removed: {WORK.title}", "2026-11-21T09:02:00.000Z", "Ada Lovelace",
         "https://arxiv.org/abs/2210.10341", "Taken out of the survey."),
        (f"Changed: {WORK.title}", "2026-11-21T09:01:00.000Z", "Ada Lovelace",
         "https://arxiv.org/abs/2210.10341",
         "labels added: Dataset; confirmed by a curator"),
        (f"Added: {WORK.title}", "2026-11-21T09:00:00.000Z", "The old list",
         "https://arxiv.org/abs/2210.10341", "Labels: Question answering."),
    ]  # fmt: skip
    assert [(tag.term, tag.label) for tag in read.entries[1].tags] == [
        ("task:qa", "Question answering"), ("kind:data", "Dataset"),
    ]  # fmt: skip
    assert (read.feed.title, read.feed.link, read.feed.updated) == (
        "A survey", "https://github.com/ada/survey", "2026-11-21T09:02:00.000Z",
    )  # fmt: skip


def test_what_is_taken_out_says_why() -> None:
    out = decided(2, WORK, "exclude", reason="off <topic>\n")
    assert feed(ADDED, out).entries[0].content[0].value == "Taken out of the survey: off <topic>"
    (history,) = histories(edited([WORK], [ADDED, out])).values()
    assert history[-1].what == "taken out of the survey: off <topic>"


def test_what_was_read_stays_read() -> None:
    before, after = feed(ADDED, CHANGED), feed(ADDED, CHANGED, REMOVED)
    assert [one.id for one in after.entries][1:] == [one.id for one in before.entries]
    assert after.feed.id == before.feed.id
    ids = {after.feed.id, *(one.id for one in after.entries)}
    assert len(ids) == 4 and all(one.startswith("urn:uuid:") for one in ids)


def test_what_was_told_of_a_work_keeps_its_name_when_the_work_is_joined() -> None:
    better, plain = titled(3, "T"), Work((identity.parse("doi:10.1000/x"),), "T")
    history = [decided(0, plain), decided(1, better)]
    apart = read_feed(atom(edited([better, plain], history)))
    history.append(decided(2, plain, "join", other=better.id))
    joined = read_feed(atom(edited([better, plain], history)))
    assert [one.id for one in joined.entries][1:] == [one.id for one in apart.entries]
    assert joined.entries[0].content[0].value == "joined with doi:10.1000/x"


def test_only_the_latest_changes_are_in_the_feed() -> None:
    works = [titled(number, f"T{number}") for number in range(1, LIMIT + 6)]
    read = read_feed(atom(edited(works)))
    assert [one.title for one in read.entries] == [
        f"Added: T{number}" for number in range(LIMIT + 5, 5, -1)
    ]


def test_a_work_without_an_address_has_an_entry_without_a_link() -> None:
    text = atom(edited([Work((identity.from_title("No address"),), "No address")]))
    (entry,) = read_feed(text).entries
    assert (entry.get("links"), entry.content[0].value) == (None, "Labels: Names & {entities}.")
