"""The figures of columns as a reader sees them: how full, which values, how they spread.

They are of the whole table, baked with the release: written once, they cost a page nothing. Each
value and each class leads to the rows that have it.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from weakref import WeakKeyDictionary

from markupsafe import Markup, escape

from publish.figures.facets import DAYS
from publish.release.cards import Card
from publish.release.release import Release
from publish.release.table import Field, Table
from publish.site.base.site import Database, Site
from publish.site.frame.links import address, link
from publish.site.rows.card_classes import class_filters, class_words
from publish.site.rows.references import LabelReference, labels
from publish.site.rows.selection import Filter, Selection
from publish.site.rows.selection_words import column_title
from publish.site.text.languages import gettext as _
from publish.site.text.languages import ngettext, shown
from publish.site.text.values import as_written, measured, said, unit_beside
from publish.site.text.words import WRITTEN_IN, marked, readable_number, readable_share, tell

# Values on the page of a dataset.
FEW = 3
# What is written of a table, by language; a release never changes.
_written: WeakKeyDictionary[Database, dict[tuple[Any, ...], Markup]] = WeakKeyDictionary()
_short: WeakKeyDictionary[Database, dict[tuple[Any, ...], dict[str, Markup]]] = WeakKeyDictionary()


@dataclass(frozen=True)
class Line:
    """A value or a class in words, its rows, and how many there are of 100 of the longest bar."""

    words: Markup
    href: str
    number: int
    share: float


async def column_cards(
    site: Site, selection: Selection, references: Mapping[str, LabelReference]
) -> Markup:
    """An article for each column of a table."""
    known = _written.setdefault(site.databases[selection.release.dataset], {})
    key = (selection.table, shown().language, shown().asked, *references)
    if key not in known:
        path = str(site.urls.table(selection.release.dataset, selection.table))
        cards = selection.release.cards.get(selection.table, {})
        known[key] = Markup("\n").join(
            [
                await _article(site, path, field, cards.get(name), references.get(name))
                for name, field in selection.fields.items()
            ]
        )
    return known[key]


def in_short(site: Site, release: Release, table: Table) -> dict[str, Markup]:
    """The figures of each column and a few of its values, for the page of a dataset."""
    known = _short.setdefault(site.databases[release.dataset], {})
    key = (table.name, shown().language, shown().asked)
    if key not in known:
        path, cards = str(site.urls.table(release.dataset, table.name)), release.cards
        keys = {name for reference in table.references for name in reference.columns}
        known[key] = {
            name: _in_short(path, table.columns[name], card, 0 if name in keys else FEW)
            for name, card in cards.get(table.name, {}).items()
            if name in table.columns
        }
    return known[key]


def _in_short(path: str, field: Field, card: Card, most: int) -> Markup:
    more = Markup('<a href="{}">{}<span class="unseen"> – {}</span></a>').format(
        f"{link(path)}#column-{field.name}", _("Figures"), column_title(field)
    )
    few = [
        Markup('<a href="{}" rel="nofollow">{}</a> {}').format(
            line.href, line.words, readable_number(line.number)
        )
        for line in lines(path, field, card, {})[:most]
    ]
    return facts(path, field, card) + Markup('<p class="small">{}</p>').format(
        Markup(" · ").join([*few, more])
    )


async def _article(
    site: Site, path: str, field: Field, card: Card | None, reference: LabelReference | None
) -> Markup:
    """The title of a column, what it means, its figures where they are known."""
    written = Markup("<h3>{} <code>{}</code></h3><p>{}</p>").format(
        _titled(field), field.name, tell(field, "description")
    )
    if card:
        keys = [one.value for one in card.values]
        names = await labels(site, reference, keys) if reference else {}
        written += facts(path, field, card) + _list(lines(path, field, card, names))
    return Markup('<article class="column" id="column-{}">{}</article>').format(field.name, written)


def _titled(field: Field) -> Markup:
    title, unit = column_title(field), unit_beside(field)
    return Markup('{} <span class="unit">({})</span>').format(title, unit) if unit else title


def facts(path: str, field: Field, card: Card) -> Markup:
    """How full a column is, how many values it has, from where to where they go."""
    found = [*_fullness(path, field, card), *map(escape, _range(field, card))]
    return (
        Markup('<p class="small">{}</p>').format(Markup(" · ").join(found)) if found else Markup()
    )


def _fullness(path: str, field: Field, card: Card) -> Iterator[Markup]:
    if card.filled is not None:
        yield escape(_("%(share)s filled") % {"share": _share(card.filled, card.number)})
        if empty := card.number - card.filled:
            href = _address(path, [Filter(field.name, "isnull", "1")])
            words = _("%(n)s without a value") % {"n": readable_number(empty)}
            yield Markup('<a href="{}" rel="nofollow">{}</a>').format(href, words)
    if card.distinct is not None:
        n = readable_number(card.distinct)
        yield escape(
            ngettext("%(n)s different value", "%(n)s different values", card.distinct) % {"n": n}
        )


def _share(part: int, whole: int) -> str:
    """In per cent; what is not all is never 100 %."""
    return readable_share(part if part == whole else min(part, 0.999 * whole), whole)


def _range(field: Field, card: Card) -> Iterator[str]:
    least, most = said(field, card.least), measured(field, card.most)
    if field.type in DAYS and card.least != card.most:
        yield _("from %(first)s to %(last)s") % {"first": least, "last": most}
    elif card.least != card.most:
        yield _("from %(least)s to %(most)s") % {"least": least, "most": most}
    if card.quartiles:
        yield _middle(field, *(said(field, one) for one in card.quartiles))


def _middle(field: Field, low: str, median: str, high: str) -> str:
    """Between which values the half of all lie."""
    if field.type in DAYS:
        words = _("half of them between %(first)s and %(last)s, median %(middle)s")
        return words % {"first": low, "middle": median, "last": high}
    words = _("half of them between %(low)s and %(high)s, median %(median)s")
    return words % {"low": low, "median": median, "high": high}


def lines(path: str, field: Field, card: Card, names: Mapping[Any, str]) -> list[Line]:
    """The most frequent values, or the classes; `names` are the labels of keys."""
    values = [(_value(field, one.value, names), _ticked(field, one.value)) for one in card.values]
    classes = [(escape(class_words(field, one)), class_filters(field, one)) for one in card.classes]
    numbers = [*(one.number for one in card.values), *(one.number for one in card.classes)]
    longest = max(numbers, default=1) or 1
    return [
        Line(words, _address(path, filters), number, round(100 * number / longest, 1))
        for (words, filters), number in zip([*values, *classes], numbers, strict=True)
    ]


def _value(field: Field, value: Any, names: Mapping[Any, str]) -> Markup:
    words = marked(names[value], WRITTEN_IN) if value in names else as_written(field, value)
    return (words.capitalize() if field.type == "boolean" else words) or escape(_("(empty)"))


def _ticked(field: Field, value: Any) -> list[Filter]:
    lookup = "arraycontains" if field.is_list else "exact"
    return [Filter(field.name, lookup, str(value))]


def _address(path: str, filters: Collection[Filter]) -> str:
    return link(address(path, [filter.argument for filter in filters]))


def _list(found: Collection[Line]) -> Markup:
    if not found:
        return Markup()
    return Markup('<ul class="spread">{}</ul>').format(Markup().join(map(_item, found)))


def _item(line: Line) -> Markup:
    return Markup(
        '<li><a href="{}" rel="nofollow">{}</a><svg viewBox="0 0 100 4" preserveAspectRatio="none"'
        ' aria-hidden="true"><rect width="{}" height="4"/></svg><span class="count">{}</span></li>'
    ).format(line.href, line.words, line.share, readable_number(line.number))
