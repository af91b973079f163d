"""The columns of a table for programs: what the release says of each, and its figures."""

from publish.release.described import Json, present
from publish.release.release import Release
from publish.release.table import Field, Table
from publish.site.base.answers import Response
from publish.site.base.site import Request, Site
from publish.site.http.coverage import as_json, covered
from publish.site.rows.column_figures import figures
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
    return [_described(field) | figures(release, table, field) for field in table.fields]


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
