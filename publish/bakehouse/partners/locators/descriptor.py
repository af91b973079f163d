"""A descriptor that names the file: a Data Package, DCAT or schema.org, or a portal's own API."""

from collections.abc import Iterator
from urllib.parse import urljoin

from pydantic import JsonValue

from publish.bakehouse.fetch.request import shown
from publish.bakehouse.partners import data_package
from publish.bakehouse.partners.data_package import Json, objects, text
from publish.bakehouse.partners.harvested import Asked
from publish.bakehouse.partners.json_ld.nodes import Document, Node, Text, document
from publish.bakehouse.partners.located import Located
from publish.bakehouse.partners.offered import Offered, chosen, format_named
from publish.errors import SourceError

ACCEPT = "application/ld+json, application/json;q=0.9"
KINDS = ("dcat:Distribution", "schema:DataDownload")
DATASETS = ("dcat:distribution", "schema:distribution")
ADDRESSES = ("dcat:downloadURL", "schema:contentUrl", "dcat:accessURL", "schema:url")
FORMATS = ("dcat:mediaType", "schema:encodingFormat", "dct:format")
NAMES = ("dct:title", "schema:name", "dct:identifier")
LICENSES = ("dct:license", "schema:license")


def locate(asked: Asked) -> Located:
    """The file that a descriptor names: the CSV, or that of the declared `format` and `table`.

    Raises SourceError for what describes no files, and where it is not clear which is meant.
    """
    said = asked.web.json(asked.address, ACCEPT)
    offered = list(_offered(said, asked.address))
    if not offered:
        raise SourceError(
            f"{shown(asked.address)}: describes no files; give the address of a "
            "`datapackage.json`, of DCAT as JSON-LD, or of a dataset in a portal's API"
        )
    return chosen(asked, offered)


def _offered(said: JsonValue, address: str) -> Iterator[Offered]:
    tree: Json = said if isinstance(said, dict) else {}
    result = tree.get("result")
    described = result if isinstance(result, dict) else tree
    if any(text(one, "url") for one in objects(described, "resources")):
        yield from _of_portal(described, address)
    elif objects(described, "resources"):
        yield from data_package.offered(described, address)
    elif isinstance(said, dict | list):
        yield from _of_graph(document(said, address))


def _of_portal(described: Json, address: str) -> Iterator[Offered]:
    """The resources of a dataset as udata (data.gouv.fr) and CKAN tell them."""
    license = text(described, "license") or text(described, "license_id")
    for one in objects(described, "resources"):
        if url := text(one, "url"):
            whole = urljoin(address, url)
            names = tuple(filter(None, (text(one, key) for key in ("title", "name", "id"))))
            yield Offered(whole, names, format_named(text(one, "format"), whole), license)


def _of_graph(whole: Document) -> Iterator[Offered]:
    datasets = list(whole.by_id.values()) + [node for node in whole.top if not node.id]
    for dataset in datasets:
        for name in DATASETS:
            for one in dataset.properties.get(name, ()):
                if isinstance(one, Node):
                    yield from _distribution(whole.whole(one), dataset)
    if not any(name in node.properties for node in datasets for name in DATASETS):
        for node in datasets:
            if any(kind in node.types for kind in KINDS):
                yield from _distribution(node, node)


def _distribution(one: Node, dataset: Node) -> Iterator[Offered]:
    addresses = [found for name in ADDRESSES for found in _texts(one, name)]
    if not addresses:
        return
    formats = [found for name in FORMATS for found in _texts(one, name)]
    names = tuple(found for name in NAMES for found in _texts(one, name))
    licenses = [found for node in (one, dataset) for key in LICENSES for found in _texts(node, key)]
    known = (format_named(told, "") for told in formats)
    format = next(filter(None, known), "") or format_named("", addresses[0])
    yield Offered(addresses[0], names, format, next(iter(licenses), ""))


def _texts(node: Node, name: str) -> Iterator[str]:
    """The texts and the addresses of a property."""
    for value in node.properties.get(name, ()):
        if isinstance(value, Text):
            yield value.text
        elif isinstance(value, Node) and value.id and not value.id.startswith("_:"):
            yield value.id
        elif isinstance(value, Node):
            yield from (
                found for key in ("rdfs:label", "rdf:value") for found in _texts(value, key)
            )
