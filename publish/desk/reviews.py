"""What a member may decide of."""

from collections.abc import Sequence
from dataclasses import dataclass

from publish.corrections.conflicts import Conflict
from publish.corrections.proposals import Proposal
from publish.desk.desk import Desk
from publish.desk.rights import Place, Right, Where, allows, rights_of
from publish.desk.rows import row_of
from publish.desk.visits import Visit


@dataclass(frozen=True)
class Reviewer:
    """A member's rights at a moment, in seconds since 1970."""

    desk: Desk
    rights: Sequence[Right]
    now: int

    def may_decide(self, one: Proposal | Conflict) -> bool:
        """Whether they may decide of a proposal, or of a correction that does not stand."""
        columns = _columns(one)
        if isinstance(one, Proposal) and one.kind == "addition":
            # It is meant as a whole, and lies where it says that it lies.
            place = Place(one.dataset, one.table, columns)
            return allows(self.rights, "review", place, (), self.now)
        return allows(self.rights, "review", self._place(one), columns, self.now)

    def _place(self, one: Proposal | Conflict) -> Where:
        anywhere = (one.dataset, one.table)
        if not any(right.scope.territory.column for right in self.rights):
            return anywhere
        return row_of(self.desk.folder, one.dataset, one.table, one.key) or anywhere


def reviewer(desk: Desk, visit: Visit) -> Reviewer:
    """Who is at the desk, with what they may do by now."""
    return Reviewer(desk, rights_of(desk.folder.desk, visit.member.id), desk.now())


def _columns(one: Proposal | Conflict) -> dict[str, str | None]:
    """What is to stand in which column."""
    if isinstance(one, Conflict):
        return {one.column: one.corrected}
    return {name: edit.new for name, edit in one.edits.items()}
