"""What a survey is called: its page's heading of level 1 above the first region, as it is read."""

import pytest

from tracker.publish.heading import heading
from tracker.publish.skeleton import new_page
from tracker.tables import Pages

REGION = "<!-- tracker:a:start -->\n<!-- tracker:a:end -->\n"


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("intro\n\n# Our \\*survey\\*\n", "Our *survey*"),
        ("# Ours #\n", "Ours"),
        ("# Ours\n\n```sh\n# install it\npip install x\n```\n", "Ours"),
        ("# Ours\n\n    # code\n", "Ours"),
        ("# [Our *list*](https://e.org) ![build](b.svg)\n", "Our list"),
        ("# [![build](b.svg)](https://e.org) Ours\n", "Ours"),
        ("# ![Ours](logo.png)\n", "Ours"),
        ("# [Ours][1]\n\n" + REGION + "\n[1]: https://e.org\n", "Ours"),
        ("# Ours <!-- a note -->\n", "Ours"),
        ("<!--\n# Not this\n-->\n\n# Ours\n", "Ours"),
        ("# Ours\n\n<!-- # Nor this -->\n", "Ours"),
        ("# me<span>@</span>e.org &amp; `x_y`\n", "me@e.org & x_y"),
        ("Our\nsurvey\n===\n", "Our survey"),
        ('<h1 align="center">Our &lt;list&gt;<br>of models</h1>\n', "Our <list> of models"),
        ('<div align="center">\n\n# Ours\n\n</div>\n', "Ours"),
        ("<h1>\n\nOur **own**\n\n</h1>\n", "Our own"),
        ("# A project\n\n# Ours\n\n## Part\n", "Ours"),
        ("# Ours\n\n" + REGION + "\n# Below\n", "Ours"),
        ("# Ours\n\n```\n" + REGION + "```\n\n# Below a region only shown\n",
         "Below a region only shown"),
        ("# Ours\n\n<!-- tracker:a:start -->\n\n# Below a marker without its end\n", "Ours"),
        ("# ![](a.svg)\n", ""),
        ("## Part\n", ""),
        (REGION + "\n# Below\n", ""),
        ("", ""),
        ("\ufeff# Ours\r\n\r\nText\r\n", "Ours"),
        ("# Ours\u202e\x07\n", "Ours"),
    ],
)  # fmt: skip
def test_the_heading_is_what_readers_see(page: str, expected: str) -> None:
    assert heading(page) == expected


@pytest.mark.parametrize(
    "title",
    ["A survey", "Models @work: $5 & <b>up</b>", "1. *Small* [models] #3 www.e.org :smile: `x`",
     "C# and F_1 == 0.5 | \\ 1234567abcdef", "- # A > B", "مسح النماذج"],
)  # fmt: skip
def test_the_title_that_init_writes_is_read_back(title: str) -> None:
    assert heading(new_page(title, Pages())) == title
