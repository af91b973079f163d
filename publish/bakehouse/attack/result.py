"""How an attack went, in figures: never a value, never a person."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from publish.release.attacked import untried

Verdict = Literal["held", "found", "silent", "open"]


WAYS_OUT = {"not-installed": ": `make anonymeter`"}
"""What a maintainer can do where an attack was not tried."""
FOUND = 12
"""The exit code where an attack found something, or a control failed, so that nobody can tell."""


@dataclass(frozen=True)
class Control:
    """What the same attack found of what it must find on an unprotected copy.

    `least` is the power, a share between 0 and 1, under which the attack says nothing.
    """

    found: float
    of: int
    unit: str
    least: float = 0.0

    @property
    def power(self) -> float:
        """The share that was found."""
        return self.found / self.of if self.of else 0.0

    @property
    def silent(self) -> bool:
        """Whether it found too little to be believed."""
        return not self.found or self.power < self.least


@dataclass(frozen=True)
class Result:
    """What an attack got at one place (a table, or the whole dataset): `found` of `tried`.

    `left` are those for which time was too short; `untried` is a code of why nothing could be
    tried, and then there is no control; `column` is the one that is inferred.
    """

    attack: str
    place: str
    found: int
    tried: int
    unit: str
    control: Control | None
    left: int = 0
    untried: str = ""
    column: str | None = None

    @property
    def name(self) -> str:
        """What the attack is called at this place."""
        return f"{self.attack} of {self.column}" if self.column else self.attack

    @property
    def silent(self) -> bool:
        """Whether it fails on the unprotected copy, so that nobody can tell."""
        return self.control is not None and self.control.silent

    @property
    def verdict(self) -> Verdict:
        """Whether it found something; `open`: nothing tried, `silent`: nobody can tell."""
        if self.found:
            return "found"
        if self.silent:
            return "silent"
        return "held" if self.tried else "open"

    @property
    def passed(self) -> bool:
        """Whether nothing was found where something was to find, by an attack that works."""
        untried = self.verdict == "open" and self.left > 0
        return not (self.found or self.silent or untried)


def exit_code(results: Sequence[Result]) -> int:
    """0 where no attack found anything, and every control succeeded."""
    return 0 if all(one.passed for one in results) else FOUND


def as_dict(dataset: str, results: Sequence[Result]) -> dict[str, Any]:
    """The results as JSON."""
    return {
        "dataset": dataset,
        "attacks": [
            {
                "attack": one.attack,
                "column": one.column,
                "place": one.place,
                "verdict": one.verdict,
                "found": one.found,
                "tried": one.tried,
                "left": one.left,
                "unit": one.unit,
                "untried": one.untried or None,
                "control": _control_dict(one.control) if one.control else None,
            }
            for one in results
        ],
    }


def _control_dict(control: Control) -> dict[str, Any]:
    return {
        "power": round(control.power, 3),
        "of": control.of,
        "unit": control.unit,
        "least": control.least,
        "silent": control.silent,
    }


def describe(dataset: str, results: Sequence[Result], releases: int) -> str:
    """A line for each attack and place, for a terminal."""
    return "\n".join(_lines(dataset, results, releases))


def _lines(dataset: str, results: Sequence[Result], releases: int) -> Iterator[str]:
    found = sum(one.verdict == "found" for one in results)
    silent = sum(one.silent for one in results)
    told = [f"{found} found something" if found else "nothing found"]
    told += [f"{silent} failed on the unprotected copy, so that nobody can tell"] if silent else []
    kept = f"{releases} kept release{'' if releases == 1 else 's'}"
    yield f"{dataset}: {len(results)} attacks, {kept}: {'; '.join(told)}"
    for one in results:
        left = f" ({one.left} more not asked: time was short)" if one.left else ""
        got = f"{one.found} of {one.tried} {one.unit}{left}"
        yield f"  {one.verdict:<6}  {one.name}, {one.place}: {got}"
        yield f"          {_control(one.control) if one.control else _untried(one.untried)}"


def _untried(code: str) -> str:
    return f"not tried: {untried(code, 'en')}{WAYS_OUT.get(code, '')}"


def _control(control: Control) -> str:
    told = f"control: {control.power:.0%} of {control.of} {control.unit}"
    return f"{told}, under {control.least:.0%}: SILENT" if control.silent else told
