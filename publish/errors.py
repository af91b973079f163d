"""The errors of Fournil, one exit code each, and the problems that a check yields."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Literal

Severity = Literal["blocker", "warning"]


@dataclass(frozen=True)
class Problem:
    """One finding of a check: a stable code, a place, what is wrong and what would do.

    Never holds the value of a column that is not `open`. One that is `private` tells of people of
    whom nothing leaves: the maintainer reads it, and no report holds it.
    """

    code: str
    place: str
    what: str
    fix: str = ""
    severity: Severity = "blocker"
    private: bool = False

    def __str__(self) -> str:
        way_out = f"; {self.fix}" if self.fix else ""
        return f"{self.severity} {self.code}: {self.place}: {self.what}{way_out}"


class FournilError(Exception):
    """Anything that a maintainer can mend; the message says how."""

    exit_code: ClassVar[int] = 1


class DeclarationError(FournilError):
    """A dataset.yaml or metadata.yaml that cannot be used."""

    exit_code = 3


class SourceError(FournilError):
    """An export that is missing or cannot be read whole."""

    exit_code = 4


class GateClosed(FournilError):
    """The gate found blockers: nothing is published, the last release stays."""

    exit_code = 5

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in problems))


class StoreError(FournilError):
    """A release that cannot be written, found or verified."""

    exit_code = 6


class Busy(FournilError):
    """Another run holds the site."""

    exit_code = 7


class PrivateStateError(FournilError):
    """A key or another private file is missing or unsafe."""

    exit_code = 8


class PushRefused(FournilError):
    """A portal refuses, or holds what a person must look at first; nothing is forced."""

    exit_code = 9


class NobodyMatched(FournilError):
    """Someone who asked to be forgotten was found nowhere: perhaps spelt otherwise."""

    exit_code = 11


class DeskError(FournilError):
    """What was said at the desk cannot be taken, or was decided already."""

    exit_code = 12


class PortalDown(FournilError):
    """A portal does not answer; the next push goes on where this one stopped."""

    exit_code = 10
