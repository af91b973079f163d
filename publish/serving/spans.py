"""Years and months of a date, as filters."""

from calendar import monthrange

from publish.serving.selection import Filter, Selection

YEAR, MONTH = 4, 7


def within(column: str, span: str, kind: str) -> tuple[Filter, Filter]:
    """The filters that keep a year (`2026`) or a month (`2026-04`) of a column.

    `kind` is `date` or `datetime`: the last day of a span has hours.
    """
    first = f"{span}-01" if len(span) == MONTH else f"{span}-01-01"
    if kind == "datetime":
        return Filter(column, "gte", first), Filter(column, "lt", _after(span))
    year, month = int(span[:YEAR]), int(span[YEAR + 1 :] or 12)
    last = f"{year:04}-{month:02}-{monthrange(year, month)[1]:02}"
    return Filter(column, "gte", first), Filter(column, "lte", last)


def _after(span: str) -> str:
    """The first day behind a span."""
    year, month = int(span[:YEAR]), int(span[YEAR + 1 :] or 12)
    return f"{year + 1:04}-01-01" if month == 12 else f"{year:04}-{month + 1:02}-01"


def span_of(selection: Selection, column: str) -> str | None:
    """The year or the month that a column is held to."""
    own = {filter for filter in selection.filters if filter.column == column}
    kind = selection.fields[column]["type"]
    starts = [filter.value for filter in own if filter.lookup == "gte"]
    for start in starts:
        for size in (YEAR, MONTH):
            if is_span(start[:size]) and own == set(within(column, start[:size], kind)):
                return start[:size]
    return None


def is_span(text: str) -> bool:
    """Whether a text is a year or a month."""
    year, dash, month = text.partition("-")
    whole = len(year) == YEAR and year.isascii() and year.isdecimal() and year != "0000"
    return whole and (not dash or (month.isascii() and month.isdecimal() and 1 <= int(month) <= 12))
