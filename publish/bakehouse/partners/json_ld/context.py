"""What the names of a JSON-LD document mean: its own context, and those shipped with us.

The part of JSON-LD 1.1 that servers of resources use: vocabularies, prefixes, terms with their
languages and containers. Nothing is fetched: a context that is named and not shipped leaves names
as they are written, and its document may write `id` and `type` without `@`, as most do.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from pathlib import Path
from urllib.parse import urljoin

from pydantic import JsonValue

from publish.words.json import read_json

UNKNOWN: Mapping[str, JsonValue] = {"id": "@id", "type": "@type"}
SHIPPED = Path(__file__).with_name("contexts.json")
NESTED = 10
"""Contexts that stand for one another, before they lead nowhere."""


@dataclass(frozen=True)
class Shipped:
    """Prefixes by which names are shortened, vocabularies that are one, contexts by address."""

    prefixes: Mapping[str, str]
    same: Mapping[str, str]
    contexts: Mapping[str, Mapping[str, JsonValue]]
    aliases: Mapping[str, str]

    def at(self, address: str) -> Mapping[str, JsonValue]:
        """The context at an address; that of nobody in particular where it is not shipped."""
        name = address.partition("://")[2].rstrip("/#")
        return self.contexts.get(self.aliases.get(name, name), UNKNOWN)

    def short(self, iri: str) -> str:
        """An address of a vocabulary as `prefix:name`; the address where no prefix is known."""
        for one, other in self.same.items():
            if iri.startswith(one):
                iri = other + iri.removeprefix(one)
        for prefix, start in self.prefixes.items():
            if iri.startswith(start) and len(iri) > len(start):
                return f"{prefix}:{iri.removeprefix(start)}"
        return iri


@cache
def shipped() -> Shipped:
    """The contexts that came with us."""
    return Shipped(**read_json(SHIPPED))


@dataclass(frozen=True)
class Term:
    """A name of a document: what it stands for, and how its values are written."""

    iri: str | None
    container: str = ""
    language: str | None = None
    reference: bool = False


@dataclass(frozen=True)
class Context:
    """What names mean at one place of a document whose address is `base`."""

    base: str
    vocabulary: str = ""
    language: str | None = None
    terms: Mapping[str, Term] = field(default_factory=dict)

    def within(self, written: JsonValue, depth: int = NESTED) -> "Context":
        """What names mean where a node has a context of its own."""
        if written is None:
            return Context(self.base)
        if isinstance(written, str):
            return self.within(dict(shipped().at(written)), depth)
        if isinstance(written, list):
            here = self
            for one in written if depth else ():
                here = here.within(one, depth - 1)
            return here
        return self._with(written) if isinstance(written, dict) else self

    def name(self, key: str) -> str | None:
        """What a key stands for: `@id` and its like, `prefix:name`, or itself; None for nothing."""
        if key not in self._names:
            self._names[key] = self._named(key)
        return self._names[key]

    @cached_property
    def _names(self) -> dict[str, str | None]:
        return {}

    def _named(self, key: str) -> str | None:
        if key.startswith("@"):
            return key
        if key in self.terms:
            iri = self.terms[key].iri
            return iri if iri is None or iri.startswith("@") else shipped().short(iri)
        return shipped().short(self._absolute(key, self.vocabulary))

    def term(self, key: str) -> Term:
        """How the values of a key are written."""
        return self.terms.get(key) or Term(key)

    def address(self, written: str) -> str:
        """The address that a reference stands for; `_:` begins one of this document alone."""
        return written if written.startswith("_:") else self._absolute(written, "", self.base)

    def _with(self, written: Mapping[str, JsonValue]) -> "Context":
        base, vocabulary = written.get("@base"), written.get("@vocab", self.vocabulary)
        language = written.get("@language", self.language)
        # While they are read, terms are told by those read before.
        terms = dict(self.terms)
        here = replace(
            self,
            base=urljoin(self.base, base) if isinstance(base, str) else self.base,
            vocabulary=self._absolute(vocabulary, "") if isinstance(vocabulary, str) else "",
            language=language if isinstance(language, str) else None,
            terms=terms,
        )
        # A term may be written by a prefix that stands below it.
        names = [name for name in written if not name.startswith("@")]
        for name in sorted(names, key=lambda name: "://" not in str(written[name])):
            terms[name] = here._term(name, written[name])
        return here

    def _term(self, name: str, written: JsonValue) -> Term:
        if isinstance(written, str):
            return Term(written if written.startswith("@") else self._absolute(written, ""))
        if not isinstance(written, dict) or "@reverse" in written:
            return Term(None)
        iri, container, language = (written.get(key) for key in ("@id", "@container", "@language"))
        containers = container if isinstance(container, list) else [container]
        iri = self._absolute(iri if isinstance(iri, str) else name, self.vocabulary)
        return Term(
            iri,
            next((one for one in containers if isinstance(one, str) and one != "@set"), ""),
            language if isinstance(language, str) else None,
            written.get("@type") in ("@id", "@vocab"),
        )

    def _absolute(self, written: str, vocabulary: str, base: str = "") -> str:
        """An address written in full, behind a prefix, or of the vocabulary or base."""
        prefix, colon, rest = written.partition(":")
        if written.startswith("@") or rest.startswith("//"):
            return written
        if colon and prefix in self.terms:
            return (self.terms[prefix].iri or "") + rest
        if colon and prefix in shipped().prefixes:
            return shipped().prefixes[prefix] + rest
        if colon:
            return written
        return vocabulary + written if vocabulary else urljoin(base, written) if base else written
