"""What stands around Datasette, in order: the one list of ASGI wrappers, from outside in."""

from collections.abc import Callable

from publish.site.app.datasette_site import Site
from publish.site.app.used import used
from publish.site.assistants.door import assistants
from publish.site.base.asgi import App
from publish.site.http.caching import caching
from publish.site.http.compression import compressing
from publish.site.http.coverage import with_licenses
from publish.site.http.guard import guarded
from publish.site.http.leaving import leaving
from publish.site.http.posted import posted
from publish.site.http.strangers import strangers

Wrapper = Callable[[Site, App], App]

# Around all of them stand the language and the pin on the releases: see `Site.app`.
WRAPPERS: tuple[Wrapper, ...] = (
    # Counts what was answered, from memory too.
    used,
    # Keeps whole answers, compressed ones apart: its key names the encoding.
    caching,
    # Drops the work of all further in when its asker has gone: what is in memory is no work.
    leaving,
    # Takes the text of what comes from inside.
    lambda _site, app: compressing(app),
    # Refuses, so that nothing further in sees what is refused.
    guarded,
    # Reads what is posted to be answered.
    posted,
    # Asks all further in on behalf of an assistant, question by question.
    assistants,
    # Says who asks, where somebody brings SQL: all further in runs it in processes of its own.
    strangers,
    # Asks SQLite which tables a visitor's SQL reads: after the guard only.
    with_licenses,
)


def wrapped(site: Site, app: App) -> App:
    """`app` inside of all wrappers."""
    for wrapper in reversed(WRAPPERS):
        app = wrapper(site, app)
    return app
