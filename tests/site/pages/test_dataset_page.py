"""The page of a dataset tells what it is, what one may do with it, and where everything is."""

import json
from pathlib import Path

import pytest

from publish.site.app.datasette_site import Site
from tests import factory


async def html(site: Site, path: str, language: str = "fr") -> str:
    """A page that answers."""
    joint = "&" if "?" in path else "?"
    address = path if language == "fr" else f"{path}{joint}_lang={language}"
    response = await site.client.get(address)
    assert response.status_code == 200, response.text
    return response.text


async def test_it_speaks_the_visitor_s_language(site: Site) -> None:
    french, english = await html(site, "/lieux"), await html(site, "/lieux", "en")
    assert "<h1>Lieux partagés</h1>" in french and "Tout télécharger" in french
    assert "<h1>Shared places</h1>" in english and "Download everything" in english
    assert '<p class="lead"><span lang="fr">Des lieux.</span></p>' in english


async def test_tables_show_their_first_rows(site: Site) -> None:
    page = await html(site, "/lieux")
    assert '<a href="/lieux/places">Lieux</a>' in page
    assert "<td>Café de l&#39;Échange 0</td>" in page
    assert "<td>été, hiver</td>" in page
    assert "Café de l&#39;Échange 5" not in page


async def test_it_begins_with_the_files_that_people_open(site: Site) -> None:
    page = (await html(site, "/lieux", "en")).partition('<div class="beside">')[0]
    assert 'class="button" href="/download/lieux/places.csv">CSV' in page
    assert "– Places</span>" in page or "– Lieux</span>" in page
    assert "everything is in the ZIP" in page


async def test_each_licence_says_what_one_may_and_must(site: Site) -> None:
    page = await html(site, "/lieux")
    assert "Partager sous la même licence une base que vous en dérivez" in page
    assert "Donner la date de la dernière mise à jour" in page
    assert "Collectif des lieux, Lieux partagés, http://localhost/lieux, sous licence" in page


async def test_files_are_offered_with_their_sizes(site: Site) -> None:
    page = await html(site, "/lieux")
    assert 'href="/download/lieux/places.csv">CSV <span class="unit">' in page
    assert 'href="/download/lieux/lieux.db">SQLite' in page
    assert '<link rel="alternate" type="text/csv" href="/download/lieux/kinds.csv"' in page


async def test_the_readme_is_shown_in_the_language_of_the_page(root: Path, site: Site) -> None:
    folder = root / "releases" / "lieux" / "1.0.0"
    (folder / "README.md").write_text("# Lieux\n\nOù ?\n\n## In English\n\nWhere <b>?</b>\n")
    with (folder / "SHA256SUMS").open("a") as sums:
        sums.write("0  README.md\n")
    french, english = await html(site, "/lieux"), await html(site, "/lieux", "en")
    assert "<p>Où\u00a0?</p>" in french and "Where" not in french
    assert "Where &lt;b&gt;?&lt;/b&gt;" in english
    assert '<div lang="fr">\n<p>Où\u00a0?</p>'.replace("\n", "") in english.replace("\n", "")


async def test_versions_lead_to_their_files(root: Path, site: Site) -> None:
    factory.places(root, "1.1.0")
    entries = [
        {"version": "1.0.0", "date": "2026-11-14", "state": "kept", "held": False, "content": "a",
         "bump": "major", "reason": ["first release"]},
        {"version": "1.0.1", "date": "2026-11-15", "state": "withdrawn", "held": False,
         "content": "b", "bump": "patch", "reason": ["rows changed"], "withdrawn": "2026-11-16",
         "why": "Une adresse de trop"},
        {"version": "1.1.0", "date": "2026-11-21", "state": "kept", "held": False, "content": "c",
         "bump": "minor", "reason": ["column places.seats added"],
         "changes": [{"code": "column-added", "place": "places.seats"}]},
    ]  # fmt: skip
    index = {"current": "1.1.0", "releases": entries}
    (root / "releases" / "lieux" / "releases.json").write_text(json.dumps(index))
    await site.watch.look()
    page = await html(site, "/lieux")
    assert 'href="/download/lieux/1.0.0/lieux.db"' in page
    assert "/download/lieux/1.0.1/" not in page and "Une adresse de trop" in page
    assert "Nouvelle colonne\u00a0: Lieux › Seats" in page
    gone = await site.client.get("/lieux/citation.txt?version=1.0.1")
    kept = await site.client.get("/lieux/citation.txt?version=1.0.0")
    assert gone.status_code == 410
    assert "version 1.0.0" in kept.text
    assert "http://localhost/download/lieux/1.0.0/datapackage.json" in kept.text


async def test_versions_count_rows_by_what_made_them_differ(root: Path, site: Site) -> None:
    folder = factory.places(root, "1.1.0")
    counts = {"added": 1, "removed": 0, "changed": 2, "columns_only": 30}
    places = {"name": "places", "rows": counts, "compared": {"by": "key", "columns": ["id"]}}
    notes = {"name": "notes", "rows": {"added": 1, "removed": 1, "changed": None},
             "compared": {"by": "rows", "columns": ["body"]}}  # fmt: skip
    told = {"previous": "1.0.0", "tables": [places, notes]}
    (folder / "changes.json").write_text(json.dumps(told))
    entry = {"version": "1.1.0", "date": "2026-11-21", "state": "kept", "held": False,
             "content": "c", "bump": "minor", "reason": ["rows changed"]}  # fmt: skip
    index = {"current": "1.1.0", "releases": [entry]}
    (root / "releases" / "lieux" / "releases.json").write_text(json.dumps(index))
    await site.watch.look()
    page = await html(site, "/lieux", "en")
    assert (
        "<li>Lieux: 1 rows added, 0 removed, 2 changed; "
        "30 rows are others only by columns that came or went</li>"
    ) in page
    assert (
        "<li>Notes: 1 rows added, 1 removed, 0 changed "
        "(compared as whole rows: no key tells them apart in both versions)</li>"
    ) in page


@pytest.mark.parametrize(
    ("form", "type"),
    [
        ("txt", "text/plain; charset=utf-8"),
        ("bib", "application/x-bibtex; charset=utf-8"),
        ("json", "application/vnd.citationstyles.csl+json; charset=utf-8"),
    ],
)
async def test_a_citation_in_each_form(form: str, type: str, still: Site) -> None:
    response = await still.client.get(f"/lieux/citation.{form}")
    assert (response.status_code, response.headers["content-type"]) == (200, type)
    assert "http://localhost/lieux" in response.text


@pytest.mark.parametrize(
    "path", ["/rien", "/rien/citation.txt", "/lieux/citation.txt?version=9.9.9"]
)
async def test_what_there_is_not_is_not_found(path: str, still: Site) -> None:
    assert (await still.client.get(path)).status_code == 404


async def test_a_query_in_the_address_goes_to_its_page(site: Site) -> None:
    response = await site.client.get("/lieux?sql=select+1&_lang=en")
    assert response.status_code == 302
    assert response.headers["location"] == "/lieux/-/query?sql=select+1&_lang=en"


async def test_the_json_of_a_dataset_stays_datasette_s(site: Site) -> None:
    assert (await site.client.get("/lieux.json")).json()["database"] == "lieux"


async def test_a_page_that_may_not_be_seen_is_refused(site: Site) -> None:
    site.config["databases"] = {"lieux": {"allow": {"id": "root"}}}
    assert (await site.client.get("/lieux")).status_code == 403
    assert (await site.client.get("/lieux/citation.txt")).status_code == 403


async def test_a_table_that_may_not_be_seen_is_not_shown(site: Site) -> None:
    site.config["databases"] = {"lieux": {"tables": {"places": {"allow": {"id": "root"}}}}}
    page = await html(site, "/lieux")
    assert "Café de l&#39;Échange 0" not in page and ">Genres</a>" in page


async def test_it_says_how_the_last_attack_went(root: Path, site: Site) -> None:
    assert "Attacks tried" not in await html(site, "/lieux", "en")
    path = root / "releases" / "lieux" / "current" / "report.json"
    one = {"attack": "canaries", "column": None, "place": "lieux", "verdict": "untried"}
    attacks = {"version": "1.0.0", "day": "2026-12-01"}
    attacks |= {"attacks": [one | {"why": "late", "power": None}]}
    content = {"tables": [], "checks": [], "warnings": [], "attacks": attacks}
    path.write_text(json.dumps(content))
    page = await html(site, "/lieux", "en")
    assert "<p>On 1 December 2026, the kept versions up to 1.0.0 were attacked" in page
    told = "Private words looked for in every byte (lieux): not tried (time was too short)."
    assert f"<li>{told}</li>" in page
