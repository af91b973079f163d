"""`/usage`: what the services' features are used for, and `/usage/method`: how it is counted."""

from publish.site.base.answers import Response
from publish.site.base.site import Request, Site
from publish.site.catalog.usage import usage_of
from publish.site.frame.frame import page
from publish.site.http.viewable import viewable
from publish.site.text.languages import gettext as _
from publish.site.text.languages import language
from publish.usage.check.conditions import CONDITIONS
from publish.usage.check.own import OWN


async def usage_page(datasette: Site, request: Request) -> Response:
    """Each table of use that the visitor may see, under its dataset."""
    await datasette.must(request.actor, "view-instance")
    seen = await viewable(datasette, request.actor)
    found = {
        name: usage_of(datasette, datasette.databases[name], tables)
        for name, tables in seen.items()
    }
    shown = [(datasette.databases[name].release, used) for name, used in found.items() if used]
    return await page(datasette, request, "usage.html", {"shown": shown})


async def method_page(datasette: Site, request: Request) -> Response:
    """How the site's own counter meets the conditions under which nobody has to consent."""
    await datasette.must(request.actor, "view-instance")
    spoken = language()
    met = [(CONDITIONS[name].asks[spoken], how[spoken]) for name, how in OWN.items()]
    trail = [(datasette.urls.path("/usage"), _("What it is used for"))]
    context = {"met": met, "counting": datasette.declared.get("usage", False), "trail": trail}
    return await page(datasette, request, "usage_method.html", context)
