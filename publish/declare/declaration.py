"""What a person declares: `dataset.yaml` and `metadata.yaml` as frozen models.

The models only hold and check plain values (lists as tuples); `publish.declare.yaml_file` reads the
files and places errors on their lines. Nothing here imports the bakehouse: the site reads it too.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from publish.declare.bounds import Rejects, Shrink
from publish.declare.column import Column, Constraints, Protect, Role, Text, Type
from publish.declare.consistency import findings
from publish.declare.governance import Governance
from publish.declare.mail import Mail
from publish.declare.model import (
    RESERVED_DATASETS,
    Color,
    ContentsLicenseId,
    DatasetName,
    EnvironmentVariable,
    Finding,
    LicenseId,
    Model,
    SqlName,
    Texts,
    Tree,
    Url,
)
from publish.declare.policy import Reviewed
from publish.declare.service import Service
from publish.declare.source import Source
from publish.declare.table import Table
from publish.declare.table_parts import Browse, Coordinates, ForeignKey, Reference
from publish.words.frequencies import FrequencyName as Frequency
from publish.words.licenses import LICENSES

__all__ = [
    "RESERVED_DATASETS",
    "Browse",
    "Column",
    "Constraints",
    "Coordinates",
    "Coverage",
    "DataGouv",
    "Dataset",
    "DatasetName",
    "ForeignKey",
    "Frequency",
    "Model",
    "Producer",
    "Protect",
    "Push",
    "Reference",
    "Rejects",
    "Retention",
    "Role",
    "Shrink",
    "SiteMetadata",
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


class Coverage(Model):
    """What time and place the data is about; the box of mapped points is computed."""

    temporal: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*$")] | None = None
    """A column of dates, as `table.column`: from its first day to its last."""
    since: date | None = None
    """Its first day, where no published column tells it; up to `until`, or the last update."""
    until: date | None = None
    """Its last day, where it is not that of the last update."""
    spatial: Annotated[str, Field(min_length=1)] | None = None
    """A place: its name, or its address, such as http://id.insee.fr/geo/departement/38."""
    bbox: tuple[float, float, float, float] | None = None
    """The box around it, where no map tells it: [west, south, east, north]."""

    @model_validator(mode="after")
    def _one_time(self) -> Self:
        if self.temporal and self.since:
            raise ValueError("time is told twice; write `temporal:` or `since:`")
        if self.until and not (self.since and self.since <= self.until):
            raise ValueError("`until:` ends what `since:` begins; write both, in their order")
        return self


class Retention(Model):
    """How many releases stay downloadable: the last few, then one a month."""

    last: Annotated[int, Field(ge=1)] = 8
    """How many of the latest releases."""
    monthly: Annotated[int, Field(ge=0)] = 12
    """How many months keep one release each."""


class DataGouv(Model):
    """A portal run by udata, the software of data.gouv.fr."""

    organization: Annotated[str, Field(min_length=1)]
    """The organisation that publishes there, by its id or the last part of its address."""
    key: EnvironmentVariable
    """The name of the environment variable that holds the API key."""
    mode: Literal["remote", "upload"] = "remote"
    """Whether the portal links to this site's files, or keeps copies that are uploaded."""
    acronym: Annotated[str, Field(min_length=1, max_length=128)] | None = None
    """An acronym to show beside the title."""
    address: Url = "https://www.data.gouv.fr"
    """The portal: https://demo.data.gouv.fr to try."""


class Push(Model):
    """Where releases are sent, portal by portal."""

    data_gouv: DataGouv
    """data.gouv.fr, or another portal run by udata."""


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
    coverage: Coverage | None = None
    """What time and place the data is about."""
    retention: Retention = Retention()
    """How many releases stay downloadable."""
    push: Push | None = None
    """The portals that every release is sent to."""
    reviewed: Reviewed | None = None
    """Who read this policy, when, and until when; required for tables about people."""
    governance: Governance | None = None
    """Who answers for the data, who decides on what, how one leaves; shown to everybody."""
    tables: Annotated[dict[SqlName, Table], Field(min_length=1)]
    """The tables, by name."""

    @classmethod
    def findings(cls, tree: Tree) -> Iterator[Finding]:
        """What contradicts itself between the keys of a dataset.yaml."""
        return findings(tree)

    @property
    def of_someone(self) -> bool:
        """Whether any of its tables holds what tells of a person."""
        return any(table.of_someone for table in self.tables.values())

    def license_of(self, table: str) -> str:
        """The SPDX id that covers a table: its own, or the dataset's."""
        return self.tables[table].license or self.license

    def contents_license_of(self, table: str) -> str | None:
        """The licence of the contents of a table under ODbL; None under other licences."""
        usual = LICENSES[self.license_of(table)].contents_license
        declared = self.tables[table].contents_license or self.contents_license
        return (declared or usual) if usual else None


class Look(Model):
    """What makes the site recognisable: a logo, a picture and two colours."""

    logo: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]+\.(svg|png|webp)$")] | None = None
    """A picture in the site's `static/` folder, such as `logo.svg`."""
    picture: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]+\.(svg|png|webp|jpg)$")] | None = None
    """The picture of the first page, in `static/` too; a bakehouse if absent."""
    color: Color | None = None
    """The colour of headings and buttons, which must read well on light pages."""
    accent: Color | None = None
    """The colour of what stands out, which must read well on light pages."""


class Background(Model):
    """What maps show below their points: the site's own file, never somebody's server."""

    tiles: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]+\.pmtiles$")]
    """A PMTiles file in the site's `static/` folder, such as `france.pmtiles`."""
    attribution: Text
    """Whom its licence asks to name, shown on every map."""


MemberName = Annotated[str, Field(min_length=1, max_length=60)]


class TrustDeclared(Model):
    """Members who vouch for each other: whom the founders reach corrects without review."""

    founders: Annotated[tuple[MemberName, ...], Field(min_length=1)]
    """Members, by their names or ids, in whom all trust begins."""
    on: Annotated[str, Field(pattern=r"^[^.,\s]+(\.[^.,\s]+)?$")]
    """Where they correct: a dataset, or `dataset.table`."""
    columns: Annotated[tuple[SqlName, ...], Field(min_length=1)] = ()
    """Which columns; all that can be corrected without that."""


class DeskDeclared(Model):
    """The desk: what visitors propose about rows, for members to decide of."""

    per_day: Annotated[int, Field(ge=1, le=10_000)] = 200
    """How many proposals are taken in a day, from all together."""
    mail: Mail | None = None
    """The server through which it sends mail; without one, nobody is asked for an address."""
    trust: TrustDeclared | None = None
    """Opens the web of trust."""
    services: tuple[Service, ...] = ()
    """Services whose own signed-in users may propose."""


class SiteMetadata(Model):
    """`metadata.yaml`: the site's own words."""

    title: Text
    """The site's name."""
    description: Text | None = None
    """What the site offers, in a sentence or two."""
    publisher: Producer
    """Who runs the site."""
    contact: Annotated[str, Field(min_length=3)]
    """Where visitors write: an e-mail or web address."""
    host: Annotated[str, Field(min_length=3)] | None = None
    """Who hosts the site (name, address, telephone), for the legal notice."""
    languages: Annotated[tuple[Literal["fr", "en"], ...], Field(min_length=1)] = ("fr", "en")
    """The languages of the pages, the usual one first."""
    license: LicenseId | None = None
    """The licence that a draft of a new dataset proposes."""
    address: Url | None = None
    """The site's public address, needed by catalogs and feeds."""
    look: Look | None = None
    """Its logo, picture and colours."""
    map: Background | None = None
    """The tiles of its maps."""
    basis: Literal["required"] | None = None
    """Whether every table about people must say on what basis it is published."""
    authority: Producer | None = None
    """To whom people complain of what is done with their data: `name`, and `url` of its form."""
    usage: bool = True
    """Whether it counts what its features are used for, of nobody."""
    desk: DeskDeclared | None = None
    """Opens the desk at `/desk/`, where visitors suggest corrections; `desk: {}` will do."""

    @classmethod
    def findings(cls, tree: Tree) -> Iterator[Finding]:
        """Mail whose links would lead nowhere."""
        desk = tree.get("desk")
        if isinstance(desk, Mapping) and desk.get("mail") and not tree.get("address"):
            yield (
                ("desk", "mail"),
                "its links need the site's address; write `address: https://data.example.org`",
            )
