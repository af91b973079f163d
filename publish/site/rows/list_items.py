"""What a filter of a list as a whole was meant as: its rows are asked for by an item."""

from publish.site.base.site import Request
from publish.site.frame.links import Pairs
from publish.site.rows.selection import Filter, Selection
from publish.site.rows.selection_address import with_filters
from publish.site.rows.selection_words import in_words, plain


def by_items(request: Request, selection: Selection) -> Pairs:
    """For each filter that holds an item against whole lists: what was meant, and its address."""
    return [
        (plain(in_words(selection, item)), with_filters(request, selection, meant.column, kept))
        for meant in selection.filters
        for item in _items(selection, meant)
        for kept in [[*_others(selection, meant), item]]
    ]


def _items(selection: Selection, meant: Filter) -> list[Filter]:
    field = selection.fields.get(meant.column)
    if meant.lookup != "exact" or field is None or not field.is_list or meant.value[:1] == "[":
        return []
    return [Filter(meant.column, "arraycontains", meant.value)]


def _others(selection: Selection, meant: Filter) -> list[Filter]:
    return [one for one in selection.filters if one.column == meant.column and one != meant]
