"""How the numbers and the dates of a column spread: ends, quartiles, classes of one width."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from publish.bakehouse.bake.baked_table import BakedTable
from publish.figures.scale import edges
from publish.forms.kinds import Kind
from publish.release.cards import ClassCount, Scalar

NUMBERS: tuple[Kind, ...] = ("integer", "number")
DAYS: tuple[Kind, ...] = ("date", "datetime", "moment")
CLASSES = 8
SHARES = [0.25, 0.5, 0.75, 0.98]
# A few values so many times farther away than nearly all would press these into one class.
FAR = 3
# Months of a class of dates, as many as make few enough classes.
STEPS = (1, 3, 6, 12, 24, 60, 120, 240, 600, 1200, 2400, 6000, 12000)


@dataclass(frozen=True)
class Spread:
    """The least and the greatest value, the quartiles, the classes."""

    least: Scalar | None = None
    quartiles: tuple[Scalar, Scalar, Scalar] | None = None
    most: Scalar | None = None
    classes: tuple[ClassCount, ...] = ()

    @property
    def facts(self) -> dict[str, Any]:
        """What a card tells of it."""
        return {
            "least": self.least,
            "quartiles": self.quartiles,
            "most": self.most,
            "classes": self.classes,
        }


def spread(table: BakedTable, name: str, divided: bool) -> Spread:
    """How a column spreads, `divided` into classes; nothing of neither numbers nor dates."""
    kind = table.kinds[name]
    if kind not in (*NUMBERS, *DAYS):
        return Spread()
    known = f'isfinite("{name}")' if kind == "number" else f'"{name}" IS NOT NULL'
    source = f"{table.source} WHERE {known}"
    asked = f'min("{name}"), max("{name}"), quantile_disc("{name}", {SHARES})'
    if not divided:
        asked = f'min("{name}"), max("{name}"), NULL'
    [(least, most, shares)] = table.place.sql(f"SELECT {asked} FROM {source}")  # noqa: S608
    if least is None or shares is None:
        return Spread(least, most=most)
    first, middle, last, nearly_all = shares
    if kind in DAYS:
        classes = _periods(table, name, source, least, most)
    else:
        far = most - least > FAR * (nearly_all - least) > 0
        around = edges(least, nearly_all if far else most, kind == "integer", CLASSES)
        classes = _classes(table, name, source, around, far)
    return Spread(least, (first, middle, last), most, classes)


def _classes(
    table: BakedTable, name: str, source: str, around: Sequence[float], far: bool
) -> tuple[ClassCount, ...]:
    """The classes between edges, compared as the site compares; of far values, one without end."""
    place = " + ".join(f'("{name}" >= {edge!r})::INT' for edge in around[1:])
    counts = dict(table.place.sql(f"SELECT {place}, count(*) FROM {source} GROUP BY 1"))  # noqa: S608
    whole = table.kinds[name] == "integer"
    told = [int(edge) if whole else edge for edge in around]
    found = [
        ClassCount(low, high, counts.get(number, 0))
        for number, (low, high) in enumerate(pairwise(told))
    ]
    if far and (over := counts.get(len(found), 0)):
        found.append(ClassCount(told[-1], None, over))
    return tuple(found)


def _periods(
    table: BakedTable, name: str, source: str, least: str, most: str
) -> tuple[ClassCount, ...]:
    """The classes of so many months."""
    first, last = _month(least), _month(most)
    step = next(one for one in STEPS if last // one - first // one < CLASSES or one == STEPS[-1])
    month = f'left("{name}", 4)::INT * 12 + substr("{name}", 6, 2)::INT - 1'
    counts = dict(
        table.place.sql(f"SELECT ({month}) // {step}, count(*) FROM {source} GROUP BY 1")  # noqa: S608
    )
    return tuple(
        ClassCount(
            _first_day(number * step), _first_day(number * step + step), counts.get(number, 0)
        )
        for number in range(first // step, last // step + 1)
    )


def _month(day: str) -> int:
    return int(day[:4]) * 12 + int(day[5:7]) - 1


def _first_day(month: int) -> str:
    return f"{month // 12:04}-{month % 12 + 1:02}-01"
