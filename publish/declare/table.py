"""What a person declares of one table: its sources, columns, keys, thresholds and uses."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, ConfigDict, Field, model_validator

from publish.declare.basis import Basis
from publish.declare.bounds import Drift, Growth, Regroup, Rejects, Shrink
from publish.declare.chart import Chart
from publish.declare.codes import is_code
from publish.declare.column import Column, Text
from publish.declare.consents import Consent, OtherConsents
from publish.declare.corrections import Corrections
from publish.declare.counts import Counts
from publish.declare.merged_columns import MADE, with_made_columns
from publish.declare.merging import Merging
from publish.declare.model import (
    ContentsLicenseId,
    LicenseId,
    Model,
    Names,
    SqlName,
    Texts,
    as_tuple,
    one_of,
)
from publish.declare.policy import (
    Accept,
    Aggregate,
    Named,
    OneRowPerPerson,
    OtherPeople,
    Privacy,
    SeriesKey,
    Turnover,
)
from publish.declare.source import Source
from publish.declare.table_parts import Browse, Coordinates, ForeignKey
from publish.declare.tree import mapping
from publish.forms.formats import FORMATS
from publish.words.governance import OTHERS, Purpose

ROW = "one_row_per_person"
"""The column of a table whose rows are each another person: what the row says, as a digest."""
# The types whose values are texts.
WORDED = ("string", "list")
Mode = Literal["things", "counts", "aggregates", "records", "named"]
FormatName = Annotated[
    str, AfterValidator(one_of(FORMATS)), Field(json_schema_extra={"enum": list(FORMATS)})
]
Formats = Annotated[
    tuple[FormatName, ...],
    BeforeValidator(as_tuple, json_schema_input_type=FormatName | tuple[FormatName, ...]),
]

PEOPLE_OF = r"^([a-z][a-z0-9-]*\.)?[a-z][a-z0-9_]*$"
PeopleOf = Annotated[str, Field(pattern=PEOPLE_OF)]
PeoplesOf = Annotated[
    tuple[PeopleOf, ...],
    BeforeValidator(as_tuple, json_schema_input_type=PeopleOf | tuple[PeopleOf, ...]),
]
"""Tables, of this dataset (`answers`) or of another (`survey.answers`)."""


def _sources_or_partners(schema: dict[str, Any]) -> None:
    """For editors: rows come from sources, from partners, or from both."""
    schema["required"].remove("sources")
    schema["anyOf"] = [{"required": ["sources"]}, {"required": ["partners"]}]


class Table(Model):
    """One table of a dataset."""

    model_config = ConfigDict(json_schema_extra=_sources_or_partners)

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
    sources: Annotated[tuple[Source, ...], Field(json_schema_extra={"minItems": 1})]
    """The exports that the table is made from; none are needed where partners feed it."""
    partners: Merging | None = None
    """About things: that partners feed the table, and how their rows become one."""
    contributor: SqlName | None = None
    """The column that names the person behind a row, published or not."""
    primary_key: Names = ()
    """The columns that tell rows apart."""
    foreign_keys: tuple[ForeignKey, ...] = ()
    """Links to other tables of the dataset."""
    coordinates: tuple[Coordinates, ...] = ()
    """Pairs of columns to check as points on Earth; of metres they become degrees."""
    missing_values: Texts = ("",)
    """The words that mean no value, such as `NR` or `-`."""
    trim: bool = False
    """Whether blanks around texts are taken away, in every column that does not say otherwise."""
    rejects: Rejects = Rejects()
    """How many rows may be refused."""
    shrink: Shrink = Shrink()
    """How much smaller than the last release the table may be."""
    drift: Drift = Drift()
    """About things: how far columns may move since the last release."""
    growth: Growth = Growth()
    """About people: how much larger than the last release the export may be."""
    turnover: Turnover = Turnover()
    """About people: how many of its contributors may be others than at the last release."""
    regroup: Regroup = Regroup()
    """About things: how surely a column may tell which rows one contributor made."""
    columns: Annotated[dict[SqlName, Column], Field(min_length=1)]
    """Every column of the exports, by its published name, in order."""
    browse: Browse = Browse()
    """What the site offers on the table."""
    charts: tuple[Chart, ...] | None = None
    """The charts of the table, in order; those that fit its columns if absent."""
    formats: Formats | None = None
    """The forms of file beside CSV and SQLite; all that fit the table if absent."""
    counts: Counts | None = None
    """About things: how numbers that a tool counted already leave, such as visits."""
    corrections: Corrections | None = None
    """About things: what becomes of what people corrected, where the exports go on changing."""
    forget: Literal["texts", "rows"] | None = None
    """About things: what goes of someone who asked to be forgotten, free texts or whole rows."""
    privacy: Privacy | None = None
    """About people: how many people must share what is shown of one."""
    aggregates: dict[SqlName, Aggregate] = Field(default={})
    """About people: tables of counts, published instead of the records."""
    named: Named | None = None
    """About people: publish those who asked to be listed by name."""
    basis: Basis | None = None
    """On what basis people's data may be published: consent, contract, public task, …"""
    consents: OtherConsents = OtherConsents()
    """What else people agreed to: to be shared within limits, to be contacted."""
    series_key: SeriesKey | None = None
    """Leave to publish a pseudonym of the contributor."""
    same_people_as: PeoplesOf = ()
    """About people: the name that the table had before, or other tables about the same people."""
    one_row_per_person: OneRowPerPerson | None = None
    """About people: each row is another person, where no column names who is behind one."""
    other_people: OtherPeople | None = None
    """About people: leave to publish beside earlier tables, since these are other people."""
    accept: dict[SqlName, Accept] = Field(default={})
    """Findings of the personal-data detectors that were looked at, by column."""

    @model_validator(mode="before")
    @classmethod
    def _person_of_row(cls, tree: Any) -> Any:
        """A column that no export has, and that names who is behind a row, where each is one."""
        columns = mapping(mapping(tree).get("columns"))
        if not columns or not tree.get("one_row_per_person") or tree.get("contributor"):
            return tree
        person = {"type": "string", "role": "identifier", "protect": "drop"}
        return {**tree, "contributor": ROW, "columns": {**columns, ROW: person}}

    @model_validator(mode="before")
    @classmethod
    def _of_partners(cls, tree: Any) -> Any:
        """The columns that we make where partners feed the table."""
        return with_made_columns(tree) if isinstance(tree, Mapping) else tree

    @property
    def made(self) -> tuple[str, ...]:
        """The columns that no file has: we make them of what partners gave."""
        return (self.partners.key, *MADE) if self.partners else ()

    @property
    def read_as(self) -> tuple[Source, ...]:
        """How its rows are read: its sources, and what partners' files are mapped to."""
        mapped = Source.model_validate({"from": {name: name for name in self.columns}})
        return (*self.sources, mapped) if self.partners else self.sources

    @property
    def published(self) -> dict[str, Column]:
        """The columns that leave, in order."""
        return {name: column for name, column in self.columns.items() if not column.dropped}

    @property
    def searched(self) -> tuple[str, ...]:
        """The columns whose words are searched: those declared, and what people type anyway."""
        texts = {name for name, column in self.published.items() if column.type in WORDED}
        facets = [name for name in self.browse.facets if name not in self.made]
        usual = [*facets, *self._codes(), *self._keys()]
        found = [*self.browse.search, *(name for name in usual if name in texts)]
        return tuple(dict.fromkeys(found))

    def _codes(self) -> list[str]:
        """The columns of things that are codes by their names, such as `postcode`."""
        if self.about == "people":
            return []
        return [name for name, column in self.published.items() if is_code(name, column.header)]

    def _keys(self) -> list[str]:
        """The columns whose values stand for rows of other tables, which have names."""
        return [key.columns[0] for key in self.foreign_keys if len(key.columns) == 1]

    @property
    def inner(self) -> frozenset[str | None]:
        """The columns that are needed inside, even if they are dropped."""
        told = (name for consent in self.purposes.values() for name in consent.told_by)
        return frozenset([self.contributor, *told])

    @property
    def purposes(self) -> dict[Purpose, Consent]:
        """The consents that its columns tell, by what they are for."""
        found: dict[Purpose, Consent | None] = {
            "publish": self.basis.consent if self.basis else None,
            "name": self._to_be_named,
            "share": self.consents.share,
            "contact": self.consents.contact,
        }
        return {purpose: consent for purpose, consent in found.items() if consent}

    @property
    def asked_for(self) -> dict[Purpose, Consent]:
        """The consents that people tell apart: one column that tells two tells of names alone."""
        found = self.purposes
        named, published = found.get("name"), found.get("publish")
        if named and published and _same_day(named, published):
            del found["publish"]
        return found

    @property
    def needed_consents(self) -> tuple[Consent, ...]:
        """The consents without which a row does not leave."""
        left_out = self.basis is not None and self.basis.without == "left_out"
        needed = ("name", "publish") if left_out else ("name",)
        return tuple(self.purposes[one] for one in needed if one in self.purposes)

    @property
    def covered(self) -> dict[str, list[Purpose]]:
        """The columns that are emptied in rows without a consent to some purposes."""
        others = {name: self.purposes[name] for name in self.purposes if name in OTHERS}
        names = dict.fromkeys(name for one in others.values() for name in one.covers)
        return {
            name: [purpose for purpose, one in others.items() if name in one.covers]
            for name in names
        }

    @property
    def _to_be_named(self) -> Consent | None:
        named = self.named
        if named is None:
            return None
        return Consent(column=named.consent, why=named.why, covers=named.covers, **named.ends)

    @property
    def lawful(self) -> Basis | None:
        """The basis declared; of a directory that says no other, the consent to be listed."""
        if self.named and not self.basis:
            ends = self.named.ends
            return Basis(kind="consent", why=self.named.why, column=self.named.consent, **ends)
        return self.basis

    @property
    def of_someone(self) -> bool:
        """Whether a row holds what tells of a person, in whatever column."""
        closed = any(column.role != "open" for column in self.columns.values())
        return self.about == "people" or self.contributor is not None or closed

    @property
    def in_series(self) -> bool:
        """Whether its releases are compared with all earlier ones: people, not by name."""
        return self.mode in ("records", "aggregates")

    @property
    def mode(self) -> Mode | None:
        """How the table leaves; None for one about people of which nobody has decided."""
        if self.about == "things":
            return "counts" if self.counts else "things"
        if self.named:
            return "named"
        if self.aggregates:
            return "aggregates"
        return "records" if self.privacy else None

    @property
    def rule(self) -> Privacy:
        """The thresholds in force: those declared, or the usual ones."""
        return self.privacy or Privacy()

    @property
    def quasi_identifiers(self) -> tuple[str, ...]:
        """The published columns that may tell, together, who a row is about."""
        kept = self.published.items()
        return tuple(name for name, column in kept if column.role == "quasi_identifier")


def _same_day(one: Consent, other: Consent) -> bool:
    """Whether two consents are given, and end, together."""
    return (one.column, one.ends) == (other.column, other.ends)
