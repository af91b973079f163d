"""The model of a release: what its datapackage.json says of the dataset and its tables.

A descriptor is parsed once, into a `Package`. Each part keeps its own piece of the JSON (`tree`)
for what writes it again; everybody else asks for attributes, which are derived once.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from publish.release.described import (
    DescribedPart,
    Form,
    LicenseEntry,
    Tree,
    form_of,
    licenses,
)
from publish.release.governance import Card
from publish.release.table import Table
from publish.words.frequencies import FREQUENCIES, FrequencyName

SQLITE = "application/vnd.sqlite3"


@dataclass(frozen=True)
class Contributor:
    """Who made a dataset, and their address on the web."""

    title: str
    path: str | None = None


@dataclass(frozen=True)
class Period:
    """ISO days; what has no end goes on."""

    start: str | None = None
    end: str | None = None


@dataclass(frozen=True)
class ReleaseCoverage:
    """What a dataset is about: its time, its place by name or address, and the box of its points.

    `bbox` is west, south, east, north in degrees.
    """

    temporal: Period | None = None
    spatial: str | None = None
    bbox: tuple[float, float, float, float] | None = None


@dataclass(frozen=True)
class Package(DescribedPart):
    """The descriptor of a release."""

    @cached_property
    def tables(self) -> Mapping[str, Table]:
        """Its tables by name, in their order."""
        return {one["name"]: Table(one, self.tree) for one in self.tree.get("resources", ())}

    def table(self, name: str) -> Table:
        """What is said of a table; of a view and of SQLite's own tables, nothing but the name."""
        return self.tables.get(name) or Table({"name": name}, self.tree)

    @cached_property
    def version(self) -> str | None:
        """Its version; None before it has one."""
        return self.tree.get("version")

    @cached_property
    def created(self) -> str:
        """The ISO day that it was made for."""
        return str(self.tree["created"])[:10]

    @cached_property
    def updated(self) -> str:
        """The ISO date of the last update."""
        return str(self._updated.get("date") or self.created)

    @cached_property
    def basis(self) -> str:
        """How the date of the last update is known: declared, read or export; "" if unknown."""
        return str(self._updated.get("basis", ""))

    @cached_property
    def frequency(self) -> FrequencyName | None:
        """How often it is updated; None where nobody said it in a word that we know."""
        found = self.tree.get("frequency")
        return found if found in FREQUENCIES else None

    @cached_property
    def licenses(self) -> tuple[LicenseEntry, ...]:
        """The licences that cover some of its tables."""
        return licenses(self.tree)

    @cached_property
    def contributors(self) -> tuple[Contributor, ...]:
        """Who made it, the publisher first."""
        listed = self.tree.get("contributors", ())
        return tuple(Contributor(one["title"], one.get("path")) for one in listed)

    @property
    def producers(self) -> list[str]:
        """The names of those who made it."""
        return [one.title for one in self.contributors]

    @cached_property
    def contact(self) -> str | None:
        """Where to write about it: an e-mail address, a page, or words."""
        return self.tree.get("contact")

    @cached_property
    def contributed(self) -> bool:
        """Whether users of a service made it."""
        return bool(self.tree.get("contributed"))

    @cached_property
    def demo(self) -> bool:
        """Whether its data is fictional."""
        return bool(self.tree.get("demo"))

    @cached_property
    def keywords(self) -> tuple[str, ...]:
        """Its keywords."""
        return tuple(self.tree.get("keywords") or ())

    @cached_property
    def governance(self) -> Card | None:
        """Its governance card; None where it has none."""
        found = self.tree.get("governance")
        return Card(found) if found else None

    @cached_property
    def coverage(self) -> ReleaseCoverage:
        """Its time, place and box, as far as they are known."""
        found = self.tree.get("coverage") or {}
        days, box = found.get("temporal"), found.get("bbox")
        return ReleaseCoverage(
            temporal=Period(days.get("start"), days.get("end")) if days else None,
            spatial=found.get("spatial"),
            bbox=tuple(box) if box else None,
        )

    @cached_property
    def period(self) -> tuple[str, str] | None:
        """The first and the last day (ISO) that the data is about; what goes on ends with the last
        update."""
        found = self.coverage.temporal
        return (found.start, found.end or self.updated) if found and found.start else None

    @cached_property
    def whole_forms(self) -> tuple[Form, ...]:
        """The files of the whole dataset; the first months' releases list none and have one."""
        listed = tuple(form_of(one, None) for one in self.tree.get("distributions", ()))
        database = f"{self.name}.db"
        if database in {form.path for form in listed}:
            return listed
        return (Form(database, "sqlite", SQLITE), *listed)

    @cached_property
    def forms(self) -> tuple[Form, ...]:
        """The data files: each table's, then those of the whole dataset."""
        of_tables = (form for table in self.tables.values() for form in table.forms)
        return (*of_tables, *self.whole_forms)

    @property
    def _updated(self) -> Tree:
        found: Tree = self.tree.get("updated") or {}
        return found
