"""How corrections of a table fare against what the exports say later."""

from typing import Annotated

from pydantic import BeforeValidator, Field

from publish.declare.model import Model, Names, Share, SqlName


def as_text(value: object) -> object:
    """A value as a release writes it, where a file writes yes, no or a number."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, int | float) else value


Written = Annotated[str, BeforeValidator(as_text, json_schema_input_type=str | bool | int | float)]


class Broken(Model):
    """The share of its corrections that may break from one release to the next."""

    max: Share = 0.2
    """A share between 0 and 1; five may always break."""


class Corrections(Model):
    """What becomes of what people corrected, where the exports go on changing."""

    broken: Broken = Broken()
    """How many may break (their row gone, their value changed in the export too) at a time."""
    eyes: Annotated[int, Field(ge=1, le=2)] = 1
    """How many members of the desk have to accept what is proposed of the table."""
    prevail: Names = ()
    """The columns in which the correction stands where the export changed too; else the export."""
    closed: Annotated[dict[SqlName, Written], Field(min_length=1, max_length=1)] | None = None
    """The column, and its value, that say of a row that it is over: `{state: closed}`."""
    add: bool = False
    """Whether people may add rows that are missing."""
    cleared_by: Annotated[str, Field(min_length=1)] | None = None
    """The organisation that clears each change of a row, from wherever, before it appears."""
