"""Amounts in per cent: of all rows that have a value, or of the bar that they are a part of."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from publish.figures.chart import Amount, Figures, Mark, Part
from publish.figures.specification import Specification
from publish.site.base.refusals import BadRequest
from publish.site.charts.axes import said
from publish.site.text.languages import gettext as _
from publish.site.text.words import readable_share


def with_shares(found: Figures, of_rows: bool) -> Figures:
    """The figures with the share of each mark; raises BadRequest where an amount is negative.

    `of_rows`: a row may stand in several bars, and they are shares of the rows.
    """
    known = found.rows - (found.missing.rows if found.missing else 0)
    base = known if of_rows else _sum([*found.marks, *([found.rest] if found.rest else [])])
    stated = [part.marks for part in found.parts if is_stated(part)]
    wholes = [_whole(marks) for marks in zip(*stated, strict=True)] or [0] * len(found.marks)
    return replace(
        found,
        marks=tuple(_share(mark, base) for mark in found.marks),
        rest=found.rest and _share(found.rest, base),
        base=base,
        parts=tuple(Part(one.value, tuple(_shares(one, wholes)), one.other) for one in found.parts),
    )


def is_stated(part: Part) -> bool:
    """Whether a part is a value, or several: who has none is in no share."""
    return part.other or part.value is not None


def _whole(marks: Sequence[Mark]) -> float | int:
    """All of a bar; nobody knows it where a part of it is hidden."""
    return 0 if any(mark.hidden for mark in marks) else _sum(marks)


def _shares(part: Part, wholes: Sequence[float]) -> Iterable[Mark]:
    return map(_share, part.marks, wholes if is_stated(part) else [0] * len(wholes))


def _sum(marks: Iterable[Mark]) -> float | int:
    amounts = [mark.amount for mark in marks if mark.amount is not None]
    if any(amount < 0 for amount in amounts):
        raise BadRequest("_share: '1' does not fit where amounts are below zero; leave it out")
    return sum(amounts)


def _share(mark: Mark, whole: float) -> Mark:
    return replace(
        mark, share=100 * mark.amount / whole if whole and mark.amount is not None else None
    )


def shown(mark: Mark, wanted: Specification) -> Amount:
    """What is drawn of a mark: its amount, or its share."""
    return mark.share if wanted.share else mark.amount


def amount_said(mark: Mark, wanted: Specification, unit: str = "") -> str:
    """An amount or a share as it is read, or that it is hidden."""
    if mark.hidden:
        return _("hidden")
    if wanted.share:
        return "–" if mark.share is None else readable_share(mark.share, 100)
    return said(mark.amount, unit)
