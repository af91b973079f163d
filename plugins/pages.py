"""What the site answers: its pages, what stands around them, and the releases that they show."""

from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

from publish.site.app.datasette_site import Site
from publish.site.app.hooks import hookimpl
from publish.site.app.refused import served
from publish.site.app.routes import ROUTES, unknown_endings
from publish.site.app.watch import Watch
from publish.site.app.wrappers import wrapped
from publish.site.base.asgi import App


# After those of other plugins, whose addresses look like the names of datasets.
@hookimpl(trylast=True)
def register_routes(datasette: Site) -> list[tuple[str, Any]]:
    """Our own pages, before Datasette's."""
    routes = (*ROUTES, *unknown_endings(datasette.renderers))
    return [(pattern, served(page, known)) for pattern, page, known in routes]


# Around those of other plugins: what they answer is guarded and kept as ours is.
@hookimpl(trylast=True)
def asgi_wrapper(datasette: Site) -> Callable[[App], App] | None:
    """All that stands around them, as one; nothing of it around the desk."""
    return None if datasette.is_desk else partial(wrapped, datasette)


@hookimpl
def startup(datasette: Site) -> Callable[[], Awaitable[None]] | None:
    """Attaches the current release of every dataset, then watches for new ones."""
    if datasette.is_desk:
        return None

    async def attach() -> None:
        watch = datasette.watch = Watch(datasette)
        await watch.look()
        datasette.add_background_task(watch.run, name="watch-releases")

    return attach


@hookimpl
def shutdown(datasette: Site) -> None:
    """Ends the SQL processes."""
    if not datasette.is_desk:
        datasette.pool.close()
