"""The files of a Data Package, as its `datapackage.json` describes them."""

from collections.abc import Iterator, Mapping
from urllib.parse import urljoin

from pydantic import JsonValue

from publish.bakehouse.partners.offered import Offered, format_named

Json = Mapping[str, JsonValue]


def text(tree: Json, key: str) -> str:
    """A text of a descriptor; "" if there is none."""
    found = tree.get(key)
    return found if isinstance(found, str) else ""


def objects(tree: Json, key: str) -> list[Json]:
    """The objects of a list of a descriptor; none where it is no such list."""
    found = tree.get(key)
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def license_of(*trees: Json) -> str:
    """The first licence that any of these names."""
    told = (text(one, "name") or text(one, "path") for tree in trees for one in _licenses(tree))
    return next(filter(None, told), "")


def offered(package: Json, address: str) -> Iterator[Offered]:
    """Each file of each resource of the descriptor at an address."""
    for resource in objects(package, "resources"):
        for one in (resource, *objects(resource, "distributions")):
            if path := text(one, "path"):
                yield _offered(one, resource, package, urljoin(address, path))


def _offered(one: Json, resource: Json, package: Json, address: str) -> Offered:
    format = format_named(text(one, "mediatype") or text(one, "format"), address)
    algorithm, _, digest = text(one, "hash").partition(":")
    return Offered(
        address,
        tuple(filter(None, (text(resource, "name"), text(resource, "title")))),
        format,
        license_of(resource, package),
        _dialect(one if one is resource else {}) if format == "csv" else {},
        digest if algorithm == "sha256" else "",
    )


def _dialect(resource: Json) -> dict[str, str]:
    dialect = resource.get("dialect")
    written = dialect if isinstance(dialect, dict) else {}
    told = {
        "delimiter": text(written, "delimiter"),
        "quote": text(written, "quoteChar"),
        "encoding": text(resource, "encoding"),
    }
    return {key: value for key, value in told.items() if value}


def _licenses(tree: Json) -> list[Json]:
    return objects(tree, "licenses")
