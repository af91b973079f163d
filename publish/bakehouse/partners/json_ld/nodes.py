"""The nodes of a JSON-LD document: each by its address, wherever parts of it stand."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from pydantic import JsonValue

from publish.bakehouse.fetch.request import shown
from publish.bakehouse.partners.json_ld.context import Context
from publish.errors import SourceError
from publish.words.limits import JSON_DEPTH


class Text(NamedTuple):
    """A text in a language, which may be unknown."""

    text: str
    language: str


@dataclass(eq=False)
class Node:
    """A thing: its address, its types, and the values of each of its properties, each once."""

    id: str = ""
    types: list[str] = field(default_factory=list)
    properties: "dict[str, list[Value]]" = field(default_factory=dict)
    _told: "set[tuple[str, object, type]]" = field(default_factory=set)

    def tell(self, name: str, values: "Iterable[Value]") -> None:
        """Say something of it; what was said already is not said again."""
        there = self.properties.setdefault(name, [])
        for value in values:
            same = value.id or id(value) if isinstance(value, Node) else value
            if (told := (name, same, type(value))) not in self._told:
                self._told.add(told)
                there.append(value)

    @property
    def is_reference(self) -> bool:
        """Whether nothing is said of it but where it is, and at most what."""
        return not self.properties


Value = Text | bool | int | float | Node


@dataclass
class Document:
    """What a document says: its nodes at the top, in their order, and all that have an address."""

    top: list[Node]
    by_id: Mapping[str, Node]
    address: str

    def whole(self, node: Node) -> Node:
        """The node itself, where only its address stands in a place."""
        return self.by_id.get(node.id, node) if node.is_reference else node

    def at(self, address: str) -> Node:
        """The node of an address; one that is no more than a reference where it has none."""
        return self.by_id.get(address) or Node(address)


def document(said: JsonValue, address: str) -> Document:
    """The nodes of a JSON-LD document that came from an address.

    What is said of one node in several places is joined. Raises SourceError for what is no
    JSON-LD, or nested beyond measure.
    """
    if not isinstance(said, dict | list):
        raise SourceError(f"{shown(address)}: no JSON-LD: neither an object nor a list of them")
    reading = _Reading()
    top = [node for node in reading.nodes(said, Context(address), 0) if isinstance(node, Node)]
    alone = [reading.joined(node) for node in top]
    return Document(list(dict.fromkeys(alone)), reading.by_id, address)


def _bound(depth: int, context: Context) -> None:
    if depth > JSON_DEPTH:
        raise SourceError(
            f"{shown(context.base)}: lists or objects within one another beyond measure"
        )


@dataclass
class _Reading:
    by_id: dict[str, Node] = field(default_factory=dict)
    last: tuple[Context, JsonValue, Context] | None = None

    def _within(self, said: Mapping[str, JsonValue], context: Context) -> Context:
        """What names mean in an object, which mostly has the context of the one before."""
        if "@context" not in said:
            return context
        written = said["@context"]
        if not self.last or self.last[0] is not context or self.last[1] != written:
            self.last = (context, written, context.within(written))
        return self.last[2]

    def joined(self, node: Node) -> Node:
        """The one node of an address."""
        return self.by_id.get(node.id, node)

    def nodes(self, said: JsonValue, context: Context, depth: int) -> Iterator[Value]:
        """What stands at the top: each of a list, those of a graph, or one node."""
        for one in said if isinstance(said, list) else [said]:
            if not isinstance(one, dict):
                continue
            _bound(depth, context)
            here = self._within(one, context)
            keys = {here.name(key): key for key in one}
            if "@graph" in keys:
                yield from self.nodes(one[keys["@graph"]], here, depth + 1)
            if set(keys) - {"@graph", "@context", "@id", "@version"}:
                yield from self.values(one, context, "", depth)

    def values(self, said: JsonValue, context: Context, key: str, depth: int) -> Iterator[Value]:
        """The values of a property."""
        _bound(depth, context)
        if isinstance(said, list):
            for one in said:
                yield from self.values(one, context, key, depth + 1)
        elif isinstance(said, dict):
            yield from self._of_object(said, context, key, depth)
        elif isinstance(said, str):
            yield self._of_text(said, context, key)
        elif said is not None:
            yield said

    def _of_text(self, said: str, context: Context, key: str) -> Value:
        term = context.term(key)
        if term.reference:
            return Node(context.address(said))
        language = context.language if term.language is None else term.language
        return Text(said, (language or "").lower())

    def _of_object(
        self, said: Mapping[str, JsonValue], context: Context, key: str, depth: int
    ) -> Iterator[Value]:
        container = context.term(key).container
        if container == "@language":
            for language, texts in said.items():
                for text in texts if isinstance(texts, list) else [texts]:
                    if isinstance(text, str):
                        yield Text(text, "" if language == "@none" else language.lower())
        elif container in ("@index", "@id", "@type"):
            for one in said.values():
                yield from self.values(one, context, "", depth + 1)
        else:
            yield from self._of_node(said, context, key, depth)

    def _of_node(
        self, said: Mapping[str, JsonValue], context: Context, key: str, depth: int
    ) -> Iterator[Value]:
        here = self._within(said, context)
        named = {here.name(name): name for name in said}
        if "@value" in named:
            language = said.get(named.get("@language", ""), "")
            value = said[named["@value"]]
            if isinstance(value, str):
                yield Text(value, str(language or "").lower())
            elif value is not None:
                yield from self.values(value, here, "", depth + 1)
            return
        for inner in ("@list", "@set"):
            if inner in named:
                yield from self.values(said[named[inner]], here, key, depth + 1)
                return
        yield self._node(said, here, depth)

    def _node(self, said: Mapping[str, JsonValue], context: Context, depth: int) -> Node:
        node = Node()
        for key, value in said.items():
            name = context.name(key)
            if name == "@id" and isinstance(value, str):
                node.id = context.address(value)
            elif name == "@type":
                types = value if isinstance(value, list) else [value]
                node.types += [context.name(one) or one for one in types if isinstance(one, str)]
            elif name and not name.startswith("@"):
                node.tell(name, self.values(value, context, key, depth + 1))
        return self._remembered(node)

    def _remembered(self, node: Node) -> Node:
        """The one node of its address, with what was said of it before."""
        if not node.id or (node.is_reference and not node.types):
            return node
        known = self.by_id.setdefault(node.id, node)
        if known is not node:
            known.types += [one for one in node.types if one not in known.types]
            for name, values in node.properties.items():
                known.tell(name, values)
        return known
