"""Every key of the review, and what it does: the one home that both faces and the help read."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Key:
    """An action, the keys that start it (the first is shown), and its help.

    ``asks`` is the question for the text the action needs, empty where it needs none.
    """

    action: str
    keys: tuple[str, ...]
    short: str
    help: str
    asks: str = ""


DECIDING = (
    Key("accept", ("a", "enter"), "accept", "Include with the labels and facts that are ticked."),
    Key("labels", ("e",), "edit labels", "All labels: two letters tick one, Enter includes."),
    Key("exclude", ("x",), "exclude", "Exclude: a reason's number, or your own words.", "reason"),
    Key("defer", ("d",), "defer", "Put off: it comes back behind everything else."),
    Key("undo", ("u",), "undo", "Take your last decision back, an earlier evening's too."),
    Key("redo", ("r",), "redo", "Put back what you last took back."),
)
CHOOSING = (
    Key("down", ("j", "down"), "next label", "To the next label, with what carried it."),
    Key("up", ("k", "up"), "label before", "To the label before."),
    Key("tick", ("space",), "tick", "Tick or untick the label you are at."),
    Key("likely", ("s",), "tick likely", "Tick every label that is likelier than not."),
    Key("type", ("t",), "type label", "Tick or untick a label by its name.", "label"),
    Key("facts", ("f",), "facts", "Confirm or correct name, sizes, base model, links and journal."),
    Key("note", ("n",), "note", "A note in your own words, kept with the decision.", "note"),
)
READING = (
    Key("why", ("w",), "why", "What spoke for and against the label; works like it."),
    Key("versions", ("v",), "versions", "What changed since the version before."),
    Key("open", ("o",), "open", "Open the abstract page; over ssh, show its address."),
    Key("scroll_down", ("pagedown", "ctrl+d"), "scroll", "Scroll down."),
    Key("scroll_up", ("pageup", "ctrl+u"), "scroll back", "Scroll up."),
)
MOVING = (
    Key("next", ("l", "right"), "next", "To the next paper, deciding nothing."),
    Key("previous", ("h", "left"), "previous", "To the paper before."),
    Key("search", ("/",), "search", "To the next waiting title with these words.", "search"),
    Key("jump", ("g",), "jump", "To a place in the queue, or an arXiv id.", "number or id"),
    Key("help", ("?",), "help", "This page."),
    Key("leave", ("q",), "quit", "Stop. Everything decided is on disk already."),
)
GROUPS = (
    ("Decide", DECIDING),
    ("Labels, facts, note", CHOOSING),
    ("Read", READING),
    ("Move", MOVING),
)
EVERY: tuple[Key, ...] = DECIDING + CHOOSING + READING + MOVING
BY_KEY = {key: one for one in EVERY for key in one.keys}
BY_ACTION = {one.action: one for one in EVERY}
# What the bottom line has room for, the most needed first.
FOOT = (
    "accept", "labels", "exclude", "defer", "undo", "likely", "note", "facts", "why", "search",
    "open", "versions", "redo", "jump", "next",
)  # fmt: skip
# Beside the keys: what a first evening needs to know.
_GROUND = """\
A paper is shown with why it was found and what the model suggests. Labels that are ticked [x]
at first are those the model is sure of; Enter includes the paper with all that is ticked.

Words that carried a suggestion are underlined in the abstract and followed by the letter of
their dimension, such as [n]; those of the label you are at stand between » and «.

A decision is on disk before the next paper shows. Undo reaches what is published: the next
pull request brings the earlier line back.
"""
GROUND = tuple(" ".join(part.split()) for part in _GROUND.split("\n\n"))
