"""`/desk/changesets`: what a program corrects under one comment."""

import asyncio
import json
import sqlite3

from publish.corrections import desk_file
from publish.corrections.changesets import Change, Changeset, begin, changes, changeset, is_full
from publish.desk.api.answered import key_of, once, print_of
from publish.desk.api.asking import Asker, asker
from publish.desk.api.problems import Json, Problem, Wrong, unfit
from publish.desk.api.sent import JSON, sent_json
from publish.desk.api.turns import in_turn
from publish.desk.days import day_of
from publish.desk.desk import Desk
from publish.desk.typed import MOST_WHY, is_evidence
from publish.errors import DeskError
from publish.site.base.answers import Response
from publish.site.base.site import Request
from publish.site.frame.links import link
from publish.site.http.arguments import whole
from publish.words.json import pointer
from publish.words.unseen import has_unseen

HEADER = "changeset"
_KNOWN = ("comment", "evidence")


async def changeset_begun(desk: Desk, request: Request) -> Response:
    """Gives a number, which patches then name."""
    asking = await asker(desk, request)
    member = asking.member.id
    sent = await sent_json(request, (JSON,), "accept-post")
    comment, evidence = _read(sent.value)
    asked = (member, key_of(request), print_of(request, sent.body), asking.now)
    day = day_of(asking.now)

    def write(database: sqlite3.Connection) -> Response:
        try:
            begun = begin(database, member, comment, evidence, day)
        except DeskError as error:
            raise Problem(409, str(error)) from None
        return _shown(begun, [], 201, link(desk.urls.path(f"/desk/changesets/{begun.number}")))

    return await in_turn(lambda: once(desk.folder.desk, asked, write))


async def changeset_read(desk: Desk, request: Request) -> Response:
    """What a changeset holds, for its member and officers; for others there is none."""
    asking = await asker(desk, request)
    number = whole(request.url_vars["number"])

    def read() -> Response:
        with desk_file.reading(desk.folder.desk) as database:
            found = None if number is None else changeset(database, number)
            if found is None or not _may_read(asking, found):
                raise Problem(404, "there is no such changeset of yours")
            return _shown(found, changes(database, found.number))

    return await asyncio.to_thread(read)


def _may_read(asking: Asker, found: Changeset) -> bool:
    return found.member == asking.member.id or asking.may("officer", ("", ""))


def changeset_of(request: Request) -> int | None:
    """The changeset that a patch names; raises Problem."""
    said = request.headers.get(HEADER)
    if said is None:
        return None
    number = whole(said)
    if number is None:
        raise Problem(400, "the header Changeset is the number of one")
    return number


def usable(
    database: sqlite3.Connection, member: str, number: int | None
) -> tuple[int | None, str, str]:
    """The changeset of a member, its comment and evidence; raises Problem where it is no one's."""
    if number is None:
        return None, "", ""
    found = changeset(database, number)
    if found is None or found.member != member:
        raise Problem(422, f"there is no changeset {number} of yours")
    if is_full(database, number):
        raise Problem(409, f"changeset {number} is full: begin another one")
    return number, found.comment, found.evidence


def _read(body: Json) -> tuple[str, str]:
    if not isinstance(body, dict):
        raise unfit([Wrong("", "a changeset is an object with a `comment`")])
    wrong = [
        Wrong(pointer([name]), f"a changeset has no {name[:80]!r}")
        for name in body
        if name not in _KNOWN
    ]
    comment, evidence = body.get("comment"), body.get("evidence", "")
    if not _is_comment(comment):
        wrong.append(Wrong("/comment", f"a text of 1 to {MOST_WHY} letters, all of them seen"))
    if evidence != "" and not (isinstance(evidence, str) and is_evidence(evidence)):
        wrong.append(Wrong("/evidence", "the address of a page, which begins with https://"))
    if wrong:
        raise unfit(wrong)
    return str(comment).strip(), str(evidence)


def _is_comment(value: Json) -> bool:
    if not isinstance(value, str) or has_unseen(value):
        return False
    return 0 < len(value.strip()) <= MOST_WHY


def _shown(found: Changeset, held: list[Change], status: int = 200, location: str = "") -> Response:
    tree: dict[str, Json] = {
        "changeset": found.number,
        "comment": found.comment,
        "evidence": found.evidence,
        "made": found.made,
        "changes": [_change(one) for one in held],
    }
    headers = {"location": location} if location else {}
    return Response(json.dumps(tree, ensure_ascii=False), status, headers, "application/json")


def _change(one: Change) -> Json:
    return {
        "proposal": one.proposal,
        "dataset": one.dataset,
        "table": one.table,
        "key": [*one.key],
        "edits": {name: {"base": edit.base, "new": edit.new} for name, edit in one.edits.items()},
        "state": one.state,
        "reason": one.reason,
    }
