"""A dataset is attacked: nothing is found in what was published, and all that is let slip later."""

import gzip
import json
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from datetime import timedelta
from functools import cache
from pathlib import Path

import pytest

from publish.bakehouse.attack import Result, attack, exit_code, guesses
from publish.bakehouse.attack.run import ATTACKS
from publish.declare.site import SiteFolder
from publish.errors import DeclarationError, StoreError
from publish.progress import Silent
from publish.release.release import read_report
from publish.site.app.reading import pages_about
from tests.sites import ABOUT, DAY, copied, declare, make_site, publish_one

pytestmark = pytest.mark.slow("publishes two releases and attacks them")

TABLES = (
    ABOUT
    + """\
  answers:
    title: {fr: Réponses}
    about: people
    contributor: mail
    sources: [{path: exports/answers.csv}]
    privacy: {k: 5, min_age: 0d, max_suppressed: 1}
    aggregates:
      by_town: {by: town, title: {fr: Par ville}}
      by_town_age: {by: [town, age], title: {fr: Par ville et âge}}
    columns:
      mail: {type: string, role: identifier, protect: drop}
      town: {type: string, role: quasi_identifier, description: {fr: V}}
      age: {type: string, role: quasi_identifier, description: {fr: A}}
  trips:
    title: {fr: Trajets}
    about: people
    contributor: diary
    sources: [{path: exports/trips.csv}]
    privacy: {k: 5, l: {mode: 2}, min_age: 0d, max_suppressed: 1}
    columns:
      diary: {type: string, role: identifier, protect: drop}
      area: {type: string, role: quasi_identifier, description: {fr: Z}}
      mode: {type: string, role: sensitive, description: {fr: M}}
  spots:
    title: {fr: Lieux}
    about: things
    primary_key: spot
    contributor: author
    sources: [{path: exports/spots.csv}]
    columns:
      spot: {type: integer, role: open, description: {fr: I}}
      author: {type: string, role: identifier, protect: drop}
      kind: {type: string, role: open, description: {fr: K}}
"""
)
# The 2 of b are hidden, and the 9 beside them.
CELLS = {("a", "x"): 8, ("a", "y"): 12, ("b", "x"): 9, ("b", "y"): 2, ("c", "x"): 7, ("c", "y"): 9}
MODES = ("car", "bike", "foot")


def deliver(site: SiteFolder, *, more: int = 0, kinds: int = 3) -> None:
    """Answers of CELLS, trips of 24 people and `more`, and spots of 40 authors in `kinds`."""
    answers = [
        f"person.{n}@{town}{age}.example.org,{town},{age}"
        for (town, age), people in CELLS.items()
        for n in range(people)
    ]
    trips = [
        f"diary-{n:03},{'north' if n % 2 else 'south'},{MODES[n % 3]}" for n in range(24 + more)
    ]
    spots = [f"{n},author-{n % 40},kind {n % kinds}" for n in range(200)]
    exports = site.data / "lieux" / "exports"
    for name, header, rows in (
        ("answers", "mail,town,age", answers),
        ("trips", "diary,area,mode", trips),
        ("spots", "spot,author,kind", spots),
    ):
        (exports / f"{name}.csv").write_text("\n".join((header, *rows)) + "\n")


def _published(root: Path) -> SiteFolder:
    site = make_site(root)
    declare(site, TABLES)
    for week in range(2):
        deliver(site, more=12 * week)
        assert publish_one(site, DAY + timedelta(weeks=week)).status == "published"
    return site


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> SiteFolder:
    monkeypatch.setattr(guesses, "PYTHON", tmp_path / "not installed")
    return copied(tmp_path / "site", _published)


@cache
def _attacked(root: Path) -> Sequence[Result]:
    return attack(SiteFolder(root), "lieux", DAY + timedelta(weeks=1), Silent())[1]


def found(site: SiteFolder) -> dict[tuple[str, str], int]:
    """What each attack that found something found, by its name and place."""
    results = _attacked(site.root)
    assert [one for one in results if one.silent] == []
    return {(one.attack, one.place): one.found for one in results if one.found}


def written(site: SiteFolder, version: str, *statements: str) -> None:
    """Write into the database of a kept release, as no release ever is."""
    with closing(sqlite3.connect(site.releases / "lieux" / version / "lieux.db")) as database:
        for statement in statements:
            database.execute(statement)
        database.commit()


def test_nothing_is_found_and_every_control_succeeds(site: SiteFolder) -> None:
    before = {path: path.read_bytes() for path in site.root.rglob("*") if path.is_file()}
    pages = pages_about(site, "lieux")
    releases, results = attack(site, "lieux", DAY + timedelta(weeks=1), Silent(), pages)
    assert len(pages) == 4 and (releases, exit_code(results)) == (2, 0)
    assert {(one.attack, one.place, one.verdict) for one in results} == {
        ("files", "answers", "held"),
        ("files", "trips", "held"),
        ("differences", "answers", "open"),
        ("differences", "trips", "held"),
        ("subtraction by intervals", "answers", "held"),
        ("subtraction by exact solver", "answers", "held"),
        ("regrouping", "spots", "held"),
        ("duplicate spelling", "answers", "held"),
        ("duplicate spelling", "trips", "held"),
        ("residue", "lieux", "held"),
        ("canaries", "lieux", "held"),
        ("guesses", "trips", "open"),
    }
    after = {path: path.read_bytes() for path in site.root.rglob("*") if path.is_file()}
    kept = json.loads(after.pop(site.private / "lieux" / "attack.json"))
    assert after == before
    assert (kept["version"], kept["day"], len(kept["attacks"])) == ("1.0.1", "2026-11-28", 12)


def test_the_next_report_says_what_was_tried_and_its_page_too(site: SiteFolder) -> None:
    attack(site, "lieux", DAY + timedelta(weeks=1), Silent())
    assert read_report(site.releases / "lieux" / "current")["attacks"] is None
    deliver(site, more=24)
    assert publish_one(site, DAY + timedelta(weeks=2)).version == "1.0.2"
    folder = site.releases / "lieux" / "current"
    told = read_report(folder)["attacks"]
    assert (told["version"], len(told["attacks"])) == ("1.0.1", 12)
    assert {one["verdict"] for one in told["attacks"]} == {"held", "untried"}
    page = (folder / "report.html").read_text()
    assert "On 28 November 2026, the kept versions up to 1.0.1 were attacked" in page
    assert "Nombres masqués retrouvés à l’unité près par soustraction (answers)" in page
    # What is told of attacks is attacked as well.
    assert exit_code(attack(site, "lieux", DAY + timedelta(weeks=2), Silent())[1]) == 0


def test_a_hidden_number_that_a_file_shows_tells_the_one_beside_it(site: SiteFolder) -> None:
    written(site, "1.0.1", "INSERT INTO answers_by_town_age VALUES ('b', 'x', 9)")
    assert found(site) == {
        ("subtraction by intervals", "answers"): 1,
        ("subtraction by exact solver", "answers"): 1,
    }


def test_a_number_that_was_never_counted_is_found(site: SiteFolder) -> None:
    written(site, "1.0.0", "UPDATE answers_by_town SET people = people + 1 WHERE town = 'a'")
    written(site, "1.0.1", "INSERT INTO trips VALUES ('north', 'car')")
    assert found(site) == {("files", "answers"): 1, ("files", "trips"): 1}


def test_someone_who_left_alone_is_found(site: SiteFolder) -> None:
    with closing(sqlite3.connect(site.private / "lieux" / "ledger.db")) as ledger:
        ledger.execute(
            "UPDATE lives SET last = 1 WHERE id = (SELECT min(id) FROM lives JOIN scopes "
            "USING (scope) WHERE part = 'trips')"
        )
        ledger.commit()
    # Their rows are still in the file of the second release, of which the ledger now knows less.
    assert found(site) == {("differences", "trips"): 1, ("files", "trips"): 1}


def test_a_private_word_is_found_in_any_kind_of_file(site: SiteFolder) -> None:
    folder = site.releases / "lieux" / "1.0.0"
    (folder / "notes.gz").write_bytes(gzip.compress(b"see diary-003, please"))
    (folder / "lieux.db").open("ab").write(b"person.1@ax.example.org")
    assert found(site) == {("canaries", "lieux"): 2}


def test_a_report_that_tells_of_few_is_found(site: SiteFolder) -> None:
    path = site.releases / "lieux" / "1.0.1" / "report.json"
    report = json.loads(path.read_text())
    [trips] = [one for one in report["tables"] if one["name"] == "trips"]
    trips["protection"]["waiting"] = 3
    path.write_text(json.dumps(report))
    assert found(site) == {("residue", "lieux"): 1}


def test_a_feed_that_tells_of_few_is_found(site: SiteFolder) -> None:
    page = "<summary>trips: 24 rows, 23 before</summary>"
    results = attack(site, "lieux", DAY + timedelta(weeks=1), Silent(), [page])[1]
    assert [(one.attack, one.found) for one in results if one.found] == [("residue", 1)]


def test_a_column_that_names_the_author_in_another_way_is_found(site: SiteFolder) -> None:
    deliver(site, more=12, kinds=40)
    assert found(site) == {("regrouping", "spots"): 1}


def test_without_a_release_there_is_nothing_to_attack(tmp_path: Path) -> None:
    site = make_site(tmp_path)
    with pytest.raises(
        StoreError, match=r"^lieux: no release is kept, so there is nothing to attack"
    ):
        attack(site, "lieux", DAY, Silent())
    with pytest.raises(DeclarationError, match=r"no dataset 'lieu' in .*; there: lieux"):
        attack(site, "lieu", DAY, Silent())


def test_every_attack_is_told_in_the_help() -> None:
    from publish.commands.baking import attack as command

    for name in ATTACKS:
        assert f"    {name} " in str(command.help), name


@pytest.mark.parametrize(
    ("noise", "untried"),
    [
        ("cell_key: {deviation: 1}", {"subtraction"}),
        (
            "dp: {epsilon_per_release: 5, budget: {epsilon: 20}}",
            {"files", "subtraction", "differences"},
        ),
    ],
)
def test_numbers_with_noise_are_not_taken_for_exact_ones(
    tmp_path: Path, noise: str, untried: set[str]
) -> None:
    site = make_site(tmp_path)
    answers = TABLES.partition("  trips:\n")[0]
    declare(site, answers.replace("privacy: {k: 5", f"privacy: {{noise: {{{noise}}}, k: 5"))
    deliver(site)
    assert publish_one(site, DAY).status == "published"
    results = attack(site, "lieux", DAY, Silent())[1]
    assert {one.attack for one in results if one.place == "answers" and one.untried} == untried
    assert exit_code(results) == 0
