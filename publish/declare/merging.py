"""What a person declares of a table that many partners feed: what is alike, who wins."""

from typing import Annotated, Literal

from pydantic import Field

from publish.declare.model import Model, SqlName

Compared = Literal["name", "address", "postcode", "email", "website", "phone", "code"]
"""The kind of a column that tells two rows of one thing: each is compared in its own way."""
Probability = Annotated[float, Field(gt=0, le=1)]
Golden = Literal["order", "newest", "longest", "union", "vote"]
"""Which of several partners' values a merged row shows."""


class Merging(Model):
    """How rows of several partners become one: the key that we give, comparisons, thresholds."""

    key: SqlName = "id"
    """The column of our own ids, which stay when partners' change."""
    compare: dict[SqlName, Compared] = Field(default={})
    """The columns that tell whether two rows are one thing, each with its kind."""
    above: Probability = 0.95
    """From this probability on, two rows are merged without asking."""
    ask: Probability = 0.6
    """From this probability on, a person is asked at the desk."""
    order: tuple[str, ...] = ()
    """The partners by trust, the first one first; those not named follow by name."""
    golden: dict[SqlName, Golden] = Field(default={})
    """Which value a merged row shows, by column; that of the first partner in order if absent."""
