"""The pages that show a licence's full text."""

from dataclasses import dataclass

from publish.site.base.answers import Response
from publish.site.base.folders import LICENSE_TEXTS
from publish.site.base.refusals import NotFound
from publish.site.base.site import Request, Site
from publish.site.frame import frame
from publish.site.text.languages import language
from publish.words.licenses import CONTENTS_LICENSES, LICENSES


@dataclass(frozen=True)
class LicensePage:
    """What a licence's page shows; `text` is None where the texts were not built."""

    id: str
    title: str
    url: str
    summary: str
    text: str | None
    spoken: str
    """The language of its text."""


_FRENCH = {"etalab-2.0": "fr"}


def page(license_id: str) -> LicensePage:
    """The page of a licence or contents licence; raises KeyError."""
    if license_id in LICENSES:
        found = LICENSES[license_id]
        title, url, summary = found.title[language()], found.url, found.summary[language()]
    else:
        contents = CONTENTS_LICENSES[license_id]
        title, url, summary = contents.title, contents.url, ""
    return LicensePage(
        license_id, title, url, summary, _text(license_id), _FRENCH.get(license_id, "en")
    )


def _text(license_id: str) -> str | None:
    path = LICENSE_TEXTS / f"{license_id}.txt"
    return path.read_text(encoding="utf-8") if path.is_file() else None


async def list_page(datasette: Site, request: Request) -> Response:
    """All licences that a release may carry."""
    pages = [page(license_id) for license_id in LICENSES | CONTENTS_LICENSES]
    return await frame.page(datasette, request, "licenses.html", {"pages": pages})


async def text_page(datasette: Site, request: Request) -> Response:
    """One licence in full."""
    try:
        shown = page(request.url_vars["license"])
    except KeyError:
        known = ", ".join(LICENSES | CONTENTS_LICENSES)
        raise NotFound(f"No such licence here; known: {known}") from None
    return await frame.page(datasette, request, "license.html", {"page": shown})
