"""Who of some people was ever behind a table of a dataset that was published."""

from collections.abc import Iterable
from pathlib import Path

from publish.bakehouse.protect.digest import digest
from publish.bakehouse.series.digests import plain_array_text
from publish.bakehouse.series.identities import CONTRIBUTOR
from publish.bakehouse.series.people_file import PeopleFile, site_key

KNOWN = (
    "SELECT 1 FROM populations JOIN sources USING (population) JOIN identities USING (source) "
    "WHERE dataset = ? AND kind = ? AND value = ?"
)


def ever_contributed(private: Path, dataset: str, people: Iterable[str]) -> set[str]:
    """Those of the people (canonical form) whom `people.db` knows as contributors of a dataset.

    Raises PrivateStateError where the key of the site's people is gone.
    """
    file = PeopleFile(private)
    if not file.exists:
        return set()
    key = site_key(private)
    # As `identities` digests a contributor.
    words = {who: digest(key, plain_array_text(["people", who])) for who in people}
    return {who for who, word in words.items() if file.rows(KNOWN, dataset, CONTRIBUTOR, word)}
