"""The picture that other sites show beside a shared address: the same for all who share.

That of a dataset is baked; that of the site's own pages says its title and who publishes.
"""

from typing import Any

from publish.forms.picture import FONT_FILES, FONTS
from publish.forms.share_card import WIDTH, card, heading
from publish.release.release import share_file
from publish.site.base.answers import Response
from publish.site.base.site import Request, Site
from publish.site.downloads.files import checksums
from publish.site.frame.assets import brand
from publish.site.frame.links import absolute, file_address, link
from publish.site.http.strangers import client
from publish.site.text.languages import language
from publish.site.text.words import text

# Where the title begins.
TOP = 200


def share_picture(
    site: Site, request: Request | None, dataset: str | None
) -> dict[str, Any] | None:
    """The address of the picture and its words; None where the release has none.

    It never shows what a visitor selected or wrote.
    """
    if request is None:
        return None
    if dataset is None:
        return _of_site(site, request)
    release = site.release(dataset)
    if release is None or share_file(language()) not in checksums(release.folder):
        return None
    file = file_address(release.dataset, share_file(language()), release.version)
    title = text(release.package, "title") or release.dataset
    alt = ", ".join([title, *release.package.producers])
    return {"url": absolute(site, request, str(site.urls.path(file))), "alt": alt}


def _of_site(site: Site, request: Request) -> dict[str, Any] | None:
    if not all((FONTS / name).is_file() for name in FONT_FILES):
        return None
    path = link(str(site.urls.path("/share.png")))
    return {"url": absolute(site, request, path), "alt": ", ".join(_words(site))}


def _words(site: Site) -> list[str]:
    """The site's title, and who publishes it."""
    publisher = (site.declared.get("publisher") or {}).get("name") or ""
    return [text(site.declared, "title"), *([publisher] if publisher else [])]


async def site_picture(datasette: Site, request: Request) -> Response:
    """The picture of the site itself, in the language of the address; raises Refusal."""
    title, *publisher = _words(datasette)
    drawing = card(heading(title, ", ".join(publisher), TOP), brand(datasette))
    made = await datasette.picture(client(request.scope), drawing, WIDTH)
    return Response(made, content_type="image/png")
