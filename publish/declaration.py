"""What a person declares: `dataset.yaml` and `metadata.yaml` as frozen models.

The models only hold and check plain values (lists as tuples); `publish.yaml_file` reads the
files and places errors on their lines. Nothing here imports the bakehouse: the site reads it too.
"""

import re
from datetime import date
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from publish.licenses import CONTENTS_LICENSES, LICENSES
from publish.techniques import TECHNIQUE_PARAMETERS, Parameters

Role = Literal["open", "identifier", "quasi_identifier", "sensitive", "free_text"]
Type = Literal["string", "integer", "number", "boolean", "date", "datetime", "json", "list"]
Frequency = Literal[
    "continuous", "daily", "weekly", "biweekly", "monthly", "quarterly", "biannual", "annual",
    "irregular", "unknown",
]  # fmt: skip

RESERVED_DATASETS = frozenset(
    "about accessibility api atom catalog data datasets download embed en feed fr legal licenses "
    "map openapi releases robots search sitemap static status llms".split()
)


class Model(BaseModel):
    """A frozen model that refuses keys it does not know."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True, strict=True)


def _as_tuple(value: Any) -> Any:
    return (value,) if isinstance(value, str) else value


def _known_license(value: str) -> str:
    if value not in LICENSES:
        raise ValueError(f"unknown license {value!r}; known: {', '.join(sorted(LICENSES))}")
    return value


def _known_contents_license(value: str) -> str:
    if value not in CONTENTS_LICENSES:
        known = ", ".join(sorted(CONTENTS_LICENSES))
        raise ValueError(f"unknown contents license {value!r}; known: {known}")
    return value


def _dataset_name(value: str) -> str:
    if not re.fullmatch(r"[a-z][a-z0-9-]*", value):
        raise ValueError(
            f"{value!r} is no dataset name; use a-z, 0-9 and -, starting with a letter"
        )
    if value in RESERVED_DATASETS:
        raise ValueError(f"{value!r} is reserved for the site's own pages; choose another name")
    return value


def _sql_name(value: str) -> str:
    if not re.fullmatch(r"[a-z][a-z0-9_]*", value) or value.startswith("sqlite_"):
        raise ValueError(
            f"{value!r} is no table or column name; use a-z, 0-9 and _, starting with a letter"
        )
    if value in {"rowid", "oid"}:
        raise ValueError(f"{value!r} is SQLite's own name for a row; choose another name")
    return value


def _regular_expression(value: str) -> str:
    try:
        re.compile(value)
    except re.error as error:
        raise ValueError(f"{value!r} is no regular expression: {error}") from None
    return value


DatasetName = Annotated[str, AfterValidator(_dataset_name)]
SqlName = Annotated[str, AfterValidator(_sql_name)]
LicenseId = Annotated[str, AfterValidator(_known_license)]
ContentsLicenseId = Annotated[str, AfterValidator(_known_contents_license)]
Pattern = Annotated[str, AfterValidator(_regular_expression)]
Texts = Annotated[tuple[str, ...], BeforeValidator(_as_tuple)]
Names = Annotated[tuple[SqlName, ...], BeforeValidator(_as_tuple)]
Share = Annotated[float, Field(ge=0, le=1)]
Url = Annotated[str, Field(pattern=r"^https?://[^\s]+$")]


class Text(Model):
    """A text in French, and in English where someone wrote it."""

    fr: Annotated[str, Field(min_length=1)]
    en: str | None = None

    def language(self, wanted: str) -> tuple[str, str]:
        """The text and the language it is in: English falls back to French."""
        return (self.en, "en") if wanted == "en" and self.en else (self.fr, "fr")


class Producer(Model):
    """Who makes the data, as the licence's attribution names them."""

    name: Annotated[str, Field(min_length=1)]
    url: Url | None = None


class Constraints(Model):
    """Table Schema constraints on a column's values, checked after typing."""

    required: bool = False
    unique: bool = False
    enum: tuple[str, ...] | None = None
    pattern: Pattern | None = None
    minimum: str | float | None = None
    maximum: str | float | None = None
    min_length: Annotated[int, Field(ge=0)] | None = None
    max_length: Annotated[int, Field(ge=0)] | None = None


def _technique(value: Any) -> Any:
    """`drop` or `{band: {cuts: […]}}` as (technique, its checked parameters)."""
    name, parameters = value, {}
    if isinstance(value, dict):
        if len(value) != 1:
            raise ValueError("name one technique, such as `protect: drop`")
        name, parameters = next(iter(value.items()))
    if not isinstance(name, str) or name not in TECHNIQUE_PARAMETERS:
        raise ValueError(f"unknown technique {name!r}; known: {', '.join(TECHNIQUE_PARAMETERS)}")
    return Protect.model_construct(
        technique=name, parameters=TECHNIQUE_PARAMETERS[name].model_validate(parameters or {})
    )


class Protect(Model):
    """A technique of disclosure control and its parameters."""

    technique: str
    parameters: Parameters


class Column(Model):
    """One column: how it is read, typed, described and protected."""

    type: Type
    role: Role
    header: str | None = Field(default=None, alias="from")
    title: Text | None = None
    description: Text | None = None
    unit: str | None = None
    format: Texts = ()
    timezone: str | None = None
    decimal: Literal[".", ","] = "."
    thousands: Literal[",", ".", " ", "'", "_"] | None = None
    true_values: Texts = ("true",)
    false_values: Texts = ("false",)
    separator: Annotated[str, Field(min_length=1)] = ","
    missing_values: Texts | None = None
    constraints: Constraints = Constraints()
    protect: Annotated[Protect, BeforeValidator(_technique)] | None = None

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if self.type in ("date", "datetime"):
            return self
        if self.format or self.timezone:
            raise ValueError(f"`format` and `timezone` are for dates, not for type {self.type}")
        return self

    @property
    def dropped(self) -> bool:
        """Whether the column never leaves the private side."""
        return self.protect is not None and self.protect.technique == "drop"


class Source(Model):
    """One export, or several alike (`exports/*.csv`), and how to read it.

    `from` says where this source's headers differ from the columns' own `from`
    (`null`: this source has no such column); `set` gives constants.
    """

    path: Annotated[str, Field(min_length=1)]
    format: str | None = None
    encoding: str = "utf-8"
    delimiter: Annotated[str, Field(min_length=1, max_length=1)] | None = None
    quote: Annotated[str, Field(max_length=1)] = '"'
    skip: Annotated[int, Field(ge=0)] = 0
    header: Literal[True] | tuple[str, ...] = True
    sheet: str | None = None
    table: str | None = None
    records: str | None = None
    widths: str | None = None
    headers: dict[SqlName, str | None] = Field(default={}, alias="from")
    constants: dict[SqlName, str] = Field(default={}, alias="set")


class Reference(Model):
    """The table and columns that a foreign key points to."""

    table: SqlName
    columns: Names


class ForeignKey(Model):
    """Columns whose values are found in another table of the dataset."""

    columns: Names
    references: Reference

    @model_validator(mode="after")
    def _same_length(self) -> Self:
        if len(self.columns) != len(self.references.columns):
            raise ValueError("a foreign key has as many columns as it references")
        return self


class Coordinates(Model):
    """A pair of columns in WGS 84 degrees, and where they may lie: west, south, east, north."""

    lat: SqlName
    lon: SqlName
    bounds: tuple[float, float, float, float] | None = None


class Browse(Model):
    """What the site offers on a table: facets, search, label, sort (`-x` descends), map."""

    facets: Names = ()
    search: Names = ()
    label: SqlName | None = None
    sort: Annotated[str, Field(pattern=r"^-?[a-z][a-z0-9_]*$")] | None = None
    map: tuple[SqlName, SqlName] | None = None


class Rejects(Model):
    """How many rows may fail typing before the table is refused."""

    max: Annotated[int, Field(ge=0)] = 0


class Shrink(Model):
    """The share of its rows that a table may lose from one release to the next."""

    max: Share = 0.2


class Table(Model):
    """One table of a dataset."""

    title: Text
    description: Text | None = None
    about: Literal["things", "people"]
    license: LicenseId | None = None
    contents_license: ContentsLicenseId | None = None
    sources: Annotated[tuple[Source, ...], Field(min_length=1)]
    contributor: SqlName | None = None
    primary_key: Names = ()
    foreign_keys: tuple[ForeignKey, ...] = ()
    coordinates: tuple[Coordinates, ...] = ()
    missing_values: Texts = ("",)
    rejects: Rejects = Rejects()
    shrink: Shrink = Shrink()
    columns: Annotated[dict[SqlName, Column], Field(min_length=1)]
    browse: Browse = Browse()

    @property
    def published(self) -> dict[str, Column]:
        """The columns that leave, in order."""
        return {name: column for name, column in self.columns.items() if not column.dropped}


class Updated(Model):
    """The date of last update that Licence Ouverte asks to show: a date, or a column's latest."""

    on: date | None = None
    column: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*$")] | None = None

    @model_validator(mode="after")
    def _one(self) -> Self:
        if (self.on is None) == (self.column is None):
            raise ValueError("say either `on: 2026-11-01` or `column: table.column`")
        return self


class Retention(Model):
    """How many releases stay downloadable: the last few, then one a month."""

    last: Annotated[int, Field(ge=1)] = 8
    monthly: Annotated[int, Field(ge=0)] = 12


class Dataset(Model):
    """One folder of `data/`, one SQLite database, one licence unless a table says otherwise."""

    title: Text
    description: Text
    producer: Producer
    contact: Annotated[str, Field(min_length=3)]
    contributed: bool
    license: LicenseId
    contents_license: ContentsLicenseId | None = None
    frequency: Frequency
    keywords: Texts = ()
    demo: bool = False
    updated: Updated | None = None
    retention: Retention = Retention()
    tables: Annotated[dict[SqlName, Table], Field(min_length=1)]

    def license_of(self, table: str) -> str:
        """The SPDX id that covers a table: its own, or the dataset's."""
        return self.tables[table].license or self.license

    def contents_license_of(self, table: str) -> str | None:
        """The licence of the contents of a table under ODbL; None under other licences."""
        declared = self.tables[table].contents_license or self.contents_license
        return declared or LICENSES[self.license_of(table)].contents_license


class Site(Model):
    """`metadata.yaml`: the site's own words."""

    title: Text
    description: Text | None = None
    publisher: Producer
    contact: Annotated[str, Field(min_length=3)]
    languages: tuple[Literal["fr", "en"], ...] = ("fr", "en")
    license: LicenseId | None = None
    address: Url | None = None
