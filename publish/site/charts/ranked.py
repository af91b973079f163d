"""A median puts rows in order: of how many a chart may, told before anything is counted."""

from publish.figures.specification import Specification
from publish.site.base.refusals import BadRequest
from publish.site.base.site import Site
from publish.site.rows.selection import Selection
from publish.site.rows.table_rows import count

# By two columns rows are put in order twice. As many take 2 seconds of CPU.
MOST_RANKED = 500_000


async def check_ranked(site: Site, selection: Selection, wanted: Specification) -> None:
    """Raises BadRequest where a median would put more rows in order than a chart may."""
    if wanted.function != "median":
        return
    most = MOST_RANKED // (2 if wanted.split else 1)
    rows = await count(site, selection)
    if rows is None or rows > most:
        raise BadRequest(f"_median: more than {most} rows; filter them, or take the mean")
