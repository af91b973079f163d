"""Attaches the current release of every dataset and swaps new ones in while the site runs."""

from collections.abc import Awaitable, Callable

from publish.serving.datasette_site import Site
from publish.serving.hooks import hookimpl
from publish.serving.watch import Watch


@hookimpl
def startup(datasette: Site) -> Callable[[], Awaitable[None]]:
    """Attaches what is there, then watches."""

    async def attach() -> None:
        watch = datasette.watch = Watch(datasette)
        await watch.look()
        datasette.add_background_task(watch.run, name="watch-releases")

    return attach
