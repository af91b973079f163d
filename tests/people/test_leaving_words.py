"""What leaving does is told from the declaration, table by table."""

import pytest

from publish.people.leaving_words import countdown, departure, way
from publish.site.text.languages import Shown, speaking
from tests.people.askers import DAY, TABLES, asked_site

TELLS = "contributor: author\n"


def told(tmp_path, tables: str = TABLES, language: str = "en") -> dict[str, str]:
    """What becomes of each table, by its title."""
    site = asked_site(tmp_path / "site", tables)
    with speaking(Shown(language)):
        one = departure("lieux", site.dataset("lieux"), DAY)
    return {each.title: each.what for each in one.ways}


def test_every_table_is_told(tmp_path) -> None:
    assert told(tmp_path) == {
        "Members": "Your rows go with the next release. Older releases that name you are taken "
        "down.",
        "Places": "The rows stay, without you: who contributed them is not published.",
        "Badges": "The rows stay as they are: they lead to you through another table alone.",
    }


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        ("forget: rows", "Your rows go with the next release. Older releases that show them are"),
        ("", "The rows stay, without you: who contributed them is not published."),
    ],
)
def test_things_go_as_they_declare(tmp_path, said: str, wanted: str) -> None:
    tables = TABLES.replace(TELLS, f"{TELLS}    {said}\n") if said else TABLES
    assert told(tmp_path, tables)["Places"].startswith(wanted)


@pytest.mark.parametrize(
    ("author", "wanted"),
    [
        ("{type: string, role: identifier, protect: drop}", "things"),
        ("{type: string, role: identifier, protect: {pseudonymise: {length: 16}}}", "code"),
    ],
)
def test_whether_things_say_who_is_told(tmp_path, author: str, wanted: str) -> None:
    dropped = "author: {type: string, role: identifier, protect: drop}"
    tables = TABLES.replace(dropped, f"author: {author}")
    site = asked_site(tmp_path / "site", tables)
    assert way(site.dataset("lieux").tables["places"]) == wanted


def test_it_says_what_nobody_can_call_back_and_how_long_releases_are_kept(tmp_path) -> None:
    site = asked_site(tmp_path / "site")
    with speaking(Shown("en")):
        one = departure("lieux", site.dataset("lieux"), DAY)
    assert (one.license, one.last, one.monthly) == ("Open Licence 2.0 (Licence Ouverte)", 8, 12)


@pytest.mark.parametrize(
    ("said", "served", "kept"),
    [
        ("weekly", "2026-12-07", "2028-03-10"),
        ("continuous", "2026-12-01", "2028-01-16"),
        ("annual", "2027-12-01", "2048-12-16"),
    ],
)
def test_a_countdown_follows_the_rhythm_announced(
    tmp_path, said: str, served: str, kept: str
) -> None:
    dataset = asked_site(tmp_path / "site").dataset("lieux")
    announced = dataset.model_copy(update={"frequency": said})
    found = countdown(announced, DAY)
    assert found
    assert (found.served.isoformat(), found.kept.isoformat()) == (served, kept)


def test_no_day_is_told_where_no_rhythm_is_announced(tmp_path) -> None:
    dataset = asked_site(tmp_path / "site").dataset("lieux")
    assert countdown(dataset.model_copy(update={"frequency": "irregular"}), DAY) is None


def test_how_long_data_of_people_is_kept_is_told_as_the_card_says(tmp_path) -> None:
    site = asked_site(tmp_path / "site")
    assert departure("lieux", site.dataset("lieux"), DAY).limit == ""
    path = site.declaration("lieux")
    kept = "governance: {kept: {fr: Trois ans, en: Three years}}\ntables:"
    path.write_text(path.read_text("utf-8").replace("tables:", kept, 1), encoding="utf-8")
    with speaking(Shown("en")):
        assert departure("lieux", site.dataset("lieux"), DAY).limit == "Three years"


def test_it_is_told_in_french(tmp_path) -> None:
    assert told(tmp_path, language="fr")["Insignes"] == (
        "Les lignes restent telles quelles\u00a0: elles ne mènent à vous que par une autre table."
    )
