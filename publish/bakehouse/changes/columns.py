"""What became of the columns of a table between two releases."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from publish.release.table import Field

# Where one of these changed, the old and the new values do not mean the same.
MEANING = ("type", "format", "unit", "role", "protection")


@dataclass(frozen=True)
class Columns:
    """Names of columns: `shared` mean the same on both sides; `altered` have another meaning.

    A renamed column is one removed and one added: nothing says that they are the same.
    """

    shared: tuple[str, ...]
    added: tuple[str, ...]
    removed: tuple[str, ...]
    altered: tuple[dict[str, Any], ...]

    @property
    def given(self) -> tuple[str, ...]:
        """The columns whose values are given anew, without those that stood there before.

        An old value beside its pseudonym or its class would undo the protection.
        """
        return (*self.added, *(one["name"] for one in self.altered))

    @property
    def taken(self) -> tuple[str, ...]:
        """The columns whose old values are not there any more, or mean something else."""
        return (*self.removed, *(one["name"] for one in self.altered))

    def as_json(self) -> dict[str, Any]:
        """The changes as changes.json tells them."""
        names_by_kind = {"added": self.added, "removed": self.removed, "changed": self.altered}
        return {word: list(names) for word, names in names_by_kind.items()}


def columns(before: Sequence[Field], after: Sequence[Field]) -> Columns:
    """Compare the columns of two releases of a table."""
    old, new = ({field.name: field for field in side} for side in (before, after))
    both = [name for name in new if name in old]
    altered = {name: _altered(name, old[name], new[name]) for name in both}
    return Columns(
        shared=tuple(name for name in both if not altered[name]),
        added=tuple(name for name in new if name not in old),
        removed=tuple(name for name in old if name not in new),
        altered=tuple(one for one in altered.values() if one),
    )


def _altered(name: str, old: Field, new: Field) -> dict[str, Any] | None:
    keys = [key for key in MEANING if old.tree.get(key) != new.tree.get(key)]
    if not keys:
        return None
    sides = ({key: side.tree.get(key) for key in keys} for side in (old, new))
    return dict(zip(("name", "from", "to"), (name, *sides), strict=True))
