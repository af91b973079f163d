"""The latest releases of all datasets."""

from collections.abc import Iterable
from dataclasses import dataclass
from heapq import nlargest

from publish.release.index import Entry
from publish.release.release import Release
from publish.release.versions import number
from publish.site.base.history import history
from publish.site.base.site import Site

MOST = 8


@dataclass(frozen=True)
class Story:
    """A release: of which dataset (as it is now), and what the index says of it."""

    release: Release
    entry: Entry


def latest(site: Site, datasets: Iterable[str]) -> list[Story]:
    """The newest first, those of one day by their version."""
    stories = (story for dataset in datasets for story in _stories(site, dataset))
    return nlargest(
        MOST,
        stories,
        key=lambda one: (one.entry.date, number(one.entry.version), one.release.dataset),
    )


def _stories(site: Site, dataset: str) -> list[Story]:
    release, index = site.release(dataset), history(site.releases_folder / dataset)
    if release is None or index is None:
        return []
    return [Story(release, entry) for entry in index.entries[-MOST:]]
