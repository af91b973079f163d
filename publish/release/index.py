"""releases.json: every release ever given, and which one is meant to be current."""

import datetime
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

from publish.errors import StoreError
from publish.release.change import Change, Level, change_of, change_tree
from publish.release.disk import target, write_whole
from publish.release.versions import number
from publish.words.json import json_of

State = Literal["kept", "pruned", "withdrawn"]
INDEX = "releases.json"
CURRENT = "current"
DATASET = re.compile(r"[a-z][a-z0-9-]*")
VERSION = re.compile(r"\d+\.\d+\.\d+")


@dataclass(frozen=True)
class Entry:
    """What the index says of one release; `content` is a SHA-256, `held` refuses it again.

    `reason` says in English why it came, for people who read the file; `changes` are the same
    as codes, one for each sentence. A release made before there were codes has sentences only.
    `withdrawn` and `why` are set where the state is "withdrawn", and are public.
    """

    version: str
    date: datetime.date
    state: State
    held: bool
    content: str
    bump: Level
    reason: tuple[str, ...]
    withdrawn: datetime.date | None = None
    why: str | None = None
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True)
class Index:
    """The entries, oldest first, and the version that `current` points to once all is settled."""

    dataset: str
    entries: tuple[Entry, ...] = ()
    current: str | None = None
    revision: int = 0
    """How often it was changed."""

    @property
    def kept(self) -> tuple[Entry, ...]:
        """The entries whose files are there, oldest first."""
        return tuple(entry for entry in self.entries if entry.state == "kept")

    def known(self, version: str) -> Entry:
        """The entry of a version; raises StoreError naming the versions that there are."""
        for entry in self.entries:
            if entry.version == version:
                return entry
        there = ", ".join(entry.version for entry in self.entries) or "none"
        raise StoreError(f"{self.dataset} has no release {version}; there: {there}")

    def kept_entry(self, version: str) -> Entry:
        """The entry of a version with its files; raises StoreError saying why they are gone."""
        entry = self.known(version)
        if entry.state == "withdrawn":
            raise StoreError(
                f"{self.dataset} {version} was withdrawn on {entry.withdrawn}: {entry.why}"
            )
        if entry.state == "pruned":
            raise StoreError(f"{self.dataset} {version} was pruned; its files are gone")
        return entry

    def held(self, content: str) -> Entry | None:
        """The newest entry that holds this content back; None where none does."""
        found = [entry for entry in self.entries if entry.held and entry.content == content]
        return found[-1] if found else None

    def changed(self, versions: Iterable[str], **changes: Any) -> "Index":
        """The index with the entries of `versions` changed."""
        chosen = set(versions)
        entries = (
            replace(entry, **changes) if entry.version in chosen else entry
            for entry in self.entries
        )
        return replace(self, entries=tuple(entries))

    def without(self, versions: Iterable[str], **changes: Any) -> "Index":
        """The index with the entries of `versions` changed, none of which is served any more."""
        chosen = set(versions)
        current = None if self.current in chosen else self.current
        return replace(self.changed(chosen, **changes), current=current)


def read_index(folder: Path) -> Index:
    """The index of a dataset's releases; an empty one before the first.

    Raises StoreError where it is damaged, or missing beside releases.
    """
    path = folder / INDEX
    try:
        text = path.read_text(encoding="utf-8")
        return index_of(text, folder.name, target(folder / CURRENT))
    except FileNotFoundError:
        if (folder / CURRENT).is_symlink() or version_folders(folder):
            raise StoreError(f"{path}: missing; put it back from a copy") from None
        return Index(folder.name)
    except OSError as error:
        raise StoreError(f"{path}: cannot be read ({error.strerror})") from None
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise StoreError(f"{path}: damaged ({error}); put it back from a copy") from None


def index_of(text: str, dataset: str, current: str | None) -> Index:
    """The index that a text holds; `current` where it does not say, as those of old do not.

    Raises ValueError, KeyError, TypeError or AttributeError where it is none.
    """
    tree = json_of(text)
    entries = sorted(map(_entry, tree["releases"]), key=lambda entry: number(entry.version))
    served = tree.get("current", current)
    return Index(dataset, tuple(entries), served, int(tree.get("revision", 0)))


def written(index: Index) -> str:
    """The index as JSON, for `index_of`."""
    releases = [_tree(entry) for entry in index.entries]
    tree = {"revision": index.revision, "current": index.current, "releases": releases}
    return json.dumps(tree, ensure_ascii=False, indent=2) + "\n"


def write_index(folder: Path, index: Index) -> None:
    """Replaces releases.json in one step."""
    write_whole(folder / INDEX, written(index))


def version_folders(folder: Path) -> list[Path]:
    """The folders that are named like a version, whether the index knows them or not."""
    return [path for path in folder.glob("[0-9]*.*.*") if VERSION.fullmatch(path.name)]


def _entry(tree: dict[str, Any]) -> Entry:
    withdrawn = tree.get("withdrawn")
    if tree["state"] not in ("kept", "pruned", "withdrawn"):
        raise ValueError(f"state {tree['state']!r}")
    return Entry(
        version=tree["version"],
        date=datetime.date.fromisoformat(tree["date"]),
        state=tree["state"],
        held=bool(tree["held"]),
        content=tree["content"],
        bump=tree["bump"],
        reason=tuple(tree["reason"]),
        withdrawn=datetime.date.fromisoformat(withdrawn) if withdrawn else None,
        why=tree.get("why"),
        changes=tuple(map(change_of, tree.get("changes", ()))),
    )


def _tree(entry: Entry) -> dict[str, Any]:
    tree: dict[str, Any] = {
        "version": entry.version,
        "date": entry.date.isoformat(),
        "state": entry.state,
        "held": entry.held,
        "content": entry.content,
        "bump": entry.bump,
        "reason": list(entry.reason),
    }
    if entry.changes:
        tree["changes"] = [change_tree(change) for change in entry.changes]
    if entry.withdrawn:
        tree |= {"withdrawn": entry.withdrawn.isoformat(), "why": entry.why}
    return tree
