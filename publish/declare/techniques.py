"""TECHNIQUES of disclosure control: their parameters, what they do to a column, who applies them.

All are fixed before the data is seen: what becomes of a value depends on nothing but that value.
"""

from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from pathlib import PurePosixPath
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from publish.words.bilingual import Words, bilingual

Number = int | float
Step = Annotated[Number, Field(gt=0)]


class Parameters(BaseModel):
    """A technique's parameters; unknown ones are refused."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, strict=True, use_attribute_docstrings=True
    )


class Drop(Parameters):
    """The column stays private."""


class Pseudonymise(Parameters):
    """A keyed digest in place of the value: HMAC-SHA256, cut to `length` hexadecimal digits."""

    length: Annotated[int, Field(ge=8, le=64)] = 16
    """Hexadecimal digits kept: under 16, two people may meet in a large table."""


class Rekey(Pseudonymise):
    """A keyed code in place of an identifier of things, stable, that tells neither order nor maker.

    For keys of rows: what groups the rows of a person is refused under any name.
    """


class Band(Parameters):
    """The interval a number or a date falls in; both ends are open: `<20`, `20–29`, `80+`."""

    cuts: Annotated[tuple[Number | date, ...], Field(min_length=1)]
    """Where each interval begins, in rising order: `[20, 30, 80]`, or days."""

    @field_validator("cuts")
    @classmethod
    def _rising(cls, cuts: tuple[Number | date, ...]) -> tuple[Number | date, ...]:
        days = [isinstance(cut, date) for cut in cuts]
        if any(days) and not all(days):
            raise ValueError("numbers and dates together; write one kind, as in [20, 30, 80]")
        for low, high in pairwise(cuts):
            if low >= high:  # type: ignore[operator]
                raise ValueError(f"{high} comes after {low}; write cuts in rising order")
        return cuts


class Round(Parameters):
    """The nearest multiple of a step; halves go up."""

    to: Step
    """The step, such as 10 or 0.5."""


class Prefix(Parameters):
    """The first characters of a text, such as the département of a postcode."""

    length: Annotated[int, Field(ge=1)]
    """How many characters are kept."""


class Ladder(Parameters):
    """A wider unit in place of a code, read from a lookup: commune → EPCI → département → région.

    A value that the lookup does not know is not published; the gate counts those.
    """

    name: Literal["communes"] | None = None
    """A lookup that comes with Fournil: `communes`, by INSEE code."""
    file: Annotated[str, Field(min_length=1)] | None = None
    """A CSV file of the dataset's folder, such as `ladders/pcs.csv`."""
    source: Annotated[str, Field(min_length=1)] | None = Field(default=None, alias="from")
    """The lookup's column that holds the values as they are; its first column if absent."""
    to: Annotated[str, Field(min_length=1)]
    """The lookup's column that is published instead, such as `departement`."""

    @field_validator("file")
    @classmethod
    def _inside(cls, file: str | None) -> str | None:
        if file and (PurePosixPath(file).is_absolute() or ".." in PurePosixPath(file).parts):
            raise ValueError(f"{file!r} is outside the dataset's folder; put the lookup inside")
        return file

    @model_validator(mode="after")
    def _one_lookup(self) -> Self:
        if (self.name is None) == (self.file is None):
            raise ValueError("expected one lookup; write `name: communes` or `file: ladders/x.csv`")
        return self


class TruncateDate(Parameters):
    """The year, quarter, month or ISO week of a day, as text: 2026, 2026-Q4, 2026-11, 2026-W47."""

    to: Literal["year", "quarter", "month", "week"]
    """What is kept; of moments with a time zone, in UTC."""


class Grid(Parameters):
    """The centre of the cell a coordinate falls in; cells are counted from 0, never from the data.

    Declared alike on latitude and longitude.
    """

    size: Annotated[Number, Field(gt=0, le=45)]
    """The side of a cell in degrees: 0.01 is 1.1 km from north to south."""


class TopCode(Parameters):
    """Values over a bound become the bound."""

    max: Number
    """The greatest value that is published."""


class Mask(Parameters):
    """Stars in place of the middle of a text; always three, so that they tell no length.

    A text that would be shown whole becomes all stars.
    """

    first: Annotated[int, Field(ge=0)] = 0
    """How many characters are kept at the beginning."""
    last: Annotated[int, Field(ge=0)] = 0
    """How many characters are kept at the end."""

    @model_validator(mode="after")
    def _something(self) -> Self:
        if self.first + self.last == 0:
            raise ValueError("nothing is kept; write `first: 2` or `last: 2`, or `protect: drop`")
        return self


@dataclass(frozen=True)
class Technique:
    """What is known of a technique on both sides of the wall.

    `recode` names the private function that applies it, as `module:function`: the public side
    knows its address and never imports it. `words` say in a word or two what was done to the
    values. `types` are the types of column that it works on, None for all; `to_text` whether a
    value is text afterwards, whatever it was; `always` whether every value gets another one;
    `keyed` whether that takes the dataset's key.
    """

    parameters: type[Parameters]
    recode: str
    words: Words
    types: tuple[str, ...] | None = None
    to_text: bool = False
    always: bool = True
    keyed: bool = False

    @property
    def needs_parameters(self) -> bool:
        """Whether it cannot be written by its name alone."""
        try:
            self.parameters()
        except ValueError:
            return True
        return False


_PROTECT = "publish.bakehouse.protect"
TECHNIQUES: dict[str, Technique] = {
    "drop": Technique(
        Drop,
        f"{_PROTECT}.columns:drop",
        bilingual("retiré", "left out"),
    ),
    "pseudonymise": Technique(
        Pseudonymise,
        f"{_PROTECT}.pseudonyms:pseudonymise",
        bilingual("remplacé par un code", "replaced by a code"),
        to_text=True,
        keyed=True,
    ),
    "rekey": Technique(
        Rekey,
        f"{_PROTECT}.pseudonyms:pseudonymise",
        bilingual("remplacé par un code", "replaced by a code"),
        types=("string", "integer"),
        to_text=True,
        keyed=True,
    ),
    "band": Technique(
        Band,
        f"{_PROTECT}.generalise:band",
        bilingual("par tranches", "in bands"),
        types=("integer", "number", "date", "datetime"),
        to_text=True,
    ),
    "round": Technique(
        Round,
        f"{_PROTECT}.generalise:round_to",
        bilingual("arrondi", "rounded"),
        types=("integer", "number"),
    ),
    "prefix": Technique(
        Prefix,
        f"{_PROTECT}.shorten:prefix",
        bilingual("premiers caractères seulement", "first characters only"),
        types=("string",),
        to_text=True,
    ),
    "ladder": Technique(
        Ladder,
        f"{_PROTECT}.ladders:ladder",
        bilingual("par groupes plus larges", "in larger groups"),
        types=("string", "integer"),
        to_text=True,
        always=False,
    ),
    "truncate_date": Technique(
        TruncateDate,
        f"{_PROTECT}.generalise:truncate_date",
        bilingual("sans le jour exact", "without the exact day"),
        types=("date", "datetime"),
        to_text=True,
    ),
    "grid": Technique(
        Grid,
        f"{_PROTECT}.generalise:grid",
        bilingual("déplacé sur une grille", "moved to a grid"),
        types=("number",),
    ),
    "top_code": Technique(
        TopCode,
        f"{_PROTECT}.generalise:top_code",
        bilingual("extrêmes regroupés", "extremes put together"),
        types=("integer", "number"),
    ),
    "mask": Technique(
        Mask,
        f"{_PROTECT}.shorten:mask",
        bilingual("mots masqués", "words hidden"),
        types=("string",),
        to_text=True,
    ),
}


def published_type(type: str, technique: str | None) -> str:
    """The type of a column's values once its technique is applied."""
    return "string" if technique and TECHNIQUES[technique].to_text else type
