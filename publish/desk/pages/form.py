"""The form of a row, there or missing: its fields, and what was typed into them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from publish.desk.body import Fields
from publish.desk.closing import can_close
from publish.desk.desk import Desk
from publish.desk.forms import TRAP, sealed_form, stale
from publish.desk.pages.waiting import row_page
from publish.desk.rows import Cell, Row
from publish.desk.typed import MOST_LETTERS, MOST_WHY, Typed, hint, read_address, typed_of
from publish.desk.visits import around, contributor_at, visit_of
from publish.site.base.answers import Response
from publish.site.base.site import Request
from publish.site.text.languages import gettext as _
from publish.site.text.words import text

CELL = "cell."
# The buttons that say that a row is over, and that none of the rows alike is meant.
CLOSED, ANOTHER = "closed", "another"
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


@dataclass(frozen=True)
class Filled:
    """What was typed, `cells` by column; `said` is why the form is not taken, or empty."""

    typed: Typed = field(default_factory=lambda: Typed("", ""))
    cells: Mapping[str, str] = field(default_factory=dict)
    said: str = ""

    @property
    def is_wrong(self) -> bool:
        """Whether it cannot be taken as it is."""
        return bool(self.said or self.typed.wrong)


def filled(desk: Desk, row: Row, cells: Mapping[str, str], sent: Fields) -> Filled:
    """A form that was sent, with what is wrong in it."""
    typed = typed_of(row, cells, sent.first("why"), sent.first("evidence"))
    if desk.has_mail:
        read_address(typed, sent.first("mail"))
    said = stale(desk, row.place, row.release.version, sent.first("form"))
    return Filled(typed, cells, said)


async def form(
    desk: Desk,
    request: Request,
    row: Row,
    found: Filled,
    status: int = 200,
    alike: Sequence[tuple[str, str]] = (),
) -> Response:
    """The page of the form; `alike` are names and forms of rows that may be meant."""
    visit = await visit_of(desk, request)
    contributor = await contributor_at(desk, request, row.release.dataset)
    typed = found.typed
    context: dict[str, Any] = {
        **around(desk, visit),
        "row": row,
        "service": contributor.service if contributor else "",
        "asked": [
            Asked(cell, found.cells.get(name, cell.typed), typed.wrong.get(name, ""))
            for name, cell in row.cells.items()
        ],
        "typed": typed,
        "said": found.said,
        "form": sealed_form(desk, row.place, row.release.version),
        "trap": TRAP,
        "has_mail": desk.has_mail,
        "most": {"cell": MOST_LETTERS, "why": MOST_WHY},
        "closes": CLOSED if can_close(row) else "",
        "alike": alike,
        "another": ANOTHER,
        "table_title": text(row.table, "title") or row.table.name,
        "dataset_title": text(row.release.package, "title") or row.release.dataset,
        "back": row_page(desk, row.release.dataset, row.table.name, row.key),
    }
    return await desk.shown(request, "desk/propose.html", context, status)
