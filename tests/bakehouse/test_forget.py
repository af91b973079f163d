"""`fournil forget` finds people however they are spelt, in every dataset, and names nobody."""

import json
import shutil
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from publish.bakehouse.protect.withdrawal_list import key_of, person, withdrawn
from publish.cli import main
from publish.declare.site import SiteFolder
from publish.release.store import Store
from tests.bakehouse.series.site import answer, make_survey, run
from tests.people.canaries import holding
from tests.sites import ABOUT, DATASET, DAY, ROWS, declare, deliver, make_site, publish, publish_one

slow = pytest.mark.slow("publishes a directory several times")
DIRECTORY = (
    ABOUT
    + """\
  annuaire:
    title: {fr: Annuaire}
    about: people
    contributor: mail
    sources: [{path: exports/lieux.csv, delimiter: ";"}]
    named: {consent: agreed, covers: [name, agreed], why: asked by letter}
    columns:
      mail: {type: string, role: identifier, protect: drop}
      name: {type: string, role: identifier, description: {fr: Nom}}
      agreed: {type: date, role: quasi_identifier, description: {fr: Accord}}
"""
)
PEOPLE = [f"p{n}@example.org;Zorglub{n} Kirkmoe;2025-05-01" for n in range(9)]


def forget(root: Path, people: str, *dataset: str) -> Result:
    return CliRunner().invoke(main, ["--site", str(root), "forget", *dataset], input=people)


def listed(site: SiteFolder, *people: str, name: str = "lieux") -> bool:
    """Whether the list is of these people and no others, and names nobody."""
    private = site.private / name
    path = private / "withdrawals.csv"
    assert not path.is_file() or "@" not in path.read_text(encoding="utf-8")
    return withdrawn(private, DAY) == [person(key_of(private), who) for who in people]


def directory(root: Path) -> SiteFolder:
    site = make_site(root)
    declare(site, DIRECTORY)
    deliver(site, *PEOPLE, header="mail;name;agreed")
    return site


def states(site: SiteFolder) -> dict[str, str]:
    entries = Store(site.releases / "lieux").entries()
    return {one.version: one.state for one in entries}


def contributed(words: str, text: str = DATASET) -> str:
    return text.replace("    primary_key: id\n", f"    primary_key: id\n{words}")


def test_people_are_found_in_any_spelling_and_nobody_is_named(tmp_path: Path) -> None:
    site = directory(tmp_path)
    done = forget(tmp_path, " P3@Example.org \n")
    assert (done.exit_code, done.output) == (
        0,
        "lieux: 1 person in 1 table, 0 kept releases\n"
        "  annuaire: 1 row; gone at the next publication, and older releases with it\n",
    )
    assert listed(site, "p3@example.org")


def test_all_datasets_are_looked_at_and_only_those_concerned_note_it(tmp_path: Path) -> None:
    site = make_site(tmp_path, "lieux", "autres", "sans")
    for name in ("lieux", "autres"):
        declare(site, contributed("    contributor: author\n"), name)
    deliver(site, "01;Café;café;oui;eve@example.org", name="autres")
    done = forget(tmp_path, "ADA@example.org\n")
    assert done.exit_code == 0
    assert done.output == (
        "lieux: 1 person in 1 table, 0 kept releases\n"
        "  places: 2 rows; they stay, without the person: to drop what was written declare "
        "`forget: texts` or `forget: rows` for the table in data/lieux/dataset.yaml\n"
    )
    assert listed(site, "ada@example.org")
    assert listed(site, name="autres")


def test_nobody_found_is_said_aloud(tmp_path: Path) -> None:
    site = directory(tmp_path)
    done = forget(tmp_path, "p1@example.org\nzoe@example.org\n")
    assert done.exit_code == 11
    assert (
        "fournil: matched nobody: line 2 of what was read; noted nowhere: check the spelling "
        "against the contributors of the exports\n"
    ) in done.output
    assert "zoe" not in done.output
    assert listed(site, "p1@example.org")


def test_tables_that_name_nobody_are_told_where_nobody_is_found(tmp_path: Path) -> None:
    make_site(tmp_path)
    done = forget(tmp_path, "zoe@example.org\n")
    assert done.exit_code == 11
    assert done.output.endswith("; not looked for in lieux.places: no `contributor` is declared\n")


@slow
def test_who_was_never_found_is_a_warning_until_an_export_names_them(tmp_path: Path) -> None:
    site = directory(tmp_path)
    assert forget(tmp_path, "p9@example.org\n", "lieux").exit_code == 11
    found = [str(one) for one in publish_one(site).problems if "unmatched" in one.code]
    assert found == [
        "warning unmatched-withdrawal: private/lieux/withdrawals.csv: 1 of 1 people were never "
        "found in an export (number 1 of those due); `fournil forget lieux` with another "
        "spelling, or remove the line"
    ]
    report = site.releases / "lieux" / "1.0.0" / "report.json"
    assert "withdrawal" not in report.read_text(encoding="utf-8")
    more = [*PEOPLE, "P9@example.org;Zorglub9 Kirkmoe;2025-05-01"]
    deliver(site, *more, header="mail;name;agreed")
    assert not [one for one in publish_one(site).problems if "unmatched" in one.code]
    deliver(site, *PEOPLE[1:], header="mail;name;agreed")
    assert not [one for one in publish_one(site).problems if "unmatched" in one.code]


@slow
def test_older_releases_of_a_directory_go_with_the_person(tmp_path: Path) -> None:
    site = directory(tmp_path)
    assert publish_one(site, date(2026, 1, 5)).version == "1.0.0"
    deliver(site, *PEOPLE, "p9@example.org;Zorglub9 Kirkmoe;2025-05-01", header="mail;name;agreed")
    assert publish_one(site, date(2026, 1, 12)).version == "1.0.1"
    done = forget(tmp_path, "p9@example.org\n")
    assert "taken down" not in done.output  # 1.0.0 does not name them
    done = forget(tmp_path, "p3@example.org\n")
    assert "  taken down now, since they show them: 1.0.0\n" in done.output
    assert states(site) == {"1.0.0": "withdrawn", "1.0.1": "kept"}
    assert publish_one(site, date(2026, 1, 19)).version == "1.0.2"
    assert states(site) == {"1.0.0": "withdrawn", "1.0.1": "withdrawn", "1.0.2": "kept"}


@slow
def test_a_consent_taken_back_in_the_export_takes_older_releases_down(tmp_path: Path) -> None:
    site = directory(tmp_path)
    publish_one(site, date(2026, 1, 5))
    deliver(site, *PEOPLE[:8], "p8@example.org;Zorglub8 Kirkmoe;", header="mail;name;agreed")
    assert publish_one(site, date(2026, 1, 12)).version == "1.0.1"
    assert states(site) == {"1.0.0": "withdrawn", "1.0.1": "kept"}


@slow
@pytest.mark.parametrize("way", ["rows", "texts"])
def test_older_releases_of_things_go_with_who_asked_to_be_forgotten(
    tmp_path: Path, way: str
) -> None:
    """Two kept releases, before and after, would show by their difference what somebody wrote."""
    site, bob = make_site(tmp_path), "04;Atelier;atelier;;bob@example.org"
    text = contributed(f"    contributor: author\n    forget: {way}\n    shrink: {{max: 1}}\n")
    review = "review: {by: Ada, on: 2026-01-01, sample: 3}"
    declare(site, text.replace("role: open, from: Nom", f"role: free_text, {review}, from: Nom"))
    publish_one(site, date(2026, 11, 21))
    deliver(site, *ROWS[1:], "05;Verger;jardin;;eve@example.org")
    assert publish_one(site, date(2026, 11, 22)).version == "1.0.1"
    deliver(site, *ROWS[1:], bob, "05;Verger;jardin;;eve@example.org")
    assert publish_one(site, date(2026, 11, 23)).version == "1.0.2"
    deliver(site, *ROWS[1:], bob)  # eve leaves by herself, and no release goes
    assert publish_one(site, date(2026, 11, 24)).version == "1.0.3"
    assert set(states(site).values()) == {"kept"}
    done = forget(tmp_path, "eve@example.org\n", "lieux")
    assert "  taken down now, since they show them: 1.0.1, 1.0.2\n" in done.output
    done = forget(tmp_path, "ada@example.org\n")
    assert (
        "  taken down now, since they show them: 1.0.0\n"
        "  what is already out stays in the releases that are kept until then, and beside the next "
        f"one an older copy shows what went; `fournil --site {tmp_path} withdraw lieux --why …` "
        "takes them down now\n"
    ) in done.output
    assert publish_one(site, date(2026, 11, 25)).version == "1.0.4"
    assert [one for one, state in states(site).items() if state == "kept"] == ["1.0.4"]
    folder = site.releases / "lieux" / "1.0.4"
    files = {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}
    assert [name for name, content in files.items() if b"Fablab" in content] == []
    assert {"places.csv", "lieux.db"} <= {
        name for name, said in files.items() if b"Atelier" in said
    }


@slow
@pytest.mark.parametrize(
    ("way", "names"),
    [("rows", ["Jardin d’Éole"]), ("texts", ["", "Jardin d’Éole", ""])],
)
def test_a_table_about_things_drops_what_was_written(
    tmp_path: Path, way: str, names: list[str]
) -> None:
    site = make_site(tmp_path)
    text = contributed(f"    contributor: author\n    forget: {way}\n    shrink: {{max: 1}}\n")
    review = "review: {by: Ada, on: 2026-01-01, sample: 3}"
    declare(site, text.replace("role: open, from: Nom", f"role: free_text, {review}, from: Nom"))
    forget(tmp_path, "ada@example.org\n")
    [outcome] = publish(site)
    assert outcome.status == "published"
    lines = (site.releases / "lieux" / "1.0.0" / "places.csv").read_text("utf-8-sig").splitlines()
    assert [line.split(",")[1] for line in lines[1:]] == names


def test_an_unknown_dataset_is_refused(tmp_path: Path) -> None:
    make_site(tmp_path)
    done = forget(tmp_path, "ada\n", "x")
    assert done.exit_code == 3
    assert "ada" not in done.output


def older(site: SiteFolder) -> list[str]:
    """What a publication says of an older backup."""
    return [str(one) for one in publish_one(site).problems if one.code == "older-backup"]


def put_back(site: SiteFolder, backup: Path) -> None:
    """What is private as an older backup has it."""
    shutil.rmtree(site.private)
    shutil.copytree(backup, site.private)


@pytest.fixture
def restored(tmp_path: Path) -> SiteFolder:
    """A directory that somebody left after the backup that was put back."""
    site = directory(tmp_path / "site")
    publish_one(site)
    assert held(site)
    shutil.copytree(site.private, tmp_path / "backup")
    assert forget(site.root, "p1@example.org\n").exit_code == 0
    assert older(site) == []
    assert held(site) == []
    put_back(site, tmp_path / "backup")
    return site


def held(site: SiteFolder) -> list[str]:
    """The published files that tell of who left."""
    return holding(site.releases, "Zorglub1 Kirkmoe")


SAID = (
    "blocker older-backup: private/lieux/withdrawals.csv: what is private came from an older "
    "backup, which knew nothing after 2026-11-21: people who asked to be forgotten since "
    "then, or withdrew a table, a row or a consent, may be missing; run `fournil forget lieux` "
    "with those who asked since then, or with nobody (`< /dev/null`); who withdrew a part has to "
    "do so again, at /desk/me/leave"
)


@slow
def test_an_older_backup_brings_nobody_back(restored: SiteFolder) -> None:
    assert older(restored) == [SAID]
    assert older(restored) == [SAID]
    assert held(restored) == []
    assert forget(restored.root, "p1@example.org\n", "lieux").exit_code == 0
    assert older(restored) == []
    assert listed(restored, "p1@example.org")
    assert held(restored) == []


@slow
def test_where_nobody_asked_since_it_is_settled_with_nobody(restored: SiteFolder) -> None:
    assert forget(restored.root, "", "lieux").exit_code == 0
    more = [*PEOPLE, "p9@example.org;Zorglub9 Kirkmoe;2025-05-01"]
    deliver(restored, *more, header="mail;name;agreed")
    assert older(restored) == []
    # Who had left is back, as nobody said that they had: it is asked first.
    assert held(restored)


@slow
def test_somebody_else_who_is_forgotten_settles_no_older_backup(restored: SiteFolder) -> None:
    assert forget(restored.root, "p2@example.org\n").exit_code == 0
    assert older(restored) == [SAID]


@slow
def test_what_is_done_to_releases_before_hides_no_older_backup(restored: SiteFolder) -> None:
    store = Store(restored.releases / "lieux", restored.private / "lieux")
    store.withdraw(None, "something else", DAY)
    assert older(restored) == [SAID]


@slow
def test_where_no_row_is_anybodys_it_is_a_warning_in_no_report(tmp_path: Path) -> None:
    site = make_site(tmp_path / "site")
    publish_one(site)
    shutil.copytree(site.private, tmp_path / "backup")
    deliver(site, *ROWS, "04;Halle;halle;oui;eve@example.org")
    publish_one(site)
    put_back(site, tmp_path / "backup")
    deliver(site, *ROWS, "05;Verger;jardin;oui;eve@example.org")
    outcome = publish_one(site)
    assert [one.severity for one in outcome.problems if one.code == "older-backup"] == ["warning"]
    report = site.releases / "lieux" / str(outcome.version) / "report.json"
    assert "older-backup" not in report.read_text("utf-8")


def test_the_portals_that_have_the_people_are_counted(tmp_path: Path) -> None:
    site = directory(tmp_path)
    push = "push: {data_gouv: {organization: le-collectif, key: CLE}}\ntables:\n"
    declare(site, DIRECTORY.replace("tables:\n", push))
    assert (
        "  sent to 1 portal (https://www.data.gouv.fr): "
        f"run `fournil --site {tmp_path} push lieux` after the next publication"
        in forget(tmp_path, "p1@example.org\n").output.splitlines()
    )


def test_a_list_in_another_encoding_is_refused_with_its_line(tmp_path: Path) -> None:
    site = make_site(tmp_path / "site")
    told = CliRunner().invoke(
        main,
        ["--site", str(site.root), "forget"],
        input="ada@example.org\nzoé@example.org".encode("cp1252"),
    )
    assert told.exit_code == 2
    assert (
        "line 2 of standard input is not UTF-8; save the list as UTF-8, then again" in told.output
    )


@slow
def test_who_is_in_no_export_any_more_is_known_from_what_was_published(tmp_path: Path) -> None:
    site = make_survey(tmp_path, range(40))
    assert run(site, "2026-01-05").version == "1.0.0"
    answer(site, range(1, 40))
    done = forget(tmp_path, " P0\np99\n")
    assert done.exit_code == 11
    assert done.output == (
        "enquete: 0 people in 0 tables, 1 kept release\n"
        "  1 person whom no export names today, known from earlier releases: no export to come "
        "brings them back; what is still published of them goes as for others\n"
        "  what is already out stays in the releases that are kept until then, and beside the next "
        f"one an older copy shows what went; `fournil --site {tmp_path} withdraw enquete --why …` "
        "takes them down now\n"
        "fournil: matched nobody: line 2 of what was read; noted nowhere: check the spelling "
        "against the contributors of the exports\n"
    )
    assert listed(site, "p0", name="enquete")
    answer(site, range(60))
    outcome = run(site, "2026-01-12")
    assert [one.code for one in outcome.problems if one.code == "unmatched-withdrawal"] == []
    internal = json.loads((site.private / "enquete/internal-report.json").read_text())
    assert internal["answers"]["rows"]["in"] == 59


@slow
def test_whom_only_an_older_release_of_a_directory_names_is_known(tmp_path: Path) -> None:
    site = directory(tmp_path)
    publish_one(site, date(2026, 1, 5))
    deliver(site, *PEOPLE[1:], header="mail;name;agreed")
    done = forget(tmp_path, "p0@example.org\n")
    assert done.exit_code == 0
    assert listed(site, "p0@example.org")
    assert done.output.startswith(
        "lieux: 0 people in 0 tables, 1 kept release\n  1 person whom no export names today"
    )


def test_without_the_key_of_its_people_a_site_notes_everybody(tmp_path: Path) -> None:
    site = make_survey(tmp_path, range(40))
    run(site, "2026-01-05")
    (site.private / "people.key").unlink()
    done = forget(tmp_path, "p99\n")
    assert done.exit_code == 11
    assert "  it could not be looked through: " in done.output
    assert listed(site, "p99", name="enquete")
