"""What the site's own counter counted: people in rows; the requests of crawlers are told."""

from collections.abc import Iterator
from dataclasses import replace

from publish.bakehouse.engine import Workspace
from publish.bakehouse.read import parquet
from publish.bakehouse.read.exports import Export, ExportRequest, Remark
from publish.usage.use import CRAWLERS
from publish.words.sql import literal

PEOPLE = "FROM {rows} WHERE feature IS DISTINCT FROM {crawlers}"
REQUESTS = """
SELECT coalesce(sum(actions::BIGINT), 0) FROM {rows} WHERE feature = {crawlers}
"""


def read(request: ExportRequest, workspace: Workspace) -> Iterator[Export]:
    """The rows of what people used: among theirs, the requests of crawlers would be most."""
    words = {"crawlers": literal(CRAWLERS.feature)}
    for export in parquet.read(request, workspace):
        people = workspace.table("people", PEOPLE, rows=export.table, **words)
        asked = workspace.filled(REQUESTS, rows=export.table, **words)
        [[crawlers]] = workspace.sql(asked)
        remarks = (*export.remarks, *_told(crawlers))
        yield replace(export, table=people, records=workspace.count(people), remarks=remarks)


def _told(crawlers: int) -> Iterator[Remark]:
    if crawlers:
        yield Remark(
            "crawlers-left-out",
            f"requests of crawlers, left out: {crawlers}",
            "nothing is to be done",
        )
