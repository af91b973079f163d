"""The form of a row, there or missing: its fields, what keeps programs out, what is taken of it."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from publish.corrections.strangers import Answer, FullDay, propose_once
from publish.desk.body import Fields
from publish.desk.closing import can_close
from publish.desk.correcting import corrected
from publish.desk.days import day_of
from publish.desk.desk import Desk
from publish.desk.forms import TRAP, sealed_form
from publish.desk.mail.addresses import sealed
from publish.desk.refused import full_day, unreadable
from publish.desk.rows import Cell, Row
from publish.desk.typed import MOST_LETTERS, MOST_WHY, Typed, hint
from publish.desk.visits import around, contributor_at, is_marked, visit_of
from publish.site.base.answers import Response
from publish.site.base.site import Request
from publish.site.frame.links import link, with_argument
from publish.site.text.languages import gettext as _
from publish.site.text.languages import language
from publish.site.text.words import text

CELL = "cell."
# What became of it: it waits already, or it is a correction at once.
KNOWN, DONE = "known", "done"
# The button that says that a row is over.
CLOSED = "closed"
# Longer texts, and lists, have several lines.
_LINE = 80


@dataclass(frozen=True)
class Asked:
    """A column in the form: the row's cell, what stands in its field, what is wrong with it."""

    cell: Cell
    value: str
    wrong: str

    @property
    def id(self) -> str:
        """Its field on the page; that of its description ends in `_of`, of what is wrong in
        `_wrong`."""
        return f"f-{self.cell.field.name}"

    @property
    def attributes(self) -> dict[str, str | None]:
        """Those of its field."""
        wrong = f" {self.id}_wrong" if self.wrong else ""
        return {
            "id": self.id,
            "name": CELL + self.cell.field.name,
            "aria-describedby": f"{self.id}_of{wrong}",
            "aria-invalid": "true" if self.wrong else None,
        }

    @property
    def present(self) -> str:
        """What the row says, in words."""
        return dict(self.choices).get(self.cell.typed, self.cell.typed) if self.cell.typed else ""

    @property
    def hint(self) -> str:
        """What may stand there."""
        return hint(self.cell.field)

    @property
    def kind(self) -> str:
        """Which field of HTML: choice, lines or line."""
        field = self.cell.field
        if field.type == "boolean" or field.constraints.get("enum"):
            return "choice"
        return "lines" if field.is_list or _is_long(self.value) else "line"

    @property
    def choices(self) -> list[tuple[str, str]]:
        """The values that may be chosen, and their words; no value first, where that may be."""
        field = self.cell.field
        if field.type == "boolean":
            known = [("true", _("yes")), ("false", _("no"))]
        else:
            known = [(str(one), str(one)) for one in field.constraints.get("enum") or ()]
        must = field.constraints.get("required") and self.cell.base is not None
        found = known if must else [("", _("not stated")), *known]
        strange = [] if self.value in dict(found) else [(self.value, self.value)]
        return [*found, *strange]


def _is_long(value: str) -> bool:
    return "\n" in value or len(value) > _LINE


async def finished(desk: Desk, request: Request, row: Row, typed: Typed, sent: Fields) -> Response:
    """Takes what was typed: from who may correct it at once, else as a proposal; raises Refused."""
    visit = await visit_of(desk, request)
    member = visit if visit and is_marked(desk, visit, sent) else None
    if member is not None:
        done = await asyncio.to_thread(corrected, desk, member, row, typed)
        if done:
            return thanks(desk, DONE)
    by = member.member.id if member else ""
    contributor = await contributor_at(desk, request, row.release.dataset)
    who = contributor.sealed if contributor else ""
    news = await asyncio.to_thread(_is_news, desk, row, typed, who, by)
    return thanks(desk, "" if news else KNOWN)


def thanks(desk: Desk, word: str = "") -> Response:
    """Leads on to what becomes of it."""
    path = link(desk.urls.path("/desk/thanks"))
    return Response.redirect(with_argument(path, word, "1") if word else path, 303)


def cells_of(row: Row, sent: Fields) -> dict[str, str]:
    """The cells that were sent; raises Refused where others are meant than the form has."""
    cells = sent.below(CELL)
    if not cells.keys() <= row.cells.keys():
        raise unreadable()
    return cells


def _is_news(desk: Desk, row: Row, typed: Typed, contributor: str, by: str) -> bool:
    """Takes a proposal; whether the same did not wait already. Raises Refused."""
    day = day_of(desk.now())
    cell = (row.release.dataset, row.table.name, row.key)
    try:
        number = propose_once(
            desk.folder.desk,
            cell,
            typed.edits,
            why=typed.why,
            evidence=typed.evidence,
            day=day,
            most=desk.per_day,
            title=typed.title_of(row),
            contributor=contributor,
            by=by,
            kind="addition" if row.is_new else "edit",
            answer=Answer(sealed(desk.secret, typed.mail), language()) if typed.mail else None,
        )
    except FullDay:
        raise full_day() from None
    return number is not None


async def form(
    desk: Desk,
    request: Request,
    row: Row,
    typed: Typed,
    cells: Mapping[str, str],
    said: str,
    status: int = 200,
    **more: Any,
) -> Response:
    """The page of the form, with what was typed and what is wrong with it."""
    visit = await visit_of(desk, request)
    contributor = await contributor_at(desk, request, row.release.dataset)
    context: dict[str, Any] = {
        **around(desk, visit),
        "row": row,
        "service": contributor.service if contributor else "",
        "asked": [
            Asked(cell, cells.get(name, cell.typed), typed.wrong.get(name, ""))
            for name, cell in row.cells.items()
        ],
        "typed": typed,
        "said": said,
        "form": sealed_form(desk, row.place, row.release.version),
        "trap": TRAP,
        "has_mail": desk.has_mail,
        "most": {"cell": MOST_LETTERS, "why": MOST_WHY},
        "closes": CLOSED if can_close(row) else "",
        "table_title": text(row.table, "title") or row.table.name,
        "dataset_title": text(row.release.package, "title") or row.release.dataset,
        **more,
    }
    return await desk.shown(request, "desk/propose.html", context, status)
