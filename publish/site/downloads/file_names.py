"""What a file of selected rows is called: `places-kind-cafe-2026-11-29`."""

import re
from collections.abc import Iterator

from publish.site.rows.ranges import span_of
from publish.site.rows.selection import Filter, Selection
from publish.words.letters import bare

# Of the filters; some systems refuse names of more than 255 bytes.
MOST_LETTERS = 100
_PART = re.compile("[a-z0-9]+")
_UNSAID = ("exact", "in")
_VALUELESS = ("isnull", "notnull", "isblank", "notblank")


def file_name(selection: Selection, *more: str) -> str:
    """The table, the filters, what `more` there is to say, and the day of the release."""
    filters = _cut(_plain(" ".join(_said(selection))))
    day = selection.release.package.created[:10]
    return "-".join(filter(None, (_plain(selection.table), filters, *more, day)))


def _said(selection: Selection) -> Iterator[str]:
    for name, value in selection.asked:
        yield f"{name} {value}"
    yield from (f"{area.name} {area.value}" for area in selection.areas)
    for column in dict.fromkeys(filter.column for filter in selection.filters):
        if column in selection.fields and (span := span_of(selection, column)):
            yield f"{column} {span}"
            continue
        own = (filter for filter in selection.filters if filter.column == column)
        yield from (_of_filter(selection, one) for one in own)


def _of_filter(selection: Selection, filter: Filter) -> str:
    lookup = "" if filter.lookup in _UNSAID else filter.lookup
    if filter.lookup in _VALUELESS:
        return f"{filter.column} {lookup}"
    values = (selection.labels.get((filter.column, value), value) for value in filter.values)
    return " ".join((filter.column, lookup, *values))


def _plain(text: str) -> str:
    """The letters and digits that every system takes, `-` between."""
    return "-".join(_PART.findall(bare(text)))


def _cut(name: str) -> str:
    return name if len(name) <= MOST_LETTERS else name[: MOST_LETTERS + 1].rpartition("-")[0]
