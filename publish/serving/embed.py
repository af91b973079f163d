"""The code that shows a page of this site on another one."""

from html import escape

from datasette.utils.asgi import Request

from publish.serving.address import absolute
from publish.serving.datasette_site import Site
from publish.serving.frame import EMBED
from publish.serving.links import with_argument


def embed_code(site: Site, request: Request, path: str, title: str, height: int) -> str:
    """An `iframe` of a page without its frame; `height` in pixels."""
    url = with_argument(absolute(site, request, path), EMBED, "1")
    return (
        f'<iframe src="{escape(url)}" title="{escape(title)}" width="100%" height="{height}"'
        ' style="border:0" loading="lazy"></iframe>'
    )
