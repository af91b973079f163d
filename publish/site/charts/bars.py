"""A bar for each value of a column, the longest first."""

from collections.abc import Sequence
from dataclasses import replace

from publish.figures.chart import Amount, Figures, Mark
from publish.figures.specification import Specification
from publish.site.charts import draw
from publish.site.charts.kind import Depiction, Sketch, Words, measured_head, measured_line
from publish.site.charts.percent import amount_said
from publish.site.charts.shares import base_of, is_people, share
from publish.site.charts.svg import Drawing
from publish.site.rows.selection import Selection
from publish.site.text.languages import gettext as _
from publish.site.text.values import said as in_words


def drawn(sketch: Sketch) -> Drawing:
    """Bars with their numbers and shares, without the unit that would take their room."""
    wanted, found = sketch.wanted, sketch.found
    base = None if wanted.share else base_of(sketch.selection, wanted, found)
    told = [_counted(mark, wanted, base) for mark in found.marks]
    return draw.bars(
        [replace(one, said=said) for one, said in zip(sketch.items, told, strict=True)],
        sketch.width,
    )


def _counted(mark: Mark, wanted: Specification, base: Amount) -> str:
    said = amount_said(mark, wanted)
    return f"{said} ({share(mark.amount, base)})" if base and not mark.hidden else said


def title(words: Words, step: str | None) -> str:
    """What is measured, by what."""
    return _("%(measure)s by “%(column)s”") % words


def label(selection: Selection, wanted: Specification, found: Figures, mark: Mark) -> str:
    """The value, by its label where it points to a row that has one."""
    field = selection.fields[wanted.column]
    words = found.labels.get(mark.value) or in_words(field, mark.value) or _("(empty text)")
    return words.capitalize() if field.type == "boolean" else words


def sentence(
    selection: Selection, wanted: Specification, words: Words, marks: Sequence[Mark]
) -> str:
    """Which value comes first."""
    if len(marks) == 1 and wanted.measured:
        return _("One value only: %(first)s, %(high)s.") % words
    if wanted.function in ("mean", "median"):
        return _("From %(low)s (%(last)s) to %(high)s (%(first)s).") % words
    if is_people(selection, wanted) and not wanted.share:
        return _("%(first)s comes first: %(high)s of %(base)s people (%(share)s).") % words
    if wanted.measured or wanted.share:
        return _("%(first)s comes first with %(high)s, %(last)s last with %(low)s.") % words
    return _("%(first)s comes first: %(high)s of %(base)s rows (%(share)s).") % words


BARS = Depiction(drawn, title, label, sentence, measured_head, measured_line)
