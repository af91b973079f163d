"""What a person declares of one export: where it is and how it is read."""

from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from publish.declare.audience import REPORTS, FeatureRule
from publish.declare.model import EnvironmentVariable, Model, SourceName, SqlName, Url, one_of


class Source(Model):
    """One export, or several alike (`exports/*.csv`), and how to read it.

    `connection` and `command` are names of `private/sources.yaml`, which alone says what they lead
    to. `from` says where this source's headers differ from the columns' own `from` (`null`: this
    source has no such column); `set` gives constants.
    """

    path: Annotated[str, Field(min_length=1)] | None = None
    """A file of the dataset's folder, a pattern such as `exports/*.csv`, or an https:// address."""
    connection: SourceName | None = None
    """A connection of the site: `query` asks its database, `path` names its files."""
    query: Annotated[str, Field(min_length=1)] | None = None
    """SQL, one SELECT: the rows that a database is asked for."""
    command: SourceName | None = None
    """A command of the site, whose output is the export; `format` says in which form."""
    usage: Literal["site"] | None = None
    """What the site's own features were used for, as it counted."""
    format: str | None = None
    """The file's format, where its name does not tell."""
    encoding: str = "utf-8"
    """The encoding of a text, such as `cp1252` or `utf-16`."""
    delimiter: Annotated[str, Field(min_length=1, max_length=1)] | None = None
    """The character between cells."""
    quote: Annotated[str, Field(max_length=1)] = '"'
    """The character around cells; empty if there is none."""
    escape: Annotated[str, Field(min_length=1, max_length=1)] | None = None
    """The character before a quote inside a cell, where quotes are not doubled."""
    ragged: Literal["pad", "reject"] = "reject"
    """What becomes of rows with fewer cells than the header: filled with empty ones, or refused."""
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
    matomo: Url | None = None
    """A Matomo that is asked for a `report` of its `site`, week by week."""
    site: Annotated[int, Field(ge=1)] | None = None
    """The number that the site has there."""
    token: EnvironmentVariable | None = None
    """The environment variable that holds the token; none where anybody may see the report."""
    report: Annotated[str, AfterValidator(one_of(REPORTS))] | None = None
    """Which report of an audience tool a file is."""
    period: str | None = None
    """The day, week, month or range of it, where neither the file nor its name tells."""
    features: tuple[FeatureRule, ...] = ()
    """Which addresses are which feature; the first that matches counts, all others are `other`."""
    headers: dict[SqlName, str | None] = Field(default={}, alias="from")
    """Headers of this source that differ: `column: header`, or `column: null` where it has none."""
    constants: dict[SqlName, str] = Field(default={}, alias="set")
    """The same value in every row of this source: `column: value`."""
