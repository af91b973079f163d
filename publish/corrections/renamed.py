"""Keys that producers give to other rows: noticed by what the row of a proposal is called."""

from publish.corrections.proposals import Proposal
from publish.corrections.row import title_of
from publish.declare.site import SiteFolder
from publish.errors import DeskError


def not_renamed(site: SiteFolder, one: Proposal) -> None:
    """Raises DeskError where a row is called otherwise than when the proposal was written.

    What the proposal itself says of its name counts as well: it may be in the release already.
    """
    if one.kind == "addition" or not one.title:
        return
    now = title_of(site, one.dataset, one.table, one.key)
    if now and now not in (one.title, *(edit.new for edit in one.edits.values())):
        raise DeskError(
            f"proposal {one.id}: its row was called {one.title!r} when it was looked at, and is "
            f"called {now!r} by now: it may be another one; look, then accept it with --renamed, "
            f"or `fournil desk refuse {one.id} --reason …`"
        )
