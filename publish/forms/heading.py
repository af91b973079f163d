"""What a file says of the table that it holds, beside the rows."""

from collections.abc import Mapping
from dataclasses import dataclass

from publish.forms.kinds import Kinds
from publish.words.notice import Notice


@dataclass(frozen=True)
class Heading:
    """A table's name, title, kinds of values, licence, and version where it has one.

    `key` is the column that identifies a row for GeoJSON; `point` the columns of latitude and
    longitude, `shape` the one column of geometries; `filter` says in words which rows it holds,
    `distance` what a column of distances is.
    """

    name: str
    title: str
    kinds: Kinds
    notice: Notice
    version: str | None = None
    key: str | None = None
    point: tuple[str, str] | None = None
    shape: str | None = None
    filter: str | None = None
    distance: Mapping[str, str] | None = None
