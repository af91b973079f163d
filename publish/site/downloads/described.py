"""Where a file of selected rows that has no room for words has its own: in JSON."""

from publish.site.base.site import Request, Site
from publish.site.frame.links import absolute, address, link
from publish.site.rows.selection import Selection


def described_by(site: Site, request: Request, selection: Selection) -> str:
    """A `Link` to the JSON that tells the filters, the licence and how many rows there are."""
    path = str(site.urls.table(selection.release.dataset, selection.table, format="json"))
    told = link(address(path, [*selection.arguments, ("_size", "0")]))
    return f'<{absolute(site, request, told)}>; rel="describedby"; type="application/json"'
