"""Dates without quotes that no calendar has: YAML reads them before any model does."""

from collections.abc import Iterator
from io import StringIO

from ruamel.yaml import YAML
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from publish.declare.model import Location

TIMESTAMP = "tag:yaml.org,2002:timestamp"


def impossible_date(text: str) -> str:
    """Where the first one stands and how it is written, to stand before what is wrong with it."""
    for place, node in _dates((), YAML(typ="rt").compose(StringIO(text))):
        try:
            YAML(typ="rt").load(StringIO(node.value))
        except ValueError:
            dotted = ".".join(map(str, place))
            return f"{node.start_mark.line + 1}: {dotted}: {node.value} is "
    return " "


def _dates(at: Location, node: Node) -> Iterator[tuple[Location, ScalarNode]]:
    if isinstance(node, ScalarNode) and node.tag == TIMESTAMP:
        yield at, node
    elif isinstance(node, MappingNode):
        for key, value in node.value:
            inside = (*at, str(key.value))
            yield from _dates(inside, key)
            yield from _dates(inside, value)
    elif isinstance(node, SequenceNode):
        for number, item in enumerate(node.value):
            yield from _dates((*at, number), item)
