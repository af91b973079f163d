"""How many members have to accept what is proposed of a table, as its declaration says."""

from collections.abc import Mapping
from functools import lru_cache

from publish.declare.corrections import Corrections
from publish.declare.site import SiteFolder
from publish.errors import DeclarationError


def eyes_of(site: SiteFolder, dataset: str, table: str) -> int:
    """One or two; one where the dataset is declared on another machine.

    Raises DeclarationError where the declaration cannot be read: it may ask for two.
    """
    try:
        path = site.declaration(dataset)
    except DeclarationError:
        return 1
    try:
        changed = path.stat().st_mtime_ns
    except OSError as error:
        raise DeclarationError(f"{path}: cannot be read ({error})") from None
    return _eyes(site, dataset, changed).get(table, 1)


@lru_cache(maxsize=64)
def _eyes(site: SiteFolder, dataset: str, _changed: int) -> Mapping[str, int]:
    tables = site.dataset(dataset).tables.items()
    return {name: (table.corrections or Corrections()).eyes for name, table in tables}
