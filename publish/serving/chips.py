"""The conditions of a selection in words, each with the address that does without it."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from html import unescape

from datasette.utils.asgi import Request
from markupsafe import Markup, escape

from publish.serving.datasette_site import Site
from publish.serving.languages import gettext as _
from publish.serving.links import address
from publish.serving.selection import Filter, Selection
from publish.serving.selection_address import elsewhere, ticked, values, with_filters
from publish.serving.selection_labels import Reference, labels
from publish.serving.selection_words import column_title, in_words
from publish.serving.spans import span_of
from publish.serving.words import readable_period

_TAG = re.compile("<[^>]*>")


@dataclass(frozen=True)
class Chip:
    """A condition in words, and the address and the selection without it."""

    words: Markup
    href: str
    without: Selection

    @property
    def text(self) -> str:
        """The words without the mark of their language; `striptags` would break French spaces."""
        return unescape(_TAG.sub("", self.words))


async def chips(
    site: Site, request: Request, selection: Selection, references: Mapping[str, Reference]
) -> list[Chip]:
    """Every condition; of a filter with several values, every value."""
    found = list(_asked(request, selection))
    for column in dict.fromkeys(filter.column for filter in selection.filters):
        own = [filter for filter in selection.filters if filter.column == column]
        title = column_title(selection.fields.get(column, {"name": column}))
        if column in selection.fields and (span := span_of(selection, column)):
            said = Markup("{}{} {}").format(title, _(":"), readable_period(span))
            found.append(_chip(request, selection, column, said, []))
            continue
        for place, filter in enumerate(own):
            others = own[:place] + own[place + 1 :]
            for one, rest in _each_value(filter):
                label = await _label(site, references.get(column), one)
                field = selection.fields.get(column, {"name": column, "type": "string"})
                words = in_words(field, one, label)
                found.append(_chip(request, selection, column, words, [*others, *rest]))
    return found


def _asked(request: Request, selection: Selection) -> Iterator[Chip]:
    """Searches, `_where` and `_through`: how many rows there would be without is not told."""
    for pair in selection.asked:
        name, value = pair
        if name != "_searchmode":
            kept = [one for one in elsewhere(request) if one != pair]
            words = _("words “%(value)s”") if name.startswith("_search") else f"{name} %(value)s"
            said = escape(words % {"value": value})
            yield Chip(said, address(request.path, kept), replace(selection, others=()))


def _each_value(filter: Filter) -> Iterator[tuple[Filter, list[Filter]]]:
    """Each value of a filter as a filter of its own, and what is left without it."""
    if filter.lookup != "in":
        yield filter, []
        return
    found = values(filter)
    for value in found:
        rest = [other for other in found if other != value]
        yield Filter(filter.column, "exact", value), [ticked(filter.column, rest)] if rest else []


def _chip(
    request: Request, selection: Selection, column: str, words: Markup, kept: list[Filter]
) -> Chip:
    others = tuple(filter for filter in selection.filters if filter.column != column)
    href = with_filters(request, selection, column, kept)
    return Chip(words, href, replace(selection, filters=(*others, *kept)))


async def _label(site: Site, reference: Reference | None, filter: Filter) -> str | None:
    if reference is None or filter.lookup not in ("exact", "not"):
        return None
    found = await labels(site, reference, [filter.value])
    return next(iter(found.values()), None)
