"""What a person declares of a table's keys, of its points, and of what the site offers on it."""

from typing import Annotated

from pydantic import Field

from publish.declare.model import Model, Names, SqlName, SystemCode


class Reference(Model):
    """The table and columns that a foreign key points to."""

    table: SqlName
    """A table of this dataset."""
    columns: Names
    """Its columns, in the order of the foreign key's."""


class ForeignKey(Model):
    """Columns whose values are found in another table of the dataset."""

    columns: Names
    """Columns of this table."""
    references: Reference
    """Where their values are found."""


class Coordinates(Model):
    """A pair of columns in WGS 84 degrees, and where they may lie: west, south, east, north."""

    lat: SqlName
    """The column of latitudes."""
    lon: SqlName
    """The column of longitudes."""
    bounds: tuple[float, float, float, float] | None = None
    """The box where all points lie: [west, south, east, north]."""
    system: SystemCode | None = None
    """The projected system in which the exports write them, northings in `lat` and eastings in
    `lon`, such as EPSG:2154: they are published in degrees."""


class Browse(Model):
    """What the site offers on a table: facets, search, label, sort (`-x` descends), map."""

    facets: Names = ()
    """Columns that visitors filter by, with counts."""
    search: Names = ()
    """Columns that the search box looks into, beside facets, codes and the names of keys."""
    label: SqlName | None = None
    """The column that names a row."""
    sort: Annotated[str, Field(pattern=r"^-?[a-z][a-z0-9_]*$")] | None = None
    """The column that rows are sorted by at first; `-column` for the greatest first."""
    map: Annotated[Names, Field(min_length=1, max_length=2)] | None = None
    """The columns of latitudes and longitudes, [lat, lon], or the one column of GeoJSON."""

    @property
    def point(self) -> tuple[str, str] | None:
        """The columns of latitudes and longitudes."""
        return (self.map[0], self.map[1]) if self.map and self.map[1:] else None

    @property
    def shape(self) -> str | None:
        """The column of geometries of GeoJSON."""
        return self.map[0] if self.map and not self.map[1:] else None
