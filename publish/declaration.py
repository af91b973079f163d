"""What a person declares: `dataset.yaml` and `metadata.yaml` as frozen models.

The models only hold and check plain values (lists as tuples); `publish.yaml_file` reads the
files and places errors on their lines. Nothing here imports the bakehouse: the site reads it too.
"""

from collections.abc import Iterator
from datetime import date
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from publish.column import Column, Constraints, Protect, Role, Text, Type
from publish.consistency import findings
from publish.frequencies import FrequencyName as Frequency
from publish.licenses import LICENSES
from publish.model import (
    RESERVED_DATASETS,
    ContentsLicenseId,
    DatasetName,
    Finding,
    LicenseId,
    Model,
    Names,
    Share,
    SqlName,
    Texts,
    Tree,
    Url,
)

__all__ = [
    "RESERVED_DATASETS",
    "Browse",
    "Column",
    "Constraints",
    "Coordinates",
    "Dataset",
    "DatasetName",
    "ForeignKey",
    "Frequency",
    "Model",
    "Producer",
    "Protect",
    "Reference",
    "Rejects",
    "Retention",
    "Role",
    "Shrink",
    "Site",
    "Source",
    "Table",
    "Text",
    "Type",
    "Updated",
]


class Producer(Model):
    """Who makes the data, as the licence's attribution names them."""

    name: Annotated[str, Field(min_length=1)]
    """The name that reusers must cite."""
    url: Url | None = None
    """Their own site."""


class Source(Model):
    """One export, or several alike (`exports/*.csv`), and how to read it.

    `from` says where this source's headers differ from the columns' own `from`
    (`null`: this source has no such column); `set` gives constants.
    """

    path: Annotated[str, Field(min_length=1)]
    """A file of the dataset's folder, a pattern such as `exports/*.csv`, or an https:// address."""
    format: str | None = None
    """The file's format, where its name does not tell."""
    encoding: str = "utf-8"
    """The encoding of a text, such as `cp1252` or `utf-16`."""
    delimiter: Annotated[str, Field(min_length=1, max_length=1)] | None = None
    """The character between cells."""
    quote: Annotated[str, Field(max_length=1)] = '"'
    """The character around cells; empty if there is none."""
    skip: Annotated[int, Field(ge=0)] = 0
    """How many lines stand before the headers."""
    header: Literal[True] | tuple[str, ...] = True
    """The headers, for a file that has none."""
    sheet: str | None = None
    """The sheet of a spreadsheet; the first if absent."""
    table: str | None = None
    """The table of a SQLite file."""
    records: str | None = None
    """Where the records stand in a JSON file, such as `data.items`."""
    widths: str | None = None
    """The schema file of a fixed-width text: column,start,length."""
    headers: dict[SqlName, str | None] = Field(default={}, alias="from")
    """Headers of this source that differ: `column: header`, or `column: null` where it has none."""
    constants: dict[SqlName, str] = Field(default={}, alias="set")
    """The same value in every row of this source: `column: value`."""


class Reference(Model):
    """The table and columns that a foreign key points to."""

    table: SqlName
    """A table of this dataset."""
    columns: Names
    """Its columns, in the order of the foreign key's."""


class ForeignKey(Model):
    """Columns whose values are found in another table of the dataset."""

    columns: Names
    """Columns of this table."""
    references: Reference
    """Where their values are found."""


class Coordinates(Model):
    """A pair of columns in WGS 84 degrees, and where they may lie: west, south, east, north."""

    lat: SqlName
    """The column of latitudes."""
    lon: SqlName
    """The column of longitudes."""
    bounds: tuple[float, float, float, float] | None = None
    """The box where all points lie: [west, south, east, north]."""


class Browse(Model):
    """What the site offers on a table: facets, search, label, sort (`-x` descends), map."""

    facets: Names = ()
    """Columns that visitors filter by, with counts."""
    search: Names = ()
    """Columns that the search box looks into."""
    label: SqlName | None = None
    """The column that names a row."""
    sort: Annotated[str, Field(pattern=r"^-?[a-z][a-z0-9_]*$")] | None = None
    """The column that rows are sorted by at first; `-column` for the greatest first."""
    map: tuple[SqlName, SqlName] | None = None
    """The columns of latitudes and longitudes: [lat, lon]."""


class Rejects(Model):
    """How many rows may fail typing before the table is refused."""

    max: Annotated[int, Field(ge=0)] = 0
    """A number of rows."""


class Shrink(Model):
    """The share of its rows that a table may lose from one release to the next."""

    max: Share = 0.2
    """A share between 0 and 1."""


class Table(Model):
    """One table of a dataset."""

    title: Text
    """A short name for people."""
    description: Text | None = None
    """What a row is, where rows come from, what is left out."""
    about: Literal["things", "people"]
    """Whether a row tells of a thing (a place, a repair) or of a person (an answer, a profile)."""
    license: LicenseId | None = None
    """The table's own licence, where it is not the dataset's."""
    contents_license: ContentsLicenseId | None = None
    """Under ODbL: the licence of the single contents; DbCL-1.0 if absent."""
    sources: Annotated[tuple[Source, ...], Field(min_length=1)]
    """The exports that the table is made from."""
    contributor: SqlName | None = None
    """The column that names the person behind a row, published or not."""
    primary_key: Names = ()
    """The columns that tell rows apart."""
    foreign_keys: tuple[ForeignKey, ...] = ()
    """Links to other tables of the dataset."""
    coordinates: tuple[Coordinates, ...] = ()
    """Pairs of columns to check as points on Earth."""
    missing_values: Texts = ("",)
    """The words that mean no value, such as `NR` or `-`."""
    rejects: Rejects = Rejects()
    """How many rows may be refused."""
    shrink: Shrink = Shrink()
    """How much smaller than the last release the table may be."""
    columns: Annotated[dict[SqlName, Column], Field(min_length=1)]
    """Every column of the exports, by its published name, in order."""
    browse: Browse = Browse()
    """What the site offers on the table."""

    @property
    def published(self) -> dict[str, Column]:
        """The columns that leave, in order."""
        return {name: column for name, column in self.columns.items() if not column.dropped}


class Updated(Model):
    """The date of last update that Licence Ouverte asks to show: a date, or a column's latest."""

    on: date | None = None
    """A date, such as 2026-11-01."""
    column: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*$")] | None = None
    """A column of dates, as `table.column`: its latest value counts."""

    @model_validator(mode="after")
    def _one(self) -> Self:
        if (self.on is None) == (self.column is None):
            raise ValueError("expected one date; write `on: 2026-11-01` or `column: table.column`")
        return self


class Retention(Model):
    """How many releases stay downloadable: the last few, then one a month."""

    last: Annotated[int, Field(ge=1)] = 8
    """How many of the latest releases."""
    monthly: Annotated[int, Field(ge=0)] = 12
    """How many months keep one release each."""


class Dataset(Model):
    """One folder of `data/`, one SQLite database, one licence unless a table says otherwise."""

    title: Text
    """A short name for people."""
    description: Text
    """What the data is, who made it and how; over 100 characters helps people find it."""
    producer: Producer
    """Who makes the data and licenses it."""
    contact: Annotated[str, Field(min_length=3)]
    """Where questions and corrections go: an e-mail or web address."""
    contributed: bool
    """Whether a service's users made it: then a share-alike licence is required."""
    license: LicenseId
    """The licence, by its SPDX id."""
    contents_license: ContentsLicenseId | None = None
    """Under ODbL: the licence of the single contents; DbCL-1.0 if absent."""
    frequency: Frequency
    """How often new data is expected."""
    keywords: Texts = ()
    """Words that people would search for."""
    demo: bool = False
    """Whether the data is fictional: it says so on its pages and is never pushed anywhere."""
    updated: Updated | None = None
    """The date of last update to show; the export's own date if absent."""
    retention: Retention = Retention()
    """How many releases stay downloadable."""
    tables: Annotated[dict[SqlName, Table], Field(min_length=1)]
    """The tables, by name."""

    @classmethod
    def findings(cls, tree: Tree) -> Iterator[Finding]:
        """What contradicts itself between the keys of a dataset.yaml."""
        return findings(tree)

    def license_of(self, table: str) -> str:
        """The SPDX id that covers a table: its own, or the dataset's."""
        return self.tables[table].license or self.license

    def contents_license_of(self, table: str) -> str | None:
        """The licence of the contents of a table under ODbL; None under other licences."""
        usual = LICENSES[self.license_of(table)].contents_license
        declared = self.tables[table].contents_license or self.contents_license
        return (declared or usual) if usual else None


class Site(Model):
    """`metadata.yaml`: the site's own words."""

    title: Text
    """The site's name."""
    description: Text | None = None
    """What the site offers, in a sentence or two."""
    publisher: Producer
    """Who runs the site."""
    contact: Annotated[str, Field(min_length=3)]
    """Where visitors write: an e-mail or web address."""
    languages: Annotated[tuple[Literal["fr", "en"], ...], Field(min_length=1)] = ("fr", "en")
    """The languages of the pages, the usual one first."""
    license: LicenseId | None = None
    """The licence that a draft of a new dataset proposes."""
    address: Url | None = None
    """The site's public address, needed by catalogs and feeds."""
