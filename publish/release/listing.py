"""The releases of a dataset for people and programs."""

from dataclasses import asdict
from typing import Any

from publish.release.index import Entry
from publish.release.store import Store


def lines(store: Store) -> list[str]:
    """A line per release, newest first: version, date, state and why it came to be."""
    current = store.current()
    served = current.version if current else None
    return [_line(entry, served) for entry in reversed(store.entries())]


def _line(entry: Entry, served: str | None) -> str:
    state = "current" if entry.version == served else entry.state
    held = ", held back" if entry.held else ""
    return f"{entry.version:<10} {entry.date} {state + held:<20} {'; '.join(entry.reason)}"


def as_dicts(store: Store) -> list[dict[str, Any]]:
    """The index entries, oldest first, dates as ISO text."""
    return [
        {
            key: str(value) if key in ("date", "withdrawn") and value else value
            for key, value in asdict(entry).items()
        }
        for entry in store.entries()
    ]
