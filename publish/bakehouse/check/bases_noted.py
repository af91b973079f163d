"""Since when tables about people lack a basis, and which ever declared one: a private note.

Neither is ever forgotten, so that a basis that comes and goes begins no time anew.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from publish.errors import PrivateStateError
from publish.release.disk import write_private
from publish.words.json import read_json

NAME = "basis.json"
Days = Mapping[str, date]


@dataclass(frozen=True)
class NotedBases:
    """By table, the first day on which a basis lacked, and the first on which one was declared."""

    lacking: Days = field(default_factory=dict)
    declared: Days = field(default_factory=dict)

    def since(self, table: str, today: date) -> date:
        """The first day on which the basis of a table lacked: today where it never did."""
        return self.lacking.get(table, today)

    def with_today(
        self, lacking: Iterable[str], declared: Iterable[str], today: date
    ) -> "NotedBases":
        """The same with the tables that lack or declare a basis today."""
        return NotedBases(
            {**dict.fromkeys(lacking, today), **self.lacking},
            {**dict.fromkeys(declared, today), **self.declared},
        )


def noted_bases(private: Path) -> NotedBases:
    """What the note of a dataset says; raises PrivateStateError where it cannot be read."""
    path = private / NAME
    try:
        tree = read_json(path)
        return NotedBases(_days(tree["lacking"]), _days(tree["declared"]))
    except FileNotFoundError:
        return NotedBases()
    except (ValueError, LookupError, TypeError, AttributeError):
        raise PrivateStateError(
            f"{path}: cannot be read, so that nobody knows since when a basis lacks; put it back "
            "(`fournil restore`), or remove it: the time to declare one begins anew"
        ) from None


def _days(tree: Mapping[str, str]) -> dict[str, date]:
    return {table: date.fromisoformat(day) for table, day in tree.items()}


def remember(private: Path, bases: NotedBases) -> None:
    """Write the note, where it says more than before."""
    if bases == noted_bases(private):
        return
    tree = {
        key: {table: day.isoformat() for table, day in sorted(days.items())}
        for key, days in (("lacking", bases.lacking), ("declared", bases.declared))
    }
    write_private(private / NAME, json.dumps(tree, indent=1) + "\n")
