"""`/usage`: what the features of the services are used for, as far as it is published."""

from publish.site.base.answers import Response
from publish.site.base.site import Request, Site
from publish.site.catalog.usage import usage_of
from publish.site.frame.frame import page
from publish.site.http.viewable import viewable


async def usage_page(datasette: Site, request: Request) -> Response:
    """Each table of use that the visitor may see, under its dataset."""
    await datasette.must(request.actor, "view-instance")
    seen = await viewable(datasette, request.actor)
    found = {
        name: usage_of(datasette, datasette.databases[name], tables)
        for name, tables in seen.items()
    }
    shown = [(datasette.databases[name].release, used) for name, used in found.items() if used]
    licenses = {one.license for _release, used in shown for one in used}
    return await page(datasette, request, "usage.html", {"shown": shown, "covering": licenses})
