"""A page for people before any page of the desk is reached: too much was sent, nothing is here.

It is no template's: whoever sends without end must cost next to nothing.
"""

from html import escape

from publish.site.base.site import Site
from publish.site.frame.assets import asset
from publish.site.frame.links import link
from publish.site.text.languages import gettext as _
from publish.site.text.languages import language, ngettext

HTML = "text/html; charset=utf-8"
_MINUTE = 60


def bare_page(desk: Site, heading: str, words: str = "") -> str:
    """What happened, and what to do, in the frame's colours, with a way on."""
    styles = "".join(
        f'<link rel="stylesheet" href="{escape(asset(desk, name))}">'
        for name in ("app.css", "theme.css")
    )
    lead = f'<p class="lead">{escape(words)}</p>\n' if words else ""
    back = escape(link(desk.urls.path("/desk/")))
    return (
        f'<!DOCTYPE html>\n<html lang="{escape(language())}">\n<head>\n<meta charset="utf-8">\n'
        f"<title>{escape(heading)}</title>\n"
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'{styles}\n</head>\n<body>\n<main class="wide">\n<div class="prose">\n'
        f"<h1>{escape(heading)}</h1>\n"
        f"{lead}"
        f'<p><a href="{back}">{escape(_("The desk"))}</a></p>\n'
        "</div>\n</main>\n</body>\n</html>\n"
    )


def later(seconds: float) -> str:
    """When it can be sent again."""
    minutes = max(1, int(-(-seconds // _MINUTE)))
    return ngettext(
        "Nothing was done. Go back and try again in %(minutes)s minute.",
        "Nothing was done. Go back and try again in %(minutes)s minutes.",
        minutes,
    ) % {"minutes": minutes}
