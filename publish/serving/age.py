"""Whether a dataset was updated when it said that it would be."""

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from publish.describe.forms import updated
from publish.serving.datasette_site import Site
from publish.serving.releases import Release
from publish.status import NAME, State, freshness


@dataclass(frozen=True)
class Age:
    """The ISO day that the data tells of, and how it stands against the declared frequency."""

    day: str
    state: State


def age(site: Site, release: Release, today: date) -> Age:
    """What a release says of its age; the day of an export without news counts too."""
    package = release.package
    day, released = updated(package)[:10], date.fromisoformat(package["created"][:10])
    export = _newest_export(site.releases_folder / release.dataset / NAME)
    newest = max(date.fromisoformat(day), released, export or released)
    return Age(day, freshness(package.get("frequency", "unknown"), newest, today).state)


def _newest_export(path: Path) -> date | None:
    """The day of the newest export that was read, whether it brought a release or not."""
    try:
        noted = json.loads(path.read_text(encoding="utf-8"))
        return date.fromisoformat(noted["checked"]["export"])
    except (OSError, ValueError, LookupError, TypeError):
        return None
