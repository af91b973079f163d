"""`/reuses`: what others made of all the datasets."""

from publish.site.base.answers import Response
from publish.site.base.site import Request, Site
from publish.site.frame.frame import page
from publish.site.text.reuses import shown_reuses


async def reuses_page(datasette: Site, request: Request) -> Response:
    """The reuses of the datasets that the visitor may see, the newest first."""
    seen = [
        database.release
        for name, database in datasette.databases.items()
        if await datasette.may(request.actor, "view-database", name)
    ]
    context = {
        "reuses": shown_reuses(seen),
        "contact": datasette.declared.get("contact"),
        "desk": datasette.declared.get("desk", False),
    }
    return await page(datasette, request, "reuses.html", context)
