"""A small RDF graph and its three texts: Turtle, JSON-LD and RDF/XML.

A catalog needs no triple store: nodes with their properties, written in order.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import quote
from xml.sax.saxutils import escape, quoteattr

from publish.words.xml import xml_text

PREFIXES: Mapping[str, str] = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "dpv": "https://w3id.org/dpv#",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "geo": "http://www.opengis.net/ont/geosparql#",
    "hydra": "http://www.w3.org/ns/hydra/core#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
# What RFC 3987 lets stand in an address.
_IRI = ":/?#[]@!$&'()*+,;=%-._~"


@dataclass(frozen=True)
class Iri:
    """A reference to something by its address."""

    address: str

    @property
    def safe(self) -> str:
        """The address without what would end it in any of the texts."""
        return quote(self.address, safe=_IRI)


@dataclass(frozen=True)
class Literal:
    """A text, with its language or its datatype (such as `xsd:date`)."""

    text: str
    language: str | None = None
    datatype: str | None = None


@dataclass(frozen=True)
class Node:
    """Something of a type (such as `dcat:Dataset`) and its properties; without address, blank."""

    type: str
    properties: tuple[tuple[str, "Value"], ...]
    address: str | None = None


Value = Iri | Literal | Node
Graph = Iterable[Node]


def node(type: str, address: str | None = None, /, **values: object) -> Node:
    """A node; keys are written `dct_title`, a value is one or several, None is left out."""
    pairs: list[tuple[str, Value]] = []
    for key, found in values.items():
        several = found if isinstance(found, list | tuple) else [found]
        term = key.replace("_", ":", 1)
        pairs += [(term, value) for value in several if isinstance(value, Iri | Literal | Node)]
    return Node(type, tuple(pairs), address)


def walk(one: Node) -> Iterator[tuple[str, Value]]:
    """The properties of a node and of every node inside it."""
    for term, value in one.properties:
        yield term, value
        if isinstance(value, Node):
            yield from walk(value)


def full(term: str) -> str:
    """A term as a whole address: `dct:title` is http://purl.org/dc/terms/title."""
    prefix, _, name = term.partition(":")
    return PREFIXES[prefix] + name


def turtle(graph: Graph) -> str:
    """The graph as Turtle."""
    lines = [f"@prefix {prefix}: <{address}> .\n" for prefix, address in PREFIXES.items()]
    for one in graph:
        lines.append(f"\n<{Iri(one.address or '').safe}> {_turtle_body(one)} .\n")
    return "".join(lines)


def _turtle_body(one: Node, indent: str = "  ") -> str:
    pairs = [f"{term} {_turtle_value(value, indent)}" for term, value in one.properties]
    return f" ;\n{indent}".join([f"a {one.type}", *pairs])


def _turtle_value(value: Value, indent: str) -> str:
    if isinstance(value, Iri):
        return f"<{value.safe}>"
    if isinstance(value, Node):
        return f"[ {_turtle_body(value, f'{indent}  ')} ]"
    # JSON's escapes are Turtle's too.
    text = json.dumps(value.text, ensure_ascii=False)
    if value.language:
        return f"{text}@{value.language}"
    return f"{text}^^{value.datatype}" if value.datatype else text


def json_ld(graph: Graph) -> str:
    """The graph as JSON-LD."""
    content = {"@context": dict(PREFIXES), "@graph": [_json_node(one) for one in graph]}
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def _json_node(one: Node) -> dict[str, object]:
    found: dict[str, object] = {"@id": Iri(one.address).safe} if one.address else {}
    found["@type"] = one.type
    for term, value in one.properties:
        values = found.setdefault(term, [])
        assert isinstance(values, list)
        values.append(_json_value(value))
    return found


def _json_value(value: Value) -> Mapping[str, object]:
    if isinstance(value, Iri):
        return {"@id": value.safe}
    if isinstance(value, Node):
        return _json_node(value)
    kind = {"@language": value.language, "@type": value.datatype}
    return {"@value": value.text} | {key: of for key, of in kind.items() if of}


def rdf_xml(graph: Graph) -> str:
    """The graph as RDF/XML."""
    spaces = "".join(f'\n  xmlns:{prefix}="{address}"' for prefix, address in PREFIXES.items())
    body = "".join(line for one in graph for line in _xml_node(one, ""))
    return f'<?xml version="1.0" encoding="utf-8"?>\n<rdf:RDF{spaces}>\n{body}</rdf:RDF>\n'


def _xml_node(one: Node, indent: str) -> Iterator[str]:
    about = f" rdf:about={quoteattr(Iri(one.address).safe)}" if one.address else ""
    yield f"{indent}<{one.type}{about}>\n"
    for term, value in one.properties:
        yield from _xml_property(term, value, f"{indent}  ")
    yield f"{indent}</{one.type}>\n"


def _xml_property(term: str, value: Value, indent: str) -> Iterator[str]:
    if isinstance(value, Iri):
        yield f"{indent}<{term} rdf:resource={quoteattr(value.safe)}/>\n"
    elif isinstance(value, Node):
        yield f"{indent}<{term}>\n"
        yield from _xml_node(value, f"{indent}  ")
        yield f"{indent}</{term}>\n"
    else:
        kind = f' xml:lang="{value.language}"' if value.language else ""
        kind += f' rdf:datatype="{full(value.datatype)}"' if value.datatype else ""
        # A bare carriage return would be read as a line feed.
        text = escape(xml_text(value.text), {"\r": "&#13;"})
        yield f"{indent}<{term}{kind}>{text}</{term}>\n"
