"""What a settled part tells: how much waits, for how long, and what was let through."""

from datetime import date
from typing import Any

from publish.protect.leaving import Leaving
from publish.series.choice import CHOICE
from publish.series.digests import CLS, IDENTITY
from publish.series.universe import DROP, KIND

Json = dict[str, Any]
PUBLIC = ("held", "suppressed", "retained", "held_weeks", "retained_weeks")
BASE = 10


def figures(
    everything: Any, alive: Any, pending: Any, choices: Any, leaving: Leaving
) -> tuple[Json, Json]:
    """The public and the internal figures of a settled part."""
    kept = alive.group_by(KIND).agg(rows=alive.count()).to_pyarrow().to_pylist()
    kinds = {one[KIND]: one["rows"] for one in kept}
    held = everything.filter(everything[KIND] != DROP).anti_join(alive, IDENTITY)
    waiting = held.semi_join(alive, CLS)
    retained = alive.filter(alive[KIND] == DROP)
    exact = {
        "rows": sum(kinds.values()),
        "held": _number(waiting),
        "suppressed": _number(held) - _number(waiting),
        "retained": kinds.get(DROP, 0),
        "held_weeks": _weeks(waiting, pending, "in", leaving.as_of),
        "retained_weeks": _weeks(retained, pending, "out", leaving.as_of),
    }
    told = {} if choices is None else _choices(choices)
    classes = {"choices": told, "suppressed_classes": _suppressed(held, alive)}
    return {name: _rounded(exact[name]) for name in PUBLIC}, {"exact": exact, **classes}


def _rounded(figure: Any) -> Any:
    """To the nearest ten: two reports side by side tell of no single person."""
    if isinstance(figure, dict):
        rounded = {week: _rounded(rows) for week, rows in figure.items()}
        return {week: rows for week, rows in rounded.items() if rows}
    return round(figure / BASE) * BASE


def _number(rows: Any) -> int:
    return int(rows.count().to_pyarrow().as_py())


def _weeks(rows: Any, pending: Any, way: str, as_of: date) -> dict[str, int]:
    """How many rows wait since how many whole weeks."""
    seen = pending.filter(pending.way == way).select(*IDENTITY, "seen")
    joined = rows.left_join(seen, IDENTITY)
    days = joined.group_by("seen").agg(rows=joined.count()).to_pyarrow().to_pylist()
    weeks: dict[int, int] = {}
    for one in days:
        since = date.fromisoformat(one["seen"]) if one["seen"] else as_of
        week = (as_of - since).days // 7
        weeks[week] = weeks.get(week, 0) + int(one["rows"])
    return {str(week): weeks[week] for week in sorted(weeks)}


def _choices(choices: Any) -> dict[str, int]:
    counted = choices.group_by(CHOICE).agg(classes=choices.count()).order_by(CHOICE)
    return {one[CHOICE]: one["classes"] for one in counted.to_pyarrow().to_pylist()}


def _suppressed(held: Any, alive: Any) -> int:
    away = held.select(CLS).distinct().anti_join(alive, CLS)
    return int(away.count().to_pyarrow().as_py())
