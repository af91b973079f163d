"""The ids that a portal gave to what was sent there: `private/<dataset>/data_gouv.json`.

They are a help, not the truth: what is lost is found again by the marks in the extras there.
"""

import json
from pathlib import Path
from typing import Any

from publish.errors import PrivateStateError
from publish.release.disk import in_words, write_whole
from publish.words.json import read_json

NAME = "data_gouv.json"


class Memory:
    """What is remembered of one portal for one dataset: the id of its udata dataset a licence."""

    def __init__(self, private: Path, portal: str) -> None:
        self._path = private / NAME
        self._portal = portal

    def ids(self) -> dict[str, str]:
        """The udata dataset of each licence; raises PrivateStateError on a damaged file."""
        found: dict[str, str] = self._tree().get(self._portal, {})
        return dict(found)

    def keep(self, license: str, id: str) -> None:
        """Remember the dataset of a licence."""
        self._write(self.ids() | {license: id})

    def drop(self, license: str) -> None:
        """Forget the dataset of a licence."""
        self._write({key: id for key, id in self.ids().items() if key != license})

    def _write(self, ids: dict[str, str]) -> None:
        tree = self._tree() | {self._portal: ids}
        if tree == self._tree():
            return
        with in_words(f"{self._path} cannot be written"):
            self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            write_whole(self._path, json.dumps(tree, indent=2, sort_keys=True) + "\n")

    def _tree(self) -> dict[str, Any]:
        try:
            tree = read_json(self._path)
            if all(isinstance(ids, dict) for ids in tree.values()):
                return dict(tree)
        except FileNotFoundError:
            return {}
        except (OSError, ValueError, AttributeError):
            pass
        raise PrivateStateError(
            f"{self._path}: damaged; delete it: what it held is found again on the portal"
        )
