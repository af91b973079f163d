"""The privacy policy of a dataset as a person declares it, reviews it and answers for it."""

from datetime import date
from math import ceil
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from publish.declare.column import Text
from publish.declare.model import Model, Names, Share, SqlName, Texts
from publish.declare.standing import Standing

LEAST_K = 5
DEVIATIONS = (0.5, 10)
"""The least and the greatest standard deviation of noise: less hides little, more tells little."""
Days = Annotated[str, Field(pattern=r"^[0-9]{1,3}d$")]
Reason = Annotated[str, Field(min_length=10)]


class Reviewed(Model):
    """Who read the whole policy of a dataset, when, and until when that holds."""

    by: Annotated[str, Field(min_length=2)]
    """The person who answers for it."""
    on: date
    """The day of the review."""
    until: date
    """The day on which it must be read again; four weeks later nothing is published."""

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.until <= self.on:
            raise ValueError("`until` is not after `on`; give a later day")
        return self


class CellKey(Model):
    """Noise that the people behind a number draw: as long as they are the same, so is it."""

    deviation: Annotated[float, Field(ge=DEVIATIONS[0], le=DEVIATIONS[1])]
    """The standard deviation of the noise; more for numbers under `k`, where less cannot be."""
    most: Annotated[int, Field(ge=1, le=1000)] | None = None
    """How far from the truth a number may be, at most; as little as can be if absent."""

    def furthest(self, k: int) -> int:
        """How far from the truth a number may be."""
        return least_most(k, self.deviation) if self.most is None else self.most


def least_most(k: int, deviation: float) -> int:
    """The least bound of the noise under which all numbers may have that standard deviation.

    Numbers under k become none or k and more; others find room on both sides.
    """
    return k + ceil(deviation**2)


Epsilon = Annotated[float, Field(gt=0, le=100)]


class Budget(Model):
    """How much all releases of some time may tell together."""

    epsilon: Epsilon
    """The greatest sum of what releases spent."""
    per: Literal["year"] = "year"
    """In any 365 days."""


class Differential(Model):
    """Noise under which nobody's presence changes much of what is published, by OpenDP."""

    epsilon_per_release: Epsilon
    """How much a release may tell of anybody: the smaller, the more noise."""
    delta: Annotated[float, Field(gt=0, le=1e-4)] = 1e-6
    """The probability with which more may be told: that a number is there at all."""
    budget: Budget
    """What is spent at most; then nothing is published until it renews."""
    cells: Annotated[int, Field(ge=1, le=100)] | None = None
    """In how many numbers a person counts at most; as many as there are tables if absent."""

    @model_validator(mode="after")
    def _affordable(self) -> Self:
        if self.epsilon_per_release > self.budget.epsilon:
            what = f"{self.epsilon_per_release:g} for a release is over the budget"
            raise ValueError(f"{what}, {self.budget.epsilon:g}; write less, or a greater budget")
        return self


class Noise(Model):
    """How numbers of people get noise, in place of hiding some: one of the two ways."""

    cell_key: CellKey | None = None
    """The cell key method."""
    dp: Differential | None = None
    """Differential privacy."""

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if (self.cell_key is None) == (self.dp is None):
            raise ValueError("write one of `cell_key: {…}` and `dp: {…}`")
        return self


class Privacy(Model):
    """How the records of a table about people are made safe; people are counted, never rows."""

    k: Annotated[int, Field(ge=LEAST_K)] = 11
    """The fewest people that share the same quasi-identifiers in a release."""
    l: dict[SqlName, Annotated[int, Field(ge=2)]] = Field(default={})  # noqa: E741
    """For a sensitive column: the fewest distinct values in a class."""
    max_suppressed: Share = 0.1
    """The greatest share of rows that may be suppressed before the policy is unfit."""
    max_rows_per_class: Annotated[int, Field(ge=1)] = 5
    """How many rows of one person a class may hold."""
    dominance: Annotated[float, Field(gt=0, le=1)] = 0.5
    """The greatest share of a class's rows that may come from one person."""
    delta_k: Annotated[int, Field(ge=LEAST_K)] = 5
    """The fewest people behind any change of a class since any earlier release."""
    interval: Annotated[int, Field(ge=LEAST_K - 2)] | None = None
    """How wide the interval of a hidden number of people is at least, for who knows all releases.

    By default `k`; never less than from 1 to k - 1. It holds for who does not know which hidden
    numbers are small; when a series begins, who does learns no more than from 1 to k - 1."""
    noise: Noise | None = None
    """In counts: numbers are shown with noise, and none is hidden."""
    min_age: Days = "14d"
    """How long new rows wait at least, such as `14d`."""

    @property
    def min_days(self) -> int:
        """`min_age` in days."""
        return int(self.min_age[:-1])

    @property
    def width(self) -> int:
        """How wide the interval of a hidden number must be: `interval`, at least 1 to k - 1."""
        return max(self.interval or self.k, self.k - 2)


class Aggregate(Model):
    """A table of counts of people over some columns; small counts are not shown."""

    title: Text
    """A short name for people."""
    description: Text | None = None
    """What is counted."""
    by: Annotated[Names, Field(min_length=1)]
    """The columns whose combinations are counted."""
    same_people_as: SqlName | None = None
    """The name that this table of counts had before."""


class Named(Standing):
    """A directory of people who asked to be listed by name."""

    consent: SqlName
    """The column with the day on which each person agreed; empty where they did not."""
    covers: Names
    """The columns that the consent covers."""
    why: Reason
    """What people agreed to, and how they were asked."""


class SeriesKey(Model):
    """Leave to publish a pseudonym of contributors, which groups the rows of a person."""

    reviewed: date
    """The day of the decision."""
    why: Reason
    """Why no coarser publication would do."""


class OtherPeople(Model):
    """Leave to publish beside earlier tables, since these are other people."""

    reviewed: date
    """The day of the decision."""
    why: Reason
    """How one knows that they are others."""
    ids: Literal["shared", "own"] = "shared"
    """`own`: the service numbers people by itself, and equal numbers elsewhere are others."""


class OneRowPerPerson(Model):
    """A person's word that nobody has two rows, where no column tells who is behind one."""

    reviewed: date
    """The day of the decision."""
    why: Reason
    """How one knows that nobody answered twice."""


class Turnover(Model):
    """The share of its contributors that an export may have exchanged since the last release."""

    max: Share = 0.5
    """A share between 0 and 1."""


class Accept(Model):
    """A finding of the personal-data detectors that a person looked at and accepted."""

    kind: Texts
    """The kind of finding, such as `phone`, or several."""
    why: Reason
    """Why it names nobody."""
    until: date
    """The day on which someone must look again."""
