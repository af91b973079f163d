"""Figures of re-identification and inference, from measured classes.

Prosecutor, journalist and marketer risk: El Emam and Dankar, "Protecting privacy using
k-anonymity", JAMIA 15(5), 2008; Dankar and El Emam, "A method for evaluating marketer
re-identification risk", PAIS 2010. f is the people of a class in the release, F in the population
that is known.
"""

from collections.abc import Iterable
from typing import Any

from publish.bakehouse.engine import Workspace
from publish.bakehouse.protect.classes import CLASS
from publish.bakehouse.protect.identity import answers
from publish.bakehouse.protect.recoded import PERSON
from publish.words.sql import quoted

Json = dict[str, Any]
INFERENCE = f"""
WITH known AS (
  SELECT {CLASS}, count(*) AS rows, count({{items}}) AS answered FROM {{told}} GROUP BY {CLASS}),
items AS (SELECT {CLASS}, unnest({{items}}) AS item FROM {{told}}),
counted AS (SELECT {CLASS}, count(*) AS n FROM items GROUP BY {CLASS}, item),
tops AS (SELECT {CLASS}, max(n) AS top FROM counted GROUP BY {CLASS})
SELECT sum(people), sum(people) FILTER (coalesce(top, 0) = answered),
  max(coalesce(top, 0) / known.rows)
FROM {{measures}} JOIN known USING ({CLASS}) LEFT JOIN tops USING ({CLASS})
"""  # noqa: S608
BASE = 10
"""Counts of people are rounded to this in public: two reports tell no single person apart."""


def reached(measures: Any, diverse: Iterable[str]) -> Json:
    """The k reached by people and by rows, the l of each column, and the number of classes."""
    least = measures.agg(
        classes=measures.count(),
        k_people=measures.people.min(),
        k_rows=measures.rows.min(),
        **{f"l_{name}": measures[f"distinct_{name}"].min() for name in diverse},
    )
    [minima] = least.to_pyarrow().to_pylist()
    levels = {name: _whole(minima[f"l_{name}"]) for name in diverse}
    return {name: _whole(minima[name]) for name in ("classes", "k_people", "k_rows")} | {
        "l": levels
    }


def reidentification(measures: Any, people: int) -> Json:
    """Risks between 0 and 1 of measured classes; `people` are the distinct ones of all of them.

    Prosecutor max 1/min f and average (classes over people in classes); journalist max 1/min F;
    marketer: the sum of f/F over `people`. The population that is known is the rows' own: F = f.
    """
    totals = measures.agg(
        least=measures.people.min(), classes=measures.count(), members=measures.people.sum()
    )
    [figures] = totals.to_pyarrow().to_pylist()
    if not figures["classes"]:
        return {"prosecutor": {"max": 0.0, "average": 0.0}, "journalist": 0.0, "marketer": 0.0}
    most, average = 1 / figures["least"], figures["classes"] / figures["members"]
    return {
        "prosecutor": {"max": _share(most), "average": _share(average)},
        "journalist": _share(most),
        "marketer": _share(figures["classes"] / people),
    }


def inference(rows: Any, measures: Any, sensitive: Iterable[str], place: Workspace) -> Json:
    """For each sensitive column, what its class tells of a person.

    `certain`: the share of people in classes where all who answered gave one value, or a list
    with it; `strongest`: the greatest share that one value has of a class.
    """
    names = list(sensitive)
    told = place.kept("told", rows.select(CLASS, **{name: answers(rows[name]) for name in names}))
    words = {"told": told, "measures": measures}
    asked = {name: place.filled(INFERENCE, items=quoted(name), **words) for name in names}
    return {name: _inference(*place.sql(statement)[0]) for name, statement in asked.items()}


def _inference(people: int | None, certain: int | None, strongest: float | None) -> Json:
    share = (certain or 0) / people if people else 0.0
    return {"certain": _share(share), "strongest": _share(strongest or 0.0)}


def class_sizes(measures: Any, most: int) -> list[Json]:
    """How many classes there are of each small size in people, up to `most`: counts alone."""
    small = measures.filter(measures.people <= most)
    sizes = small.group_by("people").agg(classes=small.count(), rows=small.rows.sum())
    counted: list[Json] = sizes.order_by("people").to_pyarrow().to_pylist()
    return [{name: int(value) for name, value in size.items()} for size in counted]


def people_of(rows: Any) -> int:
    """How many distinct people stand behind the rows."""
    return int(rows[PERSON].nunique().to_pyarrow().as_py())


def rounded(count: int) -> int:
    """A count to the nearest BASE."""
    return round(count / BASE) * BASE


def _whole(value: Any) -> int | None:
    return None if value is None else int(value)


def _share(value: float) -> float:
    return round(float(value), 4)
