"""Names of JSON-LD documents, and what they stand for."""

import pytest
from pydantic import JsonValue

from publish.bakehouse.partners.json_ld.context import Context

HERE = "https://asso.example/things/1"
PAIR = "http://virtual-assembly.org/ontologies/pair#"


@pytest.mark.parametrize(
    ("written", "key", "name"),
    [
        ("https://schema.org", "name", "schema:name"),
        ("http://schema.org/", "name", "schema:name"),
        ("https://schema.org/docs/jsonldcontext.jsonld", "name", "schema:name"),
        ("https://schema.org", "type", "@type"),
        ({"@vocab": "http://schema.org/"}, "name", "schema:name"),
        ({"@vocab": PAIR}, "label", "pair:label"),
        ({"p": PAIR}, "p:label", "pair:label"),
        ({"p": {"@id": PAIR}}, "p:label", "pair:label"),
        ({"nom": "p:label", "p": PAIR}, "nom", "pair:label"),
        ({"nom": {"@id": "p:label", "@language": "fr"}, "p": PAIR}, "nom", "pair:label"),
        ({"nom": "https://asso.example/nom"}, "nom", "https://asso.example/nom"),
        ({"uri": "@id"}, "uri", "@id"),
        ({"uri": {"@id": "@id"}}, "uri", "@id"),
        ({"hidden": None, "@vocab": PAIR}, "hidden", None),
        ({"parts": {"@reverse": "schema:isPartOf"}}, "parts", None),
        ({}, "label", "label"),
        ({}, "pair:label", "pair:label"),
        ({}, PAIR + "label", "pair:label"),
        (["https://schema.org", {"@vocab": PAIR}], "label", "pair:label"),
        (["https://schema.org", None], "name", "name"),
        ("https://asso.example/context.json", "type", "@type"),
        ("https://asso.example/context.json", "label", "label"),
        ("https://asso.example/context.json", "pair:label", "pair:label"),
    ],
)
def test_a_name_stands_for_that_of_a_vocabulary(
    written: JsonValue, key: str, name: str | None
) -> None:
    assert Context(HERE).within(written).name(key) == name


@pytest.mark.parametrize(
    ("written", "reference", "address"),
    [
        ({}, "2", "https://asso.example/things/2"),
        ({}, "/2", "https://asso.example/2"),
        ({}, "https://other.example/2", "https://other.example/2"),
        ({}, "mailto:a@asso.example", "mailto:a@asso.example"),
        ({}, "_:b0", "_:b0"),
        ({"@base": "https://asso.example/all/"}, "2", "https://asso.example/all/2"),
        ({"a": "https://asso.example/a/"}, "a:2", "https://asso.example/a/2"),
    ],
)
def test_a_reference_is_an_address_in_full(
    written: JsonValue, reference: str, address: str
) -> None:
    assert Context(HERE).within(written).address(reference) == address


def test_contexts_within_one_another_beyond_measure_say_nothing() -> None:
    nested: JsonValue = {"@vocab": PAIR}
    for _ in range(50):
        nested = [nested]
    assert Context(HERE).within(nested).name("label") == "label"
