"""What the columns of a release hold, in figures: baked once, told by pages, dictionary and API."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from publish.release.described import Json, Tree, present

Scalar = str | int | float


class ValueCount(NamedTuple):
    """A value as the database has it, and how many rows or people have it."""

    value: Scalar
    number: int


class ClassCount(NamedTuple):
    """The values from `low` to under `high`, and how many there are; the last may have no end."""

    low: Scalar
    high: Scalar | None
    number: int


@dataclass(frozen=True)
class Card:
    """The figures of a column.

    `number` is how many rows there are, or how many people they count; `filled` have a value, None
    where that would tell of too few. `values` are the most frequent, `quartiles` the values at a
    quarter, a half and three quarters, `classes` what values of numbers and dates fall into.
    """

    number: int
    filled: int | None = None
    distinct: int | None = None
    least: Scalar | None = None
    quartiles: tuple[Scalar, Scalar, Scalar] | None = None
    most: Scalar | None = None
    values: tuple[ValueCount, ...] = ()
    classes: tuple[ClassCount, ...] = ()

    @property
    def tree(self) -> Json:
        """The card as JSON has it, without what is not known."""
        pairs = {
            "filled": self.filled,
            "distinct": self.distinct,
            "least": self.least,
            "quartiles": self.quartiles and list(self.quartiles),
            "most": self.most,
            "values": [list(one) for one in self.values],
            "classes": [list(one) for one in self.classes],
        }
        return {"number": self.number, **present(pairs)}


# Table -> column -> its card.
Cards = Mapping[str, Mapping[str, Card]]


def card_of(tree: Tree) -> Card:
    """The card that JSON tells of; raises LookupError, TypeError, ValueError."""
    quartiles = tree.get("quartiles")
    return Card(
        number=tree["number"],
        filled=tree.get("filled"),
        distinct=tree.get("distinct"),
        least=tree.get("least"),
        quartiles=tuple(quartiles) if quartiles else None,
        most=tree.get("most"),
        values=tuple(ValueCount(*one) for one in tree.get("values", ())),
        classes=tuple(ClassCount(*one) for one in tree.get("classes", ())),
    )


def cards_of(tree: Tree) -> Cards:
    """The cards of a release, as its file tells of them."""
    return {
        table: {column: card_of(one) for column, one in columns.items()}
        for table, columns in tree.items()
    }
