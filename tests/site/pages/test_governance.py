"""What a release tells of its governance: on its page, and in the catalog that machines read."""

from pathlib import Path
from typing import Any

import pytest
from rdflib import DCAT, DCTERMS, RDF, RDFS, XSD, Graph, Literal, Namespace, URIRef
from rdflib.term import Node

from tests import factory
from tests.describe.validators import shacl_violations
from tests.site.conftest import opened

DPV = Namespace("https://w3id.org/dpv#")
FOAF = Namespace("http://xmlns.com/foaf/0.1/")
TASK = URIRef("https://w3id.org/dpv/legal/eu/gdpr#A6-1-e")
BASIS = {"kind": "public_task", "why": "Décision <2025-12> du conseil."}
CONSENTS = [
    {"purpose": "share", "why": "My <place> may be shown."},
    {"purpose": "contact", "why": "Write to me.", "months": 36},
]
CARD: dict[str, Any] = {
    "model": "cooperative",
    "controller": {
        "name": "Coopérative & Cie",
        "contact": "donnees@example.org",
        "officer": "Ada Martin",
    },
    "purpose": {"fr": "Corriger la carte.", "en": "To correct the map."},
    "kept": {"fr": "Un mois."},
    "recipients": [],
    "decisions": [{"on": {"fr": "Ce qui est publié"}, "by": {"fr": "L’assemblée"}}],
    "statutes": {"form": "cooperative_828_co", "url": "https://example.org/statuts"},
    "exit": {"fr": "Écrire.", "en": "Write."},
}


def released(root: Path, **told: Any) -> None:
    """A release that tells of its governance; `basis` and `consents` are its first table's."""
    factory.site(root)
    tree = factory.places_package("1.0.0", 6)
    first, *others = tree["resources"]
    of_first = {key: told.pop(key) for key in ("basis", "consents") if key in told}
    resources = [first | of_first, *others]
    factory.places(root, resources=resources, **told)


def shown(html: str) -> str:
    return html.partition('<div id="governance">')[2].partition("</details>")[0]


async def test_the_page_shows_the_card_folded(tmp_path: Path) -> None:
    released(tmp_path / "site", governance=CARD, basis=BASIS)
    async with opened(tmp_path / "site") as site:
        html = (await site.client.get("/lieux?_lang=en")).text
    card = shown(html)
    assert "Who answers for it, who decides" in html
    assert "Data cooperative: those whom the data describes decide" in card
    assert "Coopérative &amp; Cie</span>, cooperative (art. 828, Swiss Code of Obligations)" in card
    assert '<a href="mailto:donnees@example.org">donnees@example.org</a>' in card
    assert '<a href="https://example.org/statuts">Statutes</a>' in card
    assert "Public task: " in card and "Décision &lt;2025-12&gt; du conseil." in card
    assert "To correct the map." in card and "Nobody else" in card and "Write." in card


async def test_a_release_without_shows_nothing(tmp_path: Path) -> None:
    released(tmp_path / "site")
    async with opened(tmp_path / "site") as site:
        html = (await site.client.get("/lieux")).text
        catalog = (await site.client.get("/catalog.ttl")).text
    assert shown(html) == ""
    assert "dpv:has" not in catalog


async def test_a_basis_is_shown_without_a_card(tmp_path: Path) -> None:
    released(tmp_path / "site", basis=BASIS)
    async with opened(tmp_path / "site") as site:
        card = shown((await site.client.get("/lieux?_lang=fr")).text)
    assert "Sur quelle base" in card and "Mission d’intérêt public" in card


@pytest.mark.parametrize(
    ("language", "wanted"),
    [
        (
            "en",
            (
                "What people agree to, one by one",
                "To be shared within limits: ",
                "(until it is withdrawn)",
                "To be contacted: ",
                "(36 months)",
            ),
        ),
        (
            "fr",
            (
                "Ce que chacun accepte, une chose à la fois",
                "Partager dans des limites\u00a0: ",
                "(jusqu’au retrait)",
                "Être contacté\u00a0: ",
                "(36 mois)",
            ),
        ),
    ],
)
async def test_the_page_says_what_people_agree_to_and_for_how_long(
    tmp_path: Path, language: str, wanted: tuple[str, ...]
) -> None:
    released(tmp_path / "site", consents=CONSENTS)
    async with opened(tmp_path / "site") as site:
        card = shown((await site.client.get(f"/lieux?_lang={language}")).text)
    assert [words for words in wanted if words not in card] == []
    assert "My &lt;place&gt; may be shown." in card


async def test_a_purpose_that_a_later_fournil_knows_is_shown_as_it_is(tmp_path: Path) -> None:
    released(tmp_path / "site", consents=[{"purpose": "teach", "why": "To learn.", "months": 1}])
    async with opened(tmp_path / "site") as site:
        card = shown((await site.client.get("/lieux?_lang=en")).text)
    assert "Teach: " in card and "(a month)" in card


async def test_the_catalog_says_what_people_agree_to_and_for_how_long(tmp_path: Path) -> None:
    released(tmp_path / "site", consents=CONSENTS)
    async with opened(tmp_path / "site") as site:
        text = (await site.client.get("/catalog.ttl")).text
    found = Graph().parse(data=text, format="turtle")
    dataset = next(found.subjects(DPV.hasLegalBasis))
    assert (dataset, RDF.type, DCAT.Dataset) in found
    share, contact = sorted(
        found.objects(dataset, DPV.hasLegalBasis), key=lambda one: _why(found, one)
    )
    assert (_why(found, share), _why(found, contact)) == (
        "My <place> may be shown.",
        "Write to me.",
    )
    purpose = found.value(contact, DPV.hasPurpose)
    assert Literal("to be contacted", "en") in set(found.objects(purpose, RDFS.label))
    lasts = found.value(contact, DPV.hasDuration)
    assert found.value(lasts, RDF.type) == DPV.TemporalDuration
    assert found.value(lasts, RDF.value) == Literal("P36M", datatype=XSD.duration)
    until = found.value(share, DPV.hasDuration)
    assert found.value(until, RDF.type) == DPV.UntilEventDuration
    assert {found.value(one, RDF.type) for one in (share, contact)} == {DPV.Consent}


def _why(found: Graph, consent: Node) -> str:
    return str(found.value(consent, DCTERMS.description))


async def test_words_that_a_later_fournil_knows_are_shown_as_they_are(tmp_path: Path) -> None:
    basis = {"kind": "goodwill", "why": "They said so."}
    released(tmp_path / "site", basis=basis, governance={"model": "commons"})
    async with opened(tmp_path / "site") as site:
        card = shown((await site.client.get("/lieux?_lang=en")).text)
        catalog = (await site.client.get("/catalog.ttl")).text
    assert "Commons" in card and "Goodwill" in card
    assert "hasLegalBasis" not in catalog


@pytest.mark.parametrize("syntax", ["ttl", "jsonld", "rdf"])
async def test_the_catalog_says_it_in_the_words_of_dpv(tmp_path: Path, syntax: str) -> None:
    released(tmp_path / "site", governance=CARD, basis=BASIS)
    async with opened(tmp_path / "site") as site:
        text = (await site.client.get(f"/catalog.{syntax}")).text
    form = {"ttl": "turtle", "jsonld": "json-ld", "rdf": "xml"}[syntax]
    found = Graph().parse(data=text, format=form)
    dataset = next(
        one
        for one in found.subjects(RDF.type, DCAT.Dataset)
        if (one, DPV.hasLegalBasis, TASK) in found
    )
    controller = found.value(dataset, DPV.hasDataController)
    assert found.value(controller, FOAF.name) == Literal("Coopérative & Cie")
    assert found.value(controller, RDFS.seeAlso) == URIRef("https://example.org/statuts")
    purpose = found.value(dataset, DPV.hasPurpose)
    assert set(found.objects(purpose, RDFS.label)) == {
        Literal("Corriger la carte.", "fr"),
        Literal("To correct the map.", "en"),
    }
    kept = found.value(dataset, DPV.hasStorageCondition)
    assert found.value(kept, RDFS.label) == Literal("Un mois.", "fr")
    assert (dataset, DPV.hasRecipient, None) not in found
    measures = set(found.objects(dataset, DPV.hasOrganisationalMeasure))
    assert len(measures) == 3
    assert {found.value(one, RDF.type) for one in measures} == {DPV.GovernanceProcedures}


@pytest.mark.slow("holds every shape of DCAT-AP against the catalog")
async def test_the_mandatory_shapes_hold_with_a_card(tmp_path: Path, shared: Path) -> None:
    released(tmp_path / "site", governance=CARD, basis=BASIS, consents=CONSENTS)
    async with opened(tmp_path / "site") as site:
        text = (await site.client.get("/catalog.ttl")).text
    assert shacl_violations(text, shared / "shacl") == []
