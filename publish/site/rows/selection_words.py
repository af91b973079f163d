"""A selection in words: whatever is drawn, listed or written of it says these."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from html import unescape

from markupsafe import Markup, escape

from publish.figures.facets import DAYS
from publish.release.table import Field
from publish.site.rows.area_words import area_in_words
from publish.site.rows.ranges import span_of
from publish.site.rows.selection import Filter, Selection
from publish.site.rows.selection_address import ticked
from publish.site.text.conditions import equal
from publish.site.text.languages import gettext as _
from publish.site.text.values import is_written, measured
from publish.site.text.words import WRITTEN_IN, marked, readable_number, readable_period, tell

_TAG = re.compile("<[^>]*>")
# Values of a filter that are conditions one by one; that a sentence names.
MOST_CONDITIONS, MOST_NAMED = 20, 5
# Of more: so many, and how many there are.
FIRST = 3
# Lookups whose values are those of the column, not what somebody typed.
OF_VALUES = frozenset({"exact", "not", "in", "notin", "arraycontains", "arraynotcontains"})
Argument = tuple[str, str]


@dataclass(frozen=True)
class Condition:
    """A condition in words, and the selection without it.

    `column` is empty for what belongs to none, such as a search: its `argument` says it all.
    `kept` are the filters of the same column that stay.
    """

    words: Markup
    column: str
    without: Selection
    kept: tuple[Filter, ...] = ()
    argument: Argument | None = None


def selection_in_words(selection: Selection) -> str:
    """All conditions in a line: `Department = Gironde; Kind = Café or Garden`; "" of all rows."""
    columns = dict.fromkeys(filter.column for filter in selection.filters)
    found = [
        *(_other(argument) for argument in _others(selection)),
        *map(area_in_words, selection.areas),
        *(words for column in columns for words in _of_column(selection, column)),
    ]
    return _("; ").join(plain(words) for words in found)


def titled(title: str, selection: Selection) -> str:
    """A title of what shows a selection: `Places by kind – Department = Gironde`."""
    said = selection_in_words(selection)
    return f"{title} – {said}" if said else title


def conditions(selection: Selection) -> list[Condition]:
    """Every condition; of a filter with several values, every value."""
    found = [*_asked(selection), *_placed(selection)]
    for column in dict.fromkeys(filter.column for filter in selection.filters):
        own = _own(selection, column)
        if said := _span(selection, column):
            found.append(_condition(selection, column, said, ()))
            continue
        for place, filter in enumerate(own):
            others = (*own[:place], *own[place + 1 :])
            for one, rest in _each_value(filter):
                said = in_words(selection, one)
                found.append(_condition(selection, column, said, (*others, *rest)))
    return found


def plain(words: Markup) -> str:
    """Words without the mark of their language; `striptags` would break French spaces."""
    return unescape(_TAG.sub("", words))


def _own(selection: Selection, column: str) -> tuple[Filter, ...]:
    return tuple(filter for filter in selection.filters if filter.column == column)


def _condition(
    selection: Selection, column: str, words: Markup, kept: tuple[Filter, ...]
) -> Condition:
    others = (filter for filter in selection.filters if filter.column != column)
    return Condition(words, column, replace(selection, filters=(*others, *kept)), kept)


def _others(selection: Selection) -> Iterator[Argument]:
    """Searches, `_where` and `_through`."""
    return (argument for argument in selection.asked if argument[0] != "_searchmode")


def _asked(selection: Selection) -> Iterator[Condition]:
    """How many rows there would be without one of them is not told."""
    for argument in _others(selection):
        without = replace(selection, others=())
        yield Condition(_other(argument), "", without, argument=argument)


def _placed(selection: Selection) -> Iterator[Condition]:
    for area in selection.areas:
        without = tuple(one for one in selection.areas if one is not area)
        said, argument = area_in_words(area), (area.name, area.value)
        yield Condition(said, "", replace(selection, areas=without), argument=argument)


def _other(argument: Argument) -> Markup:
    name, value = argument
    words = _("words “%(value)s”") if name.startswith("_search") else f"{name} %(value)s"
    return escape(words % {"value": value})


def _each_value(filter: Filter) -> Iterator[tuple[Filter, tuple[Filter, ...]]]:
    """Each value of a filter as a filter of its own, and what is left without it.

    Many values are one: each has a link to all others, and the page would grow by their square.
    """
    found = filter.values
    if filter.lookup != "in" or len(found) > MOST_CONDITIONS:
        yield filter, ()
        return
    for value in found:
        rest = [other for other in found if other != value]
        yield Filter(filter.column, "exact", value), (ticked(filter.column, rest),) if rest else ()


def _of_column(selection: Selection, column: str) -> list[Markup]:
    """The filters of a column, all values of each together."""
    if said := _span(selection, column):
        return [said]
    return [in_words(selection, filter) for filter in _own(selection, column)]


def _span(selection: Selection, column: str) -> Markup | None:
    """The year, the month or the days that a column is held to."""
    span = span_of(selection, column) if column in selection.fields else None
    if span:
        return equal(column_title(selection.fields[column]), readable_period(span))
    return _between(selection, column)


def _between(selection: Selection, column: str) -> Markup | None:
    """The first and the last day that a column is held to."""
    own = {filter.lookup: filter.value for filter in _own(selection, column)}
    field = selection.fields.get(column)
    if field is None or field.type not in DAYS or own.keys() != {"gte", "lte"}:
        return None
    if len(_own(selection, column)) > len(own):
        return None
    days = {"start": own["gte"], "end": own["lte"]}
    said = {name: value_in_words(field, day) for name, day in days.items()}
    words = _("%(start)s to %(end)s") % said
    return Markup("{}{} {}").format(column_title(field), _(":"), words)


def in_words(selection: Selection, filter: Filter) -> Markup:
    """A filter: `Kind = Café`, `Kind = Café or Garden`, `Seats: more than 3`."""
    field = selection.fields.get(filter.column, Field({"name": filter.column}))
    value = _values(selection, field, filter)
    if filter.lookup in ("exact", "in"):
        return equal(column_title(field), value)
    lookups = _lookups() | (_of_days() if field.type in DAYS else {})
    said = escape(lookups.get(filter.lookup, "%(value)s")) % {"value": value}
    return Markup("{}{} {}").format(column_title(field), _(":"), said)


def _values(selection: Selection, field: Field, filter: Filter) -> Markup:
    found = filter.values
    named = found if len(found) <= MOST_NAMED else found[:FIRST]
    said = [_value(selection, field, filter, value) for value in named]
    if len(found) > MOST_NAMED:
        return Markup("{}, … ({})").format(Markup(", ").join(said), readable_number(len(found)))
    return escape(", " if filter.lookup == "notin" else _(" or ")).join(said)


def _value(selection: Selection, field: Field, filter: Filter, value: str) -> Markup:
    """A value; one of the release, not what a visitor typed, says its language."""
    if label := selection.labels.get((filter.column, value)):
        return marked(label, WRITTEN_IN)
    words = value_in_words(field, value)
    own = is_written(field) and filter.lookup in OF_VALUES
    return marked(words, WRITTEN_IN) if own else escape(words)


def column_title(field: Field) -> Markup:
    """A column's title, or its name."""
    return tell(field, "title") or escape(field.name)


def value_in_words(field: Field, value: str) -> str:
    """A value as cells of its column show it, with its unit."""
    return measured(field, value) or _("(empty text)")


def _of_days() -> dict[str, str]:
    """What is said otherwise of dates."""
    return {
        "gt": _("after %(value)s"),
        "gte": _("since %(value)s"),
        "lt": _("before %(value)s"),
        "lte": _("until %(value)s"),
    }


def _lookups() -> dict[str, str]:
    return {
        "not": _("not %(value)s"),
        "contains": _("contains “%(value)s”"),
        "notcontains": _("does not contain “%(value)s”"),
        "startswith": _("starts with “%(value)s”"),
        "endswith": _("ends with “%(value)s”"),
        "gt": _("more than %(value)s"),
        "gte": _("from %(value)s"),
        "lt": _("less than %(value)s"),
        "lte": _("up to %(value)s"),
        "like": _("like “%(value)s”"),
        "notlike": _("not like “%(value)s”"),
        "glob": _("like “%(value)s”"),
        "notin": _("none of %(value)s"),
        "arraycontains": _("with “%(value)s”"),
        "arraynotcontains": _("without “%(value)s”"),
        "date": _("on %(value)s"),
        "isnull": _("not stated"),
        "notnull": _("stated"),
        "isblank": _("not stated"),
        "notblank": _("stated"),
    }
