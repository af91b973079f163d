"""`/desk/similar`: which rows are alike one that somebody is about to create."""

import asyncio
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from publish.corrections.proposals import Proposal, waiting_in
from publish.corrections.values import written
from publish.declare.model import nearest
from publish.desk.alike import Alike, alike, likest
from publish.desk.api.patches import MOST_WRONG
from publish.desk.api.problems import Json, Problem, Wrong, unfit
from publish.desk.api.sent import JSON, sent_json
from publish.desk.api.values import as_json, as_text
from publish.desk.bearers import Bearer, who
from publish.desk.desk import Desk
from publish.desk.likeness import Said, likeness
from publish.desk.reviews import Reviewer
from publish.desk.rights import ACTIONS, rights_of
from publish.desk.rows import as_released, release_of, row_path
from publish.desk.typed import MOST_LETTERS, column_of
from publish.desk.visits import Visit
from publish.release.release import Release
from publish.release.table import Field, Table
from publish.site.base.answers import Response
from publish.site.base.site import Request
from publish.site.frame.links import absolute
from publish.words.json import pointer
from publish.words.unseen import has_unseen

DATASET, TABLE, ROW = "dataset", "table", "row"
_TYPED = frozenset({"string", "integer", "number", "boolean", "date", "datetime"})
Read = Callable[[Field, Json], str | None]


@dataclass(frozen=True)
class Asked:
    """A table, and what a row of it is to say, as texts of a release by column."""

    release: Release
    table: Table
    said: Said


async def similar_asked(desk: Desk, request: Request) -> Response:
    """The same with the columns beside `dataset` and `table` in the address, as people write."""
    names = [name for name in dict.fromkeys(request.args) if name not in (DATASET, TABLE)]
    cells: dict[str, Json] = {name: [*request.args.getlist(name)] for name in names}
    place: list[Json] = [request.args.get(name) for name in (DATASET, TABLE)]
    return await _answered(desk, request, place, (cells, _as_written, ()))


async def similar_sent(desk: Desk, request: Request) -> Response:
    """The rows alike what a body says in `row`, of its `table` of its `dataset`."""
    body = (await sent_json(request, (JSON,), "accept-post")).value
    if not isinstance(body, dict) or not body.keys() <= {DATASET, TABLE, ROW}:
        raise unfit([Wrong("", f"the body is an object with `{DATASET}`, `{TABLE}` and `{ROW}`")])
    cells = body.get(ROW)
    if not isinstance(cells, dict):
        raise unfit([Wrong(f"/{ROW}", "write an object: a value for each column")])
    return await _answered(
        desk, request, [body.get(DATASET), body.get(TABLE)], (cells, as_text, (ROW,))
    )


async def _answered(
    desk: Desk,
    request: Request,
    place: list[Json],
    row: tuple[Mapping[str, Json], Read, tuple[str, ...]],
) -> Response:
    """What everybody may see, and to who reviews additions those that wait."""
    visitor = await who(desk, request)
    cells, read, within = row
    wrong = [
        Wrong(f"/{name}", f"name the {name}")
        for name, said in zip((DATASET, TABLE), place, strict=True)
        if not isinstance(said, str) or not said
    ]
    if wrong:
        raise unfit(wrong)
    release, table = await asyncio.to_thread(_table, desk, *map(str, place))
    asked = Asked(release, table, _said(table, cells, read, within))
    return await asyncio.to_thread(_found, desk, request, asked, visitor)


def _table(desk: Desk, dataset: str, name: str) -> tuple[Release, Table]:
    release = release_of(desk.folder, dataset)
    table = release.tables.get(name) if release else None
    if release is None or table is None:
        raise Problem(404, "there is no such table")
    if not table.rows_have_pages or not table.primary_key:
        raise Problem(
            404, "rows of this table are not told apart: it is about people, or has no key"
        )
    return release, table


def _said(
    table: Table, cells: Mapping[str, Json], read: Read, within: tuple[str, ...]
) -> dict[str, str]:
    """The texts of what is said; raises Problem with the places that are wrong."""
    open, found, wrong = _open(table), dict[str, str](), list[Wrong]()
    for name, value in cells.items():
        if len(wrong) == MOST_WRONG:
            break
        try:
            text = read(_column(open, name), value) if value not in (None, "", [""]) else None
            found |= {} if text is None else {name: text}
        except ValueError as error:
            wrong.append(Wrong(pointer([*within, name]), str(error)))
    if not found and not wrong:
        wrong.append(
            Wrong(pointer([*within]), "nothing is said of the row: give a value of a column")
        )
    if wrong:
        raise unfit(wrong)
    return found


def _open(table: Table) -> dict[str, Field]:
    """The columns that are compared and shown: those that leave as they were read, of nobody."""
    return {
        one.name: one
        for one in table.fields
        if one.role == "open" and one.protection is None and (one.type in _TYPED or one.is_list)
    }


def _column(open: Mapping[str, Field], name: str) -> Field:
    if name not in open:
        raise ValueError(f"no open column {name[:80]!r}; {nearest(name[:80], open)}")
    return open[name]


def _as_written(field: Field, texts: Json) -> str | None:
    """What an address says in a column: of a list, an item each time that it stands there."""
    said = [str(one) for one in texts] if isinstance(texts, list) else []
    if len(said) > 1 and not field.is_list:
        raise ValueError(f"{field.name}: it stands there {len(said)} times")
    text = "\n".join(said)
    if len(text) > MOST_LETTERS:
        raise ValueError(f"{field.name}: it has more than {MOST_LETTERS} letters")
    if has_unseen(text.replace("\n", " ") if field.is_list else text):
        raise ValueError(f"{field.name}: it has characters that nobody sees")
    return written(column_of(field), as_released(field, text)) if text.strip() else None


def _found(desk: Desk, request: Request, asked: Asked, visitor: Visit | Bearer | None) -> Response:
    release, table = asked.release, asked.table
    rows: list[Json] = [
        {
            "id": row_path("", "", one.key).rpartition("/")[2],
            "key": [*one.key],
            **_told(table, asked.said, one),
            "url": _address(desk, request, row_path(release.dataset, table.name, one.key)),
        }
        for one in alike(release, table, asked.said)
    ]
    body: dict[str, Json] = {
        DATASET: release.dataset,
        TABLE: table.name,
        "release": release.version,
        "rows": rows,
    }
    reviews = _reviewer(desk, visitor)
    if reviews is not None:
        body["waiting"] = [*_waiting(desk, request, asked, reviews)]
    return Response.json(body)


def _reviewer(desk: Desk, visitor: Visit | Bearer | None) -> Reviewer | None:
    """A member who may review something here; None of everybody else."""
    if visitor is None or (isinstance(visitor, Bearer) and not visitor.covers("review")):
        return None
    rights = rights_of(desk.folder.desk, visitor.member.id)
    if not any("review" in ACTIONS.get(one.role, ()) for one in rights):
        return None
    return Reviewer(desk, rights, desk.now())


def _waiting(desk: Desk, request: Request, asked: Asked, reviews: Reviewer) -> Iterator[Json]:
    """Additions that wait for a decision of theirs."""
    waiting = waiting_in(desk.folder.desk, asked.release.dataset, asked.table.name)
    theirs = {one.id: one for one in waiting if one.kind == "addition" and reviews.may_decide(one)}
    for one in likest(filter(None, (_proposed(asked, proposal) for proposal in theirs.values()))):
        [number] = one.key
        yield {
            "proposal": int(number),
            **_told(asked.table, asked.said, one),
            "url": _address(desk, request, f"/desk/proposals/{number}"),
        }


def _proposed(asked: Asked, one: Proposal) -> Alike | None:
    open = _open(asked.table)
    there = {name: edit.new for name, edit in one.edits.items() if name in open}
    found = likeness(asked.table, asked.said, there)
    if found is None:
        return None
    return Alike((str(one.id),), one.title, {name: there.get(name) for name in asked.said}, found)


def _told(table: Table, said: Said, one: Alike) -> dict[str, Json]:
    """What it is called, how alike it is, and what both say in each column that is compared."""
    return {
        "label": one.title,
        "score": one.likeness.score,
        "likely": one.likeness.is_likely,
        "columns": {
            name: {
                "yours": as_json(table.columns[name], said[name]),
                "theirs": as_json(table.columns[name], one.said.get(name)),
                "score": round(score, 3),
            }
            for name, score in one.likeness.columns.items()
            if name in said
        },
    }


def _address(desk: Desk, request: Request, path: str) -> str:
    return absolute(desk, request, str(desk.urls.path(path)))
