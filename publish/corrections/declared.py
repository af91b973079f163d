"""The tables of a dataset as they are declared at this moment, read again where that changed."""

from collections.abc import Mapping
from functools import lru_cache

from publish.declare.site import SiteFolder
from publish.declare.table import Table
from publish.errors import DeclarationError


def declared_tables(site: SiteFolder, dataset: str) -> Mapping[str, Table] | None:
    """The tables by name; None where the dataset is declared on another machine.

    Raises DeclarationError where the declaration cannot be read.
    """
    try:
        path = site.declaration(dataset)
    except DeclarationError:
        return None
    try:
        return _read(site, dataset, path.stat().st_mtime_ns)
    except OSError as error:
        raise DeclarationError(f"{path}: cannot be read ({error})") from None


# A declaration takes longer to read than all else that a page needs.
@lru_cache(maxsize=64)
def _read(site: SiteFolder, dataset: str, _changed: int) -> Mapping[str, Table]:
    return site.dataset(dataset).tables
