"""The three texts of a graph say the same, whatever the words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib import Graph, URIRef
from rdflib.compare import isomorphic

from publish.describe.rdf import Iri, Literal, Node, json_ld, node, rdf_xml, turtle, walk

# What YAML lets people write: no control characters but those of white space.
TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cn"]) | st.just("\n"))
LITERALS = st.builds(Literal, TEXTS, st.sampled_from(["fr", "en", None]))
PLACES = st.text(st.characters(codec="ascii", exclude_categories=["Cc"]), max_size=9)
IRIS = st.builds(Iri, PLACES.map(lambda path: f"https://example.org/{path}"))
BLANKS = st.builds(lambda name: node("foaf:Agent", foaf_name=name), LITERALS)
NODES = st.builds(
    lambda path, title, page, agent: node(
        "dcat:Dataset",
        f"https://example.org/{path}",
        dct_title=title,
        dcat_landingPage=page,
        dct_publisher=agent,
    ),
    st.sampled_from("abc"),
    st.lists(LITERALS, max_size=3),
    IRIS | st.none(),
    BLANKS,
)


@pytest.mark.slow("parses three syntaxes with rdflib")
@given(st.lists(NODES, max_size=3))
def test_the_three_syntaxes_agree(graph: list[Node]) -> None:
    of_turtle = Graph().parse(data=turtle(graph), format="turtle")
    of_json = Graph().parse(data=json_ld(graph), format="json-ld")
    of_xml = Graph().parse(data=rdf_xml(graph), format="xml")
    assert isomorphic(of_turtle, of_json)
    assert isomorphic(of_turtle, of_xml)


def test_an_address_cannot_break_out() -> None:
    graph = [node("dcat:Dataset", 'https://example.org/a> . <b> "{|}')]
    for text, format in ((turtle, "turtle"), (json_ld, "json-ld"), (rdf_xml, "xml")):
        (found,) = Graph().parse(data=text(graph), format=format).subjects()
        assert found == URIRef("https://example.org/a%3E%20.%20%3Cb%3E%20%22%7B%7C%7D")


def test_a_value_that_is_not_there_is_left_out() -> None:
    one = node("dcat:Dataset", dct_title=None, dct_publisher=node("foaf:Agent", foaf_name=[]))
    assert [term for term, _ in walk(one)] == ["dct:publisher"]
