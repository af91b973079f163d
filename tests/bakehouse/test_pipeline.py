"""From an export to a release, and from a change to the right version."""

import json
import sqlite3
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from publish.declare.site import SiteFolder
from publish.release.change import Change
from publish.release.store import Store
from tests.sites import (
    DATASET,
    ROWS,
    declare,
    deliver,
    make_site,
    publish,
    publish_one,
    published_site,
)


@pytest.fixture
def site(tmp_path: Path) -> SiteFolder:
    return make_site(tmp_path / "site")


@pytest.fixture
def published(tmp_path: Path) -> SiteFolder:
    """The same with its first release."""
    return published_site(tmp_path / "site")


def current(site: SiteFolder) -> Path:
    return site.releases / "lieux" / "current"


def package(site: SiteFolder) -> Any:
    return json.loads((current(site) / "datapackage.json").read_text(encoding="utf-8"))


@pytest.mark.slow("publishes in whole, more than once")
def test_the_first_release_is_1_0_0(site: SiteFolder) -> None:
    outcome = publish_one(site)
    assert (outcome.status, outcome.version, outcome.reasons) == (
        "published",
        "1.0.0",
        ("first release",),
    )
    assert {path.name for path in current(site).iterdir()} >= {
        "LICENSE.txt",
        "SHA256SUMS",
        "datapackage.json",
        "dictionary.csv",
        "lieux.db",
        "lieux.zip",
        "places.csv",
        "places.csv.gz",
        "places.jsonl.gz",
        "places.parquet",
        "places.xlsx",
        "report.html",
        "report.json",
    }


def test_the_csv_holds_every_row_and_no_identifier(published: SiteFolder) -> None:
    assert (current(published) / "places.csv").read_text(encoding="utf-8") == (
        "id,name,kind,open\n"
        "01,Café des Œuvres,café,true\n"
        "02,Jardin d’Éole,jardin,false\n"
        "03,Fablab,atelier,\n"
    )


def test_the_database_is_strict_indexed_and_searchable(published: SiteFolder) -> None:
    connection = sqlite3.connect(current(published) / "lieux.db")
    schema = dict(connection.execute("SELECT name, sql FROM sqlite_master"))
    assert schema["places"].endswith("PRIMARY KEY ([id])\n) STRICT")
    assert "idx_places_kind" in schema
    found = connection.execute("SELECT rowid FROM places_fts WHERE places_fts MATCH 'eole'")
    assert found.fetchall() == [(2,)]
    assert connection.execute("SELECT open FROM places ORDER BY id").fetchall() == [
        (1,),
        (0,),
        (None,),
    ]


def test_the_descriptor_says_licence_rows_and_update(published: SiteFolder) -> None:
    described = package(published)
    [resource] = described["resources"]
    assert described["licenses"] == resource["licenses"]
    assert resource["licenses"][0]["name"] == "ODbL-1.0"
    assert (described["version"], resource["rows"]) == ("1.0.0", 3)
    assert described["updated"] == {"date": "2026-11-15", "basis": "declared"}
    assert [field["name"] for field in resource["schema"]["fields"]] == [
        "id",
        "name",
        "kind",
        "open",
    ]


def test_the_report_counts_and_names_what_stayed_private(published: SiteFolder) -> None:
    report = json.loads((current(published) / "report.json").read_text(encoding="utf-8"))
    [table] = report["tables"]
    assert (table["records_in"], table["rows_out"], table["rejected"]) == (3, {"places": 3}, [])
    assert table["columns_dropped"] == [{"name": "author", "role": "identifier"}]


@pytest.mark.slow("publishes in whole, more than once")
def test_nothing_new_is_no_release(published: SiteFolder) -> None:
    assert publish_one(published).status == "unchanged"
    assert publish_one(published, as_of=date(2026, 11, 28)).status == "unchanged"
    assert [entry.version for entry in Store(published.releases / "lieux").entries()] == ["1.0.0"]


def test_rows_in_another_order_are_nothing_new(published: SiteFolder) -> None:
    deliver(published, *reversed(ROWS))
    assert publish_one(published).status == "unchanged"


@pytest.mark.slow("publishes in whole, more than once")
def test_a_changed_row_is_a_patch_a_new_column_a_minor_one(published: SiteFolder) -> None:
    deliver(published, *ROWS, "04;Ressourcerie;atelier;oui;eve@example.org")
    assert publish_one(published).version == "1.0.1"
    declare(
        published,
        DATASET.replace(
            "      author:",
            "      copy: {type: string, role: open, "
            "from: Nom, description: {fr: C}}\n      author:",
        ),
    )
    assert publish_one(published).version == "1.1.0"
    declare(published, DATASET)
    outcome = publish_one(published)
    assert (outcome.version, outcome.reasons[0]) == ("2.0.0", "column places.copy removed")
    entries = Store(published.releases / "lieux").entries()
    assert [entry.changes[0] for entry in entries] == [
        Change("first-release"),
        Change("row-count", "places", 3, 4),
        Change("column-added", "places.copy"),
        Change("column-removed", "places.copy"),
    ]


@pytest.mark.slow("publishes in whole, more than once")
def test_the_same_inputs_give_the_same_bytes(tmp_path: Path) -> None:
    sums = []
    for name in ("a", "b"):
        site = make_site(tmp_path / name)
        publish_one(site)
        sums.append((current(site) / "SHA256SUMS").read_text())
    assert sums[0] == sums[1]


@pytest.mark.slow("publishes in whole, more than once")
def test_a_refused_dataset_stops_no_other_and_keeps_its_release(tmp_path: Path) -> None:
    site = make_site(tmp_path / "site", "autre", "lieux")
    publish(site)
    deliver(site, *ROWS, "01;Encore;café;oui;ada@example.org", name="lieux")
    deliver(site, *ROWS, "04;Neuf;café;oui;ada@example.org", name="autre")
    other, refused = publish(site)
    assert (other.status, other.version) == ("published", "1.0.1")
    assert (refused.status, refused.exit_code) == ("refused", 5)
    assert [problem.code for problem in refused.problems] == ["duplicate-key"]
    assert package(site)["version"] == "1.0.0"


@pytest.mark.slow("publishes in whole, more than once")
def test_an_identifier_that_is_not_dropped_is_refused(site: SiteFolder) -> None:
    declare(site, DATASET.replace("role: identifier, protect: drop", "role: identifier"))
    assert [problem.code for problem in publish_one(site).problems] == [
        "published-identifier",
        "missing-description",
        "personal-email",
    ]
    assert not current(site).exists()


@pytest.mark.slow("publishes in whole, more than once")
def test_content_taken_back_is_not_published_again(published: SiteFolder) -> None:
    deliver(published, *ROWS, "04;Mauvais;café;oui;ada@example.org")
    publish_one(published)
    store = Store(published.releases / "lieux", published.private / "lieux")
    store.rollback()
    outcome = publish_one(published)
    assert [str(problem) for problem in outcome.problems] == [
        "blocker held-content: lieux: this is what release 1.0.1 held, and it was taken back; "
        "mend the export, or run `fournil unhold lieux 1.0.1`"
    ]
    store.unhold("1.0.1")
    assert publish_one(published).version == "1.0.2"


@pytest.mark.slow("publishes in whole, more than once")
def test_a_new_readme_is_a_patch(published: SiteFolder) -> None:
    (published.data / "lieux" / "README.md").write_text("# Lieux\n", encoding="utf-8")
    outcome = publish_one(published)
    assert (outcome.version, outcome.reasons) == ("1.0.1", ("README changed",))
    assert (current(published) / "README.md").read_text(encoding="utf-8") == "# Lieux\n"


def test_a_missing_form_is_noticed(published: SiteFolder) -> None:
    (current(published) / "places.parquet").unlink()
    assert "release-file-missing" in [
        problem.code for problem in Store(published.releases / "lieux").verify()
    ]


@pytest.mark.slow("publishes in whole, more than once")
def test_pseudonyms_need_the_key_they_were_made_with(site: SiteFolder) -> None:
    key = "    series_key: {reviewed: 2026-11-01, why: To follow gardens over years.}\n"
    declare(
        site,
        DATASET.replace(
            "role: identifier, protect: drop",
            "role: identifier, protect: pseudonymise, description: {fr: A}",
        ).replace("    primary_key: id\n", f"    primary_key: id\n{key}"),
    )
    assert publish_one(site).status == "published"
    (site.private / "lieux" / "key").unlink()
    deliver(site, *ROWS[:2], "03;Fablab 2;atelier;;ada@example.org")
    outcome = publish_one(site)
    assert outcome.exit_code == 8
    assert "the key of lieux is gone, and earlier releases used it" in outcome.message


def test_the_staging_is_gone_and_private_is_private(published: SiteFolder) -> None:
    assert not list((published.private / "lieux").glob("staging-*"))
    assert (published.private / "lieux").stat().st_mode & 0o777 == 0o700


@pytest.mark.slow("publishes in whole, more than once")
def test_every_run_is_logged_privately(site: SiteFolder) -> None:
    publish_one(site)
    publish_one(site)
    lines = (site.private / "lieux" / "runs.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["status"] for line in lines] == ["published", "unchanged"]
    assert "read" in json.loads(lines[0])["steps"]


@pytest.mark.slow("publishes in whole, more than once")
def test_the_key_that_a_first_run_makes_is_no_news_to_the_next(site: SiteFolder) -> None:
    identifier = "role: identifier, protect: drop"
    pseudonym = "role: quasi_identifier, protect: rekey, description: {fr: A}"
    declare(site, DATASET.replace(identifier, pseudonym))
    publish_one(site)
    publish_one(site)
    log = (site.private / "lieux" / "runs.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["steps"] for line in log][1] == {}
