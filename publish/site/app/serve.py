"""The site's door: Datasette over the releases of a site, in worker processes."""

import secrets
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from datetime import UTC, datetime
from difflib import get_close_matches
from functools import partial
from ipaddress import ip_network
from pathlib import Path
from typing import Any

import click
from datasette.app import DEFAULT_SETTINGS
from datasette.database import sqlite3 as datasette_sqlite3
from datasette.utils import BadMetadataError, StartupError, parse_metadata

from publish.declare.site import SiteFolder
from publish.errors import DeclarationError
from publish.release.followed import SILENT_AFTER, read_state, silence
from publish.site.app.beside import Store, figures, following
from publish.site.app.connections import OWN_MACHINE, Registry
from publish.site.app.datasette_site import Site
from publish.site.app.doors import Door, Doors
from publish.site.app.health import Health
from publish.site.app.observed import Observed
from publish.site.app.worker import Served, work
from publish.site.app.workers import Address, Beside, supervise
from publish.site.base.folders import shipped
from publish.site.base.releases import current_releases
from publish.site.maps import pmtiles
from publish.site.meters.log import Log
from publish.site.meters.metrics import Metrics
from publish.site.sql.build import check
from publish.usage.keys import Keys
from publish.usage.sketches import there_are
from publish.usage.usage import Usage

# What a public, read-only site sets unless its datasette.yaml says otherwise.
SETTINGS: dict[str, Any] = {
    "allow_signed_tokens": False,
    "default_cache_ttl": 60,
    "suggest_facets": False,
}

NO_SKETCHES = (
    "datasketches is not installed, which has no wheel yet for this version of Python; "
    "`usage: false` in metadata.yaml says that this is meant"
)


def serve(
    site: SiteFolder,
    host: str = "127.0.0.1",
    port: int = 8001,
    workers: int = 1,
    announce: Callable[[str], None] = click.echo,
    metrics_port: int | None = None,
    access_log: str | None = None,
    store: Store | None = None,
    draft: bool = False,
    desk: Door | None = None,
    more: Sequence[Beside] = (),
) -> None:
    """Serves the releases of a site until SIGTERM or SIGINT; port 0 takes a free one.

    `announce` is told the address once every worker answers. Figures for Prometheus are answered
    on `metrics_port`; `access_log` names a file (or `-`) for a line of each answer; a `store` is
    followed: its releases are served; a `draft` says so on every page and is for no crawler; a
    `desk` answers beside the site; `more` runs beside the workers. Raises DeclarationError on a
    metadata.yaml or datasette.yaml that cannot be used, PortTaken on a port that is not free,
    UnsafeSqlite where SQLite cannot be closed to strangers.
    """
    check(datasette_sqlite3)
    words, config = words_of(site, draft), site.root / "datasette.yaml"
    proxies = trusted(config, config_of(config))
    secret = secrets.token_hex(32)
    if not current_releases(site.releases):
        announce(_none_yet(site.releases, store))
    measured, observers = metrics_port is not None, (Log(access_log),) if access_log else ()

    # Before the workers begin: they share them.
    keys = Keys() if words["usage"] and there_are() else None
    if words["usage"] and keys is None:
        announce(f"what the site is used for is not counted: {NO_SKETCHES}")

    def silent() -> bool:
        return store is not None and silence(site.releases, datetime.now(UTC)) > SILENT_AFTER

    def observed(connections: Registry) -> Served:
        opened = open_site(site, secret, draft)
        opened.usage = Usage(site.root, keys) if keys else None
        counting = Metrics() if measured else None
        shown = Observed(opened, Health(opened, silent), connections, counting, observers)
        return Doors(opened, shown, desk(), counting) if desk else shown

    with ExitStack() as stack:
        beside = [*more, *([following(store, site.releases)] if store else [])]
        if metrics_port is not None:
            address = Address(host, metrics_port)
            beside.append(stack.enter_context(figures(address, site.releases)))
        supervise(
            partial(work, observed, proxies),
            Address(host, port),
            workers,
            lambda url: announce("\n".join(_started(site, words, url))),
            beside,
        )


def _none_yet(releases: Path, store: Store | None) -> str:
    """Where releases will come from; nobody publishes on a replica."""
    come = "they appear here without a restart"
    if store is None:
        return f"no release in {releases} yet: `fournil publish` makes some, and {come}"
    state = "holds none" if read_state(releases).whole else "was not read yet"
    return (
        f"no release in {releases} yet: the store {store.address} {state}; when it has some, {come}"
    )


def _started(site: SiteFolder, words: dict[str, Any], url: str) -> Iterator[str]:
    """Where it is served, and what is missing before it is public."""
    if words["draft"]:
        yield f"a draft at {url}, for this machine alone; Ctrl-C ends it, and nothing of it stays"
        return
    yield f"Fournil serves {site.root} at {url}"
    if not words["address"]:
        yield (
            f"before others come: {site.root / 'metadata.yaml'} has no `address`; write the public "
            "one (`address: https://data.example.org`), or catalogs, feeds and links name the site "
            "by whatever a visitor's Host header says"
        )


def trusted(path: Path, config: dict[str, Any]) -> tuple[str, ...]:
    """The proxies that are believed about who asks: addresses or networks; raises DeclarationError.

    `plugins: {guard: {proxies: [10.0.0.0/8]}}`; without it, those on the same machine.
    """
    said = ((config.get("plugins") or {}).get("guard") or {}).get("proxies", OWN_MACHINE)
    if isinstance(said, str):
        said = [said]
    try:
        return tuple(str(ip_network(str(one))) for one in said)
    except (TypeError, ValueError) as error:
        raise DeclarationError(
            f"{path}: plugins.guard.proxies: {error}; write addresses or networks, such as "
            "[127.0.0.1, 10.0.0.0/8]"
        ) from None


def open_site(site: SiteFolder, secret: str | None = None, draft: bool = False) -> Site:
    """Datasette over a site's releases; raises DeclarationError."""
    config = config_of(site.root / "datasette.yaml")
    words = words_of(site, draft)
    try:
        return Site(
            site.releases,
            words,
            root=site.root,
            config=config,
            settings={key: SETTINGS[key] for key in SETTINGS.keys() - _settings(config)},
            plugins_dir=str(shipped("plugins")),
            template_dir=str(shipped("templates")),
            secret=secret,
        )
    except StartupError as error:
        raise DeclarationError(f"{site.root / 'datasette.yaml'}: {error}") from None


def words_of(site: SiteFolder, draft: bool) -> dict[str, Any]:
    """What pages and catalogs say of the site, by the names that the descriptors use."""
    declared, metadata = site.metadata(), site.root / "metadata.yaml"
    title, description = declared.title, declared.description
    return {
        "titles": title.model_dump(exclude_none=True),
        "descriptions": description.model_dump(exclude_none=True) if description else {},
        "publisher": declared.publisher.model_dump(exclude_none=True),
        "contact": declared.contact,
        "host": declared.host,
        "languages": list(declared.languages),
        # A draft has no place among what is public: its links stay on this machine.
        "address": None if draft else declared.address,
        "draft": draft,
        "usage": declared.usage and not draft,
        "desk": declared.desk is not None and not draft,
        "news": bool(declared.desk and declared.desk.mail) and not draft,
        "look": declared.look.model_dump(exclude_none=True) if declared.look else {},
        "map": pmtiles.declared(metadata, declared.map) if declared.map else {},
    }


def config_of(path: Path) -> dict[str, Any]:
    """Datasette's own configuration; empty without a datasette.yaml."""
    if not path.is_file():
        return {}
    try:
        config = parse_metadata(path.read_text(encoding="utf-8"))
    except (BadMetadataError, UnicodeDecodeError) as error:
        raise DeclarationError(f"{path}: {error}; write it as YAML in UTF-8") from None
    if config is not None and not isinstance(config, dict):
        raise DeclarationError(f"{path}: expected keys and values, such as `settings:`")
    for key in _settings(config or {}) - DEFAULT_SETTINGS.keys():
        near = get_close_matches(key, DEFAULT_SETTINGS, n=1, cutoff=0.5)
        known = f"did you mean `{near[0]}`?" if near else "Datasette's manual lists those there are"
        raise DeclarationError(f"{path}: settings.{key}: unknown setting; {known}")
    return config or {}


def _settings(config: dict[str, Any]) -> set[str]:
    return set(config.get("settings") or ())
