"""A survey without a respondent's column: rows are people where a person says so."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from publish.bakehouse.dry_run import findings_of
from publish.declare.site import SiteFolder
from publish.declare.table import ROW
from publish.errors import DeclarationError
from publish.progress import Silent
from publish.release.release import read_package
from tests.sites import ABOUT, DAY, declare, deliver, make_site, publish_one

SAID = 'one_row_per_person: {reviewed: 2026-11-20, why: "The form takes one answer a token."}'
SURVEY = (
    ABOUT
    + """\
  answers:
    title: {fr: Réponses}
    about: people
    one_row_per_person
    sources: [{path: exports/lieux.csv, delimiter: ";"}]
    aggregates: {by_mode: {by: [mode], title: {fr: Par mode}}}
    columns:
      mode: {type: string, role: open, description: {fr: Mode}}
      age: {type: integer, role: quasi_identifier, protect: drop}
"""
)
HEADER = "mode;age"
ROWS = [*["bus;30"] * 20, *(f"vélo;{age}" for age in range(40, 55))]


@pytest.fixture
def site(tmp_path: Path) -> SiteFolder:
    made = make_site(tmp_path)
    declare(made, SURVEY.replace("one_row_per_person", SAID))
    deliver(made, *ROWS, header=HEADER)
    return made


def counts(site: SiteFolder) -> str:
    path = site.releases / "lieux" / "current" / "answers_by_mode.csv"
    return path.read_text("utf-8")


def test_each_row_is_counted_as_a_person_those_that_say_the_same_too(site: SiteFolder) -> None:
    assert publish_one(site).status == "published"
    assert counts(site) == "mode,people\nbus,20\nvélo,15\n"


def test_who_is_behind_a_row_leaves_nowhere(site: SiteFolder) -> None:
    publish_one(site)
    folder = site.releases / "lieux" / "current"
    fields = [one.name for one in read_package(folder).table("answers_by_mode").fields]
    assert fields == ["mode", "people"]
    assert all(ROW.encode() not in path.read_bytes() for path in folder.glob("*.csv"))


def test_the_same_rows_in_another_order_are_the_same_people(site: SiteFolder) -> None:
    publish_one(site)
    deliver(site, *ROWS[::-1], header=HEADER)
    assert publish_one(site, DAY + timedelta(1)).status == "unchanged"
    deliver(site, *(";".join(row.split(";")[::-1]) for row in ROWS), header="age;mode")
    assert publish_one(site, DAY + timedelta(2)).status == "unchanged"


def test_newcomers_wait_as_in_every_series(site: SiteFolder) -> None:
    publish_one(site)
    deliver(site, *ROWS, *(f"bus;{age}" for age in range(60, 66)), header=HEADER)
    assert publish_one(site, DAY + timedelta(1)).status == "unchanged"
    assert publish_one(site, DAY + timedelta(15)).status == "published"
    assert counts(site) == "mode,people\nbus,26\nvélo,15\n"


def test_without_the_word_of_a_person_nobody_is_counted(site: SiteFolder) -> None:
    declare(site, SURVEY.replace("    one_row_per_person\n", ""))
    refused = publish_one(site)
    assert (refused.exit_code, refused.message.partition(": ")[2]) == (
        3,
        "tables.answers.contributor: missing; name the column that tells people apart (it may be "
        "dropped), or, where nobody has two rows, say so: "
        "`one_row_per_person: {reviewed: …, why: …}`",
    )


def test_a_word_of_tomorrow_is_refused(site: SiteFolder) -> None:
    found = findings_of(site, "lieux", date(2026, 11, 19), Silent()).found
    assert "future-review" in [one.problem.code for one in found if one.problem]


@pytest.mark.parametrize(
    ("key", "error"),
    [
        ("contributor: age", "`contributor:` names who is behind a row; remove one of the two"),
        ("about: things", "only for tables about people; remove it, or write `about: people`"),
    ],
)
def test_it_is_refused_where_it_means_nothing(site: SiteFolder, key: str, error: str) -> None:
    text = SURVEY.replace("    one_row_per_person\n", f"    {SAID}\n    {key}\n")
    declare(site, text.replace("    about: people\n", "", "things" in key))
    with pytest.raises(
        DeclarationError,
        match="one_row_per_person: " + error.partition("(")[0][:40].replace("`", "."),
    ):
        site.dataset("lieux")
