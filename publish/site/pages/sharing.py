"""The picture that other sites show beside a shared address: baked, the same for all who share."""

from typing import Any

from publish.release.release import share_file
from publish.site.base.site import Request, Site
from publish.site.downloads.files import checksums
from publish.site.frame.links import absolute, file_address
from publish.site.text.languages import language
from publish.site.text.words import text


def share_picture(
    site: Site, request: Request | None, dataset: str | None
) -> dict[str, Any] | None:
    """The address of a dataset's picture and its words; None where the release has none.

    It never shows what a visitor selected or wrote.
    """
    release = site.release(dataset) if dataset else None
    if (
        release is None
        or request is None
        or share_file(language()) not in checksums(release.folder)
    ):
        return None
    file = file_address(release.dataset, share_file(language()), release.version)
    title = text(release.package, "title") or release.dataset
    alt = ", ".join([title, *release.package.producers])
    return {"url": absolute(site, request, str(site.urls.path(file))), "alt": alt}
