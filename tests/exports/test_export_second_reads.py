"""Second reads in the feed: only what changes the published list is a change."""

from tests.record.surveys import decided
from tracker.publish.exports.changes import changes
from tracker.record import replay


def test_a_second_read_is_no_change_until_a_third_settles_the_conflict() -> None:
    history = [decided(0, "include", labels=("task:qa",))]
    for minutes, by in enumerate(("Grace", "carl"), start=1):
        history.append(decided(minutes, "exclude", by=by, shown={"second": True}))
    found = [(one.by, one.what) for one in changes(replay([], history), history, {})]
    assert found == [("ada", "added"), ("carl", "removed")]
    history.append(decided(3, "undo", by="carl", undoes=history[-1].key))
    found = [(one.by, one.what) for one in changes(replay([], history), history, {})]
    assert found == [("ada", "added"), ("carl", "removed"), ("carl", "added")]
