"""Datasets as the catalog shows them, and the choices that narrow the catalog down."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from publish.forms.formats import ALWAYS, FORMATS, known
from publish.release.package import Package
from publish.site.base.memory import once_per_release
from publish.site.base.site import Database, Request
from publish.site.frame.links import address, pairs
from publish.site.text.languages import gettext as _
from publish.site.text.languages import language
from publish.site.text.words import text
from publish.words.letters import bare
from publish.words.licenses import LICENSES

# The formats that people open by themselves, before the others.
FIRST = ("csv", "xlsx", "geojson")
# The choices of a facet that are shown at once.
FEW = 8
# The themes that the first page shows as tiles.
TILES = 6


@dataclass(frozen=True)
class Card:
    """What a release says of its dataset, as far as the catalog shows it."""

    dataset: str
    package: Package
    licenses: tuple[str, ...]
    producers: tuple[str, ...]
    themes: tuple[str, ...]
    formats: tuple[str, ...]
    rows: int

    @property
    def tables(self) -> int:
        """How many tables there are."""
        return len(self.package.tables)


@dataclass(frozen=True)
class CatalogChoice:
    """A value of a facet, and how many datasets have it beside the other choices made."""

    value: str
    label: str
    count: int
    chosen: bool


@dataclass(frozen=True)
class CatalogFacet:
    """One way to narrow the catalog down: its name in the address, its label, its values."""

    name: str
    label: str
    choices: Sequence[CatalogChoice]

    @property
    def first(self) -> Sequence[CatalogChoice]:
        """Those shown at once: what was chosen, and the most frequent."""
        return [one for at, one in enumerate(self.choices) if one.chosen or at < FEW]

    @property
    def more(self) -> Sequence[CatalogChoice]:
        """The others."""
        return [one for at, one in enumerate(self.choices) if not one.chosen and at >= FEW]


@dataclass(frozen=True)
class CatalogChip:
    """A choice that was made, and the address without it."""

    label: str
    value: str
    href: str


Values = Callable[[Card], tuple[str, ...]]
FACETS: Mapping[str, Values] = {
    "license": lambda card: card.licenses,
    "theme": lambda card: card.themes,
    "producer": lambda card: card.producers,
    "format": lambda card: card.formats,
}
Chosen = Mapping[str, Sequence[str]]


@once_per_release
def card(database: Database) -> Card:
    """The card of a dataset."""
    package = database.release.package
    licensed = [*package.licenses, *(table.license for table in package.tables.values())]
    there = {form.format for form in package.forms}
    return Card(
        dataset=database.release.dataset,
        package=package,
        licenses=tuple(dict.fromkeys(entry.name for entry in licensed)),
        producers=tuple(package.producers),
        themes=package.keywords,
        formats=tuple(label for name, label in _formats().items() if name in there),
        rows=sum(database.release.counts[table] for table in package.tables),
    )


def _formats() -> dict[str, str]:
    """What the formats are called, by name; those that are none of their own left out."""
    names = dict.fromkeys((*FIRST, *FORMATS, *ALWAYS))
    found = {name: known(name) for name in names}
    return {name: one.label for name, one in found.items() if one and one.label}


def chosen(request: Request) -> Chosen:
    """The values asked for of each facet, each once."""
    return {name: tuple(dict.fromkeys(request.args.getlist(name))) for name in FACETS}


def matching(cards: Iterable[Card], choices: Chosen, without: str = "") -> list[Card]:
    """The cards that have one of the values of every facet that was used."""
    used = {name: set(values) for name, values in choices.items() if values and name != without}
    return [
        card
        for card in cards
        if all(values & {*FACETS[name](card)} for name, values in used.items())
    ]


def by_title(cards: Iterable[Card]) -> list[Card]:
    """In the order of their titles, accents aside."""
    return sorted(cards, key=lambda card: (bare(text(card.package, "title")), card.dataset))


def facets(cards: Sequence[Card], choices: Chosen) -> list[CatalogFacet]:
    """Every facet with its counts, which its own choices leave alone."""
    labels = _labels()
    return [
        CatalogFacet(
            name, labels[name], _choices(name, matching(cards, choices, name), choices[name])
        )
        for name in FACETS
    ]


def _choices(name: str, cards: Iterable[Card], taken: Sequence[str]) -> list[CatalogChoice]:
    counts = Counter(value for card in cards for value in FACETS[name](card))
    counts.update(dict.fromkeys(taken, 0))
    found = [
        CatalogChoice(value, label(name, value), n, value in taken) for value, n in counts.items()
    ]
    return sorted(found, key=lambda one: (-one.count, bare(one.label)))


def tiles(cards: Sequence[Card]) -> list[CatalogChoice]:
    """The themes of most datasets; of as many, those that a dataset names first."""
    places = [(theme, at) for card in cards for at, theme in enumerate(card.themes)]
    counts = Counter(theme for theme, _at in places)
    first = {theme: min(at for one, at in places if one == theme) for theme in counts}
    found = sorted(counts, key=lambda one: (-counts[one], first[one], bare(one)))
    return [CatalogChoice(one, one, counts[one], chosen=False) for one in found[:TILES]]


def _labels() -> dict[str, str]:
    return {
        "license": _("Licence"),
        "theme": _("Theme"),
        "producer": _("Producer"),
        "format": _("Format"),
    }


def label(name: str, value: str) -> str:
    """A value as people read it."""
    if name == "license" and value in LICENSES:
        return LICENSES[value].title[language()]
    return value


def chips(request: Request, choices: Chosen) -> list[CatalogChip]:
    """The choices made, each with the way back."""
    labels, there = _labels(), pairs(request)
    return [
        CatalogChip(labels[name], label(name, value), _without(request, there, (name, value)))
        for name, values in choices.items()
        for value in values
    ]


def _without(request: Request, there: list[tuple[str, str]], pair: tuple[str, str]) -> str:
    """A narrower list may have had fewer pages."""
    return address(request.path, [one for one in there if one != pair and one[0] != "page"])
