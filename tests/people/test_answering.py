"""The bakehouse answers who asked: all that is theirs, nothing of others, for their key alone."""

import csv
import json
from hashlib import sha256
from io import StringIO
from pathlib import Path

import pytest
from frictionless import Package

from publish.bakehouse.corrections.contributors import Contributor
from publish.bakehouse.protect.withdrawal_list import forget
from publish.corrections.proposals import Edit
from publish.corrections.sealed import public_key, sealed
from publish.corrections.strangers import propose_once
from publish.declare.site import SiteFolder
from publish.errors import PrivateStateError
from publish.people.answer_files import read_answer
from publish.people.answering import Served, describe, held_in, serve_requests
from publish.people.clock import ANSWER_SECONDS
from publish.people.leavings import leave
from publish.people.letting_go import let_go
from publish.people.outbox import NAME
from publish.people.requests import found, waiting
from publish.people.said import said, said_by
from tests.people.askers import (
    ADA,
    BOB,
    DAY,
    EXPORTS,
    NOW,
    TABLES,
    asked_site,
    opened,
    requested,
    rows_of,
    served,
    write,
)
from tests.people.test_letting_go import session


@pytest.fixture
def site(tmp_path) -> SiteFolder:
    """Members, their places and their badges."""
    return asked_site(tmp_path / "site")


@pytest.mark.slow("reads exports")
def test_every_row_of_theirs_is_there_and_no_other(site: SiteFolder) -> None:
    files = served(site, ADA)
    assert rows_of(files, "members") == [
        {"id": ADA, "name": "Ada", "phone": "0600000601", "agreed": "2026-01-02"}
    ]
    place = {"id": "1", "kind": "bistrot", "opened": "2026-03-04", "seats": 12, "author": ADA}
    # Also what cannot be read as declared, as it was written.
    odd = {"id": "3", "kind": "café", "opened": None, "seats": "many", "author": ADA}
    assert rows_of(files, "places") == [place, odd]
    assert rows_of(files, "badges") == [{"holder": ADA, "badge": "baker"}]
    assert not any(b"bob" in content or b"Bob" in content for content in files.values())


@pytest.mark.slow("reads exports")
def test_each_value_is_told_with_what_is_shown_of_it(site: SiteFolder) -> None:
    [members, places, badges] = held_in(site, "lieux", [ADA], DAY)[ADA]
    fates = {column.name: column.fate for column in places.columns}
    assert fates == {
        "id": "same", "kind": "coarser", "opened": "coarser", "seats": "same", "author": "private",
    }  # fmt: skip
    assert [row.shown for row in places.rows] == [{"kind": "café", "opened": "2026-03"}, {}]
    assert [row.left for row in places.rows] == ["", "unreadable"]
    # The code of a pseudonym would find the published rows.
    assert next((one.name, one.fate) for one in badges.columns) == ("holder", "code")
    assert [row.shown for row in badges.rows] == [{}]
    assert [row.left for row in members.rows] == [""]
    [bob, *_] = held_in(site, "lieux", [BOB], DAY)[BOB]
    assert [row.left for row in bob.rows] == ["no consent"]


@pytest.mark.slow("reads exports")
@pytest.mark.parametrize(("yes", "type"), [("2026-01-02", "date"), ("true", "boolean")])
def test_a_row_that_its_basis_leaves_out_is_told_so(tmp_path: Path, yes: str, type: str) -> None:
    basis = "basis: {kind: consent, column: agreed, without: left_out, why: They ticked a box.}"
    tables = TABLES.replace(
        "named: {consent: agreed, covers: [name], why: They ticked a box to be listed.}",
        f"privacy: {{}}\n    {basis}",
    ).replace("agreed: {type: date", f"agreed: {{type: {type}")
    site = asked_site(tmp_path / "site", tables)
    write(site, "members", f"id,name,phone,agreed\n{ADA},Ada,0600000601,{yes}\n{BOB},Bob,0602,\n")
    left = {who: held_in(site, "lieux", [who], DAY)[who][0].rows[0].left for who in (ADA, BOB)}
    assert left == {ADA: "", BOB: "no consent"}


@pytest.mark.slow("reads exports")
def test_of_who_withdrew_nothing_is_shown(site: SiteFolder) -> None:
    forget(site.private / "lieux", [ADA.upper()])
    [members, places, _] = held_in(site, "lieux", [ADA], DAY)[ADA]
    assert [row.left for row in members.rows] == ["withdrawn"]
    # These are about things, and say nothing of forgetting.
    assert [row.left for row in places.rows] == ["", "unreadable"]


@pytest.mark.slow("reads exports")
def test_people_are_told_apart_by_every_letter(site: SiteFolder) -> None:
    for other in (ADA.upper(), f" {ADA}", "ada", "", "%", "ada+x@example.org", "' OR 1=1 --"):
        tables = held_in(site, "lieux", [other], DAY)[other]
        assert [(one.table, len(one.rows)) for one in tables] == [
            ("members", 0), ("places", 0), ("badges", 0),
        ]  # fmt: skip


@pytest.mark.slow("reads exports")
def test_who_contributed_nothing_gets_the_same_flow_and_an_empty_answer(site: SiteFolder) -> None:
    files = served(site, "nobody@example.org")
    assert files.keys() == served(site, ADA).keys()
    assert rows_of(files, "places") == []
    assert b"Nothing is held under the name by which you came." in files["README.md"]
    # Neither is longer in the outbox.
    assert len({path.stat().st_size for path in site.desk.with_name(NAME).iterdir()}) == 1


@pytest.mark.slow("reads exports")
def test_neither_the_desk_nor_the_outbox_tells_who_asked_or_what_is_held(site: SiteFolder) -> None:
    key = requested(site, ADA)
    secrets = [ADA, "bistrot", key, key.replace("-", ""), "0600000601"]

    def told(what: str) -> bool:
        files = [path for path in site.desk.parent.rglob("*") if path.is_file()]
        return any(what.encode() in path.read_bytes() for path in files)

    assert not any(map(told, secrets))
    serve_requests(site, NOW)
    assert not any(map(told, secrets))
    outbox = site.desk.with_name(NAME)
    assert outbox.stat().st_mode & 0o777 == 0o700
    assert [path.stat().st_mode & 0o777 for path in outbox.iterdir()] == [0o600]
    # It would be found.
    (outbox / "open").write_bytes(opened(site, key) + ADA.encode())
    assert told(ADA)


@pytest.mark.slow("reads exports")
def test_a_key_opens_its_own_answer_for_a_week(site: SiteFolder) -> None:
    key, other = requested(site, ADA), requested(site, BOB)
    assert found(site.desk, key, NOW).expires is None  # type: ignore[union-attr]
    assert serve_requests(site, NOW) == Served(2, 0)
    assert read_answer(opened(site, key)).tables[0].rows[0].values["name"] == "Ada"
    assert read_answer(opened(site, other)).tables[0].rows[0].values["name"] == "Bob"
    typed = key.lower().replace("-", " ").replace("0", "o").replace("1", "l")
    assert opened(site, typed, NOW + ANSWER_SECONDS - 1) == opened(site, key)
    for wrong in ("", "x", key[:-1], f"{key}0", other[::-1], "é" * 500):
        assert found(site.desk, wrong, NOW) is None
    assert found(site.desk, key, NOW + ANSWER_SECONDS) is None
    assert serve_requests(site, NOW + ANSWER_SECONDS) == Served(0, 2)
    assert list(site.desk.with_name(NAME).iterdir()) == []
    assert found(site.desk, key, NOW) is None


@pytest.mark.slow("reads exports")
def test_a_request_waits_for_all_of_its_exports(site: SiteFolder) -> None:
    key = requested(site, ADA)
    path = site.data / "lieux" / "exports" / "badges.csv"
    path.unlink()
    done = serve_requests(site, NOW)
    assert (done.answered, done.waiting) == (0, 1)
    assert "badges.csv" in str(done.problems[0])
    assert describe(done) == (
        "people: 0 answered, 0 answers over and deleted, 1 wait for exports that cannot be read"
    )
    write(site, "badges", "holder,badge\n")
    assert serve_requests(site, NOW) == Served(1, 0)
    assert read_answer(opened(site, key)).tables[2].rows == []


@pytest.mark.slow("reads exports")
def test_a_request_waits_for_columns_that_are_declared(site: SiteFolder) -> None:
    requested(site, ADA)
    leave(site.desk, session(site, BOB), ["lieux"], NOW)
    write(site, "places", f"id,kind,author\n1,bistrot,{ADA}\n")
    done = serve_requests(site, NOW)
    assert (done.answered, done.waiting) == (0, 1)
    assert [str(one) for one in done.problems] == [
        "exports/places.csv: a column that is declared is not there; mend the export, or the "
        "declaration: `fournil check` says which"
    ]
    gone = let_go(site, NOW)
    assert (gone.left, gone.waiting) == (0, 1)
    write(site, "places", EXPORTS["places"])
    assert let_go(site, NOW).left == serve_requests(site, NOW).answered == 1


@pytest.mark.slow("reads exports")
def test_what_cannot_be_opened_is_told(site: SiteFolder) -> None:
    requested(site, ADA)
    (site.private / "contributors.key").unlink()
    with pytest.raises(PrivateStateError, match=r"contributors\.key: no key that can be used"):
        serve_requests(site, NOW)
    assert len(waiting(site.desk)) == 1


@pytest.mark.slow("reads exports")
def test_the_archive_says_what_it_holds(site: SiteFolder) -> None:
    files = served(site, ADA)
    manifest = json.loads(files["manifest.json"])
    assert manifest["counts"] == {
        "rows": {"lieux.members": 1, "lieux.places": 2, "lieux.badges": 1},
        "corrections": 0,
        "consents": 1,
    }
    assert manifest["files"] == [
        {"path": name, "bytes": len(content), "sha256": sha256(content).hexdigest()}
        for name, content in files.items()
        if name != "manifest.json"
    ]
    assert manifest["processing"][0] == {
        "table": "lieux.members",
        "controller": "Le Collectif",
        "purposes": ["publish open data under etalab-2.0"],
        "recipients": ["the public"],
        "retention": {"last_versions": 8, "monthly_versions": 12},
    }
    [record] = json.loads(files["consents.jsonld"])["@graph"]
    assert record["@type"] == "dpv:ConsentRecord"
    assert record["dpv:hasConsentStatus"]["dpv:isIndicatedAtTime"]["@value"] == "2026-01-02"
    outbox = json.loads(files["outbox.json"])
    assert (outbox["type"], outbox["totalItems"]) == ("OrderedCollection", 4)
    assert outbox["orderedItems"][0]["object"]["attachment"][1] == {
        "type": "PropertyValue", "name": "Name", "value": "Ada",
    }  # fmt: skip


@pytest.mark.slow("reads exports")
def test_the_tables_are_a_data_package_and_csv_says_what_json_does(
    site: SiteFolder, tmp_path
) -> None:
    files = served(site, ADA)
    for name, content in files.items():
        path = tmp_path / "taken" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    report = Package(str(tmp_path / "taken" / "datapackage.json")).validate()
    assert report.valid, report.flatten(["message"])
    for table in ("members", "places", "badges"):
        text = files[f"data/lieux/{table}.csv"].decode("utf-8-sig")
        rows = list(csv.DictReader(StringIO(text)))
        wanted = [
            {name: "" if value is None else str(value) for name, value in row.items()}
            for row in rows_of(files, table)
        ]
        assert rows == wanted


@pytest.mark.slow("reads exports")
def test_the_read_me_is_in_their_language(site: SiteFolder) -> None:
    text = served(site, ADA, "fr")["README.md"].decode()
    assert text.startswith("# Ce qui est détenu sur vous\n")
    assert "- Nom (`name`)\u00a0: publiée telle quelle\n" in text
    assert "Lieux\n\n2 lignes, dans `data/lieux/places.csv` et en JSON à côté." in text


@pytest.mark.slow("reads exports")
def test_what_they_said_at_the_desk_is_theirs(site: SiteFolder) -> None:
    for issuer, who, new in (
        ("https://a.example", ADA, "from Ada"),
        ("https://b.example", ADA, "from another Ada"),
        ("https://a.example", BOB, "from Bob"),
    ):
        text = sealed(public_key(site.desk.parent), json.dumps([issuer, who]))
        proposed(site, new, text)
    everything = said(site)
    mine = said_by(Contributor("https://a.example", ADA), ["lieux"], everything)
    assert [one.changes for one in mine] == [{"kind": ["café", "from Ada"]}]
    assert said_by(Contributor("https://a.example", ADA), ["autres"], everything) == []
    files = served(site, ADA)
    assert [one["number"] for one in json.loads(files["corrections.json"])] == [1, 2]
    assert json.loads(files["outbox.json"])["orderedItems"][-1]["published"] == (
        "2026-11-30T00:00:00Z"
    )
    assert "from Bob" not in str(files)


def proposed(site: SiteFolder, new: str, contributor: str) -> None:
    """A proposal of somebody whom a service handed over."""
    propose_once(
        site.desk,
        ("lieux", "places", ("1",)),
        {"kind": Edit("café", new)},
        why="seen",
        evidence="",
        day=DAY,
        most=9,
        contributor=contributor,
    )
