"""`/<dataset>/citation.txt`, `.bib`, `.json`: how to cite a dataset, or one of its versions."""

from collections.abc import Callable, Mapping
from pathlib import Path

from publish.errors import StoreError
from publish.release.release import DESCRIPTOR, Release
from publish.site.base.answers import Response
from publish.site.base.history import entry_of
from publish.site.base.refusals import NotFound
from publish.site.base.releases import read_licensed
from publish.site.base.site import Request, Site
from publish.site.downloads.files import checksums, is_version
from publish.site.downloads.gone import gone
from publish.site.frame.links import file_address, site_address
from publish.site.http.viewable import asked_release
from publish.site.text.citation import Cited, bibtex, cited, csl_json, publisher, sentence

FORMS: Mapping[str, tuple[str, Callable[[Cited], str]]] = {
    "txt": ("text/plain; charset=utf-8", lambda of: sentence(of) + "\n"),
    "bib": ("application/x-bibtex; charset=utf-8", bibtex),
    "json": ("application/vnd.citationstyles.csl+json; charset=utf-8", csl_json),
}


async def page(datasette: Site, request: Request) -> Response:
    """The citation in one form; raises NotFound, and answers 410 for a version that is gone."""
    release = await asked_release(datasette, request)
    version = request.args.get("version") or release.version
    folder = release.folder.parent
    entry = entry_of(folder, version) if is_version(version) else None
    if version != release.version and entry is None:
        raise NotFound("This dataset has no such version.")
    if entry is not None and entry.state != "kept":
        return await gone(datasette, request, folder, version)
    type, write = FORMS[request.url_vars["form"]]
    content = write(_cited(datasette, request, release, version))
    return Response(content, content_type=type)


def _cited(site: Site, request: Request, release: Release, version: str) -> Cited:
    """The latest version is found at its page, another one where its files stay."""
    home, folder = site_address(site, request), release.folder.parent
    url, package = f"{home}/{release.dataset}", release.package
    if "version" in request.args:
        try:
            package = read_licensed(folder / version)
        except StoreError:
            raise NotFound("This dataset has no such version.") from None
        url = home + file_address(release.dataset, _file(folder, version), version)
    return cited(package, publisher(site), url)


def _file(folder: Path, version: str) -> str:
    """What holds the whole version."""
    whole = f"{folder.name}.zip"
    return whole if whole in checksums(folder / version) else DESCRIPTOR
