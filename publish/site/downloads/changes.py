"""Whether a difference between two releases still may be shown."""

from publish.release.differences import CELLS, previous
from publish.site.base.history import is_withdrawn
from publish.site.downloads.links import Download


def tells_of_withdrawn(one: Download) -> bool:
    """Whether a file of changes holds values of a release that was withdrawn since."""
    if CELLS not in one.file:
        return False
    before = previous(one.folder / one.version)
    return before is not None and is_withdrawn(one.folder, before)
