"""The site's public address: declared, or as the request says it."""

from datasette.utils.asgi import Request

from publish.serving.datasette_site import Site


def address(site: Site, request: Request) -> str:
    """The address before every path, without a last slash.

    `address` of metadata.yaml, for catalogs must name a site by one address; else the request's.
    """
    declared = site.declared.get("address")
    found = str(declared or site.absolute_url(request, site.urls.instance()))
    return found.rstrip("/")


def absolute(site: Site, request: Request, path: str) -> str:
    """The public address of a path of this site, which has the base_url in it."""
    base = str(site.setting("base_url")).rstrip("/")
    return address(site, request).removesuffix(base) + path
