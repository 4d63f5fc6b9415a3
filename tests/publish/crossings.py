"""Works by their labels on a few axes, and a reader who counts them one by one."""

from collections.abc import Iterable, Sequence

from hypothesis import strategies as st

from tests.publish.test_render import titled
from tracker.charts import Axis, Matrix
from tracker.publish.cross import NO_LABEL, Cross, crossed, newest_month
from tracker.publish.render import Row
from tracker.taxonomy import Dimension, Label, Taxonomy


def taxonomy(*counts: int, phrases: int = 1) -> Taxonomy:
    """Dimensions ``a``, ``b``, … with so many labels each: ``a:a0``, ``a:a1``, …"""
    return Taxonomy(
        1,
        tuple(
            Dimension(key, key.upper(), "any", tuple(_label(key, n, phrases) for n in range(count)))
            for key, count in zip("abcdefgh", counts, strict=False)
        ),
    )


def _label(key: str, number: int, phrases: int) -> Label:
    words = tuple(f"phrase {n} that speaks of {key}{number}" for n in range(phrases))
    return Label(f"{key}:{key}{number}", f"{key.upper()}{number}", "Means.", keywords=words)


def matrix(of: Taxonomy) -> Matrix:
    return Matrix("p/m.md", tuple(Axis(one.name, (one.key,)) for one in of.dimensions), ("LLM",))


def rows(of: Taxonomy, *works: str, day: str = "2025-01-02") -> tuple[Row, ...]:
    """One work a text: the keys of its labels without their dimension, ``"a0 b1 b2"``."""
    return tuple(
        Row(titled(n, f"T{n}", day), of.sort(f"{key[0]}:{key}" for key in text.split()))
        for n, text in enumerate(works)
    )


def cross(of: Taxonomy, among: Sequence[Row]) -> Cross:
    return crossed(matrix(of), among, of, newest_month(among))


def carry(among: Iterable[Row], dimension: str, key: str) -> list[Row]:
    """The works with this label, or with none of the dimension's."""
    if key != NO_LABEL:
        return [row for row in among if key in row.labels]
    return [row for row in among if not any(one.startswith(f"{dimension}:") for one in row.labels)]


DAYS = st.sampled_from(("", "2024", "2025-03-09", "2025-02", "2024-04-01", "2024-03", "2023-03-31",
                        "2023-04-30", "2020-01"))  # fmt: skip


@st.composite
def surveys(draw: st.DrawFn, axes: int = 4) -> tuple[Taxonomy, tuple[Row, ...]]:
    """A small survey: up to three labels an axis, works with any of them, at any time."""
    of = taxonomy(*draw(st.lists(st.integers(1, 3), min_size=axes, max_size=axes)))
    labels = st.lists(st.sampled_from([label.key for label in of]), max_size=7)
    works = draw(st.lists(st.tuples(DAYS, labels), max_size=12))
    return of, tuple(
        Row(titled(n, f"T{n}", day), of.sort(own)) for n, (day, own) in enumerate(works)
    )
