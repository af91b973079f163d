"""What browsers read of the site: how to search it from their bar, and how to keep it at hand."""

import json
from xml.etree import ElementTree

from publish.site.base.answers import Response
from publish.site.base.site import Request, Site
from publish.site.frame.assets import asset, brand
from publish.site.frame.links import absolute, link, site_address
from publish.site.text.languages import gettext as _
from publish.site.text.languages import language
from publish.site.text.words import text
from publish.words.xml import xml_text

OPENSEARCH = "http://a9.com/-/spec/opensearch/1.1/"
# The most letters of a name and of a description (OpenSearch 1.1, draft 6).
SHORT, LONG = 16, 1024
ICON = "icon.svg"
_TYPES = {"svg": "image/svg+xml", "png": "image/png", "webp": "image/webp"}


async def opensearch_page(datasette: Site, request: Request) -> Response:
    """The search as browsers add it to their own (OpenSearch 1.1)."""
    home, spoken = site_address(datasette, request), language()
    title = text(datasette.declared, "title")
    root = ElementTree.Element("OpenSearchDescription", {"xmlns": OPENSEARCH})
    _add(root, "ShortName", title[:SHORT].strip())
    said = text(datasette.declared, "description") or _("Search all the data")
    _add(root, "Description", said[:LONG])
    terms = f"?q={{searchTerms}}&_lang={spoken}"
    _add(root, "Url", type="text/html", template=f"{home}/search{terms}")
    _add(root, "Url", type="application/json", template=f"{home}/search.json{terms}")
    name = icon(datasette)
    address = absolute(datasette, request, asset(datasette, name))
    _add(root, "Image", address, type=_type(name))
    _add(root, "Language", spoken)
    _add(root, "InputEncoding", "UTF-8")
    ElementTree.indent(root)
    body = ElementTree.tostring(root, encoding="unicode", xml_declaration=False)
    head = '<?xml version="1.0" encoding="utf-8"?>\n'
    kind = "application/opensearchdescription+xml; charset=utf-8"
    return Response(f"{head}{body}\n", content_type=kind)


def _add(parent: ElementTree.Element, name: str, content: str = "", **attributes: str) -> None:
    child = ElementTree.SubElement(parent, name, attributes)
    child.text = xml_text(content) or None


async def manifest_page(datasette: Site, request: Request) -> Response:
    """The site as a phone keeps it on its first screen (W3C, Web Application Manifest)."""
    title, home = text(datasette.declared, "title"), str(datasette.urls.instance())
    name = icon(datasette)
    told = {
        "name": title,
        "short_name": title,
        "description": text(datasette.declared, "description"),
        "lang": language(),
        "start_url": link(home),
        "scope": home,
        "display": "minimal-ui",
        "theme_color": brand(datasette),
        "background_color": "#ffffff",
        "icons": [{"src": asset(datasette, name), "sizes": "any", "type": _type(name)}],
    }
    body = json.dumps(told, ensure_ascii=False, indent=1) + "\n"
    return Response(body, content_type="application/manifest+json; charset=utf-8")


def icon(site: Site) -> str:
    """The picture of the site: its own logo, else ours."""
    return str((site.declared.get("look") or {}).get("logo") or ICON)


def _type(name: str) -> str:
    return _TYPES[name.rpartition(".")[2]]
