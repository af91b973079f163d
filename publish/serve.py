"""The site's door: Datasette over the releases of a site, in worker processes."""

import secrets
from collections.abc import Callable
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import click
from datasette.app import DEFAULT_SETTINGS
from datasette.utils import BadMetadataError, StartupError, parse_metadata

from publish.errors import DeclarationError
from publish.serving.datasette_site import Site
from publish.serving.folders import shipped
from publish.serving.maps import pmtiles
from publish.serving.releases import current_releases
from publish.serving.snapshot import App
from publish.serving.workers import Address, supervise
from publish.site import SiteFolder

# What a public, read-only site sets unless its datasette.yaml says otherwise.
SETTINGS: dict[str, Any] = {
    "allow_signed_tokens": False,
    "default_cache_ttl": 60,
    "suggest_facets": False,
}


def serve(
    site: SiteFolder,
    host: str = "127.0.0.1",
    port: int = 8001,
    workers: int = 1,
    announce: Callable[[str], None] = click.echo,
) -> None:
    """Serves the releases of a site until SIGTERM or SIGINT; port 0 takes a free one.

    `announce` is told the address once every worker answers. Raises DeclarationError on a
    metadata.yaml or datasette.yaml that cannot be used, PortTaken on a port that is not free.
    """
    _words(site), _config(site.root / "datasette.yaml")
    secret = secrets.token_hex(32)
    if not current_releases(site.releases):
        announce(
            f"no release in {site.releases} yet: `fournil publish` makes some, "
            "and they appear here without a restart"
        )
    supervise(
        lambda: application(site, secret),
        Address(host, port),
        workers,
        lambda url: announce(f"Fournil serves {site.root} at {url}"),
    )


def application(site: SiteFolder, secret: str | None = None) -> App:
    """The site as an ASGI application."""
    return open_site(site, secret).app()


def open_site(site: SiteFolder, secret: str | None = None) -> Site:
    """Datasette over a site's releases; raises DeclarationError."""
    config = _config(site.root / "datasette.yaml")
    words = _words(site)
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


def _words(site: SiteFolder) -> dict[str, Any]:
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
        "address": declared.address,
        "look": declared.look.model_dump(exclude_none=True) if declared.look else {},
        "map": pmtiles.declared(metadata, declared.map) if declared.map else {},
    }


def _config(path: Path) -> dict[str, Any]:
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
