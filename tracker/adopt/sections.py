"""The heading path while a page is read, and headings under which no works are listed."""

import re
from typing import Final

SUMMARY: Final = 7  # <summary> counts as a heading below h6, a line in bold below that
GROUP: Final = 8

_NO_WORKS: Final = re.compile(
    r"contribut(?:e|ing|ions?|ors?)(?: (?:guide\w*|to this .*))?"
    r"|how to contribute.*|licen[sc]es?|licensing|star history|stargazers.*|star us"
    r"|acknowledge?ments?|acknowledge?|thanks|citations?|citing.*|cite|cite (?:us|this|our).*"
    r"|how to cite.*|bibtex|reference format|(?:table of )?contents?|toc"
    r"|(?:(?:latest|recent|breaking|our|update) )?"
    r"(?:news|updates?|changelog|what s new|announcements?)"
    r"(?: (?:and|&) (?:news|updates?))?|contacts?(?: us)?|contributors?|maintainers?|authors?"
    r"|disclaimers?|sponsors?|support(?: us)?|roadmap|to ?do(?: list)?|faq|community|join us"
    r"|(?:related|other|similar) (?:awesome )?(?:lists?|repos|repositories|projects|resources)"
    r"|awesome lists?|more awesome.*"
)
_IDLE_SUMMARY: Final = re.compile(
    r"(?i)\W*(?:click|expand|show|see|view|unfold|toggle|more|details?|abstract|bibtex|citation)\b"
)


class Outline:
    """The open headings at one point of a page, as (level, title) from the outermost in."""

    def __init__(self, one_title: bool) -> None:
        self.path: tuple[tuple[int, str], ...] = ()
        self.one_title = one_title

    @property
    def inside(self) -> bool:
        """Whether we are under any heading but the page's title."""
        return bool(self.section(self.path))

    def open(self, level: int, title: str) -> None:
        """A heading begins: it closes its equals and everything below them."""
        if level == SUMMARY and _IDLE_SUMMARY.match(title):
            return
        self.close(level)
        self.path += ((level, title),)

    def close(self, level: int) -> None:
        """Everything from this level down ends, such as after ``</details>``."""
        self.path = tuple(step for step in self.path if step[0] < level)

    def section(self, path: tuple[tuple[int, str], ...]) -> tuple[str, ...]:
        """The titles of a path, without the page's H1 where there is only one."""
        return tuple(title for level, title in path if level > 1 or not self.one_title)


def holds_no_works(path: tuple[tuple[int, str], ...]) -> str:
    """The heading that says no works are listed here ("License"), or empty text."""
    for level, title in path:
        plain = " ".join(re.findall(r"[^\W_]+|&", title.lower()))
        if level > 1 and _NO_WORKS.fullmatch(plain):
            return title
    return ""
