"""A chart by two columns: stacked or grouped bars, or a line for each value of the second."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from publish.figures.chart import Figures, Mark, Part
from publish.figures.specification import Specification, counts_people
from publish.site.charts import bars, draw, line
from publish.site.charts.axes import said, short
from publish.site.charts.draw_parts import Named, Stack, dash, grouped, legend, stacked
from publish.site.charts.kind import Depiction, Sketch, Words, measured_line, raw
from publish.site.charts.percent import amount_said, is_stated, shown
from publish.site.charts.shares import is_people
from publish.site.charts.svg import PARTS, Drawing, element
from publish.site.rows.selection import Selection
from publish.site.text.languages import gettext as _
from publish.site.text.values import said as in_words

# The colours of all other values, and of none.
OTHERS, NONE = len(PARTS) - 1, len(PARTS)


def named(selection: Selection, wanted: Specification, found: Figures) -> list[Named]:
    """The parts with the numbers of their colours."""
    return [
        Named(_number(part, place), part_label(selection, wanted, found, part))
        for place, part in enumerate(found.parts, 1)
    ]


def _number(part: Part, place: int) -> int:
    return OTHERS if part.other else NONE if part.value is None else place


def part_label(selection: Selection, wanted: Specification, found: Figures, part: Part) -> str:
    """The words for a value of the second column."""
    if part.other:
        return _("(other values)")
    if part.value is None:
        return _("(did not answer)") if is_people(selection, wanted) else _("(no value)")
    field = selection.fields[str(wanted.split)]
    return found.part_labels.get(part.value) or in_words(field, part.value) or _("(empty text)")


def _items(selection: Selection, wanted: Specification, found: Figures) -> list[list[draw.Item]]:
    """Of each part its items, which say both values."""
    names = [one.label for one in named(selection, wanted, found)]
    whole = bars.BARS.label if wanted.kind == "bars" else line.LINE.label
    firsts = [whole(selection, wanted, found, mark) for mark in found.marks]
    return [
        [
            draw.Item(f"{first}, {name}", shown(mark, wanted), amount_said(mark, wanted))
            for first, mark in zip(firsts, part.marks, strict=True)
        ]
        for name, part in zip(names, found.parts, strict=True)
    ]


def _parted(sketch: Sketch) -> tuple[Figures, list[Named], list[list[draw.Item]]]:
    """The figures with the parts of which there is something to see, their names and items."""
    selection, wanted, found = sketch.selection, sketch.wanted, sketch.found
    seen = (one for one in found.parts if any(shown(m, wanted) is not None for m in one.marks))
    found = replace(found, parts=tuple(seen))
    return found, named(selection, wanted, found), _items(selection, wanted, found)


def _whole_said(selection: Selection, wanted: Specification, found: Figures, place: int) -> str:
    """All of a bar, or what its shares are of.

    Of numbers of people of which one is hidden, the least that it may be.
    """
    stated = [part.marks[place] for part in found.parts if is_stated(part)]
    base = sum(mark.amount or 0 for mark in stated)
    words = said(base if wanted.share else found.marks[place].amount)
    hidden = any(part.marks[place].hidden for part in found.parts)
    return _("%(low)s or more") % {"low": words} if hidden and counts_people(selection) else words


def drawn_bars(sketch: Sketch) -> Drawing:
    """Bars of parts: beside each other where they cannot be added up."""
    selection, wanted = sketch.selection, sketch.wanted
    found, names, parts = _parted(sketch)
    stacks = [
        Stack(
            one.label, _whole_said(selection, wanted, found, place), [part[place] for part in parts]
        )
        for place, one in enumerate(sketch.items)
    ]
    below = any((item.amount or 0) < 0 for part in parts for item in part)
    added = wanted.function in (None, "sum") and not below and not wanted.grouped
    return (stacked if added else grouped)(stacks, names, sketch.width)


def drawn_lines(sketch: Sketch) -> Drawing:
    """A line for each part over the periods."""
    found, names, parts = _parted(sketch)
    series = [(str(name.number), part) for name, part in zip(names, parts, strict=True)]
    whole = all(isinstance(item.amount, int) for part in parts for item in part)
    plot = draw.lines(series, line.named(found), sketch.width, short, whole)
    above, top = legend(names, sketch.width, dash)
    moved = element("g", plot.inside, transform=f"translate(0 {top})")
    return Drawing(sketch.width, plot.height + top, "".join((*above, moved)))


def bars_title(words: Words, step: str | None) -> str:
    """What is measured, by what and what."""
    return _("%(measure)s by “%(column)s” and “%(split)s”") % words


def lines_title(words: Words, step: str | None) -> str:
    """What is measured over time, of what."""
    return _("%(title)s, by “%(split)s”") % {**words, "title": line.title(words, step)}


def head(wanted: Specification) -> list[str]:
    """Both columns, the rows, and what is measured."""
    measured = [f"{wanted.function}_{wanted.measured}"] if wanted.measured else []
    share = ["percent"] if wanted.share else []
    return [wanted.column, str(wanted.split), "rows", *measured, *share]


def csv_lines(selection: Selection, wanted: Specification, found: Figures) -> list[list[Any]]:
    """A line for each value of the first column with each of the second."""
    label = bars.BARS.label if wanted.kind == "bars" else line.LINE.label
    field, second = selection.fields[wanted.column], selection.fields[str(wanted.split)]
    told = []
    for place, first in enumerate(found.marks):
        words = label(selection, wanted, found, first)
        value = first.value if wanted.kind == "line" else raw(field, first.value, words)
        for part in found.parts:
            other = raw(second, part.value, part_label(selection, wanted, found, part))
            told.append([value, other, *_cells(part.marks[place], wanted)])
    return told


def _cells(mark: Mark, wanted: Specification) -> list[Any]:
    measured = [mark.amount] if wanted.measured else []
    return [None if mark.hidden else mark.rows, *measured, *([mark.share] if wanted.share else [])]


def table(
    selection: Selection, wanted: Specification, found: Figures, heads: Sequence[str]
) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """The head and the rows of a table with a column for each part, then the whole."""
    column, measure = heads[:2]
    names = [one.label for one in named(selection, wanted, found)]
    label = bars.BARS.label if wanted.kind == "bars" else line.LINE.label
    rows = [
        (
            label(selection, wanted, found, mark),
            *(amount_said(part.marks[place], wanted) for part in found.parts),
            _whole_said(selection, wanted, found, place),
        )
        for place, mark in enumerate(found.marks)
    ]
    return (column, *names, _("Base") if wanted.share else measure), rows


BARS = Depiction(drawn_bars, bars_title, bars.label, bars.sentence, head, measured_line)
LINE = Depiction(drawn_lines, lines_title, line.label, line.sentence, head, measured_line)
