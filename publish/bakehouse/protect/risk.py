"""Figures of re-identification and inference, from measured classes.

Prosecutor, journalist and marketer risk: El Emam and Dankar, "Protecting privacy using
k-anonymity", JAMIA 15(5), 2008; Dankar and El Emam, "A method for evaluating marketer
re-identification risk", PAIS 2010. f is the people of a class in the release, F in the population
that is known.
"""

from collections.abc import Iterable
from typing import Any

from publish.bakehouse.protect.classes import CLASS
from publish.bakehouse.protect.identity import answers
from publish.bakehouse.protect.recoded import PERSON

Json = dict[str, Any]
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


def inference(rows: Any, measures: Any, sensitive: Iterable[str]) -> Json:
    """For each sensitive column, what its class tells of a person.

    `certain`: the share of people in classes where all who answered gave one value, or a list
    with it; `strongest`: the greatest share that one value has of a class.
    """
    return {name: _inference(rows, measures, name) for name in sensitive}


def _inference(rows: Any, measures: Any, name: str) -> Json:
    told = rows.select(CLASS, _items=answers(rows[name]))
    known = told.group_by(CLASS).agg(all=told.count(), answered=told["_items"].count())
    items = told.select(CLASS, _item=told["_items"].unnest())
    values = items.group_by(CLASS, "_item").agg(_n=items.count())
    tops = values.group_by(CLASS).agg(top=values["_n"].max())
    classes = known.left_join(tops, CLASS).drop(f"{CLASS}_right").fill_null({"top": 0})
    joined = measures.select(CLASS, "people").inner_join(classes, CLASS)
    totals = joined.agg(
        people=joined.people.sum(),
        certain=joined.people.sum(where=joined.top == joined.answered),
        strongest=(joined.top / joined["all"]).max(),
    )
    [figures] = totals.to_pyarrow().to_pylist()
    certain = (figures["certain"] or 0) / figures["people"] if figures["people"] else 0.0
    return {"certain": _share(certain), "strongest": _share(figures["strongest"] or 0.0)}


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
