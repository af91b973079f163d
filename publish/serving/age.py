"""Whether a dataset was updated when it said that it would be."""

from dataclasses import dataclass
from datetime import date

from publish.describe.forms import updated
from publish.serving.datasette_site import Site
from publish.serving.releases import Release
from publish.status import State, freshness, newest_day


@dataclass(frozen=True)
class Age:
    """The ISO day that the data tells of, and how it stands against the declared frequency."""

    day: str
    state: State


def age(site: Site, release: Release, today: date) -> Age:
    """What a release says of its age; the day of an export without news counts too."""
    package, folder = release.package, site.releases_folder / release.dataset
    newest = newest_day(folder, package, date.fromisoformat(package["created"][:10]))
    state = freshness(package.get("frequency", "unknown"), newest, today).state
    return Age(updated(package)[:10], state)
