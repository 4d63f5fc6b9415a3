"""Which words name a kind of link, and which links lead to a paper."""

import re
from typing import Final
from urllib.parse import urlsplit

from tracker.adopt.page import Link
from tracker.identity import WorkId, canonical_url, from_url, parse


def word_set(words: str) -> frozenset[str]:
    """The words of a text as a set; keeps the vocabularies below readable."""
    return frozenset(words.split())


_PAPER_WORDS: Final = word_set(
    "paper papers pdf arxiv doi preprint article publication publisher journal abstract abs "
    "pubmed pmc pmid medrxiv biorxiv openreview manuscript proceedings fulltext 论文"
)
_OTHER_WORDS: Final = word_set(
    "link links url code codes github gitlab git repo repository repositories model models "
    "weight weights checkpoint checkpoints ckpt hf huggingface hugging face hub dataset "
    "datasets data corpus benchmark leaderboard demo demos web webpage website site page "
    "homepage home project projects blog blogpost post video videos youtube slides slide "
    "poster talk supp supplement supplementary appendix bibtex bib cite citation citations "
    "tweet twitter x colab notebook download downloads source full text html here official "
    "unofficial implementation impl space gradio kaggle zenodo stars star release code&data "
    "semantic scholar acl anthology ieee acm springer elsevier wiley nature science plos jmir "
    "mdpi cvf pmlr neurips modelscope wandb api docs documentation tutorial readme 代码 链接 项目 "
    "主页 数据集"
)
_FILLER: Final = word_set("the and of on in for to version v & +")
_MONTH: Final = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)[a-z]*\.?"
_DATE: Final = re.compile(
    rf"(?:{_MONTH}\s*(?:\d{{1,2}}(?:st|nd|rd|th)?,?\s*)?)?(?:19|20)\d\d"
    rf"(?:\s*[./-]\s*\d{{1,2}}){{0,2}}(?:\s*{_MONTH})?|\d{{1,2}}[./-](?:19|20)\d\d|{_MONTH}",
    re.IGNORECASE,
)
_VENUE: Final = re.compile(
    r"[A-Z][\w&/.+-]*(?:\s+[\w&/.+-]+){0,4}?[\s,@-]*(?:['’`]\s*\d\d|(?:19|20)\d\d(?:[./-]\d{1,2})*)"
    r"(?:\s+\(?[A-Za-z]+\)?)?|(?:19|20)\d\d[,\s]+[A-Z][\w&/.+-]*(?:\s+[A-Z][\w&/.+-]*){0,3}"
)
_VENUE_NAMES: Final = word_set(
    "arxiv preprint acl emnlp naacl eacl coling lrec iclr icml neurips nips cvpr iccv eccv "
    "wacv aaai ijcai kdd www sigir miccai midl tmlr jmlr tacl tpami pami tip ral icra iros "
    "corl interspeech icassp chi nature science cell lancet nejm jama bmj oral spotlight "
    "poster workshop best survey new"
)
_RESOURCE_HOSTS: Final = word_set(
    "github.com github.io gitlab.com gitee.com bitbucket.org huggingface.co hf.co "
    "modelscope.cn kaggle.com youtube.com youtu.be twitter.com x.com medium.com "
    "colab.research.google.com drive.google.com docs.google.com physionet.org zenodo.org "
    "figshare.com dropbox.com bilibili.com zhihu.com linkedin.com reddit.com discord.gg "
    "discord.com paperswithcode.com img.shields.io star-history.com t.me weixin.qq.com "
    "pypi.org wikipedia.org opensource.org creativecommons.org"
)
_PAPER_HOSTS: Final = word_set(
    "arxiv.org alphaxiv.org doi.org pubmed.ncbi.nlm.nih.gov pmc.ncbi.nlm.nih.gov "
    "europepmc.org openreview.net aclanthology.org aclweb.org nature.com science.org "
    "sciencemag.org springer.com sciencedirect.com cell.com thelancet.com ieee.org "
    "computer.org acm.org wiley.com oup.com tandfonline.com sagepub.com mdpi.com "
    "frontiersin.org plos.org jmir.org nejm.org bmj.com jamanetwork.com biorxiv.org "
    "medrxiv.org ssrn.com neurips.cc nips.cc mlr.press jmlr.org aaai.org thecvf.com ijcai.org "
    "isca-speech.org semanticscholar.org researchgate.net pnas.org rsc.org acs.org iop.org "
    "aps.org aip.org ewadirect.com usenix.org vldb.org biomedcentral.com hindawi.com "
    "hal.science snmjournals.org ahajournals.org cambridge.org degruyter.com iospress.com "
    "karger.com liebertpub.com lww.com royalsocietypublishing.org bmvc2022.org ecva.net "
    "osti.gov preprints.org researchsquare.com techrxiv.org chemrxiv.org psyarxiv.com osf.io "
    "dblp.org mitpressjournals.org direct.mit.edu eneuro.org elifesciences.org peerj.com "
    "f1000research.com informs.org siam.org worldscientific.com annualreviews.org"
)
_PAPER_PLACE: Final = re.compile(
    r"^(?:journals?|proceedings|papers?|ojs|openaccess|academic|dl|eprints?|ieeexplore)\.|journal"
)
_PAPER_PATH: Final = re.compile(r"/doi/|/articles?/|/abs/|/abstract/|/paper/|\.pdf$", re.I)
# DOI prefixes of Zenodo, PhysioNet, Hugging Face, figshare, Dryad, Dataverse: data, not papers.
_DATA_DOI: Final = re.compile(r"10\.(?:5281|13026|57967|6084|5061|7910)/")


def is_prefix(text: str) -> bool:
    """Whether the words are only a date or a venue, such as 2024.03, arXiv 2023 or ACL'24."""
    text = text.strip(" \t[](){}【】<>|:,.-–—*_`")
    if not text or len(text) > 60:
        return False
    if _DATE.fullmatch(text) or (_VENUE.fullmatch(text) and len(text.split()) <= 5):
        return True
    words = re.findall(r"[^\W_]+", text.lower())
    return bool(words) and all(w in _VENUE_NAMES or w.isdigit() for w in words)


def is_label(text: str) -> bool:
    """Whether the words only say what kind of link this is ("Paper", "[HF model]", an address)."""
    text = text.strip(" \t\n[](){}【】|:,.")
    if not text or re.match(r"https?://|www\.", text) or is_prefix(text):
        return True
    if re.fullmatch(r"(?:[\w-]+\.)+(?:com|org|net|io|gov|edu|ai|co)", text):
        return True
    if re.fullmatch(r"(?i)(?:arxiv|doi|pmid)\s*:?\s*[\w./-]*\d[\w./-]*", text):
        return True
    known = _PAPER_WORDS | _OTHER_WORDS | _FILLER | _VENUE_NAMES
    words = re.findall(r"[^\W_]+(?:&\w+)?", text.lower())
    return len(words) <= 6 and all(w in known or re.fullmatch(r"v?\d+[kmb]?", w) for w in words)


def says_paper(label: str) -> bool:
    """Whether a link's words call it a paper."""
    words = re.findall(r"[^\W_]+", label.lower())
    return is_label(label) and any(word in _PAPER_WORDS for word in words)


def completed(url: str) -> str:
    """The address with the scheme it lacks: "//host/…", or a path at a host known from above."""
    if re.match(r"//[^/\s]", url):
        return f"https:{url}"
    host, slash, path = url.lower().removeprefix("www.").partition("/")
    known = _belongs(host, _RESOURCE_HOSTS) or _belongs(host, _PAPER_HOSTS)
    return f"https://{url}" if slash and path and known else url


def is_address(url: str) -> bool:
    """Whether the record takes this for the address of a web page."""
    try:
        return bool(canonical_url(url))
    except ValueError:
        return False


def is_web(link: Link) -> bool:
    """Whether the link leads out of the repository, to a web page."""
    return bool(re.match(r"https?://[^/\s]", link.url, re.IGNORECASE))


def identify(link: Link) -> WorkId | None:
    """The identifier the link carries, or None where it is no web address.

    Hugging Face names its paper pages by arXiv identifier.
    """
    found = re.match(r"https?://(?:huggingface\.co|hf\.co)/papers/([\d.]+)", link.url)
    try:
        return parse(f"arxiv:{found[1]}") if found else from_url(link.url)
    except ValueError:
        return None


def is_paper(link: Link) -> bool:
    """Whether the link leads to a paper: by its label, its identifier, its host or its path.

    A repository or data host counts only when the label says paper.
    """
    work = identify(link)
    if not is_web(link) or work is None:
        return False
    if says_paper(link.label):
        return True
    if work.scheme != "url":
        return not _DATA_DOI.match(work.value)
    parts = urlsplit(link.url)
    host = (parts.hostname or "").lower()
    if _belongs(host, _RESOURCE_HOSTS):
        return False
    return (
        _belongs(host, _PAPER_HOSTS)
        or bool(_PAPER_PLACE.search(host))
        or bool(_PAPER_PATH.search(parts.path))
    )


def _belongs(host: str, domains: frozenset[str]) -> bool:
    parts = host.split(".")
    return any(".".join(parts[at:]) in domains for at in range(len(parts)))
