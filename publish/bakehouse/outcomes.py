"""The outcome of a run in words and as JSON."""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import date
from typing import Any

from publish.bakehouse.steps import Outcome


def describe(outcome: Outcome) -> str:
    """A few lines for a maintainer."""
    warnings = [f"  {problem}" for problem in outcome.problems]
    if outcome.status == "published":
        head = f"{outcome.dataset}: {outcome.version} published ({'; '.join(outcome.reasons)})"
    elif outcome.status == "waiting":
        head = f"{outcome.dataset}: {_waits(outcome)}; nothing is published, nothing served changes"
    elif outcome.status == "unchanged":
        head = f"{outcome.dataset}: nothing changed, {outcome.version} stays"
    else:
        head = f"{outcome.dataset}: refused, nothing is published; what was served stays served"
        warnings = warnings or [f"  {line}" for line in outcome.message.splitlines()]
    return "\n".join((head, *warnings))


def _waits(outcome: Outcome) -> str:
    """Until when, or what would end it."""
    if outcome.until:
        return f"everything waits until {outcome.until}"
    return (
        "everything waits until more people change, or until a person accepts that the past "
        f"cannot be compared with: `fournil new-series {outcome.dataset} --why …`"
    )


def as_dicts(outcomes: Iterable[Outcome]) -> list[dict[str, Any]]:
    """The outcomes as JSON values."""
    days = ("exported", "until", "since")
    return [asdict(one) | {day: _iso(getattr(one, day)) for day in days} for one in outcomes]


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
