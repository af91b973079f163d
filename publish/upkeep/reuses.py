"""Lists what others made of a dataset: in its `reuses.yaml`, and for the public at once."""

from collections.abc import Callable, Iterator, Mapping
from io import StringIO
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap

from publish.corrections.reuses import listed_reuses, take_down
from publish.declare.site import REUSES, SiteFolder
from publish.declare.yaml_file import text_of
from publish.errors import DeclarationError
from publish.release.disk import in_words, write_whole
from publish.release.reuse import remember_reuses
from publish.release.stocklist import changing
from publish.words.licenses import LICENSES

WIDE = 120


def add(site: SiteFolder, dataset: str, facts: Mapping[str, Any]) -> Iterator[str]:
    """Adds a reuse to the file of a dataset; raises DeclarationError where it does not fit.

    What to tell: that it is listed, and what the licence of the dataset asks of it.
    """
    declared = site.dataset(dataset)

    def added(tree: CommentedMap) -> None:
        tree["reuses"] = [*(tree.get("reuses") or []), dict(facts)]

    _change(site, dataset, added)
    yield f"{dataset}: {facts['title']['fr']} is listed in {site.data / dataset / REUSES}"
    asked, made = declared.license, facts.get("license")
    if facts["kind"] == "database" and LICENSES[asked].share_alike and made != asked:
        yield f"note: {asked} is share-alike: what is made of {dataset} is under it, not {made}"


def remove(site: SiteFolder, dataset: str, url: str) -> str:
    """Takes a reuse out of the file of a dataset, and gives its title; raises DeclarationError."""
    listed = site.reuses(dataset).reuses if site.dataset(dataset) else ()
    title = next((one.title.fr for one in listed if one.url == url), None)
    if title is None and take_down(site.desk, dataset, url):
        tell(site, dataset)
        return url
    if title is None:
        known = ", ".join(one.url for one in listed) or "none"
        raise DeclarationError(f"{dataset} has no reuse at {url!r}; there: {known}")

    def removed(tree: CommentedMap) -> None:
        tree["reuses"] = [one for one in tree["reuses"] if one["url"] != url]

    _change(site, dataset, removed)
    return title


def _change(site: SiteFolder, dataset: str, change: Callable[[CommentedMap], None]) -> None:
    """Changes the file as a whole: what would not be read again is not kept."""
    path = site.data / dataset / REUSES
    before = text_of(path) if path.exists() else None
    tree = CommentedMap()
    if before is not None:
        site.reuses(dataset)  # a file that is wrong already is told by its lines, not rewritten
        tree = _yaml().load(before)
    change(tree)
    with changing(site.releases, site.private), in_words(f"{path} cannot be written"):
        write_whole(path, _text(tree))
        try:
            listed = listed_reuses(site, dataset)
        except DeclarationError:
            _put_back(path, before)
            raise
        remember_reuses(site.releases / dataset, listed)


def tell(site: SiteFolder, dataset: str) -> None:
    """Notes for the public what is listed of a dataset, by its maintainer and at the desk."""
    with changing(site.releases, site.private):
        remember_reuses(site.releases / dataset, listed_reuses(site, dataset))


def _put_back(path: Path, before: str | None) -> None:
    if before is None:
        path.unlink()
    else:
        write_whole(path, before)


def _yaml() -> YAML:
    yaml = YAML(typ="rt")
    yaml.width = WIDE
    yaml.indent(mapping=2, sequence=4, offset=2)
    return yaml


def _text(tree: CommentedMap) -> str:
    written = StringIO()
    _yaml().dump(tree, written)
    return written.getvalue()
