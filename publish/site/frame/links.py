"""Addresses of the site and inside it, which keep the language that the visitor asked for."""

from urllib.parse import parse_qsl, urlencode

from publish.release.release import Release
from publish.site.base.site import Request, Site
from publish.site.text.languages import PARAMETER, shown
from publish.site.text.languages import gettext as _
from publish.site.text.words import text

Pairs = list[tuple[str, str]]


def link(path: str) -> str:
    """A path of this site, in the visitor's language where the address asked for one."""
    return with_argument(path, PARAMETER, shown().language) if shown().asked else path


def with_argument(path: str, name: str, value: str) -> str:
    """A path with one more argument in its query, before its fragment."""
    path, mark, fragment = path.partition("#")
    joint = "&" if "?" in path else "?"
    return f"{path}{joint}{urlencode([(name, value)])}{mark}{fragment}"


def pairs(request: Request) -> Pairs:
    """The arguments of a request, in order."""
    return parse_qsl(request.query_string, keep_blank_values=True)


def changed(request: Request, **values: str | None) -> str:
    """The request's own address with other values of some arguments; None takes one away."""
    kept = [(key, value) for key, value in pairs(request) if key not in values]
    return address(request.path, kept + [(k, v) for k, v in values.items() if v is not None])


def address(path: str, arguments: Pairs) -> str:
    """A path and its query."""
    return f"{path}?{urlencode(arguments)}" if arguments else path


def site_address(site: Site, request: Request) -> str:
    """The address before every path, without a last slash.

    `address` of metadata.yaml, for catalogs must name a site by one address; else the request's.
    """
    declared = site.declared.get("address")
    found = str(declared or site.absolute_url(request, site.urls.instance()))
    return found.rstrip("/")


def absolute(site: Site, request: Request, path: str) -> str:
    """The public address of a path of this site, which has the base_url in it."""
    base = str(site.setting("base_url")).rstrip("/")
    return site_address(site, request).removesuffix(base) + path


def to_catalog(site: Site) -> Pairs:
    """The address and the name of the catalog."""
    return [(str(site.urls.instance()), _("Datasets"))]


def to_dataset(site: Site, release: Release) -> Pairs:
    """The catalog, then the dataset."""
    title = text(release.package, "title") or release.dataset
    return [*to_catalog(site), (str(site.urls.database(release.dataset)), title)]


def file_address(dataset: str, file: str, version: str = "") -> str:
    """The path of a file of a version, or of the latest."""
    return "/".join(["/download", dataset, *([version] if version else []), file])
