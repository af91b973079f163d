"""`/desk/proposals/<number>`: a proposal by itself, the past of its row, and amending it."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from publish.corrections.decisions import amend
from publish.corrections.proposals import Edit, Proposal, proposal
from publish.desk.body import Fields
from publish.desk.days import day_of
from publish.desk.desk import Desk
from publish.desk.moved import move_of
from publish.desk.pages.deciding import (
    SEEN,
    Told,
    accepted,
    decided,
    not_yours,
    said,
    why_not,
)
from publish.desk.pages.form import CELL, Asked
from publish.desk.pages.past import past_of, state_in_words
from publish.desk.pages.waiting import waiting_of
from publish.desk.refused import Refused, unreadable
from publish.desk.reviews import reviewer
from publish.desk.rows import Row, as_typed, row_of
from publish.desk.typed import MOST_LETTERS, MOST_REASON, typed_of
from publish.desk.visits import Visit, around, members_only, sent_by
from publish.errors import DeclarationError, DeskError
from publish.site.base.answers import Response
from publish.site.base.site import Request
from publish.site.frame.assets import brand
from publish.site.http.arguments import whole
from publish.site.text.languages import gettext as _

# The release that the form shows.
VERSION = "version"


@dataclass(frozen=True)
class Answer:
    """What is shown of what was sent: what came of it, or what was typed and is wrong."""

    told: Told = field(default_factory=Told)
    cells: Mapping[str, str] = field(default_factory=dict)
    wrong: Mapping[str, str] = field(default_factory=dict)

    @property
    def status(self) -> int:
        """Of the answer."""
        return 422 if self.wrong else self.told.status


async def proposal_page(desk: Desk, request: Request) -> Response:
    """A proposal, for who may decide it."""
    visit = await members_only(desk, request)
    one = await asyncio.to_thread(_proposal, desk, request, visit)
    return await _page(desk, request, visit, one, Answer())


async def proposal_decided(desk: Desk, request: Request) -> Response:
    """Accepts it as it stands in the form, or refuses it."""
    visit = await members_only(desk, request)
    sent = await sent_by(desk, request, visit)
    one = await asyncio.to_thread(_proposal, desk, request, visit)
    answer = await asyncio.to_thread(_decided, desk, visit, one, sent)
    now = await asyncio.to_thread(proposal, desk.folder.desk, one.id)
    return await _page(desk, request, visit, now, answer)


def _proposal(desk: Desk, request: Request, visit: Visit) -> Proposal:
    """The one of the address; raises Refused where there is none, or others decide it."""
    number = whole(request.url_vars["number"]) or 0
    try:
        one = proposal(desk.folder.desk, number)
    except DeskError:
        raise Refused(404, _("There is no such proposal.")) from None
    if not reviewer(desk, visit).may_decide(one):
        raise Refused(403, not_yours(number))
    return one


def _row(desk: Desk, one: Proposal) -> Row | None:
    """Its row, with the cells that it is about; None of one that is not there."""
    row = row_of(desk.folder, one.dataset, one.table, one.key) if one.kind == "edit" else None
    if row is None:
        return None
    return replace(row, cells={n: cell for n, cell in row.cells.items() if n in one.edits})


def _decided(desk: Desk, visit: Visit, one: Proposal, sent: Fields) -> Answer:
    cells, row = sent.below(CELL), _row(desk, one)
    if sent.first("decision") != "accept" or not cells:
        return Answer(decided(desk, visit, sent))
    if row is None:
        # The form had its cells: what was typed there is not what is proposed.
        return Answer(_anew())
    if not _is_amended(one, row, cells):
        return Answer(decided(desk, visit, sent))
    if sent.first(VERSION) != row.release.version:
        return Answer(_anew(), cells)
    typed = typed_of(row, cells, "", "")
    if typed.wrong:
        return Answer(Told(), cells, typed.wrong)
    apart = {name: edit for name, edit in one.edits.items() if name not in cells}
    return Answer(_amended(desk, visit, one, {**apart, **typed.edits}, sent))


def _anew() -> Told:
    words = _("The data was published anew meanwhile. Look through it, then send it again.")
    return Told(failed=[words])


def _is_amended(one: Proposal, row: Row, cells: Mapping[str, str]) -> bool:
    """Whether another value was typed; raises Refused where other cells are meant."""
    if not cells.keys() <= row.cells.keys():
        raise unreadable()
    return any(cells[name].strip() != _proposed(one, row, name).strip() for name in cells)


def _proposed(one: Proposal, row: Row, name: str) -> str:
    """What is proposed for a cell, as it is typed."""
    return as_typed(row.cells[name].field, one.edits[name].new or "")


def _amended(
    desk: Desk, visit: Visit, one: Proposal, edits: Mapping[str, Edit], sent: Fields
) -> Told:
    """Amends a proposal, then accepts it."""
    if not reviewer(desk, visit).may_decide(replace(one, edits=edits)):
        return Told(failed=[not_yours(one.id)])
    by, mark = visit.member.id, sent.first(f"{SEEN}{one.id}")
    try:
        found = amend(desk.folder.desk, one.id, edits, day_of(desk.now()), by, mark=mark)
        done = accepted(desk, visit, found, found.mark)
    except (DeskError, DeclarationError) as error:
        return Told(failed=[why_not(one.id, error)])
    return Told(said("accept", int(done), int(not done)))


async def _page(
    desk: Desk, request: Request, visit: Visit, one: Proposal, answer: Answer
) -> Response:
    row = await asyncio.to_thread(_row, desk, one)
    [waiting] = await asyncio.to_thread(waiting_of, desk, visit, [one])
    context = {
        **around(desk, visit),
        "one": waiting,
        "asked": _asked(one, row, answer) if row and one.state == "open" else [],
        "row": row,
        "version": row.release.version if row else "",
        "move": move_of(row, one.edits, brand(desk)) if row else None,
        "state": state_in_words(one.state),
        "past": await asyncio.to_thread(past_of, desk, reviewer(desk, visit), one),
        "told": answer.told,
        "wrong": answer.wrong,
        "most": {"cell": MOST_LETTERS, "reason": MOST_REASON},
        "seen": SEEN,
    }
    return await desk.shown(request, "desk/proposal.html", context, answer.status)


def _asked(one: Proposal, row: Row, answer: Answer) -> list[Asked]:
    """The fields in which it can be amended."""
    return [
        Asked(cell, answer.cells.get(name, _proposed(one, row, name)), answer.wrong.get(name, ""))
        for name, cell in row.cells.items()
    ]
