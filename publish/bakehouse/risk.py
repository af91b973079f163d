"""The risk of a dataset's tables about people, measured on its exports before publication."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from publish.bakehouse.check import gate, on_exports
from publish.bakehouse.engine import Workspace, workspace
from publish.bakehouse.protect import recode
from publish.bakehouse.protect.exposure import Exposure, exposure
from publish.bakehouse.protect.keys import Keys
from publish.bakehouse.protect.outward import outward
from publish.bakehouse.protect.present import present
from publish.bakehouse.protect.tools import Tools
from publish.bakehouse.read import read_all, requests
from publish.bakehouse.read.exports import ExportRequest
from publish.bakehouse.shape import shape
from publish.declare.declaration import Table
from publish.declare.site import SiteFolder
from publish.errors import DeclarationError
from publish.release.lock import site_lock


def risk(site: SiteFolder, name: str, as_of: date) -> tuple[Exposure, ...]:
    """The exposure of each table of a dataset that is about people, of those present on `as_of`.

    Raises a FournilError where publishing would: exports that are missing or not as declared.
    """
    dataset = site.dataset(name)
    with site_lock(site.private), workspace(site.private / name) as place:
        files = requests(site, name, dataset)
        return tuple(
            _table_risk(site, name, table, declared, files[table], as_of, place)
            for table, declared in dataset.tables.items()
            if declared.about == "people"
        )


def _table_risk(
    site: SiteFolder,
    name: str,
    table: str,
    declared: Table,
    files: Sequence[ExportRequest],
    as_of: date,
    place: Workspace,
) -> Exposure:
    rows = people_rows(site, name, table, declared, files, as_of, place)
    tools = Tools(Keys(name, site.private / name), place, site.data / name)
    kept = place.kept("recoded", recode(rows, declared, tools))
    return exposure(table, outward(declared), kept, place)


def people_rows(
    site: SiteFolder,
    name: str,
    table: str,
    declared: Table,
    files: Sequence[ExportRequest],
    as_of: date,
    place: Workspace,
) -> Any:
    """The typed rows (Ibis) of a table about people, of those present on `as_of`.

    Raises a FournilError where its exports are not as declared, or nobody is behind a row.
    """
    if declared.contributor is None:
        raise DeclarationError(
            f"{site.declaration(name)}: tables.{table}: about people, and nothing says who is "
            "behind a row; name the column: `contributor: …`"
        )
    exports = read_all(files, place)
    gate(list(on_exports(table, declared, exports)))
    typed = shape(declared, exports, place).table
    return present(typed, table, declared, site.private / name, as_of, place)
