"""Documents of JSON-LD as records."""

import pytest
from pydantic import JsonValue

from publish.bakehouse.partners.json_ld.containers import things
from publish.bakehouse.partners.json_ld.nodes import document
from publish.bakehouse.partners.json_ld.records import record, uniform
from publish.errors import SourceError

HERE = "https://asso.example/all"
PAIR = {"@vocab": "http://virtual-assembly.org/ontologies/pair#"}


def records(said: JsonValue) -> list[dict[str, JsonValue]]:
    whole = document(said, HERE)
    return [record(node, whole) for node in things(whole)]


def of(**properties: JsonValue) -> dict[str, JsonValue]:
    """The record of one thing, without its address."""
    [one] = records({"@context": PAIR, "@id": "/1", **properties})
    assert one.pop("@id") == "https://asso.example/1"
    return one


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("La Remise", {"pair:label": "La Remise"}),
        ({"@value": "La Remise"}, {"pair:label": "La Remise"}),
        ({"@value": "La Remise", "@language": "fr"}, {"pair:label": "La Remise"}),
        (
            [{"@value": "Barn", "@language": "en"}, {"@value": "La Remise", "@language": "FR"}],
            {"pair:label": "La Remise", "pair:label@en": "Barn"},
        ),
        (
            [{"@value": "Barn", "@language": "en"}, "La Remise"],
            {"pair:label": "La Remise", "pair:label@en": "Barn"},
        ),
        (
            [{"@value": "Stodola", "@language": "cs"}, {"@value": "Barn", "@language": "en-GB"}],
            {"pair:label": "Barn", "pair:label@cs": "Stodola"},
        ),
        (["a", "b"], {"pair:label": ["a", "b"]}),
        ({"@list": ["b", "a"]}, {"pair:label": ["b", "a"]}),
        ({"@set": ["a"]}, {"pair:label": "a"}),
        (12, {"pair:label": 12}),
        ({"@value": 4.5, "@type": "xsd:decimal"}, {"pair:label": 4.5}),
        (False, {"pair:label": False}),
        (None, {}),
        ([], {}),
        ({"@value": None}, {}),
        ({"@id": "/2"}, {"pair:label": "https://asso.example/2"}),
        (
            [{"@id": "/2"}, {"@id": "/3"}],
            {"pair:label": [f"https://asso.example/{i}" for i in "23"]},
        ),
        ({"label": "Inside"}, {"pair:label": {"pair:label": "Inside"}}),
        (
            ["Text", {"label": "Inside"}],
            {"pair:label": {"@value": ["Text"], "pair:label": ["Inside"]}},
        ),
        (
            [{"@id": "/2", "label": "Two"}, {"@id": "_:b", "label": "Blank"}],
            {"pair:label": {"@id": ["https://asso.example/2"], "pair:label": ["Two", "Blank"]}},
        ),
    ],
)
def test_a_value_is_told_in_one_form(written: JsonValue, told: dict[str, JsonValue]) -> None:
    assert of(label=written) == told


def test_texts_by_language_and_of_a_default_language() -> None:
    context = [PAIR, {"@language": "en", "labels": {"@id": "label", "@container": "@language"}}]
    [one] = records(
        {
            "@context": context,
            "@type": "Place",
            "labels": {"fr": ["La Remise", "Remise"], "@none": "LR"},
            "comment": "A barn",
            "code": {"@value": "B1"},
        }
    )
    assert one == {
        "@type": "pair:Place",
        "pair:label": "LR",
        "pair:label@fr": ["La Remise", "Remise"],
        "pair:comment": "A barn",
        "pair:code": "B1",
    }


def test_terms_that_are_references_are_addresses() -> None:
    context = [PAIR, {"page": {"@id": "pair:homePage", "@type": "@id"}}]
    [one] = records({"@context": context, "@type": "Place", "page": "/home"})
    assert one["pair:homePage"] == "https://asso.example/home"


def test_what_a_graph_says_of_a_node_is_joined_where_it_is_led_to() -> None:
    graph: JsonValue = [
        {"@id": "/1", "@type": "Organization", "name": "One", "address": {"@id": "_:a"}},
        {"@id": "_:a", "@type": "PostalAddress", "postalCode": "01000"},
        {"@id": "/1", "email": "one@asso.example", "@type": ["Organization", "NGO"]},
        {"@id": "_:a", "addressLocality": "Bourg"},
    ]
    assert records({"@context": "https://schema.org", "@graph": graph}) == [
        {
            "@id": "https://asso.example/1",
            "@type": ["schema:Organization", "schema:NGO"],
            "schema:name": "One",
            "schema:address": {
                "@type": "schema:PostalAddress",
                "schema:postalCode": "01000",
                "schema:addressLocality": "Bourg",
            },
            "schema:email": "one@asso.example",
        }
    ]


def test_what_is_said_twice_is_told_once() -> None:
    topic: JsonValue = {"@id": "/t", "label": "Topic", "broader": {"@id": "/u"}, "rank": [1, True]}
    graph: JsonValue = [
        {"@id": "/1", "label": "One", "topic": topic},
        {"@id": "/2", "label": "Two", "topic": topic},
    ]
    one, two = records({"@context": PAIR, "@graph": graph})
    assert one["pair:topic"] == two["pair:topic"]
    assert one["pair:topic"] == {
        "@id": "https://asso.example/t",
        "pair:label": "Topic",
        "pair:broader": "https://asso.example/u",
        "pair:rank": [1, True],
    }


def test_many_statements_on_one_node_are_joined_at_once() -> None:
    graph: JsonValue = [{"@id": "/1", "label": f"n° {number}"} for number in range(5_000)]
    [one] = records({"@context": PAIR, "@graph": graph})
    assert one["pair:label"] == [f"n° {number}" for number in range(5_000)]


def test_many_terms_in_each_of_many_nodes_are_read_once() -> None:
    context: JsonValue = {f"t{number}": f"pair:t{number}" for number in range(2_000)}
    graph: JsonValue = [
        {"@context": context, "@id": f"/{number}", "t7": number} for number in range(500)
    ]
    assert [one["pair:t7"] for one in records({"@graph": graph})] == list(range(500))


def test_a_hub_that_leads_to_all_does_not_multiply_them() -> None:
    all_of_them: JsonValue = [{"@id": f"/{number}"} for number in range(60)]
    graph: JsonValue = [
        {"@id": f"/{number}", "label": "x", "knows": all_of_them} for number in range(60)
    ]
    made = records({"@context": PAIR, "@graph": graph})
    assert len(made) == 60
    assert 60 < max(str(one).count("asso.example") for one in made) < 1_200


def test_things_that_lead_to_one_another_end_with_an_address() -> None:
    graph: JsonValue = [
        {"@id": "/1", "label": "One", "follows": {"@id": "/2"}},
        {"@id": "/2", "label": "Two", "follows": {"@id": "/1"}},
    ]
    one, two = records({"@context": PAIR, "@graph": graph})
    assert one["pair:follows"] == {
        "@id": "https://asso.example/2",
        "pair:label": "Two",
        "pair:follows": "https://asso.example/1",
    }
    assert two["pair:label"] == "Two"


def test_nodes_stand_within_one_another_to_a_measure() -> None:
    graph: JsonValue = [
        {"@id": f"/{i}", "@type": "Place", "partOf": {"@id": f"/{i + 1}"}} for i in range(9)
    ]
    [one] = records({"@context": PAIR, "@graph": graph})
    depth = 0
    while isinstance(one, dict):
        one, depth = one["pair:partOf"], depth + 1  # type: ignore[assignment]
    assert (depth, one) == (4, "https://asso.example/4")


def test_a_list_in_one_record_makes_lists_of_all() -> None:
    first: dict[str, JsonValue] = {"topic": {"label": ["a", "b"]}, "name": "x"}
    assert list(uniform([first, {"topic": {"label": "a"}}, {"topic": "a"}, {"name": "y"}])) == [
        first,
        {"topic": {"label": ["a"]}},
        {"topic": "a"},
        {"name": "y"},
    ]


@pytest.mark.parametrize("said", ["text", 4, None, True])
def test_what_is_no_document_is_refused(said: JsonValue) -> None:
    with pytest.raises(SourceError, match="all: no JSON-LD: neither"):
        document(said, HERE)


def test_a_pit_is_refused() -> None:
    pit: JsonValue = {}
    for _ in range(100):
        pit = {"partOf": [pit]}
    graphs: JsonValue = []
    for _ in range(100):
        graphs = {"@graph": [graphs]}
    for said in ({"@context": PAIR, "@id": "/1", "partOf": pit}, graphs):
        with pytest.raises(SourceError, match="within one another beyond measure"):
            document(said, HERE)
