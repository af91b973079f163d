"""Features of GeoJSON (RFC 7946): properties are columns, points latitudes and longitudes."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from publish.bakehouse.draft.roles import RoleGuess
from publish.bakehouse.draft.rows import Known, Sample
from publish.bakehouse.draft.types import TypeGuess
from publish.words.told import told

GEOMETRY, TYPE = "geometry", "geometry.type"
POSITIONS = {
    "geometry.coordinates.1": "lat",
    "geometry.coordinates.0": "lon",
    "geometry.coordinates.2": "altitude",
}
DROPPED = RoleGuess(drop=True, why=(told("a word of GeoJSON, not of the data"),))


def are_features(headers: Iterable[str]) -> bool:
    """Whether records with these headers are features: they have a geometry, even if it is null."""
    firsts = {header.split(".")[0] for header in headers}
    return {"type", GEOMETRY} <= firsts


def as_table(sample: Sample) -> Sample:
    """The sample of features, read with POSITIONS, as the columns of a table: properties first."""
    cells: Iterable[Sequence[str]] = zip(*sample.rows, strict=True)
    columns = dict(zip(sample.headers, cells, strict=True))
    own = [header for header in columns if not header.startswith("geometry.")]
    order = sorted(own, key=lambda header: (not header.startswith("properties."), header == "type"))
    known = {header: Known(header.removeprefix("properties.")) for header in order}
    known["type"] = Known("feature_type", TypeGuess(), DROPPED)
    taken, geometry = list(order), list(_geometry(columns))
    for header, kind, cells in geometry:
        known[header], columns[header] = kind, cells
        taken.append(header)
    rows = [list(row) for row in zip(*(columns[header] for header in taken), strict=True)]
    return replace(sample, headers=tuple(taken), rows=rows, known=known)


Column = tuple[str, Known, Sequence[str]]


def _geometry(columns: Mapping[str, Sequence[str]]) -> Iterator[Column]:
    """Where features lie: numbers of points, the shape as GeoJSON where there are others."""
    kinds = Counter(kind for kind in columns.get(TYPE, ()) if kind)
    if set(kinds) == {"Point"}:
        for header, name in POSITIONS.items():
            if any(columns.get(header, ())):
                yield header, Known(name), columns[header]
        yield TYPE, Known("geometry_type", TypeGuess(), DROPPED), columns[TYPE]
    elif kinds:
        told = ", ".join(f"{count} {kind}" for kind, count in sorted(kinds.items()))
        shape = TypeGuess("json", why=(f"GeoJSON: {told}",))
        yield GEOMETRY, Known(GEOMETRY, shape, RoleGuess()), columns[TYPE]
