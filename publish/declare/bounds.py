"""How far a table may move from one release to the next before the gate closes."""

from typing import Annotated

from pydantic import Field

from publish.declare.model import Model, Share


class Rejects(Model):
    """How many rows may fail typing before the table is refused."""

    max: Annotated[int, Field(ge=0)] = 0
    """A number of rows."""


class Shrink(Model):
    """The share of its rows that a table may lose from one release to the next."""

    max: Share = 0.2
    """A share between 0 and 1."""


class Drift(Model):
    """How far the columns of a table of things may move from one release to the next."""

    max: Share = 0.5
    """The share of its values that a column may lose, of those that its rows would have had."""
    range: Share = 0.5
    """The share of a column's numbers that may lie outside those of the last release."""
    distinct: Share = 0.9
    """The share of its different values that a column may lose."""
    facets: Share = 0.5
    """The share of the rows that may have a value that a facet never had."""
    changed: Share = 0.9
    """The share of the texts, and of the points of a map, that may be others under the same key."""
    keys: Share = 0.5
    """The share of the last release's rows that may be there under another key."""


class Growth(Model):
    """The share of its rows that a table about people may gain from one release to the next."""

    max: Annotated[float, Field(ge=0)] = 0.9
    """A share; 1 stands for twice the rows, which is one too many: all rows may be there twice."""


class Regroup(Model):
    """How surely a column about things may tell that two rows are of one contributor."""

    max: Annotated[float, Field(gt=0, le=1)] = 0.5
    """The share of right guesses, and never less than three times what chance gives."""
