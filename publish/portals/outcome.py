"""How the push of a dataset to a portal ended, in words and as JSON."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any, Literal

Result = Literal["pushed", "dated", "unchanged", "planned", "refused", "unreachable"]


@dataclass(frozen=True)
class PushOutcome:
    """What was done, or would be: `diff` by dataset there; `exit_code` is 0 unless it failed.

    `again` where the push before said the same.
    """

    dataset: str
    to: str
    result: Result
    version: str | None = None
    pages: tuple[str, ...] = ()
    quality: float | None = None
    diff: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    message: str = ""
    exit_code: int = 0
    again: bool = False


HEADS = {
    "pushed": "pushed",
    "dated": "nothing changed, dated anew",
    "unchanged": "nothing to do",
    "planned": "this would be done",
    "refused": "refused",
    "unreachable": "stopped",
}


def describe(outcome: PushOutcome) -> str:
    """A few lines for a maintainer."""
    version = f" {outcome.version}" if outcome.version else ""
    to = f" to {outcome.to}" if outcome.to else ""
    head = f"{outcome.dataset}{version}{to}: {HEADS[outcome.result]}"
    if outcome.quality is not None:
        head += f", quality {outcome.quality:.2f}"
    shown = outcome.diff if outcome.result == "planned" else ()
    lines = [*outcome.message.splitlines(), *shown, *outcome.notes, *outcome.pages]
    return "\n".join([head, *(f"  {line}" for line in lines)])


def as_dicts(outcomes: Iterable[PushOutcome]) -> list[dict[str, Any]]:
    """The outcomes as JSON values."""
    return [asdict(outcome) for outcome in outcomes]
