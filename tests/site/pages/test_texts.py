"""The pages of text: ours in both languages, or the site's own."""

from pathlib import Path

import pytest

from publish.declare.site import SiteFolder
from publish.site.app.datasette_site import Site
from publish.site.app.serve import open_site
from publish.site.pages.texts import NAMES


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("language", ["fr", "en"])
async def test_every_text_is_written_in_both_languages(
    name: str, language: str, still: Site
) -> None:
    response = await still.client.get(f"/{name}?_lang={language}")
    assert response.status_code == 200
    assert f'<html lang="{language}">' in response.text
    assert '<article class="prose">' in response.text
    assert response.text.count("<h1>") == 1 and "{{" not in response.text


async def test_the_site_is_named(site: Site) -> None:
    assert "Le collectif" in (await site.client.get("/legal")).text
    assert 'href="mailto:contact@example.org"' in (await site.client.get("/takedown")).text


async def test_links_keep_the_language_that_was_asked_for(site: Site) -> None:
    assert 'href="/licenses?_lang=en"' in (await site.client.get("/legal?_lang=en")).text


async def test_a_request_about_a_dataset_names_it(site: Site) -> None:
    html = (await site.client.get("/takedown?dataset=lieux")).text
    assert "<strong>Lieux partagés</strong>" in html
    assert "subject=%C3%80%20propos%20du%20jeu%20de%20donn%C3%A9es%20lieux" in html


async def test_an_unknown_dataset_is_not_repeated(site: Site) -> None:
    html = (await site.client.get("/takedown?dataset=<b>x</b>")).text
    assert "Votre demande porte sur" not in html


async def test_the_site_s_own_text_rules(root: Path, site: Site) -> None:
    (root / "pages").mkdir()
    (root / "pages" / "about.fr.md").write_text("# Chez nous\n\n{{ title }} <b>!</b>\n")
    french = (await site.client.get("/about")).text
    english = (await site.client.get("/about?_lang=en")).text
    assert "<h1>Chez nous</h1>" in french and "&lt;b&gt;" in french
    assert '<article class="prose" lang="fr">' in english and "Chez nous" in english


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("fr", "Il compte l’usage de ses fonctions"),
        ("en", "It counts what its features"),
    ],
)
async def test_the_legal_notice_says_what_is_counted_where_something_is(
    language: str, said: str, site: Site, root: Path
) -> None:
    path = f"/legal?_lang={language}"
    assert said in (await site.client.get(path)).text
    with (root / "metadata.yaml").open("a", encoding="utf-8") as metadata:
        metadata.write("usage: false\n")
    silent = open_site(SiteFolder(root))
    await silent.invoke_startup()
    found = (await silent.client.get(path)).text
    await silent.invoke_shutdown()
    assert said not in found
    assert "{%" not in found


@pytest.mark.parametrize(
    ("language", "said"), [("fr", "Les membres du guichet"), ("en", "Members of the desk")]
)
async def test_the_legal_notice_tells_of_the_cookie_of_a_desk_where_one_is_open(
    language: str, said: str, site: Site, root: Path
) -> None:
    path = f"/legal?_lang={language}"
    assert said not in (await site.client.get(path)).text
    with (root / "metadata.yaml").open("a", encoding="utf-8") as metadata:
        metadata.write("desk: {}\n")
    opened = open_site(SiteFolder(root))
    await opened.invoke_startup()
    found = (await opened.client.get(path)).text
    await opened.invoke_shutdown()
    assert said in found
