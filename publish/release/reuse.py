"""What the public side knows of the reuses of a dataset, which come and go without a release."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path

from publish.release.notes import Json, note, notes
from publish.words.reuses import KINDS, ReuseKind

KEY = "reuses"


@dataclass(frozen=True)
class ListedReuse:
    """A reuse as pages, feeds and portals tell of it; texts by language."""

    titles: Mapping[str, str]
    descriptions: Mapping[str, str]
    url: str
    by: str
    kind: ReuseKind
    since: date
    license: str | None

    @property
    def id(self) -> str:
        """What tells it from the others of its dataset, for as long as its address stays."""
        return sha256(self.url.encode()).hexdigest()[:12]


def remember_reuses(folder: Path, reuses: Iterable[Json]) -> None:
    """Note the reuses of a dataset, each as its declaration has it in JSON."""
    listed = list(reuses)
    if notes(folder).get(KEY, []) != listed:
        note(folder, {KEY: listed})


def reuses_of(folder: Path) -> list[ListedReuse]:
    """The reuses of a dataset, the newest first; what was noted and cannot be read is left out."""
    found = list(_listed(notes(folder).get(KEY)))
    return sorted(found, key=lambda one: (one.since, one.url), reverse=True)


def _listed(noted: object) -> Iterator[ListedReuse]:
    for one in noted if isinstance(noted, list) else []:
        with suppress(LookupError, TypeError, ValueError):
            kind: ReuseKind = one["kind"]
            if kind in KINDS and str(one["url"]).startswith(("https://", "http://")):
                yield ListedReuse(
                    titles=dict(one["title"]),
                    descriptions=dict(one.get("description") or {}),
                    url=str(one["url"]),
                    by=str(one["by"]),
                    kind=kind,
                    since=date.fromisoformat(one["since"]),
                    license=one.get("license"),
                )
