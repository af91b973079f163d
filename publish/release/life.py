"""A release's life as changes of the index alone: each takes an index and returns the next one.

Current, then kept, then pruned; or withdrawn. `held` keeps a content from being published again.
"""

import datetime
from collections.abc import Sequence
from dataclasses import replace

from publish.errors import StoreError
from publish.release.index import Entry, Index
from publish.release.versions import number


def admitted(index: Index, entry: Entry) -> Index:
    """With a new entry, made current; raises StoreError for a used number or a held content."""
    highest = index.entries[-1].version if index.entries else "0.0.0"
    if number(entry.version) <= number(highest):
        raise StoreError(
            f"{index.dataset} {entry.version} is not newer than {highest}, the highest ever "
            "given; ask for the next number"
        )
    held = index.held(entry.content)
    if held:
        raise StoreError(
            f"{index.dataset}: this content is held back since {_since(held)}; change the data, "
            f"or release it with `fournil unhold {index.dataset} {held.version}`"
        )
    return replace(index, entries=(*index.entries, entry), current=entry.version)


def rolled_back(index: Index, to: str | None) -> Index:
    """With `to`, or the release before, current; the newer ones up to the bad one are held."""
    entry = _earlier(index, to)
    bad = number(index.current) if index.current else None
    newer = [
        other.version
        for other in index.kept
        if bad and number(entry.version) < number(other.version) <= bad
    ]
    return replace(index.changed(newer, held=True), current=entry.version)


def unheld(index: Index, version: str) -> Index:
    """With the content of a held release free to be published again."""
    entry = index.known(version)
    if not entry.held:
        raise StoreError(f"{index.dataset} {version} is not held back: nothing to release")
    same = [other.version for other in index.entries if other.content == entry.content]
    return index.changed(same, held=False)


def withdrawn(index: Index, version: str | None, why: str, as_of: datetime.date) -> Index:
    """With one release, or all, withdrawn and held; none is current if the current one goes."""
    chosen = index.entries if version is None else (index.known(version),)
    versions = [entry.version for entry in chosen if entry.state != "withdrawn"]
    if not versions:
        name = f"{index.dataset} {version}" if version else index.dataset
        raise StoreError(f"{name}: withdrawn already, or nothing to withdraw")
    gone = index.changed(versions, state="withdrawn", held=True, withdrawn=as_of, why=why)
    return replace(gone, current=None) if index.current in versions else gone


def pruned(index: Index, last: int, monthly: int) -> Index:
    """With the releases pruned but the current, the `last` ones, and one of each `monthly` month.

    A month is that of the release's date, its newest release stands for it; the months counted
    are those before the months of the last few.
    """
    newest = list(reversed(index.kept))
    recent, older = newest[:last], newest[last:]
    covered = {_month(entry) for entry in recent}
    months: dict[str, Entry] = {}
    for entry in older:
        if _month(entry) not in covered:
            months.setdefault(_month(entry), entry)
    keep = {entry.version for entry in (*recent, *list(months.values())[:monthly])}
    return index.changed(
        (e.version for e in index.kept if e.version not in {*keep, index.current}), state="pruned"
    )


def _earlier(index: Index, to: str | None) -> Entry:
    """The release to go back to."""
    if to is not None:
        return _checked(index, index.kept_entry(to))
    candidates = [entry for entry in index.kept if not entry.held and _is_before(entry, index)]
    if not candidates:
        raise StoreError(
            f"{index.dataset}: no earlier kept release to go back to; to take away what is served, "
            f"run `fournil withdraw {index.dataset} --why …`"
        )
    return candidates[-1]


def _checked(index: Index, entry: Entry) -> Entry:
    if entry.held:
        raise StoreError(
            f"{index.dataset} {entry.version} is held back since {_since(entry)}; release it "
            f"first with `fournil unhold {index.dataset} {entry.version}`"
        )
    if not _is_before(entry, index):
        raise StoreError(
            f"{index.dataset} {entry.version} is not earlier than {index.current}, the current "
            f"one; earlier: {_names([e for e in index.kept if _is_before(e, index)])}"
        )
    return entry


def _is_before(entry: Entry, index: Index) -> bool:
    return index.current is None or number(entry.version) < number(index.current)


def _since(entry: Entry) -> str:
    if entry.withdrawn:
        return f"{entry.version} was withdrawn on {entry.withdrawn} ({entry.why})"
    return f"{entry.version} was rolled back"


def _month(entry: Entry) -> str:
    return f"{entry.date:%Y-%m}"


def _names(entries: Sequence[Entry]) -> str:
    return ", ".join(entry.version for entry in entries) or "none"
