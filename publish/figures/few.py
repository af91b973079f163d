"""Charts of people without what is told of too few of them."""

from collections.abc import Sequence
from dataclasses import replace

from publish.figures.chart import Figures, Mark


def without_few(found: Figures, least: int, named: bool) -> Figures:
    """The figures without the marks of fewer than `least` rows; all of them where it is one.

    Values that are `named` (bars) go to the others; periods and classes stay, and say nothing.
    """
    if least <= 1:
        return found
    kept = _kept([mark.rows >= least for mark in found.marks], named)
    dropped = [mark for place, mark in enumerate(found.marks) if named and place not in kept]
    return replace(
        found,
        marks=_told(found.marks, kept, least),
        rest=_rest(found.rest, dropped, least),
        missing=found.missing and _hushed(found.missing, least),
        parts=tuple(replace(one, marks=_told(one.marks, kept, least)) for one in found.parts),
    )


def _kept(enough: Sequence[bool], named: bool) -> Sequence[int]:
    """The places that stay: those with enough rows, or all from the first such to the last one.

    The ends of dates and numbers are somebody's.
    """
    places = [place for place, one in enumerate(enough) if one]
    return places if named or not places else range(places[0], places[-1] + 1)


def _told(marks: Sequence[Mark], kept: Sequence[int], least: int) -> tuple[Mark, ...]:
    return tuple(_hushed(marks[place], least) for place in kept)


def _hushed(mark: Mark, least: int) -> Mark:
    """A mark that says that it is there, and no more."""
    few = 0 < mark.rows < least
    return replace(mark, rows=0, amount=None, hidden=True) if few else mark


def _rest(rest: Mark | None, dropped: list[Mark], least: int) -> Mark | None:
    """All values that have no bar; how much they have together where these are enough people."""
    if not dropped:
        return rest and _hushed(rest, least)
    rows = sum(mark.rows for mark in dropped) + (rest.rows if rest else 0)
    amounts = [mark.amount for mark in (*dropped, *([rest] if rest else []))]
    known = [amount for amount in amounts if amount is not None]
    amount = sum(known) if len(known) == len(amounts) else None
    return _hushed(Mark(None, rows, amount), least)
