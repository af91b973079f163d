"""The outcome of a run in words and as JSON."""

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from publish.pipeline import Outcome


def describe(outcome: Outcome) -> str:
    """A few lines for a maintainer."""
    warnings = [f"  {problem}" for problem in outcome.problems]
    if outcome.status == "published":
        head = f"{outcome.dataset}: {outcome.version} published ({'; '.join(outcome.reasons)})"
    elif outcome.status == "unchanged":
        head = f"{outcome.dataset}: nothing changed, {outcome.version} stays"
    else:
        head = f"{outcome.dataset}: refused, nothing is published; what was served stays served"
        warnings = warnings or [f"  {line}" for line in outcome.message.splitlines()]
    return "\n".join((head, *warnings))


def as_dicts(outcomes: Iterable[Outcome]) -> list[dict[str, Any]]:
    """The outcomes as JSON values."""
    return [asdict(outcome) for outcome in outcomes]
