"""Keeps answers in memory and names them by ETags, outside everything but the language."""

from collections.abc import Callable

from publish.serving.caching import caching
from publish.serving.datasette_site import Site
from publish.serving.hooks import hookimpl
from publish.serving.snapshot import App


@hookimpl(trylast=True)
def asgi_wrapper(datasette: Site) -> Callable[[App], App]:
    """Called after the plain wrappers, so outside of them."""
    return lambda app: caching(datasette, app)
