"""A map made with GoGoCarto: its elements, as its `elements.json` has them."""

from collections.abc import Iterator

from publish.bakehouse.fetch.web import shown
from publish.bakehouse.partners.harvested import Asked, Record
from publish.errors import SourceError


def harvest(asked: Asked) -> Iterator[Record]:
    """The elements of a map at `…/api/elements.json`; raises SourceError where it has none."""
    said = asked.web.json(asked.address)
    elements = said.get("data") if isinstance(said, dict) else None
    if not isinstance(elements, list):
        raise SourceError(
            f"{shown(asked.address)}: no list of elements under `data`; give the address of "
            "`elements.json` as the map's page «API» shows it"
        )
    for number, element in enumerate(elements, 1):
        if not isinstance(element, dict):
            raise SourceError(f"{shown(asked.address)}: element {number} is no object")
        yield element
