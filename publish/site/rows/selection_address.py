"""The addresses of a selection: the one that a form stands for, and those of its neighbours."""

import json
from collections.abc import Collection, Iterable

from publish.site.base.site import Request
from publish.site.frame.links import Pairs, address, pairs
from publish.site.http.arguments import whole
from publish.site.rows.area import NEAR, PLACE_KM, PLACE_NAME
from publish.site.rows.selection import Filter, Selection

# What ticked boxes send: `_in.kind=a&_in.kind=b` stands for `kind__in=["a","b"]`.
TICKED = "_in."
# What the ticked boxes of the column chooser send.
SHOWN = "_show"
PAGE = "_page"
# What says where in the rows a page is; another selection starts at its beginning.
PLACE = frozenset({PAGE, "_next"})
SORTS = ("_sort", "_sort_desc")
_RANGES = ("__gte", "__gt", "__lte", "__lt")


def canonical(request: Request) -> str | None:
    """The address that a form's own stands for; None for one that no form sent.

    So a selection has one address, which the JSON and the CSV understand too.
    """
    found = pairs(request)
    kept: dict[tuple[str, str], None] = {}
    for name, value in found:
        if name.startswith(TICKED):
            column = name.removeprefix(TICKED)
            kept[ticked(column, [v for n, v in found if n == name]).argument] = None
        elif name == PLACE_NAME and value.strip():
            kept[NEAR, near_value(value, request.args.get(PLACE_KM))] = None
        elif not _says_nothing(name, value):
            kept[name, value] = None
    return None if list(kept) == found else address(request.path, list(kept))


def near_value(place: str, km: str | None) -> str:
    """A place and a radius as an address has them."""
    return f"{place.strip()},{km.strip()}" if km and km.strip() else place.strip()


def ticked(column: str, values: Iterable[str]) -> Filter:
    """The filter that keeps the rows with any of some values."""
    unique = list(dict.fromkeys(values))
    if len(unique) == 1:
        return Filter(column, "exact", unique[0])
    return Filter(column, "in", json.dumps(unique, ensure_ascii=False, separators=(",", ":")))


def choosing(request: Request, selection: Selection) -> str | None:
    """The address that the column chooser's stands for: `_col` or `_nocol`, the shorter."""
    shown = set(request.args.getlist(SHOWN)) | set(selection.keys)
    if SHOWN not in request.args:
        return None
    kept = [pair for pair in pairs(request) if pair[0] not in (SHOWN, "_col", "_nocol")]
    hidden = [column for column in selection.all_columns if column not in shown]
    few = len(hidden) * 2 > len(selection.all_columns)
    free = [column for column in selection.all_columns if column not in selection.keys]
    if few:
        chosen = [("_col", column) for column in free if column in shown]
    else:
        chosen = [("_nocol", column) for column in hidden]
    return address(request.path, [*kept, *chosen])


def spelled(arguments: Iterable[tuple[str, str]]) -> set[tuple[str, str]]:
    """The arguments, in each spelling that means the same."""
    found = set(arguments)
    return found | {(f"{name}__exact", value) for name, value in found}


def with_filters(
    request: Request, selection: Selection, column: str, filters: Collection[Filter]
) -> str:
    """This page with other filters of one column, from its beginning."""
    own = spelled(filter.argument for filter in selection.filters if filter.column == column)
    kept = [pair for pair in elsewhere(request) if pair not in own]
    return address(request.path, kept + [filter.argument for filter in filters])


def with_arguments(request: Request, names: Collection[str], more: Pairs) -> str:
    """This page with other values of some arguments, from its beginning."""
    kept = [pair for pair in elsewhere(request) if pair[0] not in names]
    return address(request.path, kept + more)


def way(request: Request, selection: Selection) -> Pairs:
    """What leads to the rows of this page, in their order: from one of them back, or on."""
    kept = [pair for pair in pairs(request) if pair[0] in (*SORTS, "_size") or _later(*pair)]
    return [*selection.arguments, *kept]


def _later(name: str, value: str) -> bool:
    """Whether an argument names a page behind the first."""
    return name == PAGE and (whole(value) or 0) > 1


def elsewhere(request: Request) -> Pairs:
    """The arguments of this page, but for its place in the rows."""
    return [pair for pair in pairs(request) if pair[0] not in PLACE]


def _says_nothing(name: str, value: str) -> bool:
    """An empty box of a form, or the first page."""
    blank = not value.strip() and (name.endswith(_RANGES) or name in (SHOWN, "_size"))
    return blank or (name, value) == (PAGE, "1") or name in (PLACE_NAME, PLACE_KM)
