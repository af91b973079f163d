"""What a JSON-LD document lists: the members of a container, or its things.

Names without a prefix are those of a server of Hydra whose context is its own.
"""

from collections.abc import Iterator
from urllib.parse import urljoin

from publish.bakehouse.partners.json_ld.nodes import Document, Node, Text

MEMBERS = (
    "ldp:contains",
    "ldp:member",
    "hydra:member",
    "as:items",
    "schema:itemListElement",
    "member",
)
NEXT = ("hydra:next", "as:next", "ldp:nextPage", "next")
VIEWS = ("hydra:view", "as:first", "view")
CONTAINERS = ("ldp:Container", "ldp:BasicContainer", "ldp:DirectContainer", "ldp:IndirectContainer")


def is_container(node: Node) -> bool:
    """Whether a node lists others."""
    return any(one in CONTAINERS for one in node.types) or any(
        name in node.properties for name in MEMBERS
    )


def members(document: Document) -> list[Node] | None:
    """The members of the containers of a document; None where it has no container."""
    containers = [node for node in document.top if is_container(node)]
    if not containers:
        return None
    return [
        document.whole(member)
        for node in containers
        for name in MEMBERS
        for member in _nodes(node, name, document)
    ]


def things(document: Document) -> list[Node]:
    """The nodes at the top of a document that no other one leads to, or all if there is none."""
    led_to = {
        value.id or id(value)
        for node in document.top
        for values in node.properties.values()
        for value in values
        if isinstance(value, Node)
    }
    roots = [node for node in document.top if (node.id or id(node)) not in led_to]
    return roots or list(document.top)


def next_page(document: Document) -> str:
    """The address of the page that follows, as a container says it; "" if none does."""
    for node in document.top:
        views = [view for name in VIEWS for view in _nodes(node, name, document)]
        for one in (node, *views):
            for following in (found for name in NEXT for found in _nodes(one, name, document)):
                return following.id
    return ""


def _nodes(node: Node, name: str, document: Document) -> Iterator[Node]:
    for value in node.properties.get(name, ()):
        if isinstance(value, Text):
            # Where no context says so, an address is a text.
            yield document.at(urljoin(document.address, value.text))
        elif isinstance(value, Node):
            # An item of schema.org stands in a list element that says its place.
            inner = value.properties.get("schema:item", [value])
            yield from (one for one in inner if isinstance(one, Node))
