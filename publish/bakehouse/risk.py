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
from publish.bakehouse.protect.recoded import PERSON
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
    rows = _recoded(site, name, table, declared, files, as_of, place)
    if PERSON not in rows.columns:
        raise DeclarationError(
            f"{site.declaration(name)}: tables.{table}: about people, and nothing says who is "
            "behind a row; name the column: `contributor: …`"
        )
    kept = place.kept("recoded", rows)
    return exposure(table, outward(declared), kept, place)


def _recoded(
    site: SiteFolder,
    name: str,
    table: str,
    declared: Table,
    files: Sequence[ExportRequest],
    as_of: date,
    place: Workspace,
) -> Any:
    folder, private = site.data / name, site.private / name
    exports = read_all(files, place)
    gate(list(on_exports(table, declared, exports)))
    rows = present(shape(declared, exports, place).table, declared, private, as_of, place)
    return recode(rows, declared, Tools(Keys(name, private), place, folder))
