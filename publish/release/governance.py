"""What a release tells of its governance, and of the basis of each table about people."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from publish.release.described import Texts, Tree


@dataclass(frozen=True)
class Basis:
    """Why a table's rows about people may be published: a kind of basis, and what it rests on."""

    kind: str
    why: str


@dataclass(frozen=True)
class Asked:
    """A consent that people are asked for: to what, in which words, for how long.

    `months` is None for one that stands until it is withdrawn.
    """

    purpose: str
    why: str
    months: int | None


@dataclass(frozen=True)
class Decision:
    """On what something is decided, and by whom, by language."""

    on: Texts
    by: Texts


@dataclass(frozen=True)
class Card:
    """A governance card as a descriptor holds it; what nobody filled in is empty."""

    tree: Tree

    @cached_property
    def model(self) -> str:
        """The model of governance."""
        return str(self.tree.get("model") or "")

    @cached_property
    def controller(self) -> Mapping[str, str]:
        """Who answers for the data: `name`, `contact` and perhaps `officer`."""
        return self.tree.get("controller") or {}

    @cached_property
    def statutes(self) -> Mapping[str, str]:
        """What the body is in law: `form` and perhaps `url`."""
        return self.tree.get("statutes") or {}

    @cached_property
    def recipients(self) -> tuple[Texts, ...] | None:
        """Who sees people's data beside the controller; None where nobody said."""
        found = self.tree.get("recipients")
        return None if found is None else tuple(found)

    @cached_property
    def decisions(self) -> tuple[Decision, ...]:
        """Who decides on what."""
        return tuple(Decision(one["on"], one["by"]) for one in self.tree.get("decisions") or ())

    def texts(self, key: str) -> Texts:
        """`purpose`, `kept` or `exit` by language."""
        return self.tree.get(key) or {}


def basis_of(tree: Tree | None) -> Basis | None:
    """The basis that a table tells; None where it tells none."""
    return Basis(str(tree["kind"]), str(tree["why"])) if tree else None


def asked_of(trees: Sequence[Tree]) -> tuple[Asked, ...]:
    """The consents that a table asks for, one by one."""
    return tuple(Asked(str(one["purpose"]), str(one["why"]), one.get("months")) for one in trees)
