"""`/<dataset>/citation.txt`, `.bib`, `.json`: how to cite a dataset, or one of its versions."""

from collections.abc import Callable, Mapping
from pathlib import Path

from datasette.utils.asgi import NotFound, Request, Response

from publish.errors import StoreError
from publish.serving.address import address
from publish.serving.citation import Cited, bibtex, cited, csl_json, publisher, sentence
from publish.serving.datasette_site import Site
from publish.serving.downloads_files import checksums, is_version
from publish.serving.downloads_gone import gone
from publish.serving.downloads_links import address as download_address
from publish.serving.history import entry_of
from publish.serving.languages import gettext as _
from publish.serving.releases import Release, read_package
from publish.serving.viewable import asked_release

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
        raise NotFound(_("This dataset has no such version."))
    if entry is not None and entry.state != "kept":
        return await gone(datasette, request, folder, version)
    type, write = FORMS[request.url_vars["form"]]
    content = write(_cited(datasette, request, release, version))
    return Response(content, headers={"access-control-allow-origin": "*"}, content_type=type)


def _cited(site: Site, request: Request, release: Release, version: str) -> Cited:
    """The latest version is found at its page, another one where its files stay."""
    home, folder = address(site, request), release.folder.parent
    url, package = f"{home}/{release.dataset}", release.package
    if "version" in request.args:
        try:
            package = read_package(folder / version / "datapackage.json")
        except StoreError:
            raise NotFound(_("This dataset has no such version.")) from None
        url = home + download_address(release.dataset, _file(folder, version), version)
    return cited(package, publisher(site), url)


def _file(folder: Path, version: str) -> str:
    """What holds the whole version."""
    whole = f"{folder.name}.zip"
    return whole if whole in checksums(folder / version) else "datapackage.json"
