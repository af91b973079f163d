"""How many rows a selection has: what the filters of a phone say while they are ticked."""

from publish.site.base.answers import Response
from publish.site.base.site import Request, Site
from publish.site.rows.selection import selected
from publish.site.rows.selection_address import canonical
from publish.site.rows.table_rows import count
from publish.site.text.languages import gettext as _
from publish.site.text.languages import ngettext
from publish.site.text.words import readable_number


async def count_json(datasette: Site, request: Request) -> Response:
    """The number, null where counting takes too long, and the words of a button that shows them.

    Raises BadRequest, NotFound, Forbidden.
    """
    if to := canonical(request):
        return Response.redirect(to, status=303)
    selection = await selected(datasette, request)
    number = await count(datasette, selection)
    return Response.json({"count": number, "words": _words(number)})


def _words(number: int | None) -> str:
    if number is None:
        return _("See the results")
    words = ngettext("See %(count)s result", "See %(count)s results", number)
    return words % {"count": readable_number(number)}
