"""What anyone reads of a dataset, asked of its site without a server."""

import asyncio
from collections.abc import Sequence

from publish.declare.site import SiteFolder
from publish.site.app.serve import open_site

ABOUT = ("/{name}", "/{name}/feed.atom")
LANGUAGES = ("fr", "en")


def pages_about(site: SiteFolder, name: str) -> list[str]:
    """The page of a dataset, with all its versions, and its feed, in each language.

    None of a dataset that is not served. Raises DeclarationError where the site cannot be opened.
    """
    paths = [f"{path.format(name=name)}?_lang={one}" for path in ABOUT for one in LANGUAGES]
    return asyncio.run(_read(site, paths))


async def _read(site: SiteFolder, paths: Sequence[str]) -> list[str]:
    opened = open_site(site)
    await opened.invoke_startup()
    try:
        answers = [await opened.client.get(path) for path in paths]
        return [one.text for one in answers if one.status_code == 200]
    finally:
        await opened.invoke_shutdown()
