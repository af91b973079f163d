"""A directory holds who agreed to be in it, and nothing that they did not agree to."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from publish.bakehouse.modes.named import named
from publish.bakehouse.modes.protected import Protected
from publish.bakehouse.protect.present import consenting
from tests.bakehouse.protect import people as some
from tests.sites import ABOUT, DAY, declare, deliver, make_site, publish_one
from tests.tables import bench, column, rows_of, table

ROLES = {"name": "identifier", "city": "quasi_identifier", "theme": "open"}
WHY = "asked at registration"


def left(folder: Path, *covers: str, roles: dict[str, str] = ROLES, **words: Any) -> Protected:
    consent = {"consent": "who", "covers": covers, "why": WHY}
    with bench(folder) as place:
        found = some.rows(place, list(roles), [["1", *(f"some {name}" for name in roles)]])
        return named(some.recoded(place, found, roles, named=consent, privacy=None, **words))


def test_rows_without_a_live_consent_stay(tmp_path: Path) -> None:
    words = {"named": {"consent": "agreed", "covers": ("name",), "why": WHY}}
    columns = {"name": column(role="identifier"), "agreed": column("date", "open")}
    declared = table(columns, about="people", **words)
    days = {"ada": DAY, "bob": None, "eve": DAY + timedelta(days=1), "zoe": date(2020, 1, 1)}
    with bench(tmp_path) as place:
        given = pa.table({"name": list(days), "agreed": list(days.values())})
        rows = place.con.create_table("given", given)
        found = rows_of(consenting(rows, declared, DAY))
    assert {row["name"] for row in found} == {"ada", "zoe"}


def test_what_people_agreed_to_leaves(tmp_path: Path) -> None:
    assert left(tmp_path, "name", "city").problems == ()


def test_what_they_did_not_agree_to_does_not(tmp_path: Path) -> None:
    found = left(tmp_path, "name")
    assert found.tables == ()
    assert [str(problem) for problem in found.problems] == [
        "blocker uncovered-column: answers.city: quasi_identifier, published beside names, and "
        "the consent does not cover it; add `protect: drop`, or ask people and add it to `covers:`"
    ]


@pytest.mark.parametrize("role", ["sensitive", "free_text"])
def test_nor_do_answers_and_words(tmp_path: Path, role: str) -> None:
    found = left(tmp_path, "name", roles={"name": "identifier", "said": role})
    assert [problem.code for problem in found.problems] == ["uncovered-column"]


DIRECTORY = (
    ABOUT
    + """\
  people:
    title: {fr: Gens}
    about: people
    contributor: id
    shrink: {max: 0.5}
    sources: [{path: exports/lieux.csv, delimiter: ";"}]
    named: {consent: agreed, covers: [name], why: asked at registration}
    columns:
      id: {type: string, role: identifier, protect: drop}
      name: {type: string, role: identifier, description: {fr: Nom}}
      phone: {type: string, role: identifier, protect: drop}
      agreed: {type: date, role: quasi_identifier, protect: drop}
"""
)
HEADER = "id;name;phone;agreed"
ROWS = ("1;Ada;0639980001;2026-01-01", "2;Bob;0639980002;", "3;Eve;0639980003;2026-02-02")


@pytest.mark.slow("settles a series: dozens of queries each time")
def test_a_directory_from_export_to_release_and_out_again(tmp_path: Path) -> None:
    site = make_site(tmp_path)
    declare(site, DIRECTORY)
    deliver(site, *ROWS, header=HEADER)
    assert publish_one(site).status == "published"
    csv = site.releases / "lieux" / "current" / "people.csv"
    assert csv.read_text() == "name\nAda\nEve\n"
    (site.private / "lieux" / "withdrawals.csv").write_text("contributor\n3\n")
    assert publish_one(site).version == "1.0.1"
    assert csv.read_text() == "name\nAda\n"


@pytest.mark.slow("publishes in whole")
def test_an_identifier_that_nobody_agreed_to_publish_is_refused(tmp_path: Path) -> None:
    site = make_site(tmp_path)
    declare(
        site,
        DIRECTORY.replace(
            "phone: {type: string, role: identifier, protect: drop}",
            "phone: {type: string, role: identifier}",
        ),
    )
    deliver(site, *ROWS, header=HEADER)
    outcome = publish_one(site)
    assert outcome.exit_code == 5
    blockers = {(one.code, one.place) for one in outcome.problems if one.severity == "blocker"}
    assert ("published-identifier", "people.phone") in blockers
