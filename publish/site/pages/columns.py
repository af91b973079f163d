"""The columns of a table for programs: what the release says of each, and its figures."""

from publish.declare.people_rules import PEOPLE
from publish.figures.asking import WholeTable
from publish.figures.specification import counts_people
from publish.release.cards import Card
from publish.release.described import Json, present
from publish.release.release import Release
from publish.release.table import Field, Table
from publish.site.base.answers import Response
from publish.site.base.site import Request, Site
from publish.site.http.coverage import as_json, covered
from publish.site.rows.selection import selected
from publish.site.text.words import text


async def columns_json(datasette: Site, request: Request) -> Response:
    """The columns of a table that the visitor may see, with its licence; raises Refusal."""
    selection = await selected(datasette, request)
    release, table = selection.release, selection.table
    answer = {
        "ok": True,
        "dataset": release.dataset,
        "version": release.version,
        "table": table,
        "columns": columns(release, release.package.table(table)),
        "license": as_json(covered(release, [table])),
    }
    return Response.json(answer)


def columns(release: Release, table: Table) -> list[Json]:
    """What is said of each column; of a release made before there were any, without figures."""
    cards = release.cards.get(table.name, {})
    return [
        _described(field) | _figures(cards.get(field.name), _counted(table, field))
        for field in table.fields
    ]


def _described(field: Field) -> Json:
    return present(
        {
            "name": field.name,
            "title": text(field, "title"),
            "description": text(field, "description"),
            "type": field.type,
            "unit": field.unit,
            "role": field.role,
            "protection": field.protection,
            "constraints": dict(field.constraints),
        }
    )


def _counted(table: Table, field: Field) -> str:
    """What the numbers of a column count."""
    is_count = counts_people(WholeTable(table)) and field.name != PEOPLE
    return "people" if is_count else "rows"


def _figures(card: Card | None, counted: str) -> Json:
    if card is None:
        return {}
    told = card.tree
    return {"counted": counted, **told} | {
        key: [one._asdict() for one in found]
        for key, found in (("values", card.values), ("classes", card.classes))
        if found
    }
