"""Whether a row can be corrected, and what the source says where a cell of it was."""

from collections.abc import Mapping
from dataclasses import dataclass

from publish.release.correctable import correctable
from publish.site.base.site import Request, Site
from publish.site.rows.references import visible
from publish.site.rows.selection import Selection
from publish.site.rows.table_body import Row
from publish.words.corrections import corrections_of
from publish.words.sql import sql_name

_BOOLEANS = {"true": 1, "false": 0}


@dataclass(frozen=True)
class Said:
    """By column, what the source says where the release says otherwise; None: that is not told.

    A row that is `added` is none of the source's.
    """

    sources: Mapping[str, object]
    added: bool = False


def takes_corrections(site: Site, selection: Selection) -> bool:
    """Whether the desk is open and takes corrections of the table."""
    if not site.declared.get("desk"):
        return False
    return bool(correctable(selection.release.package, selection.resource))


async def sources_said(site: Site, request: Request, selection: Selection, row: Row) -> Said:
    """What the source says of a row that was corrected, or that it lacks."""
    release, told = selection.release, corrections_of(selection.table)
    resource = release.tables.get(told)
    if resource is None or not await visible(site, request, release, told):
        return Said({})
    keys = selection.resource.primary_key
    column, source, _shown, state, *_others = map(sql_name, [*resource.columns][len(keys) :])
    same = " and ".join(f"{sql_name(key)} = :key{n}" for n, key in enumerate(keys))
    sql = (
        f"select {column}, {source}, {state} from {sql_name(told)} "  # noqa: S608
        f"where {same} and {state} in ('applied', 'added')"
    )
    values = {f"key{n}": row[key] for n, key in enumerate(keys)}
    found = (await site.databases[release.dataset].execute(sql, values)).rows
    sources = {name: _value(selection, name, said) for name, said, of in found if of == "applied"}
    return Said(sources, any(of == "added" for *_, of in found))


def _value(selection: Selection, name: str, said: str | None) -> object:
    """As a release holds it: yes and no as numbers."""
    field = selection.fields.get(name)
    is_boolean = field is not None and field.type == "boolean"
    return _BOOLEANS.get(said or "") if is_boolean else said
