"""A proposal as its deciders see it: its row, what should change, what it says by now."""

from dataclasses import dataclass

from publish.corrections.proposals import Edit, Proposal
from publish.desk.desk import Desk
from publish.desk.rows import as_typed, release_of, row_of
from publish.release.table import Field
from publish.site.frame.links import link
from publish.site.http.arguments import tilde_encode
from publish.site.text.languages import gettext as _
from publish.site.text.words import text


@dataclass(frozen=True)
class Change:
    """A cell of a proposal: as it was seen, as it should be, as it is if that is something else."""

    title: str
    old: str
    new: str
    now: str | None


@dataclass(frozen=True)
class Waiting:
    """A proposal for who decides; `href` is the public page of its row, of a new one the table's.

    A row that is `renamed` may be another one by now, under the same key.
    """

    proposal: Proposal
    place: str
    title: str
    href: str
    changes: list[Change]
    renamed: bool = False


def waiting_of(desk: Desk, one: Proposal) -> Waiting:
    """A proposal beside its row in the current release."""
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
        title=row.title if row else ", ".join(one.key) or one.title,
        href=link(desk.urls.path(f"/{one.dataset}/{one.table}/{key}".rstrip("/"))),
        renamed=row is not None and one.title not in ("", row.title),
        changes=[
            _change(name, columns.get(name), edit, now.get(name, edit.base))
            for name, edit in one.edits.items()
        ],
    )


def _change(name: str, field: Field | None, edit: Edit, now: str | None) -> Change:
    title = (text(field, "title") if field else "") or name
    moved = now is not None and now not in (edit.base, edit.new)
    shown = said_in(field, now) if moved else None
    return Change(title, said_in(field, edit.base), said_in(field, edit.new), shown)


def said_in(field: Field | None, value: str | None) -> str:
    """A value as it is read; "" where there is none."""
    if value is None:
        return ""
    if field is not None and field.type == "boolean":
        return _("yes") if value == "true" else _("no")
    return as_typed(field, value) if field is not None else value
