"""What a work is called: one identifier of one scheme, in one canonical spelling.

``arxiv:2407.12345`` and ``arxiv:quant-ph/0201082`` (versionless), ``doi:10.1038/sdata.2016.35``
(lower case: DOIs compare without case, DOI Handbook §2.4), ``pmid:31066443``,
``url:https://example.org/page`` and, where nothing else is known, ``title:some-words``.
"""

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from typing import Final
from urllib.parse import SplitResult, parse_qsl, quote, unquote, urlencode, urlsplit, urlunsplit

SCHEMES: Final = ("arxiv", "doi", "pmid", "url", "title")

# https://info.arxiv.org/help/arxiv_identifier.html: YYMM.NNNN to 1412, YYMM.NNNNN from 1501;
# before 0704 archive(.SC)/YYMMNNN. OAI-PMH has a few older ones of five digits (0811.36489).
_MONTH = r"(?:0[1-9]|1[0-2])"
_NEW = rf"(?:(?:0[7-9]|1[0-4]){_MONTH}\.[0-9]{{4,5}}|(?:1[5-9]|[2-9][0-9]){_MONTH}\.[0-9]{{5}})"
_OLD = rf"[a-z-]+(?:\.[A-Z]{{2}})?/[0-9]{{2}}{_MONTH}[0-9]{{3}}"
_ARXIV = re.compile(rf"({_NEW}|{_OLD})(?:v([1-9][0-9]*))?")
_DOI = re.compile(r"10\.[0-9]{4,9}(?:\.[0-9]+)*/[^\s]+")
_TRACKING = re.compile(r"utm_\w+|ref|guestaccesskey|login|tab|source|fbclid|gclid", re.IGNORECASE)


@dataclass(frozen=True, order=True)
class WorkId:
    """One identifier of a work: a scheme and a value already in canonical spelling."""

    scheme: str
    value: str

    def __hash__(self) -> int:  # a text keeps its hash, and a record asks a million times
        return hash(self.value)

    def __str__(self) -> str:
        return f"{self.scheme}:{self.value}"

    @property
    def rank(self) -> int:
        """How good a name this is; the smallest rank names the work."""
        return SCHEMES.index(self.scheme)

    @property
    def url(self) -> str | None:
        """The address a reader opens, or None where there is none."""
        match self.scheme:
            case "arxiv":
                return f"https://arxiv.org/abs/{self.value}"
            case "doi":
                return f"https://doi.org/{self.value}"
            case "pmid":
                return f"https://pubmed.ncbi.nlm.nih.gov/{self.value}/"
            case "url":
                return self.value
        return None

    @property
    def slug(self) -> str:
        """A file name for this identifier: ASCII, at most 80 characters, no separators."""
        text = str(self).replace("url:https://", "url:", 1)
        plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
        slug = re.sub(r"[^a-z0-9.]+", "-", plain).strip("-.")
        # Of the signs that became hyphens, only the scheme's colon and the first slash of an
        # arXiv id or DOI can be told again: no hyphen can stand in their place.
        slashes = 1 if self.scheme in ("arxiv", "doi") else 0
        exact = text.replace(":", "-", 1).replace("/", "-", slashes) == slug
        if exact and len(slug) <= 80:
            return slug
        # Two identifiers must never share a file: what the slug lost, the digest keeps.
        return f"{slug[:71].rstrip('-.')}-{hashlib.sha256(text.encode()).hexdigest()[:8]}"


def parse_arxiv(text: str) -> tuple[str, int | None]:
    """``"2407.12345v2"`` → ``("2407.12345", 2)``; the version is None where none is given.

    An old identifier's subject class is dropped (``math.GT/0309136`` → ``math/0309136``),
    as arXiv itself does. Raises ValueError for anything else.
    """
    found = _ARXIV.fullmatch(text.strip())
    if not found:
        raise ValueError(
            f"{text!r} is not an arXiv identifier such as 2407.12345 or hep-th/9901001"
        )
    name = re.sub(r"\.[A-Z]{2}/", "/", found[1])
    return name, int(found[2]) if found[2] else None


def parse(text: str) -> WorkId:
    """A written identifier (with its scheme, or a bare arXiv id or DOI) as a WorkId.

    Raises ValueError, with a sentence, for text that names no work.
    """
    text = text.strip()
    scheme, colon, value = text.partition(":")
    scheme = scheme.lower()
    if scheme in ("http", "https"):
        return from_url(text)
    if colon and scheme == "arxiv":
        return WorkId("arxiv", parse_arxiv(value)[0])
    if colon and scheme == "doi":
        return _arxiv_doi(_doi(value))
    if colon and scheme == "pmid":
        if not re.fullmatch(r"\s*[1-9][0-9]{0,8}\s*", value):
            raise ValueError(f"{text!r} is not a PubMed identifier such as pmid:31066443")
        return WorkId("pmid", value.strip())
    if colon and scheme == "url":
        return from_url(value)
    if colon and scheme == "title":
        return from_title(value)
    if _DOI.fullmatch(text):
        return _arxiv_doi(_doi(text))
    try:
        return WorkId("arxiv", parse_arxiv(text)[0])
    except ValueError:
        raise ValueError(
            f"{text!r} names no work; write arxiv:…, doi:…, pmid:…, url:… or title:…"
        ) from None


def from_url(url: str) -> WorkId:
    """The best identifier a web address carries: arXiv, DOI or PMID if shown, else itself."""
    parts = _split(url)
    host = (parts.hostname or "").removeprefix("www.")
    path = unquote(parts.path)
    if host in (
        "arxiv.org",
        "export.arxiv.org",
        "ar5iv.org",
        "ar5iv.labs.arxiv.org",
        "alphaxiv.org",
    ):
        found = re.match(rf"/(?:abs|pdf|html|format|ps|e-print|src)/({_NEW}|{_OLD})(?![0-9])", path)
        if found:
            return WorkId("arxiv", parse_arxiv(found[1])[0])
    if host == "pubmed.ncbi.nlm.nih.gov" and (found := re.match(r"/([1-9][0-9]{0,8})/?$", path)):
        return WorkId("pmid", found[1])
    if found := re.search(
        rf"(?:^/|/doi/|/doi/(?:abs|full|pdf|epdf|book)/|/article/)({_DOI.pattern})", path
    ):
        doi = found[1]
        if host.endswith("doi.org") or "/doi/" in path or host == "link.springer.com":
            return _arxiv_doi(
                _doi(re.sub(r"/(?:full|pdf|abstract|epub|meta|ch\d+)$", _keep_chapter, doi))
            )
    if host == "nature.com" and (
        found := re.match(r"/articles/(s\d+-\d+-\d+-[\dxyz]|sdata\d+)", path)
    ):
        return WorkId("doi", f"10.1038/{_nature(found[1])}")
    if host.endswith(("medrxiv.org", "biorxiv.org")):
        found = re.search(r"/content/(?:early/\d+/\d+/\d+/)?(10\.\d{4,9}/\d+(?:\.\d+)*)", path)
        if found:
            return WorkId("doi", found[1])
    shown = dict(parse_qsl(parts.query)).get("id", "")
    if host == "journals.plos.org" and _DOI.fullmatch(shown):
        return WorkId("doi", _doi(shown))
    return WorkId("url", canonical_url(url))


def from_title(title: str) -> WorkId:
    """The identifier of last resort: the title's words, lower case, joined by hyphens.

    Raises ValueError for a title without a letter or digit.
    """
    words = re.findall(r"\w+", unicodedata.normalize("NFKC", title).lower().replace("_", " "))
    if not words:
        raise ValueError("a work needs an identifier or a title with at least one word")
    return WorkId("title", "-".join(words)[:120].rstrip("-"))


def month(work_id: WorkId) -> str:
    """The month an arXiv identifier was given, such as ``2024-03``; empty for other schemes.

    Identifiers begin with the year and month of announcement, in both forms.
    """
    found = re.match(r"(?:[a-z-]+/)?(\d\d)(\d\d)", work_id.value)
    if work_id.scheme != "arxiv" or not found:
        return ""
    century = "19" if int(found[1]) > 90 else "20"
    return f"{century}{found[1]}-{found[2]}"


def canonical_url(url: str) -> str:
    """One spelling for addresses that open the same page.

    Scheme https, lower-case host without ``www.``, no fragment, no trailing slash, no
    tracking parameters, remaining parameters in their order. Raises ValueError for text
    that is no web address.
    """
    parts = _split(url)
    host = (parts.hostname or "").removeprefix("www.")
    path = parts.path.rstrip("/")
    if host == "ieeexplore.ieee.org":
        path = path.replace("/abstract/document/", "/document/")
    netloc = host if parts.port in (None, 80, 443) else f"{host}:{parts.port}"
    path = re.sub(r"\s", lambda found: quote(found[0]), path)
    found = [pair for pair in parse_qsl(parts.query, keep_blank_values=True) if any(pair)]
    kept = urlencode([(name, value) for name, value in found if not _TRACKING.fullmatch(name)])
    return urlunsplit(("https", netloc, path, re.sub(r"=(?=&|$)", "", kept), ""))


def _split(url: str) -> SplitResult:
    """The parts of a web address; raises ValueError for anything else."""
    try:
        parts = urlsplit(url.strip())
        host, _ = parts.hostname or "", parts.port
    except ValueError:  # a port beyond 65535, half an IPv6 address
        host = ""
    if not re.fullmatch(r"\S+", host.removeprefix("www.")) or parts.scheme not in ("http", "https"):
        raise ValueError(f"{url[:60]!r} is not a web address (http or https)")
    return parts


def _doi(text: str) -> str:
    value = re.sub(
        r"^(?:https?://(?:dx\.)?doi\.org/|doi:\s*)", "", text.strip(), flags=re.IGNORECASE
    )
    value = value.rstrip(".,;").lower()
    if not _DOI.fullmatch(value):
        raise ValueError(f"{text!r} is not a DOI such as 10.1038/sdata.2016.35")
    return value


def _arxiv_doi(doi: str) -> WorkId:
    """arXiv registers 10.48550/arXiv.<id> for each of its papers: that DOI is the arXiv id."""
    found = re.fullmatch(rf"10\.48550/arxiv\.({_NEW}|{_OLD})", doi, re.IGNORECASE)
    return WorkId("arxiv", parse_arxiv(found[1])[0]) if found else WorkId("doi", doi)


def _keep_chapter(found: re.Match[str]) -> str:
    return found[0] if found[0].startswith("/ch") else ""


def _nature(article: str) -> str:
    """Scientific Data's old article names: sdata201635 has the DOI suffix sdata.2016.35."""
    found = re.fullmatch(r"sdata(\d{4})(\d+)", article)
    return f"sdata.{found[1]}.{found[2]}" if found else article
