"""A release whose columns were recoded: types agree in CSV, SQLite and description."""

import csv
import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from publish.bakehouse.protect.ladders import BUILT, rungs
from publish.bakehouse.protect.policy_facts import policy_facts
from publish.bakehouse.rebake import rebake
from publish.declare.site import SiteFolder
from publish.declare.techniques import Ladder
from publish.progress import Silent
from tests.sites import DATASET, DAY, declare, deliver, make_site, publish_one
from tests.tables import one_column

COLUMNS = """\
    columns:
      id: {type: string, role: open}
      age: {type: integer, role: open, constraints: {minimum: 0, required: true}, protect: {band: {cuts: [20, 30]}}}
      day: {type: date, role: open, protect: {truncate_date: {to: quarter}}}
      seats: {type: integer, role: open, protect: {round: {to: 10}}}
      lat: {type: number, role: open, protect: {grid: {size: 0.01}}}
      commune: {type: string, role: open, protect: {ladder: {name: communes, to: epci_name}}}
      job: {type: integer, role: open, constraints: {required: true}, protect: {ladder: {file: jobs.csv, to: group}}}
      code: {type: integer, role: open, protect: rekey}
    browse: {facets: [age, job], label: id}
"""  # noqa: E501
HEADER = "id;age;day;seats;lat;commune;job;code"
ROWS = ("1;19;2026-11-21;14;43.89139;75101;11;7", "2;20;2026-01-01;15;;69123;12;7")


@pytest.fixture(autouse=True)
def key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FOURNIL_KEY_LIEUX", bytes(range(32)).hex())


@pytest.fixture
def site(tmp_path: Path) -> SiteFolder:
    if not (BUILT / "communes.csv").is_file():
        pytest.skip("publish/built/ladders is not built: run make")
    site = make_site(tmp_path)
    head = DATASET[: DATASET.index("    columns:")]
    declare(site, head + COLUMNS)
    deliver(site, *ROWS, header=HEADER)
    jobs(site, "code,group\n11,A\n12,\n")
    return site


def jobs(site: SiteFolder, text: str) -> None:
    (site.data / "lieux" / "jobs.csv").write_text(text, encoding="utf-8")


def current(site: SiteFolder) -> Path:
    return site.releases / "lieux" / "current"


@pytest.mark.slow("publishes in whole, twice")
def test_types_agree_wherever_they_are_written(site: SiteFolder) -> None:
    assert publish_one(site).status == "published"
    package = json.loads((current(site) / "datapackage.json").read_text("utf-8"))
    fields = {one["name"]: one for one in package["resources"][0]["schema"]["fields"]}
    assert {name: one["type"] for name, one in fields.items()} == {
        "id": "string", "age": "string", "day": "string", "seats": "integer", "lat": "number",
        "commune": "string", "job": "string", "code": "string",
    }  # fmt: skip
    assert [fields["age"].get("constraints"), fields["job"].get("constraints")] == [
        {"required": True},
        None,
    ]
    with closing(sqlite3.connect(current(site) / "lieux.db")) as database:
        stored = dict(database.execute("SELECT name, type FROM pragma_table_info('places')"))
        rows = database.execute("SELECT * FROM places ORDER BY id").fetchall()
    assert set(stored.values()) == {"TEXT", "INTEGER", "REAL"}
    assert (stored["age"], stored["seats"], stored["lat"]) == ("TEXT", "INTEGER", "REAL")
    first = ("1", "<20", "2026-Q4", 10, 43.895, "Métropole du Grand Paris", "A")
    assert [row[:-1] for row in rows] == [
        first,
        ("2", "20–29", "2026-Q1", 20, None, "Métropole de Lyon", None),
    ]
    assert rows[0][-1] == rows[1][-1]
    with (current(site) / "places.csv").open(encoding="utf-8") as file:
        assert next(csv.DictReader(file))["age"] == "<20"


@pytest.mark.slow("publishes in whole, twice")
def test_a_rebaked_release_has_the_same_types(site: SiteFolder) -> None:
    publish_one(site)
    before = json.loads((current(site) / "datapackage.json").read_text("utf-8"))["resources"]
    assert rebake(site, "lieux", DAY, Silent()).status == "published"
    after = json.loads((current(site) / "datapackage.json").read_text("utf-8"))["resources"]
    assert [one["schema"] for one in after] == [one["schema"] for one in before]


@pytest.mark.slow("publishes in whole, twice")
def test_another_lookup_gives_another_release(site: SiteFolder) -> None:
    publish_one(site)
    assert publish_one(site).status == "unchanged"
    jobs(site, "code,group\n11,B\n12,\n")
    assert publish_one(site).status == "published"


@pytest.mark.slow("publishes in whole, twice")
def test_too_many_values_without_a_rung_close_the_gate(site: SiteFolder) -> None:
    jobs(site, "code,group\n11,A\n")
    outcome = publish_one(site)
    assert (outcome.status, outcome.exit_code) == ("refused", 5)
    codes = [problem.code for problem in outcome.problems if problem.severity == "blocker"]
    assert codes == ["ladder-gap"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (None, "jobs.csv: no such lookup of a ladder; add the file"),
        ("code,rung\n11,A\n", "jobs.csv: no column 'group'; columns: code, rung"),
        ("code,group\n11,A\n11,B\n", "jobs.csv: '11' of 'code' has more than one rung; keep one"),
        ("", "jobs.csv: not a CSV of UTF-8 and commas"),
    ],
)
def test_a_lookup_that_cannot_be_used_is_told(site: SiteFolder, text: str, said: str) -> None:
    jobs(site, text or "")
    if text is None:
        (site.data / "lieux" / "jobs.csv").unlink()
    outcome = publish_one(site)
    assert outcome.exit_code == 3
    assert said in outcome.message


@pytest.mark.parametrize(
    ("code", "to", "becomes"),
    [
        ("01015", "commune_name", "Arboys en Bugey"),
        ("75101", "commune", "75056"),
        ("97411", "region_name", "La Réunion"),
        ("2B096", "departement", "2B"),
        ("29083", "epci", None),
    ],
)
def test_the_ladder_of_communes_knows(site: SiteFolder, code: str, to: str, becomes: str) -> None:
    lookup = rungs(Ladder(name="communes", to=to), Path()).lookup.to_pydict()
    assert dict(zip(lookup["source"], lookup["target"], strict=True))[code] == becomes


def test_a_policy_changes_with_its_lookup_alone(site: SiteFolder) -> None:
    column = one_column("string", protect={"ladder": {"file": "jobs.csv", "to": "group"}})
    folder = site.data / "lieux"
    facts = policy_facts(column, folder)
    assert (facts["technique"], facts["ladder"]["origin"]) == ("ladder", "jobs.csv")
    jobs(site, "code,group\n12,\n11,A\n")
    assert policy_facts(column, folder) == facts
    jobs(site, "code,group\n11,B\n12,\n")
    assert policy_facts(column, folder) != facts


def test_a_lookup_that_comes_along_says_which_version(site: SiteFolder) -> None:
    column = one_column("string", protect={"ladder": {"name": "communes", "to": "region"}})
    facts = policy_facts(column, Path())
    assert facts["ladder"]["origin"].startswith("@etalab/decoupage-administratif ")
    assert facts["parameters"] == {"name": "communes", "to": "region"}
