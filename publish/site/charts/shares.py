"""What the numbers of a chart are shares of."""

from publish.declare.people_rules import PEOPLE
from publish.figures.chart import Amount, Figures
from publish.figures.specification import Specification, counts_people, type_of
from publish.site.rows.selection import Selection
from publish.site.text.words import readable_share

# In time, a share of all years together says nothing.
SHARED = ("bars", "histogram")


def is_people(selection: Selection, wanted: Specification) -> bool:
    """Whether a chart counts people."""
    return wanted.function == "sum" and wanted.measured == PEOPLE and counts_people(selection)


def base_of(selection: Selection, wanted: Specification, found: Figures) -> Amount:
    """The rows or the people with a value, of which each number is a share; None of what is none.

    Who gave several values counts in each of them, and once in the base.
    """
    people = is_people(selection, wanted)
    if wanted.kind not in SHARED or (wanted.measured and not people):
        return None
    if type_of(selection, wanted.column) == "list":
        return None if people else found.rows - (found.missing.rows if found.missing else 0)
    marks = [*found.marks, *([found.rest] if found.rest else [])]
    return sum(mark.amount or 0 for mark in marks)


def share(amount: Amount, base: Amount) -> str:
    """A number in per cent of the base."""
    return readable_share(amount or 0, base or 0)
