"""The desk's door: beside the site behind one port, or alone."""

import sqlite3
from collections.abc import Callable
from functools import partial

import click

from publish.declare.site import SiteFolder
from publish.desk.app.instance import Desk
from publish.desk.mail.carrier import carry
from publish.desk.trust.counted import declare, keep_counted
from publish.errors import DeclarationError, DeskError
from publish.site.app.connections import Registry
from publish.site.app.doors import Door
from publish.site.app.serve import config_of, trusted, words_of
from publish.site.app.worker import Served, work
from publish.site.app.workers import Address, Beside, supervise
from publish.site.base.asgi import Receive, Scope, Send


def open_desk(site: SiteFolder) -> Desk:
    """The desk of a site; raises DeclarationError where metadata.yaml opens none, DeskError."""
    metadata = site.root / "metadata.yaml"
    if (declared := site.metadata().desk) is None:
        raise DeclarationError(f"{metadata}: no desk is open; write `desk: {{}}`")
    config = config_of(site.root / "datasette.yaml")
    base = str((config.get("settings") or {}).get("base_url") or "/")
    try:
        declare(site.desk, declared.trust)
        return Desk(site, words_of(site, draft=False), base, declared)
    except (OSError, sqlite3.Error) as error:
        raise DeskError(
            f"{site.desk}: {error}; the desk writes there, and `fournil serve --only site` serves "
            "without it"
        ) from None


def door_of(site: SiteFolder) -> Door:
    """What `serve` opens beside the site; raises as `open_desk`."""
    # What cannot be opened is told before workers begin; each then opens its own.
    open_desk(site).close()
    return partial(open_desk, site)


def beside_of(site: SiteFolder) -> list[Beside]:
    """What the desk needs beside the workers: who carries its mail, who counts whom it trusts."""
    desk, found = site.metadata().desk, list[Beside]()
    if desk and desk.mail:
        found.append(Beside("the desk's mail", partial(carry, site)))
    if desk and desk.trust:
        found.append(Beside("the web of trust", partial(keep_counted, site.desk)))
    return found


def serve_desk(
    site: SiteFolder,
    host: str,
    port: int,
    workers: int,
    announce: Callable[[str], None] = click.echo,
) -> None:
    """Serves the desk alone until a signal; raises DeclarationError, PortTaken."""
    open_desk(site).close()
    config = site.root / "datasette.yaml"
    supervise(
        partial(work, partial(_alone, site), trusted(config, config_of(config))),
        Address(host, port),
        workers,
        lambda url: announce(f"Fournil serves the desk of {site.root} at {url}desk/"),
        beside_of(site),
    )


def _alone(site: SiteFolder, _connections: Registry) -> Served:
    return _Alone(open_desk(site))


class _Alone:
    """The desk as a worker serves it."""

    def __init__(self, desk: Desk) -> None:
        self._app = desk.app()

    def drain(self) -> None:
        """Nothing of it lasts longer than a request."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers as an ASGI application."""
        await self._app(scope, receive, send)
