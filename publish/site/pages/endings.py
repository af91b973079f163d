"""An ending under which nothing is served: 404, with the forms that there are."""

from collections.abc import Iterable, Sequence
from typing import Never

from publish.site.base.refusals import NotFound
from publish.site.base.site import Request, Site
from publish.site.downloads.selection_files import endings_of
from publish.site.frame.links import file_address
from publish.site.http.viewable import asked_release


async def dataset_ending(datasette: Site, request: Request) -> Never:
    """Raises NotFound."""
    release = await asked_release(datasette, request)
    files = [file_address(release.dataset, one.path) for one in release.package.whole_forms]
    raise _no_form(request, (".json", ".db"), files)


async def query_ending(datasette: Site, request: Request) -> Never:
    """Raises NotFound."""
    await asked_release(datasette, request)
    raise _no_form(request, (".json", ".csv"), ())


async def table_ending(datasette: Site, request: Request) -> Never:
    """Raises NotFound."""
    asked = await datasette.table(request)
    release = await asked_release(datasette, request)
    # A view is no table of the release, and has no files.
    forms = release.tables[asked.table].forms if asked.table in release.tables else ()
    files = [file_address(release.dataset, one.path) for one in forms]
    raise _no_form(request, (".json", *endings_of(asked)), files)


async def row_ending(datasette: Site, request: Request) -> Never:
    """Raises NotFound."""
    await datasette.table(request)
    raise _no_form(request, (".json",), ())


def _no_form(request: Request, known: Sequence[str], files: Iterable[str]) -> NotFound:
    ending, forms = request.url_vars["ending"], ", ".join(known)
    text = f"Nothing ends in .{ending} here; there are: {forms}."
    whole = ", ".join(files)
    return NotFound(f"{text} Whole files: {whole}." if whole else text)
