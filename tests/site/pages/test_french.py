"""French pages say what a French reader would write."""

import html
import re

import pytest

from publish.site.app.datasette_site import Site
from publish.site.text.languages import Shown, speaking
from publish.site.text.refused_words import TEMPLATES, refused
from publish.site.text.words import lowered, within_quotes

NBSP, THIN = "\N{NO-BREAK SPACE}", "\N{NARROW NO-BREAK SPACE}"


async def said(site: Site, path: str, status: int = 200) -> str:
    """The words of a page."""
    answer = await site.client.get(path)
    assert answer.status_code == status
    return html.unescape(re.sub("<[^>]*>", "", answer.text))


async def test_turns_of_every_page(still: Site) -> None:
    assert f"Ni cookie ni pistage{NBSP}: ce site ne charge rien d’ailleurs." in await said(
        still, "/licenses"
    )
    assert "Ce jeu de données n’existe pas ici." in await said(still, "/rien", 404)
    assert "témoin" not in await said(still, "/about") + await said(still, "/legal")


async def test_turns_of_a_dataset_and_a_table(still: Site) -> None:
    assert "Voir les données" in await said(still, "/lieux")
    assert "JSON (API)" in await said(still, "/lieux/places")
    none = await said(still, "/lieux/places?name=zzz")
    assert re.search("^0.ligne$", none, re.MULTILINE)
    assert f"Retirez un filtre{NBSP}:" in none


async def test_quotations_inside_others_have_inner_marks(still: Site) -> None:
    page = await said(still, "/lieux/places?name__contains=zzz")
    assert f"sans «{NBSP}Name{NBSP}: contient “zzz”{NBSP}»" in page
    with speaking(Shown("en")):
        assert within_quotes("contains “zzz”") == "contains ‘zzz’"


async def test_a_refusal_says_the_title_of_the_column(still: Site) -> None:
    wrong = await said(still, "/lieux/places?seats__gte=abc", 400)
    assert f"Seats{NBSP}: «{NBSP}abc{NBSP}» n’est pas un nombre" in wrong
    unknown = await said(still, "/lieux/places?_sort=rien", 400)
    assert f"triée par «{NBSP}rien{NBSP}». Il y a{NBSP}: Id, Name, Kind, Insee, Opened" in unknown
    json = await still.client.get("/lieux/places.json?seats__gte=abc")
    assert json.json()["error"] == "seats__gte: 'abc' is no number"
    english = await still.client.get("/lieux/places?seats__gte=abc&_lang=en")
    assert "seats__gte: 'abc' is no number" in html.unescape(english.text)


@pytest.mark.parametrize("template", TEMPLATES)
def test_each_refusal_is_known_again(template: str) -> None:
    names = re.findall(r"%\((\w+)\)s", template)
    parts = {name: name for name in names} | {"value": "'value'", "least": "7", "most": "7"}
    raised = template % parts
    found = refused(raised, {"key": "Places assises"})
    assert found is not None
    assert found != raised
    assert ("Places assises" in found) == ("key" in names)
    assert all(parts[name].strip("'") in found for name in names if name != "key")
    with speaking(Shown("en")):
        assert refused(raised, {}) is None


def test_titles_in_a_sentence_begin_small() -> None:
    assert lowered("Type de lieu") == "type de lieu"
    assert (lowered("INSEE"), lowered("X"), lowered("")) == ("INSEE", "X", "")
