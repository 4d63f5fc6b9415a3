"""What reference managers, spreadsheets, programs and feed readers get: a table of formats."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from tracker.publish.exports.atom import atom
from tracker.publish.exports.bibtex import bibtex
from tracker.publish.exports.csl import csl_json
from tracker.publish.exports.document import document
from tracker.publish.exports.edition import Edition
from tracker.publish.exports.ris import ris
from tracker.publish.exports.sheet import results_sheet, sheet


@dataclass(frozen=True)
class Format:
    """One way to write an edition: the file's usual name, and the writer of its text."""

    file: str
    write: Callable[[Edition], str]


FORMATS: Mapping[str, Format] = {
    "bibtex": Format("survey.bib", bibtex),
    "ris": Format("survey.ris", ris),
    "csl-json": Format("survey.csl.json", csl_json),
    "csv": Format("survey.csv", sheet),
    "results": Format("survey.results.csv", results_sheet),
    "json": Format("survey.json", document),
    "atom": Format("survey.atom", atom),
}
