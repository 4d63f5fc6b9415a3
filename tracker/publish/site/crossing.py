"""What the Gaps page's script needs beside the works: the axes, and how arXiv is asked."""

from collections.abc import Sequence

from tracker.publish import questions
from tracker.publish.cross import Cross
from tracker.publish.exports.text import clean
from tracker.publish.markdown import LONGEST_ADDRESS
from tracker.publish.render import shown_label
from tracker.publish.site.data import script_safe
from tracker.publish.site.facets import NONE
from tracker.publish.site.pages import Choice


def choices(cross: Cross) -> tuple[Choice, ...]:
    """Every axis with what may be asked of it."""
    return tuple(
        Choice(
            side.key,
            clean(side.axis.name),
            (
                *((label.key, clean(shown_label(label))) for label in side.labels),
                (NONE, "no label"),
            ),
        )
        for side in cross.sides
    )


def crossing(cross: Cross, about: Sequence[str], until: str) -> bytes:
    """``globalThis.CROSS = {…}``: an axis is its key, its dimensions and its labels.

    A label is its key, its short name and its phrases, ready for an address; of a retired one
    nobody is asked.
    """
    value = {
        "axes": [
            [
                side.key,
                list(side.axis.dimensions),
                [[label.key, clean(shown_label(label)),
                  None if label.retired else questions.phrases(label)]
                 for label in side.labels],
            ]
            for side in cross.sides
        ],
        "about": questions.encoded(about),
        "until": until,
        "question": {
            "begin": questions.BEGIN,
            "row": questions.ROW,
            "or": questions.OR,
            "end": questions.END,
            "longest": LONGEST_ADDRESS,
        },
    }  # fmt: skip
    return f"globalThis.CROSS = {script_safe(value)};\n".encode()
