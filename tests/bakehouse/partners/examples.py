"""A small real service for each kind that is harvested: a kind that is added adds its own."""

import json
from dataclasses import dataclass

from tests.bakehouse.partners.services import Answer, Answers


@dataclass(frozen=True)
class Example:
    """A service: its answers, the address that a partner declares, and the names of its records."""

    answers: Answers
    path: str
    name: str
    """The key of a record's name."""
    names: tuple[str, ...]


def _json(said: object) -> Answer:
    return Answer(json.dumps(said).encode())


GOGOCARTO = {
    "licence": "https://opendatacommons.org/licenses/odbl/summary/",
    "ontology": "gogofull",
    "data": [
        {"id": "3x1", "name": "La Remise", "geo": {"latitude": 45.76, "longitude": 4.83}},
        {"id": "3x2", "name": "Le Fournil", "geo": {"latitude": 43.6, "longitude": 1.44}},
    ],
}

JSONLD = {
    "@context": {"pair": "http://virtual-assembly.org/ontologies/pair#"},
    "@id": "{address}/organizations",
    "@type": ["http://www.w3.org/ns/ldp#Container", "http://www.w3.org/ns/ldp#BasicContainer"],
    "http://www.w3.org/ns/ldp#contains": [
        {"@id": "/organizations/1", "@type": "pair:Organization", "pair:label": "La Remise"},
        {"@id": "/organizations/2", "@type": "pair:Organization", "pair:label": "Le Fournil"},
    ],
}

WORDPRESS = [{"id": 1, "title": "La Remise"}, {"id": 2, "title": "Le Fournil"}]
OPENFAIRDB: list[object] = [
    {"id": "7cee99c2", "version": 3, "title": "La Remise", "lat": 45.76, "lng": 4.83},
    {"id": "ed8a2aef", "version": 1, "title": "Le Fournil", "lat": 43.6, "lng": 1.44},
]

EXAMPLES: dict[str, Example] = {
    "gogocarto": Example(
        {"/api/elements.json": _json(GOGOCARTO)},
        "/api/elements.json",
        "name",
        ("La Remise", "Le Fournil"),
    ),
    "openfairdb": Example(
        {
            "/v0/search": _json({"visible": OPENFAIRDB, "invisible": []}),
            "/v0/entries/7cee99c2,ed8a2aef": _json(OPENFAIRDB),
        },
        "/v0/search?bbox=42.2,-5.2,51.1,9.6",
        "title",
        ("La Remise", "Le Fournil"),
    ),
    "jsonld": Example(
        {"/organizations": _json(JSONLD)},
        "/organizations",
        "pair:label",
        ("La Remise", "Le Fournil"),
    ),
    "wordpress": Example(
        {"/wp-json/wp/v2/lieux": _json(WORDPRESS)},
        "/wp-json/wp/v2/lieux",
        "title",
        ("La Remise", "Le Fournil"),
    ),
}
