"""Following arXiv's announcements through OAI-PMH, category by category, page by page."""

from datetime import date, timedelta

from tracker.coverage import Position
from tracker.errors import SourceUnavailable
from tracker.harvest.night import Night
from tracker.harvest.oai import OaiDoor, TokenExpired

# Records touched while a listing is read shift its pages, and one can slip through:
# two days are read again each night (saving them again changes nothing).
OVERLAP = timedelta(days=2)


def follow(night: Night, door: OaiDoor, since: date) -> None:
    """Store every change in the queries' categories since the last night.

    A category never followed before starts at ``since``. When the door shuts, the night
    notes it and goes on; the next one takes up the listing where this one stopped.
    """
    for category in sorted({name for query in night.queries for name in query.categories}):
        night.say(f"changes in {category}")
        try:
            _category(night, door, category, since)
        except (SourceUnavailable, TokenExpired) as fault:
            night.shut["oai"] = str(fault) or "its tokens expire at once"
            return


def _category(night: Night, door: OaiDoor, category: str, since: date) -> None:
    position = _start(night, category, since)
    try:
        _pages(night, door, position)
    except TokenExpired:
        night.remarks.append(f"the listing of {category} was started again: its token had expired")
        fresh = night.shelf.position(category) or position
        _pages(night, door, _again(fresh))


def _start(night: Night, category: str, since: date) -> Position:
    held = night.shelf.position(category)
    if held is None:
        return Position(category, since)
    # Tokens expire daily; an older one would only be refused.
    if held.token and held.saved_at and held.saved_at.date() == night.now.date():
        return held
    return _again(held)


def _again(position: Position) -> Position:
    seen = position.last_day - OVERLAP if position.last_day else position.since
    return Position(position.category, max(seen, position.since), "", position.last_day)


def _pages(night: Night, door: OaiDoor, position: Position) -> None:
    # How far a listing got by day counts once it is whole: not every repository sorts by day.
    last_day = position.last_day
    for page in door.pages(position.category, position.since, position.token):
        days = [day for day in (last_day, page.last_day) if day]
        last_day = max(days, default=None)
        night.unreadable.update(page.unreadable)
        night.keep(
            page.papers,
            "oai",
            position=Position(
                position.category,
                position.since,
                page.token,
                position.last_day if page.token else last_day,
            ),
        )
