"""The history of links, in both databases."""

from dataclasses import replace

import sqlalchemy as sa

from tests.store.records import NOW
from tracker.links import CheckedLink
from tracker.store.links import checked, save


def test_the_latest_check_of_a_link_takes_the_place_of_the_one_before(engine: sa.Engine) -> None:
    url = "https://e.org/" + "é" * 300
    first = CheckedLink(url, "fine", 200, "", 0, 'W/"a"', "Fri, 20 Nov 2026 00:00:00 GMT", NOW)
    other = CheckedLink("https://e.org/", "unclear", 0, "hung up", 3, "", "", NOW)
    gone = replace(first, state="gone", status=410, failures=1, etag="", modified="")
    for link in (first, other, gone):
        save(engine, link)
    assert checked(engine) == {url: gone, "https://e.org/": other}
