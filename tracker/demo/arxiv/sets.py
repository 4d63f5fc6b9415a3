"""arXiv's subject classes as OAI-PMH sets: ``group:archive:CATEGORY``, such as ``cs:cs:CL``.

From https://arxiv.org/category_taxonomy and arXiv's OAI help, "Sets"; only the physics group
holds several archives, and archives without classes (``physics:hep-th``) are sets themselves.
"""

from collections.abc import Iterable
from typing import Final

_PHYSICS = {
    "astro-ph": "CO EP GA HE IM SR",
    "cond-mat": "dis-nn mes-hall mtrl-sci other quant-gas soft stat-mech str-el supr-con",
    "gr-qc": "",
    "hep-ex": "",
    "hep-lat": "",
    "hep-ph": "",
    "hep-th": "",
    "math-ph": "",
    "nlin": "AO CD CG PS SI",
    "nucl-ex": "",
    "nucl-th": "",
    "physics": (
        "acc-ph ao-ph app-ph atm-clus atom-ph bio-ph chem-ph class-ph comp-ph data-an ed-ph"
        " flu-dyn gen-ph geo-ph hist-ph ins-det med-ph optics plasm-ph pop-ph soc-ph space-ph"
    ),
    "quant-ph": "",
}
_OTHERS = {
    "cs": (
        "AI AR CC CE CG CL CR CV CY DB DC DL DM DS ET FL GL GR GT HC IR IT LG LO MA MM MS NA NE"
        " NI OH OS PF PL RO SC SD SE SI SY"
    ),
    "econ": "EM GN TH",
    "eess": "AS IV SP SY",
    "math": (
        "AC AG AP AT CA CO CT CV DG DS FA GM GN GR GT HO IT KT LO MG MP NA NT OA OC PR QA RA RT"
        " SG SP ST"
    ),
    "q-bio": "BM CB GN MN NC OT PE QM SC TO",
    "q-fin": "CP EC GN MF PM PR RM ST TR",
    "stat": "AP CO ME ML OT TH",
}
_ARCHIVES: Final = {
    **{archive: ("physics", classes.split()) for archive, classes in _PHYSICS.items()},
    **{archive: (archive, classes.split()) for archive, classes in _OTHERS.items()},
}
# One subject under two names; a paper of either is in both sets (OAI help, March 2025).
_TWINS = [
    ("math.MP", "math-ph"),
    ("stat.TH", "math.ST"),
    ("math.IT", "cs.IT"),
    ("q-fin.EC", "econ.GN"),
    ("cs.NA", "math.NA"),
    ("eess.SY", "cs.SY"),
]
_ALIASES: Final = {a: b for pair in _TWINS for a, b in (pair, pair[::-1])}

ALL: Final = tuple(
    dict.fromkeys(
        name
        for archive, (group, classes) in _ARCHIVES.items()
        for name in (
            group,
            f"{group}:{archive}",
            *(f"{group}:{archive}:{each}" for each in classes),
        )
    )
)


def of(categories: Iterable[str]) -> tuple[str, ...]:
    """The sets of a paper in these categories; categories of no known archive have none."""
    names: list[str] = []
    for category in categories:
        names.append(category)
        if category in _ALIASES:
            names.append(_ALIASES[category])
    return tuple(dict.fromkeys(found for name in names if (found := _set(name))))


def holds(asked: str, categories: Iterable[str]) -> bool:
    """Whether a paper in these categories is in the set: a group, an archive or a category."""
    return any(name == asked or name.startswith(f"{asked}:") for name in of(categories))


def _set(category: str) -> str | None:
    archive = category.partition(".")[0]
    if archive not in _ARCHIVES:
        return None
    return f"{_ARCHIVES[archive][0]}:{category.replace('.', ':', 1)}"
