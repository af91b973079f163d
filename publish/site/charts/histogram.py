"""How often the values of a column fall into each of equal classes."""

from collections.abc import Sequence
from typing import Any

from publish.figures.chart import Figures, Mark
from publish.figures.specification import Specification
from publish.site.charts import draw
from publish.site.charts.axes import class_of, short
from publish.site.charts.kind import Depiction, Sketch, Words
from publish.site.charts.svg import Drawing
from publish.site.rows.selection import Selection
from publish.site.text.languages import gettext as _
from publish.site.text.values import number


def drawn(sketch: Sketch) -> Drawing:
    """Bars side by side over their numbers."""
    return draw.histogram(sketch.items, _edges(sketch), sketch.width, short)


def _edges(sketch: Sketch) -> list[str]:
    """The numbers under the bars: the value itself of classes of one, else where classes begin."""
    marks = list[Any](sketch.found.marks)
    field = sketch.selection.fields[sketch.wanted.column]
    open_ended = marks[-1].high is None
    lows = [number(field, mark.low) for mark in marks]
    if open_ended:
        lows[-1] += "+"
    whole = field.type == "integer"
    single = whole and all(mark.high is None or mark.high - mark.low == 1 for mark in marks)
    return lows if single or open_ended else [*lows, number(field, marks[-1].high)]


def title(words: Words, step: str | None) -> str:
    """Whose values are spread."""
    return _("Distribution: %(column)s") % words


def label(selection: Selection, wanted: Specification, found: Figures, mark: Mark) -> str:
    """The class of numbers."""
    return class_of(selection.fields[wanted.column], mark)


def sentence(
    selection: Selection, wanted: Specification, words: Words, marks: Sequence[Mark]
) -> str:
    """Which class holds most."""
    return _("The fullest class is %(first)s: %(high)s of %(known)s values.") % words


def csv_head(wanted: Specification) -> list[str]:
    """The class, where it begins and ends, its rows."""
    return [wanted.column, "from", "below", "rows", *(["percent"] if wanted.share else [])]


def csv_line(words: str, mark: Mark, wanted: Specification) -> list[Any]:
    """A class with its numbers."""
    share = [mark.share] if wanted.share else []
    return [words, mark.low, mark.high, None if mark.hidden else mark.rows, *share]


HISTOGRAM = Depiction(drawn, title, label, sentence, csv_head, csv_line)
