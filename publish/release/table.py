"""The model of a table: its columns, keys and files, and what a site may do with its rows."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from publish.release.described import (
    DescribedPart,
    Form,
    LicenseEntry,
    Texts,
    Tree,
    form_of,
    licenses,
)
from publish.release.governance import Asked, Basis, asked_of, basis_of
from publish.release.partner import RETIRED, ListedPartner, naming_partners, partners_of
from publish.words.licenses import LICENSES

UNCHANGED = "unchanged_since"


@dataclass(frozen=True)
class TableReference:
    """A foreign key: its columns, and the table and columns that they point to."""

    columns: tuple[str, ...]
    table: str
    to: tuple[str, ...]


@dataclass(frozen=True)
class Field(DescribedPart):
    """A column."""

    @cached_property
    def type(self) -> str:
        """Its type as Data Package calls it."""
        return str(self.tree.get("type", "string"))

    @cached_property
    def unit(self) -> str | None:
        """What its numbers count."""
        return self.tree.get("unit")

    @cached_property
    def labels(self) -> Mapping[str, Texts]:
        """What values, as texts, stand for by language; empty where nobody said it."""
        return self.tree.get("labels") or {}

    @cached_property
    def order(self) -> tuple[str, ...]:
        """Values, as texts, in the order in which they are shown."""
        return tuple(self.tree.get("order") or ())

    @cached_property
    def weight(self) -> str | None:
        """The column that says how much each of its values counts in a mean."""
        return self.tree.get("weight")

    @cached_property
    def role(self) -> str | None:
        """What it could reveal."""
        return self.tree.get("role")

    @cached_property
    def protection(self) -> str | None:
        """The technique that its values went through."""
        return self.tree.get("protection")

    @cached_property
    def constraints(self) -> Tree:
        """What its values keep to, in the words of Table Schema."""
        return self.tree.get("constraints") or {}

    @property
    def is_number(self) -> bool:
        """Whether its values are numbers."""
        return self.type in ("integer", "number")

    @property
    def is_list(self) -> bool:
        """Whether its values are lists; releases of the first months say `list`."""
        return self.type in ("array", "list")


@dataclass(frozen=True)
class CountedBy:
    """How a tool counted: the period of a row and the column of its first day (ISO 8601).

    `by` are the columns of what was counted, `within` those that every row has; of the `measures`
    the first one is of people. `folded` stands in place of what few people used.
    """

    every: str
    date: str
    by: tuple[str, ...]
    within: tuple[str, ...]
    measures: tuple[str, ...]
    folded: str


@dataclass(frozen=True)
class Table(DescribedPart):
    """A table of a release; `dataset` is the descriptor that it stands in."""

    dataset: Tree = field(default_factory=dict, repr=False)

    @cached_property
    def fields(self) -> tuple[Field, ...]:
        """Its columns in their order."""
        fields: tuple[Tree, ...] = tuple(self._schema.get("fields") or ())
        return tuple(Field(naming_partners(one, self.partners)) for one in fields)

    @cached_property
    def columns(self) -> Mapping[str, Field]:
        """Its columns by name."""
        return {one.name: one for one in self.fields}

    @cached_property
    def primary_key(self) -> tuple[str, ...]:
        """The columns that tell its rows apart; none in tables about people."""
        return tuple(self._schema.get("primaryKey") or ())

    @cached_property
    def references(self) -> tuple[TableReference, ...]:
        """Its foreign keys."""
        return tuple(self._reference(key) for key in self._schema.get("foreignKeys") or ())

    @cached_property
    def rows(self) -> int:
        """How many rows it has."""
        return int(self.tree["rows"])

    @cached_property
    def basis(self) -> Basis | None:
        """On what basis its rows about people are published; None where nobody said."""
        return basis_of(self.tree.get("basis"))

    @cached_property
    def consents(self) -> tuple[Asked, ...]:
        """The consents that people are asked for, beside what its basis says."""
        return asked_of(self.tree.get("consents") or ())

    @cached_property
    def path(self) -> str:
        """The name of its CSV."""
        return str(self.tree["path"])

    @cached_property
    def hash(self) -> str:
        """The digest of its CSV, `sha256:…`."""
        return str(self.tree["hash"])

    @cached_property
    def series(self) -> int | None:
        """The number of its series, in tables about people whose releases are compared."""
        return self.tree.get("series")

    @cached_property
    def unchanged_since(self) -> str | None:
        """The ISO day since which its rows are as they are, in tables with a series."""
        return self.tree.get(UNCHANGED)

    @cached_property
    def license(self) -> LicenseEntry:
        """The licence that covers it: its own, or the dataset's."""
        return licenses(self.tree if self.tree.get("licenses") else self.dataset)[0]

    @cached_property
    def contents_license(self) -> str | None:
        """The licence of its single contents, where its licence leaves them to another."""
        found = self.tree.get("contents_license")
        if not found and LICENSES[self.license.name].contents_license:
            found = self.dataset.get("contents_license")
        return str(found) if found else None

    @cached_property
    def partners(self) -> tuple[ListedPartner, ...]:
        """Whose rows it holds, where partners feed it."""
        return partners_of(self.tree.get("partners") or ())

    @cached_property
    def retired(self) -> Mapping[str, str]:
        """The ids that rows of partners had, with those of the rows that they are one with now."""
        return {str(id): str(now) for id, now in (self.tree.get(RETIRED) or {}).items()}

    @cached_property
    def about(self) -> str:
        """`things` or `people`."""
        return str(self.tree.get("about", "things"))

    @cached_property
    def counted(self) -> CountedBy | None:
        """How a tool counted its numbers; None of other tables."""
        if not (found := self.tree.get("counted")):
            return None
        by, within, measures = (tuple(found[key]) for key in ("by", "within", "measures"))
        return CountedBy(found["every"], found["date"], by, within, measures, found["folded"])

    @cached_property
    def closed(self) -> tuple[str, str] | None:
        """The column and its value, as a text, that say that a row is over."""
        found: Mapping[str, str] = self.tree.get("closed") or {}
        return next(iter(found.items()), None)

    @property
    def takes_rows(self) -> bool:
        """Whether people may add rows that are missing."""
        return self.tree.get("add") is True

    @cached_property
    def rows_have_pages(self) -> bool:
        """Whether a row may be pointed at: not one about people, unless they asked to be listed."""
        return self.about != "people" or bool(self.tree.get("named"))

    @cached_property
    def facets(self) -> tuple[str, ...]:
        """The columns by which its rows are grouped."""
        return tuple(self._browse.get("facets") or ())

    @cached_property
    def search(self) -> tuple[str, ...]:
        """The columns whose words are searched."""
        return tuple(self._browse.get("search") or ())

    @cached_property
    def label(self) -> str | None:
        """The column that names a row."""
        return self._browse.get("label")

    @cached_property
    def sort(self) -> str | None:
        """The column that orders its rows, with `-` in front from the last to the first."""
        return self._browse.get("sort")

    @cached_property
    def map(self) -> tuple[str, ...]:
        """The columns that say where its rows lie: two, or one of shapes; none without a map."""
        return tuple(self._browse.get("map") or ())

    @property
    def point(self) -> tuple[str, str] | None:
        """The columns of latitudes and longitudes."""
        return (self.map[0], self.map[1]) if self.map[1:] else None

    @property
    def shape(self) -> str | None:
        """The column of geometries of GeoJSON."""
        return None if self.point or not self.map else self.map[0]

    @cached_property
    def taken(self) -> frozenset[str]:
        """The columns that are more than their numbers: keys, places on the map, facets."""
        keys = [name for key in self.references for name in key.columns]
        return frozenset((*self.facets, *self.map, *keys, *self.primary_key))

    @cached_property
    def charts(self) -> tuple[Tree, ...] | None:
        """The charts that were declared; None where nobody said which."""
        found = self.tree.get("charts")
        return None if found is None else tuple(found)

    @cached_property
    def forms(self) -> tuple[Form, ...]:
        """Its files, the CSV first."""
        csv = form_of({"format": "csv", "mediatype": "text/csv"} | dict(self.tree), self.name)
        others = [form_of(one, self.name) for one in self.tree.get("distributions", ())]
        return (csv, *(one for one in others if one.path != csv.path))

    @property
    def _schema(self) -> Tree:
        found: Tree = self.tree.get("schema") or {}
        return found

    @property
    def _browse(self) -> Tree:
        found: Tree = self.tree.get("browse") or {}
        return found

    def _reference(self, key: Tree) -> TableReference:
        """One without a table points to its own."""
        to = key["reference"]
        return TableReference(
            tuple(key["fields"]), to.get("resource") or self.name, tuple(to.get("fields") or ())
        )
