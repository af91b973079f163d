"""A point for each month or year of a column of dates."""

from collections.abc import Sequence
from typing import Any

from publish.figures.chart import Figures, Mark
from publish.figures.specification import Specification
from publish.site.charts import draw
from publish.site.charts.axes import short
from publish.site.charts.kind import Depiction, Sketch, Words, measured_head, measured_line
from publish.site.charts.svg import Drawing
from publish.site.rows.selection import Selection
from publish.site.text.languages import gettext as _
from publish.site.text.words import readable_period, short_month


def drawn(sketch: Sketch) -> Drawing:
    """A line over the periods."""
    whole = all(isinstance(item.amount, int) for item in sketch.items)
    return draw.line(sketch.items, named(sketch.found), sketch.width, short, whole)


def named(found: Figures) -> list[tuple[int, str]]:
    """Labels for points of a line: months, or the years that begin when there are many."""
    periods = [str(mark.value) for mark in found.marks]
    if found.step == "year":
        return list(enumerate(periods))
    januaries = [(i, one[:4]) for i, one in enumerate(periods) if one.endswith("-01")]
    return (
        januaries if len(periods) > 30 else [(i, short_month(one)) for i, one in enumerate(periods)]
    )


def title(words: Words, step: str | None) -> str:
    """What is measured, by month or by year; `step` is None where nothing was counted."""
    if step is None:
        return _("%(measure)s over time: %(column)s") % words
    if step == "year":
        return _("%(measure)s by year: %(column)s") % words
    return _("%(measure)s by month: %(column)s") % words


def label(selection: Selection, wanted: Specification, found: Figures, mark: Mark) -> str:
    """The period as people read it."""
    return readable_period(mark.value)


def sentence(
    selection: Selection, wanted: Specification, words: Words, marks: Sequence[Mark]
) -> str:
    """Between which periods, and when there was most and least."""
    return (
        _("%(start)s to %(end)s: at most %(high)s (%(first)s), at least %(low)s (%(last)s).")
        % words
    )


def csv_line(words: str, mark: Mark, wanted: Specification) -> list[Any]:
    """The period as it is written: 2026-11."""
    return measured_line(mark.value or words, mark, wanted)


LINE = Depiction(drawn, title, label, sentence, measured_head, csv_line)
