"""A column as it is declared: how it is read, typed, described and protected."""

from datetime import date
from types import GenericAlias
from typing import Annotated, Any, Literal

from pydantic import (
    BeforeValidator,
    Field,
    GetJsonSchemaHandler,
    SerializeAsAny,
    TypeAdapter,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from publish.declare.model import Model, Pattern, SqlName, Texts, nearest
from publish.declare.techniques import TECHNIQUES, Parameters

# Spelt as JSON, Python and spreadsheets spell them.
TRUE, FALSE = ("true", "True", "TRUE"), ("false", "False", "FALSE")

Role = Literal["open", "identifier", "quasi_identifier", "sensitive", "free_text"]
Type = Literal["string", "integer", "number", "boolean", "date", "datetime", "json", "list"]


class Text(Model):
    """A text in French, and in English where someone wrote it."""

    fr: Annotated[str, Field(min_length=1)]
    en: str | None = None

    def language(self, language: str) -> tuple[str, str]:
        """The text and the language it is in: English falls back to French."""
        return (self.en, "en") if language == "en" and self.en else (self.fr, "fr")


class TextReview(Model):
    """Who read a free-text column before it was let out, when, and how much of it."""

    by: Annotated[str, Field(min_length=2)]
    """The person who read it."""
    on: date
    """The day."""
    sample: Annotated[int, Field(ge=1)]
    """How many of its texts were read."""


def _iso(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


Bound = Annotated[str | float, BeforeValidator(_iso, json_schema_input_type=str | float)]


class Constraints(Model):
    """Table Schema constraints on a column's values, checked after typing."""

    required: bool = False
    """Whether every row must have a value."""
    unique: bool = False
    """Whether no value may come twice."""
    enum: tuple[str, ...] | None = None
    """The only values allowed, each written as text."""
    pattern: Pattern | None = None
    """A regular expression that the whole value must match (strings only)."""
    minimum: Bound | None = None
    """The least value: a number, or an ISO date."""
    maximum: Bound | None = None
    """The greatest value: a number, or an ISO date."""
    min_length: Annotated[int, Field(ge=0)] | None = None
    """The least number of characters."""
    max_length: Annotated[int, Field(ge=1)] | None = None
    """The greatest number of characters."""


def _technique(value: Any) -> Any:
    """`drop` or `{band: {cuts: […]}}` as (technique, its checked parameters)."""
    if isinstance(value, Protect):
        return value
    name, parameters = value, None
    if isinstance(value, dict):
        if len(value) != 1:
            raise ValueError("expected one technique; write for example `protect: drop`")
        name, parameters = next(iter(value.items()))
    if not isinstance(name, str):
        raise ValueError("expected a technique's name; write for example `protect: drop`")
    if name not in TECHNIQUES:
        raise ValueError(f"unknown technique {name!r}; {nearest(name, TECHNIQUES)}")
    # A mapping around the parameters places their errors at `protect.<technique>.<parameter>`.
    kind: Any = GenericAlias(dict, (str, TECHNIQUES[name].parameters))
    checked = TypeAdapter(kind).validate_python({name: parameters or {}})
    return Protect.model_construct(technique=name, parameters=checked[name])


class Protect(Model):
    """A technique of disclosure control and its parameters."""

    technique: str
    parameters: SerializeAsAny[Parameters]

    @classmethod
    def __get_pydantic_json_schema__(
        cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        """How a file writes it: a technique's name, or one key with its parameters."""
        techniques = {
            name: handler(technique.parameters.__pydantic_core_schema__)
            for name, technique in TECHNIQUES.items()
        }
        alone = [name for name, technique in TECHNIQUES.items() if not technique.needs_parameters]
        mapping = {
            "type": "object",
            "properties": techniques,
            "additionalProperties": False,
            "minProperties": 1,
            "maxProperties": 1,
        }
        return {"description": cls.__doc__, "anyOf": [{"enum": alone}, mapping]}


class Column(Model):
    """One column: how it is read, typed, described and protected."""

    type: Type
    """What the values are once read; nothing is guessed."""
    role: Role
    """What the column could reveal: `open` nothing of a person; `identifier` who it is;
    `quasi_identifier` who it may be, with others; `sensitive` what must not be known of someone;
    `free_text` anything that somebody may write."""
    header: str | None = Field(default=None, alias="from")
    """The column's header in the export, where it is not the column's own name."""
    part: Annotated[int, Field(ge=0, le=9)] | None = None
    """Which of several numbers in one cell, from 0: of `48.85, 2.35`, `[2.35, 48.85]`, or of a
    geopoint (`48.85 2.35 120 5`)."""
    title: Text | None = None
    """A short name for people."""
    description: Text | None = None
    """What the values mean, and how they were made."""
    unit: str | Text | None = None
    """The unit of the values, such as `km`, or `{fr: places, en: seats}`."""
    labels: dict[str, Text] = Field(default={})
    """What published values stand for, as in `"1": {fr: aucune, en: none}`: pages show it, files
    keep the value."""
    order: Texts = ()
    """The published values in the order in which they are shown; others come after them."""
    weight: SqlName | None = None
    """The column that weighs a ratio: a mean is that of the values times their weights."""
    format: Texts = ()
    """How dates are written, such as `%d/%m/%Y`; several are tried in order. ISO 8601 if absent."""
    timezone: str | None = None
    """The time zone of datetimes written without one, such as `Europe/Paris`."""
    decimal: Literal[".", ","] = "."
    """The decimal mark of numbers."""
    thousands: Literal[",", ".", " ", "'", "_"] | None = None
    """The mark between thousands; a space stands for every kind of space."""
    true_values: Texts = TRUE
    """The words that mean true."""
    false_values: Texts = FALSE
    """The words that mean false."""
    separator: Annotated[str, Field(min_length=1)] = ","
    """What stands between the items of a list."""
    synonyms: dict[str, Texts] = Field(default={})
    """Other words for a value, which are published as that value, in any spelling of them."""
    missing_values: Texts | None = None
    """The words that mean no value, instead of the table's."""
    trim: bool | None = None
    """Whether blanks around its texts are taken away; as the table says, if absent."""
    constraints: Constraints = Constraints()
    """What the values must satisfy."""
    protect: Annotated[Protect, BeforeValidator(_technique)] | None = None
    """What is done so that the column names nobody."""
    review: TextReview | None = None
    """Who read a column of free text before it was let out."""

    @property
    def unit_texts(self) -> dict[str, str]:
        """The unit by language, French first; one that is the same in all stands as French."""
        if self.unit is None:
            return {}
        given = Text(fr=self.unit) if isinstance(self.unit, str) else self.unit
        return given.model_dump(exclude_none=True)

    @property
    def dropped(self) -> bool:
        """Whether the column never leaves the private side."""
        return self.protect is not None and self.protect.technique == "drop"

    @property
    def keyed(self) -> bool:
        """Whether its values become codes made with the dataset's key."""
        return self.protect is not None and TECHNIQUES[self.protect.technique].keyed
