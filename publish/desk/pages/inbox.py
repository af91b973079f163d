"""`/desk/inbox`: the proposals that wait, and what members decide of them."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from publish.corrections.proposals import Edit, Proposal, accept, proposal, proposals, refuse
from publish.desk.desk import Desk
from publish.desk.refused import Refused
from publish.desk.rows import as_typed, release_of, row_of
from publish.desk.typed import unseen
from publish.desk.visits import Visit, around, members_only, sent_by
from publish.errors import DeskError
from publish.release.table import Field
from publish.site.base.answers import Response
from publish.site.base.site import Request
from publish.site.frame.links import link
from publish.site.http.arguments import tilde_encode, whole
from publish.site.text.languages import gettext as _
from publish.site.text.languages import ngettext
from publish.site.text.words import text
from publish.words.unseen import has_unseen

# On a page, the oldest first.
SHOWN = 50
MOST_REASON = 500


@dataclass(frozen=True)
class Change:
    """A cell of a proposal: as it was seen, as it should be, as it is if that is something else."""

    title: str
    old: str
    new: str
    now: str | None


@dataclass(frozen=True)
class Waiting:
    """A proposal for who decides; `href` is the public page of its row."""

    proposal: Proposal
    place: str
    title: str
    href: str
    changes: list[Change]


async def inbox_page(desk: Desk, request: Request) -> Response:
    """What waits."""
    visit = await members_only(desk, request)
    return await _page(desk, request, visit, [], [], 200)


async def decided_now(desk: Desk, request: Request) -> Response:
    """Accepts or refuses what was ticked, each by itself, and tells what could not be done."""
    visit = await members_only(desk, request)
    sent = await sent_by(desk, request, visit)
    numbers = [number for one in sent.all("proposal") if (number := whole(one)) is not None]
    decide = _decision(desk, visit, sent.first("decision"), sent.first("reason").strip())
    if not numbers:
        raise Refused(422, _("Tick the proposals first, then decide."))
    done, failed = await asyncio.to_thread(_decided, desk.folder.desk, numbers, decide)
    told = [_told(sent.first("decision"), done)] if done else []
    return await _page(desk, request, visit, told, failed, 200 if done else 409)


Decide = Callable[[int], None]


def _decision(desk: Desk, visit: Visit, decision: str, reason: str) -> Decide:
    """What is done with each number; raises Refused."""
    path, day = desk.folder.desk, datetime.fromtimestamp(desk.now(), UTC).date()
    by = visit.member.id
    if decision == "accept":
        return lambda number: _accept(path, number, day, by)
    if decision != "refuse":
        raise Refused(400, _("What was sent is not a form that can be read."))
    if not reason or len(reason) > MOST_REASON:
        raise Refused(
            422, _("Say why it is refused, in %(most)s letters at most.") % {"most": MOST_REASON}
        )
    if has_unseen(reason):
        raise Refused(422, unseen())
    return lambda number: refuse(path, number, reason, day, by)


def _accept(path: Path, number: int, day: date, by: str) -> None:
    accept(path, number, day, by)


def _decided(path: Path, numbers: list[int], decide: Decide) -> tuple[int, list[str]]:
    """How many were decided, and why others were not."""
    done, failed = 0, []
    for number in dict.fromkeys(numbers):
        try:
            decide(number)
            done += 1
        except DeskError:
            failed.append((number, _is_open(path, number)))
    return done, [_why(number, waits) for number, waits in failed]


def _is_open(path: Path, number: int) -> bool:
    try:
        return proposal(path, number).state == "open"
    except DeskError:
        return False


def _why(number: int, waits: bool) -> str:
    if waits:
        words = _(
            "Proposal %(number)s: its cell was corrected after it was looked at. Refuse it, or "
            "propose anew."
        )
    else:
        words = _("Proposal %(number)s does not wait any more: somebody decided already.")
    return words % {"number": number}


def _told(decision: str, done: int) -> str:
    if decision == "accept":
        words = ngettext(
            "%(number)s proposal accepted: the next publication shows it.",
            "%(number)s proposals accepted: the next publication shows them.",
            done,
        )
    else:
        words = ngettext("%(number)s proposal refused.", "%(number)s proposals refused.", done)
    return words % {"number": done}


async def _page(
    desk: Desk, request: Request, visit: Visit, told: list[str], failed: list[str], status: int
) -> Response:
    waiting, count = await asyncio.to_thread(_waiting, desk)
    context = {
        **around(desk, visit),
        "waiting": waiting,
        "count": count,
        "told": told,
        "failed": failed,
        "most_reason": MOST_REASON,
    }
    return await desk.shown(request, "desk/inbox.html", context, status)


def _waiting(desk: Desk) -> tuple[list[Waiting], int]:
    found = proposals(desk.folder.desk)
    return [_shown(desk, one) for one in found[:SHOWN]], len(found)


def _shown(desk: Desk, one: Proposal) -> Waiting:
    release = release_of(desk.folder, one.dataset)
    table = release.tables.get(one.table) if release else None
    row = row_of(desk.folder, one.dataset, one.table, one.key)
    cells = row.cells if row else {}
    now = {name: cell.base for name, cell in cells.items()}
    columns = table.columns if table else {}
    key = ",".join(map(tilde_encode, one.key))
    return Waiting(
        proposal=one,
        place=(text(table, "title") if table else "") or f"{one.dataset}.{one.table}",
        title=row.title if row else ", ".join(one.key),
        href=link(desk.urls.path(f"/{one.dataset}/{one.table}/{key}")),
        changes=[
            _change(name, columns.get(name), edit, now.get(name, edit.base))
            for name, edit in one.edits.items()
        ],
    )


def _change(name: str, field: Field | None, edit: Edit, now: str | None) -> Change:
    title = (text(field, "title") if field else "") or name
    moved = now is not None and now not in (edit.base, edit.new)
    shown = _words(field, now) if moved else None
    return Change(title, _words(field, edit.base), _words(field, edit.new), shown)


def _words(field: Field | None, value: str | None) -> str:
    """A value as it is read; "" where there is none."""
    if value is None:
        return ""
    if field is not None and field.type == "boolean":
        return _("yes") if value == "true" else _("no")
    return as_typed(field, value) if field is not None else value
