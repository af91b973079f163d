"""What a row said in the last releases."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from publish.corrections.proposals import Edit
from publish.corrections.row import cells_of
from publish.corrections.values import released
from publish.declare.site import SiteFolder
from publish.desk.rows import kept_release
from publish.errors import StoreError
from publish.release.index import read_index
from publish.release.release import Release

# So many releases are held against the one before.
MOST = 6
Cells = Mapping[str, str | None]


@dataclass(frozen=True)
class Turn:
    """A release in which a row was another than before: what each cell said, and says.

    None in place of the cells is no row.
    """

    version: str
    day: date
    before: Cells | None
    after: Cells | None

    @property
    def changes(self) -> dict[str, Edit]:
        """By column, of those that both releases have."""
        if self.before is None or self.after is None:
            return {}
        return {
            name: Edit(said, self.after[name])
            for name, said in self.before.items()
            if name in self.after and self.after[name] != said
        }


def turns(site: SiteFolder, dataset: str, table: str, key: Sequence[str]) -> list[Turn]:
    """The last releases in which the row changed, came or went, the last first."""
    found = list(_releases(site, dataset))
    said = [_said(release, table, key) for release, _day in found]
    both = zip(pairwise(said), found[1:], strict=True)
    changed = [
        Turn(release.version, day, before, after)
        for (before, after), (release, day) in both
        if before != after
    ]
    return [one for one in reversed(changed) if one.changes or not (one.before and one.after)]


def _releases(site: SiteFolder, dataset: str) -> Iterator[tuple[Release, date]]:
    try:
        entries = read_index(site.releases / dataset).kept[-MOST:]
    except StoreError:
        return
    for entry in entries:
        release = kept_release(site, dataset, entry.version)
        if release is not None:
            yield release, entry.date


def _said(release: Release, table: str, key: Sequence[str]) -> Cells | None:
    described = release.tables.get(table)
    if described is None or len(described.primary_key) != len(key):
        return None
    found = cells_of(release, table, described.primary_key, key)
    if found is None:
        return None
    return {name: released(one.type, found[name]) for name, one in described.columns.items()}
