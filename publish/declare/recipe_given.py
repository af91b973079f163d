"""What each recipe for a partner's cell may be given, checked before a row is read."""

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field

from publish.declare.model import as_tuple
from publish.declare.techniques import Number, Parameters


def _header(value: str) -> str:
    if not value.strip():
        raise ValueError(f"{value!r} is no header; write it as their file has it")
    return value


def _sign(value: str) -> str:
    if not value:
        raise ValueError("'' separates nothing; write a sign such as `;`")
    return value


Header = Annotated[str, AfterValidator(_header)]
"""A header or path of a partner's."""


class Nothing(Parameters):
    """It is given nothing."""


class Split(Parameters):
    """What stands between the parts."""

    at: Annotated[
        tuple[Annotated[str, AfterValidator(_sign)], ...],
        BeforeValidator(as_tuple),
        Field(min_length=1),
    ]
    """A separator, or several."""


class Join(Parameters):
    """What is put between the parts."""

    by: str
    """A text such as `, `."""


class Others(Parameters):
    """Other cells of the same row."""

    cells: Annotated[tuple[Header, ...], BeforeValidator(as_tuple), Field(min_length=1)]
    """Their headers."""


class Lookup(Parameters):
    """The words of ours that theirs stand for, in a CSV with the columns `theirs` and `ours`.

    A column `partner` says whose word it is, where several share the file; one without an `ours`
    is left out on purpose.
    """

    file: Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]*\.csv$")]
    """A file of the partners' folder, such as `categories.csv`."""
    otherwise: str | None = None
    """The word of ours for all that the file does not have; without it such a row is a reject."""


DIRECTIVES = "dmYyHMSBb"


def _format(format: str) -> str:
    directives = format.replace("%%", "").split("%")[1:]
    odd = [f"%{part[:1]}" for part in directives if part[:1] not in set(DIRECTIVES)]
    if odd or not directives:
        known = ", ".join(f"%{sign}" for sign in DIRECTIVES)
        raise ValueError(f"{format!r} is no format of a date; it may hold {known}")
    return format


class DateFormats(Parameters):
    """How days are written."""

    formats: Annotated[
        tuple[Annotated[str, AfterValidator(_format)], ...],
        BeforeValidator(as_tuple),
        Field(min_length=1),
    ]
    """Formats such as `%d/%m/%Y`: the first that fits; months by name in French or English."""


def _unit(unit: str) -> str:
    name, _, factor = unit.partition("=")
    try:
        good = bool(name.strip()) and (not factor or float(factor) > 0)
    except ValueError:
        good = False
    if not good:
        raise ValueError(f"{unit!r} is no unit; write `km`, or `m=0.001` for 0.001 of the column's")
    return unit


class Units(Parameters):
    """The units that may stand behind a number, and its decimal mark."""

    units: Annotated[
        tuple[Annotated[str, AfterValidator(_unit)], ...], BeforeValidator(as_tuple)
    ] = ()
    """`km`, or `m=0.001` for one of which one is 0.001 of the column's unit."""
    decimal: Literal[".", ","] | None = None
    """Where it is not said, a number that reads in two ways is a reject."""

    def factors(self) -> Iterator[tuple[str, Number]]:
        """Each unit and how much of the column's one of it is."""
        for unit in self.units:
            name, _, factor = unit.partition("=")
            yield name.strip(), float(factor or 1)


class Country(Parameters):
    """Whose national numbers are met."""

    country: Annotated[str, Field(pattern=r"^[1-9]\d{0,2}$")] = "33"
    """The calling code of the numbers that are written without one."""


class Code(Parameters):
    """How a number of an office is written."""

    form: Annotated[str, BeforeValidator(str), Field(pattern=r"^[A-Z]{0,4}[1-9]\d?$")]
    """How many digits it has: `14` (SIRET), `9` (SIREN), with letters before them: `W9` (RNA)."""

    @property
    def letters(self) -> str:
        """The letters that it begins with."""
        return self.form.rstrip("0123456789")

    @property
    def digits(self) -> int:
        """How many digits follow."""
        return int(self.form.removeprefix(self.letters))


class Point(Parameters):
    """Which of the two numbers of a point."""

    part: Literal["lat", "lon"]
    """`lat` or `lon`."""
    order: Literal["lat lon", "lon lat"] = "lat lon"
    """Which of two plain numbers is the first; WKT and GeoJSON say themselves."""
