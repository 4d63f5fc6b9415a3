"""The question to arXiv's search that proves a combination of labels empty, or finds what fills it.

arXiv's advanced search joins any number of rows by AND; inside a row, OR joins quoted phrases
(github.com/arXiv/arxiv-search: search/controllers/advanced/forms.py,
search/services/index/prepare.py).
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final
from urllib.parse import quote

from tracker.publish.markdown import LONGEST_ADDRESS
from tracker.taxonomy import Label

# The parts of an address; the site's script puts the same ones together.
BEGIN: Final = "https://arxiv.org/search/advanced?advanced=1"
ROW: Final = "&terms-{n}-operator=AND&terms-{n}-term={phrases}&terms-{n}-field=abstract"
OR: Final = "%20OR%20"
END: Final = "&abstracts=show&size=50&order=-announced_date_first"
_MOST, _LONGEST = 6, 60  # phrases of one label; characters of each


def question(labels: Sequence[Label], about: Sequence[str] = ()) -> str:
    """The address of arXiv's search for abstracts that speak of all the labels, newest first.

    One of the phrases ``about`` must stand there too. Too long an address loses phrases, always
    from the side whose phrases are longest; then, where each side has one left, whole sides,
    which asks for more than the combination and so proves it empty all the same.
    """
    sides = [list(side) for side in (*map(phrases, labels), encoded(about)) if side]
    while len(url := _address(sides)) > LONGEST_ADDRESS:
        longest = max([side for side in sides if len(side) > 1] or sides,
                      key=lambda side: len(OR.join(side)))  # fmt: skip
        longest.pop()
        sides = [side for side in sides if side]
    return url


@lru_cache(maxsize=1_000)
def phrases(label: Label) -> tuple[str, ...]:
    """What speaks for a label, ready for an address: its keywords, else its name."""
    return encoded(label.keywords) or encoded((label.name, label.key.partition(":")[2]))[:1]


def encoded(texts: Sequence[str]) -> tuple[str, ...]:
    """The first phrases, in quotes so that the search takes them as they stand.

    What would end the quotes is left out, and a text with nothing else.
    """
    bare = (re.sub(r'["\\$\s]+', " ", text)[:_LONGEST].strip() for text in texts)
    found = [quote(f'"{text}"', safe="", errors="replace") for text in bare if text]
    return tuple(found[:_MOST])


def _address(sides: Sequence[Sequence[str]]) -> str:
    rows = (ROW.format(n=n, phrases=OR.join(side)) for n, side in enumerate(sides))
    return f"{BEGIN}{''.join(rows)}{END}"
