"""Coordinates of a projected system, such as Lambert 93, as degrees in WGS 84: by PROJ, an extra.

PROJ is asked from one thread of ours, a vector at a time: its contexts do not live in threads that
a database starts (pyproj 3.7.2 within functions of DuckDB 1.5.5 dies).
"""

import sys
from collections.abc import Iterator
from functools import cache
from importlib.metadata import requires
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from publish.bakehouse.engine import Workspace
from publish.declare.declaration import Coordinates, Table
from publish.errors import Problem
from publish.release.rejects import Reason

if TYPE_CHECKING:
    from pyproj import Transformer

DECIMALS = 7
"""Of a degree: 11 mm from north to south."""
NEAR = 1.0
"""Metres between what was read and where its degrees lead back."""

Reals = NDArray[np.float64]


def pairs(table: Table) -> tuple[tuple[Coordinates, str], ...]:
    """The pairs of a table that are projected, with their systems."""
    return tuple((pair, pair.system) for pair in table.coordinates if pair.system)


def unusable(name: str, table: Table) -> Iterator[Problem]:
    """Systems from which nothing can be transformed: unknown ones, or PROJ is not installed."""
    for pair, system in pairs(table):
        place = f"{name}.{pair.lat}+{pair.lon}"
        if not find_spec("pyproj"):
            what = f"`system: {system}` needs pyproj, which is not installed"
            yield Problem("unusable-system", place, what, f"run `{_installation()}`")
        elif not _in_metres(system):
            what = f"{system} is no projected system in metres that PROJ knows"
            fix = "write such a code as EPSG:2154, or remove `system` where these are degrees"
            yield Problem("unusable-system", place, what, fix)


def _installation() -> str:
    """The command that installs what the extra `projections` names."""
    wanted = [one.split(";")[0].strip() for one in requires("fournil") or () if "pyproj" in one]
    return f"{sys.executable} -m pip install {wanted[0]}"


def _in_metres(system: str) -> bool:
    from pyproj import CRS
    from pyproj.exceptions import CRSError

    try:
        known = CRS.from_user_input(system)
    except CRSError:
        return False
    return known.is_projected and {axis.unit_name for axis in known.axis_info} == {"metre"}


def area(system: str) -> tuple[float, float, float, float]:
    """Where a system is used: west, south, east, north in degrees."""
    from pyproj import CRS

    used = CRS.from_user_input(system).area_of_use
    return used.bounds if used else (-180.0, -90.0, 180.0, 90.0)


def degrees(system: str, eastings: Reals, northings: Reals) -> tuple[Reals, Reals]:
    """Latitudes and longitudes in WGS 84; NaN where a pair is no point of the system.

    Far from where a system is made for, PROJ gives places that do not lead back.
    """
    transformer = _transformer(system)
    # Adding zero makes 0 of -0.
    lon, lat = (np.round(one, DECIMALS) + 0.0 for one in transformer.transform(eastings, northings))
    x, y = transformer.transform(lon, lat, direction="INVERSE")
    with np.errstate(invalid="ignore", over="ignore"):
        lost = ~(np.hypot(x - eastings, y - northings) < NEAR)
    return np.where(lost, np.nan, lat), np.where(lost, np.nan, lon)


@cache
def _transformer(system: str) -> "Transformer":
    from pyproj import Transformer
    from pyproj.network import set_network_enabled  # type: ignore[attr-defined]

    # What PROJ would fetch on some machines and not on others must not decide.
    set_network_enabled(active=False)
    return Transformer.from_crs(system, "EPSG:4326", always_xy=True)


def place_on_earth(table: Table, rows: Any, reason: str, place: Workspace) -> None:
    """Put degrees in place of metres in the rows (a kept table) of a table.

    A row with one coordinate alone, or that is no point of the system, is a reject: why is said in
    its column `reason`, where nothing else is.
    """
    for pair, system in pairs(table):
        read = rows.select(id=rows.rowid(), x=rows[pair.lon], y=rows[pair.lat])
        filled = read.filter(read.x.notnull() | read.y.notnull()).to_pyarrow()
        points = place.brought("points", _placed(filled, system))
        why = Reason("no-point", system)
        statement = (
            f'UPDATE {{rows}} SET "{pair.lat}" = points.lat, "{pair.lon}" = points.lon, '  # noqa: S608
            f'"{reason}" = CASE WHEN points.lat IS NULL THEN coalesce("{reason}", ?) '
            f'ELSE "{reason}" END FROM {{points}} AS points WHERE {{rows}}.rowid = points.id'
        )
        said = "\t".join((pair.lat, why.code, *why.values))
        place.sql(place.filled(statement, rows=rows, points=points), [said])


def _placed(filled: pa.Table, system: str) -> pa.Table:
    """The degrees of a table of (id, x, y); null where there is no point."""
    x, y = (filled[name].to_numpy().astype(np.float64) for name in ("x", "y"))
    lat, lon = (pa.array(one, pa.float64(), from_pandas=True) for one in degrees(system, x, y))
    return pa.table({"id": filled["id"].combine_chunks(), "lat": lat, "lon": lon})
