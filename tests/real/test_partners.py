"""Real files of partners: one table of two, their drift told as it was."""

import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from publish.bakehouse.partners.look import Look, look
from publish.bakehouse.steps import Outcome
from tests.real.real_site import RealSite
from tests.real.test_cis import FILE as FFE
from tests.real.test_mednum import APRIL_9, APRIL_29, MAY_16
from tests.sites import publish_one

pytestmark = pytest.mark.slow("publishes real files")

HERE = Path(__file__).parent / "partners"
DATASET = "communs"


def gives(real: RealSite, name: str, file: str) -> None:
    """Put what a partner gives."""
    place = real.folder.data / DATASET
    (place / "exports").mkdir(parents=True, exist_ok=True)
    shutil.copyfile(real.files / file, place / "exports" / f"{name}.csv")


def declare(real: RealSite, name: str, text: str) -> None:
    """Write a partner's file."""
    (real.folder.data / DATASET / "partners" / f"{name}.yaml").write_text(text, "utf-8")


def publish(real: RealSite, day: str) -> Outcome:
    return publish_one(real.folder, date.fromisoformat(day))


def seen(real: RealSite, name: str) -> Look:
    return look(real.folder, DATASET, name, date(2020, 6, 1))


@pytest.fixture
def partners(real: RealSite) -> RealSite:
    """Two partners' files, as they first came."""
    place = real.folder.data / DATASET
    place.mkdir(parents=True)
    shutil.copyfile(HERE / "dataset.yaml", place / "dataset.yaml")
    shutil.copytree(HERE, place / "partners", ignore=shutil.ignore_patterns("dataset.yaml"))
    gives(real, "ffe", FFE)
    gives(real, "mednum", APRIL_9)
    return real


def ids(real: RealSite, partner: str) -> dict[str, str]:
    """What we call each row of a partner, by its own id."""
    asked = f"SELECT source_id, id FROM initiatives_sources WHERE partner = '{partner}'"
    return dict(real.ask(DATASET, asked))


def test_all_of_it_goes_through(partners: RealSite, facts: dict[str, Any]) -> None:
    assert publish(partners, "2020-04-09").status == "published"
    ffe, mednum = seen(partners, "ffe"), seen(partners, "mednum")
    assert (ffe.records, mednum.records) == (facts[FFE]["rows"], facts[APRIL_9]["rows"])
    assert (len(ffe.rows), sum(ffe.rejected.values())) == (297, 6)
    assert (len(mednum.rows), sum(mednum.rejected.values())) == (557, 3)
    assert partners.ask(DATASET, "SELECT count(*) FROM initiatives") == [(297 + 557,)]
    assert {(column, reason.code): rows for (column, reason), rows in mednum.rejected.items()} == {
        ("id", "id-twice"): 1,
        ("website", "not-url"): 1,
        ("kinds", "not-known"): 1,
    }
    assert (ffe.new, ffe.changed, ffe.gone) == ([], [], [])


def test_what_is_not_understood_is_told(partners: RealSite, facts: dict[str, Any]) -> None:
    ffe, mednum = seen(partners, "ffe"), seen(partners, "mednum")
    assert ffe.unknown["kinds", "ENVIRONNEMENT"] == 50 and len(ffe.unknown) == 10
    assert mednum.unknown == {("kinds", "C"): 1}
    assert (ffe.swapped, mednum.swapped) == (0, 33)
    named = facts[FFE]["columns"] - len(ffe.headers("new"))
    assert (named, mednum.headers("new")) == (15, [])


def test_no_address_of_a_partner_leaves(partners: RealSite) -> None:
    publish(partners, "2020-04-09")
    for file in partners.release(DATASET).iterdir():
        assert b"contact001@example.org" not in file.read_bytes()


def test_a_column_that_was_renamed_breaks_the_map_until_it_is_named(partners: RealSite) -> None:
    publish(partners, "2020-04-09")
    before = ids(partners, "mednum")
    gives(partners, "mednum", APRIL_29)
    drift = seen(partners, "mednum")
    assert drift.headers("gone") == ["code_access"]
    new = ["dep_txt", "code_typo", "def_typo", "def_label", "def_accomp"]
    assert drift.headers("new") == new
    told = {one.code for one in publish(partners, "2020-04-29").problems}
    assert "partner-drift" in told and told & {"partner-held", "partner-unread"}

    text = (HERE / "mednum.yaml").read_text("utf-8")
    text = text.replace("from: code_access", "from: [code_typo, code_access]")
    unused = ", ".join(header for header in new if header != "code_typo")
    declare(partners, "mednum", text.replace("unused: [", f"unused: [{unused}, "))
    publish(partners, "2020-04-30")
    found = seen(partners, "mednum")
    assert (found.headers("new"), found.headers("gone"), len(found.rows)) == ([], [], 603)
    after = ids(partners, "mednum")
    assert {name: after[name] for name in before} == before


def test_rows_that_a_partner_numbers_anew_stay_ours(partners: RealSite) -> None:
    gives(partners, "mednum", MAY_16)
    text = (HERE / "mednum.yaml").read_text("utf-8")
    text = text.replace("from: code_access", "from: [code_typo, code_access]")
    declare(partners, "mednum", text)
    publish(partners, "2020-05-16")
    names = "SELECT name, address, city, lat, id FROM initiatives WHERE source = '[\"mednum\"]'"
    before = sorted(partners.ask(DATASET, names), key=str)
    declare(partners, "mednum", text.replace("id: [nom_structure, adresse, lon]", "id: bfc_id"))
    publish(partners, "2020-05-17")
    after = sorted(partners.ask(DATASET, names), key=str)
    assert seen(partners, "mednum").headers("new")[:2] == ["adresse_full", "dep_txt"]
    # The one that stands twice in their file has two numbers now, so that none is its own.
    [lost] = set(before) - set(after)
    assert lost[0] == "Agence Crédit Agricole Saone" and (len(before), len(after)) == (603, 604)


def test_their_hours_lose_their_tags(partners: RealSite) -> None:
    gives(partners, "mednum", MAY_16)
    text = (HERE / "mednum.yaml").read_text("utf-8").replace("code_access", "code_typo")
    declare(partners, "mednum", text.replace("map:", "map:\n  hours: {from: horaires, do: [html]}"))
    rows = seen(partners, "mednum").rows.values()
    hours = [row["hours"] for row in rows if row["hours"]]
    assert len(hours) == 265 and not any("<" in text for text in hours)
    assert "lundi matin: 8h30-12h / lundi après-midi: 13h30-17h" in hours[0]
