"""A proposal as its deciders see it: its row, what should change, what it says by now."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from publish.corrections.decisions import accepted_by
from publish.corrections.proposals import Edit, Proposal
from publish.desk.desk import Desk
from publish.desk.pages.parts import table_title
from publish.desk.rows import Row, as_typed, release_of, row_of, row_path
from publish.desk.visits import Visit
from publish.release.table import Field
from publish.site.frame.links import link
from publish.site.text.languages import gettext as _
from publish.site.text.words import text


@dataclass(frozen=True)
class Change:
    """A cell of a proposal: as it was seen, as it should be, as it is if that is something else."""

    title: str
    old: str
    new: str
    now: str | None = None


@dataclass(frozen=True)
class Waiting:
    """A proposal for who decides; `href` is the public page of its row, of a new one the table's.

    `page` is its own; `seen` says who accepted it where two have to. A row that is `renamed` may be
    another one by now, under the same key.
    """

    proposal: Proposal
    place: str
    title: str
    href: str
    page: str
    changes: list[Change]
    seen: str
    renamed: bool


def waiting_of(desk: Desk, visit: Visit, found: Sequence[Proposal]) -> list[Waiting]:
    """Proposals beside their rows in the current releases."""
    accepted = accepted_by(desk.folder.desk)
    return [_waiting(desk, one, _seen(visit, accepted.get(one.id, ()))) for one in found]


def _waiting(desk: Desk, one: Proposal, seen: str) -> Waiting:
    row = row_of(desk.folder, one.dataset, one.table, one.key) if one.key else None
    return Waiting(
        proposal=one,
        place=table_title(desk, one.dataset, one.table),
        title=row.title if row else one.title or ", ".join(one.key),
        href=row_page(desk, one.dataset, one.table, one.key),
        page=link(desk.urls.path(f"/desk/proposals/{one.id}")),
        changes=changes_of(desk, one, row),
        seen=seen,
        renamed=row is not None and one.title not in ("", row.title),
    )


def row_page(desk: Desk, dataset: str, table: str, key: Sequence[str]) -> str:
    """The public page of a row; without a key, of its table."""
    return link(desk.urls.path(row_path(dataset, table, key)))


def _seen(visit: Visit, members: Sequence[str]) -> str:
    if visit.member.id in members:
        return _("You accepted it; another member has to accept it as well.")
    return _("One member accepted it; another one has to accept it as well.") if members else ""


def changes_of(desk: Desk, one: Proposal, row: Row | None) -> list[Change]:
    """The edits of a proposal in words, beside what the row says by now."""
    fields = fields_of(desk, one.dataset, one.table)
    now = {name: cell.base for name, cell in row.cells.items()} if row else {}
    return [
        change_of(name, fields.get(name), edit, now.get(name)) for name, edit in one.edits.items()
    ]


def fields_of(desk: Desk, dataset: str, table: str) -> Mapping[str, Field]:
    """The columns of a table in its current release."""
    release = release_of(desk.folder, dataset)
    described = release.tables.get(table) if release else None
    return described.columns if described else {}


def change_of(name: str, field: Field | None, edit: Edit, now: str | None = None) -> Change:
    """An edit of a column in words, beside what the row says by now where that is known."""
    moved = now is not None and now not in edit
    shown = said_in(field, now) if moved else None
    return Change(
        column_title(name, field), said_in(field, edit.base), said_in(field, edit.new), shown
    )


def column_title(name: str, field: Field | None) -> str:
    """What a column is called."""
    return (text(field, "title") if field else "") or name


def said_in(field: Field | None, value: str | None) -> str:
    """A value as it is read; "" where there is none."""
    if value is None:
        return ""
    if field is not None and field.type == "boolean":
        return _("yes") if value == "true" else _("no")
    return as_typed(field, value) if field is not None else value
