"""A keyword of a label, as it is looked for in texts."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Phrase:
    """One keyword of the label in ``column``; an acronym must be written in capitals, and of
    the last word of an open phrase only the beginning is given."""

    column: int
    stems: tuple[str, ...]
    acronym: bool
    open: bool = False

    def stands_at(self, place: int, stems: tuple[str, ...]) -> bool:
        """Whether the words from ``place`` on are the phrase's."""
        found = stems[place : place + len(self.stems)]
        if found == self.stems or not self.open or len(found) < len(self.stems):
            return found == self.stems
        return found[:-1] == self.stems[:-1] and found[-1].startswith(self.stems[-1])

    def written(self, word: str) -> bool:
        """Whether the first word, as it stands in a text, is written as the phrase must be."""
        return not self.acronym or word[: len(self.stems[0])].isupper()
