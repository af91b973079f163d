"""Nodes of JSON-LD as records: one object each, whose paths are the same in all of them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from pydantic import JsonValue

from publish.bakehouse.partners.harvested import Record
from publish.bakehouse.partners.json_ld.nodes import Document, Node, Text, Value

EMBEDDED = 3
"""Nodes within one another, in a record; of those beyond, the address alone."""
MOST = 1_000
"""Values of all nodes that one record embeds; of nodes beyond, the address alone."""
LANGUAGES = ("", "fr", "en")
"""Whose text stands under the bare name of a property: that of no language, or the first here."""
Path = tuple[str, ...]


def record(node: Node, document: Document) -> Record:
    """A node with the nodes that it leads to, where the document describes these.

    Texts in several languages are `name` and `name@en`. Several nodes of one property are one
    object of lists, so that `topic.name` is the list of their names.
    """
    return _Recorder(document).record(node, ())


def uniform(records: Sequence[Record]) -> Iterator[Record]:
    """The records, each value in a list at a path where any of them has a list."""
    lists = {path for one in records for path in _lists(one, ())}
    for one in records:
        yield {key: _listed(value, (key,), lists) for key, value in one.items()}


@dataclass
class _Recorder:
    document: Document
    left: int = MOST

    def record(self, node: Node, within: tuple[Node, ...]) -> dict[str, JsonValue]:
        made: dict[str, JsonValue] = {}
        if node.id and not node.id.startswith("_:"):
            made["@id"] = node.id
        if node.types:
            made["@type"] = _one_or_all(node.types)
        for name, values in node.properties.items():
            made.update(self._property(name, values, (*within, node)))
        return made

    def _property(
        self, name: str, values: Iterable[Value], within: tuple[Node, ...]
    ) -> Iterator[tuple[str, JsonValue]]:
        nodes: list[JsonValue] = []
        told: list[JsonValue] = []
        texts: dict[str, list[JsonValue]] = {}
        for value in values:
            if isinstance(value, Node):
                nodes.append(self._embedded(value, within))
            elif isinstance(value, Text):
                texts.setdefault(value.language, []).append(value.text)
            else:
                told.append(value)
        main, *others = sorted(texts, key=_preference) or [""]
        told += texts.get(main, ())
        if nodes:
            yield name, _joined([*({"@value": one} for one in told), *nodes])
        elif told:
            yield name, _one_or_all(told)
        for language in others:
            yield f"{name}@{language}", _one_or_all(texts[language])

    def _embedded(self, node: Node, within: tuple[Node, ...]) -> JsonValue:
        whole = self.document.whole(node)
        size = sum(map(len, whole.properties.values()))
        if not size or size > self.left or whole in within or len(within) > EMBEDDED:
            return whole.id
        self.left -= size
        return self.record(whole, within)


def _preference(language: str) -> tuple[int, str]:
    main = language.partition("-")[0]
    return (LANGUAGES.index(main) if main in LANGUAGES else len(LANGUAGES), language)


def _joined(nodes: Sequence[JsonValue]) -> JsonValue:
    """One node as it is; of several, an object of lists."""
    if len(nodes) == 1:
        return nodes[0]
    if not any(isinstance(node, dict) for node in nodes):
        return list(nodes)
    joined: dict[str, list[JsonValue]] = {}
    for node in nodes:
        for key, value in (node if isinstance(node, dict) else {"@id": node}).items():
            joined.setdefault(key, []).extend(value if isinstance(value, list) else [value])
    return {**joined}


def _one_or_all(values: Sequence[JsonValue]) -> JsonValue:
    return values[0] if len(values) == 1 else list(values)


def _lists(value: JsonValue | Record, path: Path) -> Iterator[Path]:
    if isinstance(value, list):
        yield path
    elif isinstance(value, Mapping):
        for key, below in value.items():
            yield from _lists(below, (*path, key))


def _listed(value: JsonValue, path: Path, lists: set[Path]) -> JsonValue:
    if isinstance(value, dict):
        return {key: _listed(below, (*path, key), lists) for key, below in value.items()}
    return [value] if path in lists and not isinstance(value, list) else value
