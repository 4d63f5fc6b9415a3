"""Numbers in a sentence that could be results, told from all the others by their words.

A percentage may be a score, a difference, a bound, a share or a confidence level; a decimal
may be a model's version. What is refused here is refused by the words right beside it.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

_NUMBER = re.compile(
    r"(?<![\w.@#^])(?<![A-Za-z]-)(?<!\d,)(?P<digits>\d{1,3}(?:\.\d{1,6})?|\.\d{1,6})"
    r"(?![\w^]|\.\d|,\d{3}\b)(?P<percent>\s{0,2}(?:%|percent\b|per cent\b))?"
)
_GLUE = re.compile(
    r"\s*(?P<word>to|-{1,3}|–|—|vs\.?|versus|,|;|/|and|or|→|, and|, or|compared (?:to|with))\s*"
    r"(?:from\s+)?"
)
# TeX that stands in abstracts, each of the length that takes its place.
_TEX = re.compile(
    r"\\(?:textbf|textit|textsc|texttt|emph|mathbf|mathrm|text|pm|,|;|!|[()\[\]])|\\(?=[%&])|[${}~]"
)

_STATISTIC = re.compile(
    r"(?:\b(?:[pPnkrztqdUNFRSKDχαβγλ]|OR|HR|RR|SD|SE|df|IQR|temp\w*|alpha|beta|gamma|lambda|rate|"
    r"threshold|margin|rho\w*|sigma\w*|hop|at|step|epoch\w*|batch|seed\w*|ratio)\s*(?:-?values?)?"
    r"\s*(?:[=<>≤≥:]+\s*)-?|\b(?:temp\w*|alpha|beta|lambda|threshold|ratio|dropout|OR per \w+)\s"
    r"(?:of )?|\bvalues of\s|\b(?:SD|std|standard deviation)(?:\s\(SD\))?(?:\sof)?\s)\s*$"
)
_INTERVAL = re.compile(r"\bCIs?\b[^)\]a-z]*$|\binterval\w*[^)\]a-z]*$", re.IGNORECASE)
_LEVEL = re.compile(r"\s*-?\s*(?:CI|confidence|credible)\b", re.IGNORECASE)
_BRACKETED = re.compile(r"[\d%]\s*[(\[]\s*$")
_SIGNED = re.compile(r"(?:\+/-|[+±−]|[∆Δ]\s*=?|[\s(]-)\s*$")
_BOUND = re.compile(
    r"(?:\b(?:over|above|below|under|exceed\w*|(?:more|less|greater|fewer) than|at least|at most"
    r"|up to|as (?:high|low|much|little) as|near(?: the)?|nearly|almost|around|about|roughly"
    r"|approximately|approx\.?|surpass\w*|clears?|beyond|top|within|reach(?:es)? up to|close to"
    r"|than|pass(?:ing)? (?:score|mark|grade|threshold)s?(?: of| is)?)"
    r"|(?:surpass|exceed)\w* an? [\w-]+ of|[<>≤≥~≈]=?)\s*$",
    re.IGNORECASE,
)
_FAILED = re.compile(
    r"\b(?:fail\w*\sto|(?:did|does|do|could|can)(?:\snot|n't)|cannot|never)\s"
    r"(?:achiev|reach|attain|exceed|surpass|obtain)\w*\s(?:[\w-]+\s){0,4}$",
    re.IGNORECASE,
)
_DIFFERENCE_BEFORE = re.compile(
    r"\b(?:by|gains?|improvements?|increases?|decreases?|reductions?|drops?|margins?|boosts?"
    r"|uplifts?|differences?|declines?|lifts?|gaps?|degradations?|savings?)"
    r"(?:,?\s+(?:of|in|an?|average|averaging|another|absolute|relative|was|is|only|just|maximum"
    r"|up to|as much as|at least|at most|over|about|around|approximately|nearly|roughly|=)\b)*"
    r"\s*[=:]?\s*$"
    r"|\b(?:improv|increas|reduc|decreas|rais|boost|gain|drop|degrad)\w*[^.;]{0,60}"
    r"\(\s*(?:e\.g\.,?|as \w+ as|i\.e\.,?)\s*$",
    re.IGNORECASE,
)
_DIFFERENCE_AFTER = re.compile(
    r"\s*-?(?:\(?(?:absolute|relative)(?:ly)?\)?\s*)?"
    r"(?:percentage[\s-]points?|points?\b|pp\b|pts?\b|p\.p\.|over\b|above\b|below\b|ahead\b|behind\b"
    r"|(?:absolute|relative)(?:ly)?\b(?! to)"
    r"|(?:[\w-]+\s+)?(?:faster|slower|cheaper|higher|lower|better|worse|fewer|more|less|smaller"
    r"|larger|greater)\b"
    r"|(?:[\w@-]+\s+){0,4}?(?:improvements?|gains?|increases?|reductions?|decreases?|drops?"
    r"|boosts?|uplifts?|declines?|speed-?ups?|savings?|lifts?|degradations?)\b)",
    re.IGNORECASE,
)
_RANGE_BEFORE, _RANGE_AFTER = re.compile(r"\d:$"), re.compile(r":\.?\d")  # "IoU 0.50:0.95"
_GOES_ON = re.compile(r"(?:,|\band)\s*$")
_SHARE = re.compile(
    r"\s*of\b(?! the time\b)|\s*(?:had|have|considered|believed|felt|fewer|posing|being|having"
    r"|showing|requiring|exhibiting|containing|involving|reporting|noise|sparsity|missing|pruning"
    r"|overlap|(?:label\w*\s|training\s)?data|training|labels)\b",
    re.IGNORECASE,
)
_SOLVED = re.compile(
    r"\b(?:resolv|solv|complet|answer|pass|cover|mention)\w*\s+(?:only\s+|correctly\s+)?$"
)
# "preferred in 86.1% of comparisons": a rate, whatever it is called.
_CHOSEN = re.compile(
    r"\b(?:prefer\w*|favou?r\w*|correct\w*|succe\w*|w[io]ns?|agree\w*)\b[^.;]{0,60}\b(?:in|on|for)\s+$"
)
_OUTCOMES = re.compile(
    r"\s*of\s(?:all\s|the\s)?(?:[\w-]+\s){0,2}(?:cases|comparisons|questions|tasks|problems|queries"
    r"|instances|examples|trials|episodes|pairs|issues|items)\b"
)
_SCALES = frozenset({"5", "5.0", "5.00", "10", "10.0", "100"})
_COUNTED = re.compile(
    r"\s*(?:million|billion|trillion|thousand|[KMBGT]B?\b|×|x\b|times\b|-?fold|hours?|minutes?"
    r"|seconds?|ms\b|tokens?|param\w*|years?|months?|days?|patients|participants|samples"
    r"|images|questions|cases|GPUs?|FLOPs|Hz|mm\b|cm\b|epochs|\w*-?classes|-?(?:point|level|shot|way))",
)
_VERSION_BEFORE = re.compile(r"(?:\b(?:v|version)\s?|\b(?P<word>[A-Z][\w+.-]*)\s)$")
_VERSION_AFTER = re.compile(r"-\d*[A-Za-z]")
_NUMBERED = re.compile(
    r"\b(?:table|fig\w*\.?|section|phase|task|track|type|grade|stage|level|top|version|chapter)"
    r"[\s-]*$",
    re.IGNORECASE,
)
_NEAR = 70  # characters beside a number that can tell what it is


@dataclass(frozen=True)
class Number:
    """``text[start:end]`` of a sentence, its digits in canonical spelling."""

    digits: str
    start: int
    end: int
    percent: bool = False

    @property
    def whole(self) -> bool:
        return "." not in self.digits


@dataclass(frozen=True)
class Series:
    """Numbers that one phrase enumerates: a list, a range, or two sides of a comparison."""

    numbers: tuple[Number, ...]
    glue: tuple[str, ...] = ()

    @property
    def compares(self) -> bool:
        return self.glue != () and self.glue[0].startswith(("vs", "versus", "compared"))

    @property
    def start(self) -> int:
        return self.numbers[0].start

    @property
    def end(self) -> int:
        return self.numbers[-1].end


def unmarked(text: str) -> str:
    """The text without TeX commands and dollar signs, every character in its place."""
    found = _TEX.sub(lambda mark: "±  " if mark[0] == "\\pm" else " " * len(mark[0]), text)
    return found.replace("\u2009", " ").replace("\u00a0", " ")


def series(text: str) -> Iterator[Series]:
    """The numbers of an unmarked sentence as series, in reading order, refused ones left out."""
    difference = False
    for found in _joined(_numbers(text), text):
        before, after = _beside(found, text)
        # "by 2.4% for sepsis and 0.7% for stroke": one enumeration, all gains.
        goes_on = difference and bool(_GOES_ON.search(before))
        difference = goes_on or _is_difference(before, after)
        if not difference and not _refused(found, before, after):
            yield found


def _numbers(text: str) -> Iterator[Number]:
    for found in _NUMBER.finditer(text):
        digits = found["digits"]
        digits = f"0{digits}" if digits.startswith(".") else digits
        if not re.fullmatch(r"0\d+(?:\.\d+)?", digits) and not _LEVEL.match(text, found.end()):
            end = found.end() if found["percent"] else found.end("digits")
            yield Number(digits, found.start(), end, bool(found["percent"]))


def _joined(numbers: Iterable[Number], text: str) -> Iterator[Series]:
    """Numbers with nothing but "and", commas or "to" between them as one series."""
    kept: list[Number] = []
    glue: list[str] = []
    for number in numbers:
        link = _GLUE.fullmatch(text, kept[-1].end, number.start) if kept else None
        if kept and link is None:
            yield _series(kept, glue)
            kept, glue = [], []
        elif link:
            glue.append(link["word"])
        kept.append(number)
    if kept:
        yield _series(kept, glue)


def _series(numbers: list[Number], glue: list[str]) -> Series:
    """A series of numbers; in "28.6-61.9%" and "60.2, 75.1 and 55.0%" all are percentages."""
    if glue == ["/"] and numbers[1].digits in _SCALES and not numbers[1].percent:
        numbers, glue = numbers[:1], []  # "4.56/5": the scale is no value
    last = numbers[-1]
    shared = [
        replace(one, percent=one.percent or (last.percent and one.whole == last.whole))
        for one in numbers
    ]
    return Series(tuple(shared), tuple(glue))


def _beside(found: Series, text: str) -> tuple[str, str]:
    return text[max(0, found.start - _NEAR) : found.start], text[found.end : found.end + _NEAR]


def _is_difference(before: str, after: str) -> bool:
    return bool(
        _SIGNED.search(before)
        or _DIFFERENCE_BEFORE.search(before)
        or _DIFFERENCE_AFTER.match(after)
    )


def _refused(found: Series, before: str, after: str) -> bool:
    first = found.numbers[0]
    interval = len(found.numbers) == 2 and bool(_BRACKETED.search(before))
    chosen = _CHOSEN.search(before) and _OUTCOMES.match(after)
    share = _SHARE.match(after) and not _SOLVED.search(before) and not chosen
    version = None if first.percent else _VERSION_BEFORE.search(before)
    ordinal = first.whole and not first.percent and before.endswith("(") and after.startswith(")")
    tests = (
        ordinal,
        _RANGE_BEFORE.search(before) or _RANGE_AFTER.match(after),
        _STATISTIC.search(before),
        _INTERVAL.search(before),
        interval and after.startswith((")", "]")),
        _BOUND.search(before),
        _FAILED.search(before),
        first.percent and share,
        not first.percent and _COUNTED.match(after),
        version and (version["word"] is None or not _is_measure(version["word"])),
        not first.percent and _VERSION_AFTER.match(after),
        _NUMBERED.search(before),
    )
    return any(tests)


def _is_measure(word: str) -> bool:
    """Whether a capitalised word before a number can be its metric rather than a product."""
    return bool(
        re.fullmatch(
            r"(?:F1|AUC\w*|AUROC|AUPRC|BLEU\S*|ROUGE\S*|METEOR|IoU|Dice|Accuracy|Score|Recall"
            r"|Precision|Sensitivity|Specificity|MAE|RMSE|EM|MCC|ECE|MRR|WER|BERTScore|DSC"
            r"|C-index|\S*-F1|\S*F1|\S*AP\S*|TSS|Perplexity|NDCG\S*)",
            word,
            re.IGNORECASE,
        )
    )
