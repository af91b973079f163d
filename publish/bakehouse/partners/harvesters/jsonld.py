"""A server of JSON-LD: the members of its LDP containers, or the things that a document lists."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urljoin

from publish.bakehouse.fetch.request import shown
from publish.bakehouse.partners.harvested import Asked, Record
from publish.bakehouse.partners.json_ld import containers
from publish.bakehouse.partners.json_ld.nodes import Document, Node, document
from publish.bakehouse.partners.json_ld.records import record, uniform
from publish.errors import SourceError

ACCEPT = "application/ld+json, application/json;q=0.9"
PAGES = 10_000
"""Answers that one harvest asks for: pages, and members that only their address is told of."""
BYTES = 64 << 20
"""Of all of them: they are held in memory, in many times their size."""
DEPTH = 3
"""Containers within one another."""


def harvest(asked: Asked) -> Iterator[Record]:
    """The things of a server, or those of the type that `records` names (`pair:Organization`).

    Names are those of vocabularies that are known (`schema:name`), whatever the document calls
    them. Raises SourceError where there is nothing, or more than one harvest may ask for.
    """
    wanted = asked.source.records
    found = [
        record(node, whole)
        for node, whole in _Harvest(asked).things(asked.address, DEPTH)
        if (wanted in node.types if wanted else node.id or node.types)
    ]
    if not found:
        said = f"no thing of the type {wanted!r}" if wanted else "no thing"
        raise SourceError(
            f"{shown(asked.address)}: {said} there; give the address of a container that anybody "
            "may read, and its type as the server writes it"
        )
    yield from uniform(found)


@dataclass
class _Harvest:
    asked: Asked
    seen: set[str] = field(default_factory=set)
    bytes: int = 0

    def things(self, address: str, depth: int) -> Iterator[tuple[Node, Document]]:
        """The things of a document and of the pages that follow, each with what describes it."""
        while address and address not in self.seen:
            whole, following = self._document(address)
            listed = containers.members(whole)
            if listed is None:
                yield from ((node, whole) for node in containers.things(whole))
            for member in listed or ():
                yield from self._member(member, whole, depth)
            address = containers.next_page(whole) or urljoin(address, following)

    def _member(self, member: Node, whole: Document, depth: int) -> Iterator[tuple[Node, Document]]:
        if containers.is_container(member):
            if depth > 1:
                yield from self.things(member.id, depth - 1)
        elif not member.is_reference:
            yield member, whole
        elif member.id and member.id not in self.seen:
            alone, _ = self._document(member.id)
            node = alone.by_id.get(member.id) or next(iter(alone.top), member)
            yield node, alone

    def _document(self, address: str) -> tuple[Document, str]:
        """What an address answers, and the page that follows; each is asked once."""
        self.seen.add(address)
        if len(self.seen) > PAGES:
            raise self._too_much(f"{PAGES} pages and members to ask for")
        page = self.asked.web.page(address, ACCEPT)
        self.bytes += page.path.stat().st_size
        if self.bytes > BYTES:
            raise self._too_much(f"{BYTES >> 20} MiB")
        return document(page.json(), address), page.following

    def _too_much(self, what: str) -> SourceError:
        return SourceError(
            f"{shown(self.asked.address)}: more than {what}; give the address of a smaller "
            "container"
        )
