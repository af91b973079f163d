"""What a chart is called and what one sees in it, in words."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from publish.figures.chart import Figures, Mark
from publish.figures.specification import Specification, counts_people, type_of
from publish.site.charts import bars
from publish.site.charts.axes import said
from publish.site.charts.few import least_people, least_rows
from publish.site.charts.kind import Words, depiction
from publish.site.charts.percent import amount_said, is_stated
from publish.site.charts.shares import base_of, is_people, share
from publish.site.charts.split import part_label
from publish.site.rows.selection import Selection
from publish.site.text.languages import gettext as _
from publish.site.text.languages import ngettext
from publish.site.text.values import unit_of
from publish.site.text.words import readable_number, text


def column_title(selection: Selection, name: str) -> str:
    """What the release calls a column."""
    return text(selection.fields[name], "title") or name


def measure_title(selection: Selection, wanted: Specification) -> str:
    """What the bars or points show."""
    found = _measured(selection, wanted)
    return _("%(measure)s (in %%)") % {"measure": found} if wanted.share else found


def _measured(selection: Selection, wanted: Specification) -> str:
    if wanted.measured is None:
        return _("Rows")
    if is_people(selection, wanted):
        return _("People")
    words = {
        "sum": _("%(column)s (sum)"),
        "mean": _("%(column)s (mean)"),
        "median": _("%(column)s (median)"),
    }
    return words[wanted.function or "sum"] % {"column": column_title(selection, wanted.measured)}


def title(selection: Selection, wanted: Specification, step: str | None) -> str:
    """The declared title, or one made from those of the columns."""
    if wanted.titles:
        return text({"titles": dict(wanted.titles)}, "title")
    column = column_title(selection, wanted.column)
    words = {"measure": measure_title(selection, wanted), "column": column}
    if wanted.split:
        words["split"] = column_title(selection, wanted.split)
    return depiction(wanted).title(words, step)


def label(selection: Selection, wanted: Specification, found: Figures, mark: Mark) -> str:
    """The words for the value of a bar, a period or a class."""
    return depiction(wanted).label(selection, wanted, found, mark)


def sentence(selection: Selection, wanted: Specification, found: Figures) -> str:
    """One sentence of what is seen."""
    marks = [mark for mark in found.marks if mark.amount is not None]
    if found.late:
        return _("This chart takes long to draw: filter the rows, or open it alone.")
    if not marks:
        return _("There is nothing to draw: no row has a value here.")
    if parts := _parts(selection, wanted, found):
        each = [mark for part in found.parts for mark in part.marks]
        return bars.sentence(selection, replace(wanted, share=False), parts, each)
    compared = marks[:-1] if len(marks) > 2 and _is_open(selection, wanted, found) else marks
    most = max(compared, key=lambda mark: mark.amount or 0)
    least = min(compared, key=lambda mark: mark.amount or 0)
    unit = unit_of(selection.fields[wanted.measured]) if wanted.measured else ""
    base = base_of(selection, wanted, found)
    words = {
        "base": said(base),
        "share": share(most.amount, base),
        "first": label(selection, wanted, found, most),
        "last": label(selection, wanted, found, least),
        "high": amount_said(most, wanted, unit),
        "low": amount_said(least, wanted, unit),
        "known": readable_number(found.values),
        "start": label(selection, wanted, found, marks[0]),
        "end": label(selection, wanted, found, marks[-1]),
    }
    seen = depiction(wanted).sentence(selection, wanted, words, marks)
    return seen[:1].upper() + seen[1:]


def _parts(selection: Selection, wanted: Specification, found: Figures) -> Words | None:
    """The parts of bars that are shares, all bars together; None where some is hidden."""
    parts = [part for part in found.parts if is_stated(part)] if wanted.share else []
    hidden = any(mark.hidden for part in parts for mark in part.marks)
    if not parts or hidden or wanted.kind != "bars":
        return None
    totals = [(sum(mark.amount or 0 for mark in part.marks), part) for part in parts]
    (most, first), (least, last) = (of(totals, key=lambda one: one[0]) for of in (max, min))
    base = sum(total for total, _part in totals)
    unit = unit_of(selection.fields[wanted.measured]) if wanted.measured else ""
    return {
        "first": part_label(selection, wanted, found, first),
        "last": part_label(selection, wanted, found, last),
        "high": said(most, unit),
        "low": said(least, unit),
        "base": said(base),
        "share": share(most, base),
    }


def notes(selection: Selection, wanted: Specification, found: Figures) -> Iterator[str]:
    """What the chart leaves out, and what its bars do not say of themselves."""
    if found.rest:
        more = found.values - len(found.marks)
        words = {"n": readable_number(more), "amount": said(found.rest.amount)}
        yield (
            ngettext("%(n)s other value is not drawn.", "%(n)s other values are not drawn.", more)
            if found.rest.amount is None
            else ngettext(
                "%(n)s other value is not drawn, with %(amount)s.",
                "%(n)s other values are not drawn, with %(amount)s together.",
                more,
            )
        ) % words
    if found.missing and not found.missing.hidden:
        yield without_value(selection, wanted, found.missing)
    if type_of(selection, wanted.column) == "list":
        yield _("A row with several values counts in each of them.")
    if counts_people(selection):
        yield _("Groups of too few people are not in the table: a bar may count fewer than all.")
    yield from _of_builder(selection, wanted, found)
    if _is_open(selection, wanted, found):
        yield _("The last point stands for a period that is not over.")


def without_value(selection: Selection, wanted: Specification, missing: Mark) -> str:
    """How many rows have no value, or how many people did not answer."""
    if is_people(selection, wanted):
        people = int(missing.amount or 0)
        said = ngettext("%(n)s person did not answer.", "%(n)s people did not answer.", people)
        return said % {"n": readable_number(people)}
    rows = missing.rows
    said = ngettext("%(n)s row has no value here.", "%(n)s rows have no value here.", rows)
    return said % {"n": readable_number(rows)}


def _silent(found: Figures) -> Mark | None:
    """Who has no value in the second column of a chart, and so no share."""
    marks = [mark for part in found.parts if not is_stated(part) for mark in part.marks]
    rows, amounts = sum(mark.rows for mark in marks), [mark.amount or 0 for mark in marks]
    return Mark(None, rows, sum(amounts)) if rows else None


def _of_builder(selection: Selection, wanted: Specification, found: Figures) -> Iterator[str]:
    """What shares are of, and what is hidden."""
    if wanted.share and wanted.split:
        yield _("Each bar or point is 100 per cent: all of its parts together.")
        if silent := _silent(found):
            yield without_value(selection, wanted, silent)
    elif wanted.share:
        yield _("100 per cent stands for %(base)s.") % {"base": said(found.base)}
    alone = [mark for mark in (found.rest, found.missing) if mark]
    marks = [*found.marks, *alone, *(mark for part in found.parts for mark in part.marks)]
    if any(mark.hidden for mark in marks):
        words = {"least": readable_number(least_people(selection))}
        yield (
            _("“Hidden” stands for nobody, fewer than %(least)s people, or what would tell them.")
            if counts_people(selection)
            else _("“Hidden” stands for fewer than %(least)s rows about people.")
        ) % words
    elif least_rows(selection) > 1:
        words = {"least": readable_number(least_rows(selection))}
        yield _("Of fewer than %(least)s rows about people nothing is told apart.") % words


def _is_open(selection: Selection, wanted: Specification, found: Figures) -> bool:
    """Whether the data end before the last month or year of a line does."""
    until = selection.release.package.updated[:10]
    if found.step is None or not until or not found.marks:
        return False
    last = str(found.marks[-1].value)
    following = (date.fromisoformat(until) + timedelta(days=1)).isoformat()
    return until.startswith(last) and following.startswith(last)
