"""The files that a partner gave, under our columns: read for a publication, and to look at them."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from publish.bakehouse.engine import Workspace
from publish.bakehouse.partners.given import asked_of
from publish.bakehouse.partners.harvested import Harvested
from publish.bakehouse.partners.mapping import MapReport, mapped
from publish.bakehouse.partners.repeated import without_repeated
from publish.bakehouse.read import read
from publish.bakehouse.read.exports import Export
from publish.declare.source import Source
from publish.declare.table import Table


class PartnerFile(NamedTuple):
    """A file's rows under our columns, how they are read so, and what is told of it beside."""

    source: Source
    export: Export
    told: MapReport


def read_files(
    harvested: Harvested, table: Table, folder: Path, place: Workspace
) -> Iterator[PartnerFile]:
    """Each file of a partner; raises SourceError for one that cannot be read whole.

    `folder` is that of the partners' files, where words are looked up.
    """
    for asked in asked_of(harvested):
        for export in read(asked, place):
            yield PartnerFile(*mapped(harvested, export, table, place, folder))


def parted(files: Iterable[PartnerFile], table: Table, place: Workspace) -> list[PartnerFile]:
    """The files, each without the rows that one before it has."""
    whole = [*files]
    exports = without_repeated([file.export for file in whole], table, place)
    return [file._replace(export=one) for file, one in zip(whole, exports, strict=True)]
