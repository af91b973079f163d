"""`fournil desk` and `fournil corrections` as a maintainer runs them."""

import json
import re
import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from publish.cli import main
from publish.corrections.proposals import Edit, propose
from publish.declare.site import SiteFolder
from tests.sites import DATASET, declare, make_site, publish_one, published_site

KEY = "    primary_key: id\n"
ROW = ("desk", "propose", "lieux", "places", "02")


@pytest.fixture
def site(tmp_path: Path) -> SiteFolder:
    return published_site(tmp_path)


def run(site: SiteFolder, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["--site", str(site.root), *arguments])


def test_from_a_proposal_to_a_file_for_the_producer(site: SiteFolder, tmp_path: Path) -> None:
    assert run(site, "desk", "inbox").output == "nothing waits for a decision\n"
    proposed = run(site, *ROW, "kind=parc", "--why", "vu", "--as-of", "2026-11-21")
    assert proposed.output.startswith("proposal 1: kind: 'jardin' -> 'parc'; ")
    assert run(site, "desk", "inbox").output == (
        "1  lieux.places 02  kind: 'jardin' -> 'parc' (vu)\n"
    )
    [told] = json.loads(run(site, "desk", "inbox", "--json").output)
    assert told["edits"] == {"kind": {"base": "jardin", "new": "parc"}}
    assert run(site, "desk", "accept", "1", "--as-of", "2026-11-21").exit_code == 0
    publish_one(site)
    assert run(site, "corrections", "lieux").output == (
        "number,table,key,column,source,corrected,state,month,evidence\n"
        '1,places,"[""02""]",kind,jardin,parc,applied,2026-11,\n'
    )
    to = tmp_path / "out.json"
    assert run(site, "corrections", "lieux", "--to", str(to)).exit_code == 0
    assert json.loads(to.read_text()) == [
        {
            "table": "places",
            "key": ["02"],
            "patch": [
                {"op": "test", "path": "/kind", "value": "jardin"},
                {"op": "replace", "path": "/kind", "value": "parc"},
            ],
        }
    ]
    assert run(site, "desk", "undo", "1").exit_code == 0
    assert run(site, "corrections", "lieux").output.count("\n") == 1


def test_what_strangers_typed_reaches_no_terminal_as_it_is(site: SiteFolder) -> None:
    edits = {"kind": Edit("jardin", "\x1b[2J\u202eparc")}
    why = "seen\r\n2  lieux.places 03\x9b1A"
    day = date(2026, 11, 21)
    row = ("lieux", "places", ("02",))
    propose(site.desk, row, edits, why=why, evidence="https://a.b/\x1b]0;", day=day)
    assert run(site, "desk", "inbox").output == (
        r"1  lieux.places 02  kind: 'jardin' -> '\x1b[2J\u202eparc' "
        r"(seen\r\n2  lieux.places 03\u009b1A) https://a.b/\u001b]0;" + "\n"
    )
    told = run(site, "desk", "inbox", "--json").output
    assert told.replace("\n", "").isprintable()
    assert [one["why"] for one in json.loads(told)] == [why]


@pytest.mark.parametrize(
    ("said", "why"),
    [
        (("--why", "vu\x07"), r"Error: --why 'vu\x07': has characters that nobody sees"),
        (("--why", "x" * 1001), "Error: --why: 1001 letters; write 1000 at most"),
        (("--evidence", "https://a b.org"), "--evidence 'https://a b.org': give a link that "),
        (("kind=verger",), "Error: 'kind=verger': kind was given 'parc' already"),
    ],
)
def test_the_command_takes_what_the_form_takes(
    site: SiteFolder, said: tuple[str, ...], why: str
) -> None:
    result = run(site, *ROW, "kind=parc", *said)
    assert (result.exit_code, why in result.output) == (2, True)
    assert run(site, *ROW, "kind=parc", "--evidence", "https://a.org/b").exit_code == 0


@pytest.mark.parametrize("reason", ["", "  ", "x" * 501])
def test_nothing_is_refused_without_a_reason(site: SiteFolder, reason: str) -> None:
    run(site, *ROW, "kind=parc")
    assert run(site, "desk", "refuse", "1", "--reason", reason).exit_code == 2
    assert run(site, "desk", "refuse", "1", "--reason", "no").output == "proposal 1: refused\n"


@pytest.mark.parametrize("command", ["inbox", "conflicts", "clearance"])
def test_a_list_of_what_there_is_not_is_none(site: SiteFolder, command: str) -> None:
    assert run(site, "desk", command, "lieux.places").output.startswith(("nothing", "no "))
    other = run(site, "desk", command, "autres")
    assert (other.exit_code, "no dataset 'autres'" in other.output) == (3, True)
    other = run(site, "desk", command, "lieux.autres")
    assert (other.exit_code, "lieux: no table 'autres'" in other.output) == (12, True)


def test_where_two_decide_nobody_is_told_to_accept_alone(site: SiteFolder) -> None:
    declare(site, DATASET.replace(KEY, KEY + "    corrections: {eyes: 2}\n", 1))
    told = "; two members accept it at the desk, which makes it a correction\n"
    assert run(site, *ROW, "kind=parc").output.endswith(told)


@pytest.mark.parametrize(
    "command", [(*ROW[1:], "kind=parc"), ("inbox",), ("invite", "Ada"), ("log",)]
)
def test_a_damaged_file_is_told_in_a_sentence(site: SiteFolder, command: tuple[str, ...]) -> None:
    with (site.root / "metadata.yaml").open("a", encoding="utf-8") as metadata:
        metadata.write("desk: {}\n")
    site.desk.parent.mkdir(exist_ok=True)
    site.desk.write_text("no database, and long enough to be looked at " * 9)
    result = run(site, "desk", *command)
    assert result.output == (
        f"fournil: {site.desk}: cannot be used (file is not a database); "
        f"`fournil --site {site.root} doctor` says what to do\n"
    )
    assert result.exit_code == 12


def test_what_was_done_is_listed_and_that_it_was_read(site: SiteFolder) -> None:
    assert run(site, "desk", "log").output == "nothing was done yet\n"
    run(site, *ROW, "kind=parc")
    run(site, "desk", "accept", "1", "--as-of", "2026-11-21")
    run(site, "desk", "undo", "1", "--as-of", "2026-11-22")
    read, *acts = run(site, "desk", "log").output.splitlines()
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ  log read  shell", read)
    assert acts == [
        "2026-11-22  correction 1  undone  shell",
        "2026-11-21  proposal 1  accepted  shell",
    ]
    again = run(site, "desk", "log", "--member", "shell").output
    assert [line.split("  ")[-2] for line in again.splitlines()] == ["log read"] * 2 + [
        "undone",
        "accepted",
    ]
    about = run(site, "desk", "log", "--about", "proposal 1").output
    assert about == "2026-11-21  proposal 1  accepted  shell\n"


def test_a_refusal_needs_a_reason(site: SiteFolder) -> None:
    run(site, *ROW, "kind=parc")
    assert run(site, "desk", "refuse", "1").exit_code == 2
    assert run(site, "desk", "refuse", "1", "--reason", "no").output == "proposal 1: refused\n"


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        ((*ROW[:3], "place", "02", "a=b"), 12, "lieux: no table 'place'; did you mean `places`?"),
        ((*ROW, "kinds=b"), 12, "lieux.places: no column 'kinds'; did you mean `kind`?"),
        (
            (*ROW, "id=b"),
            12,
            "lieux.places.id: cannot be corrected here, for it is a key or not published as it was "
            "read; those that can: name, kind, open",
        ),
        ((*ROW, "open=oui"), 12, "lieux.places.open: 'oui' is neither `true` nor `false`"),
        ((*ROW, "open=false"), 12, "lieux.places: the row says so already; nothing to correct"),
        (
            (*ROW[:4], "99", "kind=b"),
            12,
            "lieux.places: no row '99' in release 1.0.0; the key is ",
        ),
        (
            (*ROW[:4], "1,2", "kind=b"),
            12,
            "lieux.places: its key has 1 values (id), and 2 were given",
        ),
        ((*ROW, "kind"), 2, "'kind': write COLUMN=VALUE, such as seats=14"),
        ((*ROW, "kind=b", "--evidence", "http://x"), 2, "give a link that begins with https://"),
        (("desk", "accept", "7"), 12, "there is no proposal 7; "),
        (("desk", "accept", "all"), 12, "'all' is no number; "),
        (("desk", "undo", "7"), 12, "there is no live correction 7; "),
        (("corrections", "lieu"), 3, "no dataset 'lieu' in "),
        (("corrections", "lieux", "--to", "x.txt"), 2, "write a name that ends with .csv or .json"),
    ],
)
def test_what_cannot_be_is_told(
    site: SiteFolder, arguments: tuple[str, ...], code: int, said: str
) -> None:
    result = run(site, *arguments)
    assert (result.exit_code, said in result.output) == (code, True), result.output


def test_a_row_that_is_missing_is_proposed_and_added(tmp_path: Path) -> None:
    site = make_site(tmp_path)
    declare(site, DATASET.replace("    browse:", "    corrections: {add: true}\n    browse:"))
    publish_one(site)
    asked = ("desk", "propose", "lieux", "places", "--add")
    found = run(site, *asked, "name=Serre", "kind=serre", "--as-of", "2026-11-21")
    assert found.output.startswith("proposal 1: new row: name: 'Serre', kind: 'serre'; ")
    assert run(site, "desk", "inbox").output == (
        "1  lieux.places  new row: name: 'Serre', kind: 'serre'\n"
    )
    assert run(site, "desk", "accept", "1", "--as-of", "2026-11-21").exit_code == 0
    publish_one(site)
    row = ",Serre,serre,"
    assert row in (site.releases / "lieux" / "current" / "places.csv").read_text("utf-8")
    assert run(site, "desk", "undo", "1").output == (
        "correction 1: taken back; the next publication says what the export says\n"
    )


@pytest.mark.parametrize(
    ("cells", "error"),
    [
        (("id=7", "name=a"), "lieux.places: nothing can be said of 'id' here; "),
        (("open=oui",), "lieux.places.open: 'oui' is neither `true` nor `false`"),
        ((), "lieux.places: takes no rows; `corrections: {add: true}` lets people add some"),
    ],
)
def test_what_cannot_be_added_is_told(site: SiteFolder, cells: tuple[str, ...], error: str) -> None:
    if cells:
        declare(site, DATASET.replace("    browse:", "    corrections: {add: true}\n    browse:"))
    found = run(site, "desk", "propose", "lieux", "places", "--add", *cells)
    assert (found.exit_code != 0, error in found.output) == (True, True), found.output


def test_a_number_that_nothing_has_is_told(site: SiteFolder) -> None:
    for number in ("9" * 18, "9" * 19, "x"):
        answer = run(site, "desk", "accept", number)
        assert answer.exit_code == 12
        assert number in answer.output


@pytest.mark.slow("waits for another writer")
def test_another_writer_is_told(site: SiteFolder) -> None:
    run(site, *ROW, "kind=parc")
    with closing(sqlite3.connect(site.desk, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        answer = run(site, "desk", "accept", "1")
    assert (answer.exit_code, answer.output) == (
        6,
        "fournil: another program writes to the same file at this moment; run this once more\n",
    )
    assert run(site, "desk", "accept", "1").exit_code == 0
