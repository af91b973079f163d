"""The steps of a plan: each says what it does before it does it, and can be done again."""

from collections.abc import Callable
from dataclasses import dataclass, field

from publish.portals.udata.portal import Portal


@dataclass
class Work:
    """What steps learn from each other: the dataset's id, and each file's resource.

    `notes` is what they met that the maintainer should know.
    """

    portal: Portal
    dataset: str = ""
    resources: dict[str, str] = field(default_factory=dict)
    contact: str | None = None
    notes: list[str] = field(default_factory=list)

    @property
    def path(self) -> str:
        """Where the dataset is."""
        return f"1/datasets/{self.dataset}/"

    def resource(self, file: str) -> str:
        """Where the resource of a file is."""
        return f"{self.path}resources/{self.resources[file]}/"


@dataclass(frozen=True)
class Step:
    """One change on the portal: in words, with the lines of its diff, and how it is done.

    `rewrites` tells those that give a resource a new date, `dating` those that do no more.
    """

    what: str
    diff: tuple[str, ...]
    do: Callable[[Work], None]
    rewrites: bool = False
    dating: bool = False


def diff(before: object, after: object, name: str) -> list[str]:
    """A change of one field as lines of a diff."""
    lines = [f"- {name}: {_short(before)}"] if before not in (None, "", [], {}) else []
    return lines + ([f"+ {name}: {_short(after)}"] if after not in (None, "", [], {}) else [])


def _short(value: object) -> str:
    text = " ".join(str(value).split())
    return text if len(text) <= 120 else f"{text[:80]} … ({len(text)} characters)"
