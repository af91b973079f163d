"""What a member may decide of."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from publish.corrections.conflicts import Conflict
from publish.corrections.pairs import Pair
from publish.corrections.proposals import Listed, Proposal
from publish.desk.desk import Desk
from publish.desk.partner_rows import texts_named
from publish.desk.rights import ACTIONS, Place, Right, Where, allows, rights_of
from publish.desk.rows import release_of, row_of
from publish.desk.visits import Visit


@dataclass(frozen=True)
class Reviewer:
    """A member's rights at a moment, in seconds since 1970."""

    desk: Desk
    rights: Sequence[Right]
    now: int

    def theirs(
        self,
        waiting: Sequence[Listed],
        closer: Callable[[str, str], Sequence[Proposal | Conflict | Pair]],
    ) -> list[Listed]:
        """Those of which they may decide.

        `closer` reads what is said of a table: asked where some columns or rows alone are theirs.
        """
        tables = dict.fromkeys((one.dataset, one.table) for one in waiting)
        whole = {table for table in tables if allows(self.rights, "review", table, (), self.now)}
        limited = [table for table in tables if table not in whole and self._touches(*table)]
        some = {one.id for table in limited for one in closer(*table) if self.may_decide(one)}
        return [one for one in waiting if (one.dataset, one.table) in whole or one.id in some]

    def _touches(self, dataset: str, table: str) -> bool:
        return any(
            "review" in ACTIONS.get(one.role, ()) and one.scope.touches(dataset, table, self.now)
            for one in self.rights
        )

    def may_decide(self, one: Proposal | Conflict | Pair) -> bool:
        """Whether they may decide of a proposal, of a correction that does not stand, of a pair."""
        if isinstance(one, Pair):
            return all(self.may_review_row(place) for place in self._both(one))
        columns = _columns(one)
        if isinstance(one, Proposal) and one.kind == "addition":
            # It is meant as a whole, and lies where it says that it lies.
            place = Place(one.dataset, one.table, columns)
            return allows(self.rights, "review", place, (), self.now)
        return allows(self.rights, "review", self._place(one), columns, self.now)

    def may_review_row(self, place: Place) -> bool:
        """Whether a row as a whole is theirs."""
        return allows(self.rights, "review", place, (), self.now)

    def _both(self, one: Pair) -> Sequence[Place]:
        """The rows of a pair: as the publication told them, or the release shows them by now."""
        release = release_of(self.desk.folder, one.dataset)
        return [
            Place(
                one.dataset,
                one.table,
                one.cells.get(end) or texts_named(release, one.table, name) or {},
            )
            for end, name in (("left", one.left), ("right", one.right))
        ]

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
