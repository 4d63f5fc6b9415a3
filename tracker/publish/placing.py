"""What a row's place says: the labels without which its table would not show the work."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence

from tracker.publish.threeway import Refused
from tracker.tables import Table
from tracker.taxonomy import Taxonomy


def placed(
    labels: Sequence[str],
    sections: Sequence[str],
    table: Table,
    taxonomy: Taxonomy,
    left: Iterable[Table] = (),
) -> tuple[str, ...]:
    """These labels, and those that bring a work into the table where its row was typed.

    Where its row was taken out of other tables, it ``left`` those: of the labels that brought
    it there, those go that cannot stay beside the new ones, or all if it would be shown there
    still. Raises Refused.
    """
    asked = _asked(labels, table)
    wanted = [*labels, *asked]
    for other in left:
        theirs = {*other.adopts, *other.all_of, *other.any_of}.difference(asked)
        going = theirs & _clashing(wanted, taxonomy)
        if other.selects({*wanted} - going, sections):
            going = theirs
        wanted = [key for key in wanted if key not in going]
    found = taxonomy.sort(wanted)
    if faults := list(taxonomy.faults(found)):
        raise Refused(f"cannot stand here: {'; '.join(faults)}")
    if table.selects(found, sections):
        return found
    if table.section and table.section not in sections:
        raise Refused(f"is of a work that was not adopted from under {table.section!r}")
    raise Refused(f"needs one of the labels {', '.join(table.any_of) or 'of this table'}, and none "
                  f"of {', '.join(table.none_of) or 'others'}")  # fmt: skip


def _asked(labels: Sequence[str], table: Table) -> tuple[str, ...]:
    """The labels that the table asks for; of those one of which would do, any that are there."""
    asked = (*table.adopts, *table.all_of)
    there = tuple(key for key in table.any_of if key in (*labels, *asked))
    return (*asked, *(there or (table.any_of if len(table.any_of) == 1 else ())))


def _clashing(labels: Collection[str], taxonomy: Taxonomy) -> set[str]:
    """Those of the labels that stand in each other's way: a work has one of their dimension."""
    single = {label.key: one.key for one in taxonomy.dimensions if one.choose == "one"
              for label in one.labels}  # fmt: skip
    many = Counter(single[key] for key in {*labels} if key in single)
    return {key for key in labels if many[single.get(key, "")] > 1}
