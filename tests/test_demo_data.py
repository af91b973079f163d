"""The demo's exports: made by their generator, small, fictional, as declared."""

import csv
import gzip
import json
import re
from collections import Counter
from datetime import date
from functools import cache
from io import StringIO
from pathlib import Path

import pytest

from data.generator.exports import write_exports
from publish.declare.declaration import Dataset, Source, Table
from publish.declare.site import SiteFolder

ROOT = Path(__file__).parent.parent
SITE = SiteFolder(ROOT)
DEMO = ("enquete-habitants", "frequentation", "lieux-partages", "reseau-transition")
FICTION = ("19900", "26191", "35301", "46571", "53649", "63998")


@cache
def declared(dataset: str) -> Dataset:
    """A dataset's declaration, read once: YAML with line numbers is slow."""
    return SITE.dataset(dataset)


def given() -> list[Path]:
    """All exports of the demo, and the copies of what partners gave."""
    return [*SITE.data.glob("*/exports/*"), *SITE.data.glob("*/partners/*/records.*")]


def content(path: Path) -> bytes:
    """A file's bytes, unpacked: libraries may pack the same bytes differently."""
    return gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()


def rows(dataset: str, path: str, source: Source) -> list[dict[str, str]]:
    """The records of a delimited export by its headers."""
    text = content(SITE.data / dataset / path).decode(source.encoding).removeprefix("\ufeff")
    return list(csv.DictReader(StringIO(text, newline=""), delimiter=source.delimiter or ","))


def only_rows(dataset: str, table: str) -> list[dict[str, str]]:
    """The records of a table that is fed by one delimited export."""
    (source,) = declared(dataset).tables[table].sources
    return rows(dataset, source.path, source)


def tables() -> list[tuple[str, str, Table]]:
    """Each table of the demo, after its dataset's name and its own."""
    return [(d, name, table) for d in DEMO for name, table in declared(d).tables.items()]


def delimited() -> list[tuple[str, str, Table, Source]]:
    """Each delimited export of the demo and the table that it feeds."""
    return [
        (dataset, str(path.relative_to(SITE.data / dataset)), table, source)
        for dataset, _, table in tables()
        for source in table.sources
        for path in sorted((SITE.data / dataset).glob(source.path))
        if not path.name.endswith((".json", ".jsonl"))
    ]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the generator makes now."""
    folder = tmp_path_factory.mktemp("made")
    write_exports(folder)
    return folder


@pytest.mark.slow("makes the demo exports of several weeks anew")
def test_the_committed_exports_are_what_the_generator_makes(made: Path) -> None:
    made_names = sorted(p.relative_to(made) for p in made.rglob("*") if p.is_file())
    committed = sorted(
        p.relative_to(SITE.data) for d in DEMO for p in (SITE.data / d / "exports").iterdir()
    )
    assert made_names == committed
    for name in committed:
        assert content(made / name) == content(SITE.data / name), name


def test_they_are_small_together() -> None:
    assert sum(p.stat().st_size for p in given()) < 3_000_000


@pytest.mark.parametrize("name", DEMO)
def test_each_dataset_says_that_it_is_fictional_and_says_it_in_two_languages(name: str) -> None:
    dataset: Dataset = declared(name)
    assert dataset.demo
    assert (dataset.license == "ODbL-1.0") == dataset.contributed
    texts = [dataset.title, dataset.description]
    for table in dataset.tables.values():
        texts += [table.title, table.description]
        texts += [text for c in table.columns.values() for text in (c.title, c.description)]
    assert all(text and text.fr and text.en for text in texts)
    assert "fictives" in (SITE.data / name / "README.md").read_text(encoding="utf-8")


# What has the same name in both languages.
NAMES = ("department", "region")


@pytest.mark.parametrize(("dataset", "name", "table"), tables())
def test_what_filters_is_said_in_both_languages(dataset: str, name: str, table: Table) -> None:
    for facet in table.browse.facets:
        column = table.columns[facet]
        if facet in NAMES or column.type not in ("string", "list"):
            continue
        assert set(column.constraints.enum or ()) <= column.labels.keys(), facet
        assert column.labels, facet
        assert all(text.fr and text.en for text in column.labels.values()), facet


def test_every_tag_and_theme_and_country_has_its_label() -> None:
    labels = declared("lieux-partages").tables["places"].columns["tags"].labels
    tags = {
        tag for row in only_rows("lieux-partages", "places") for tag in row["Étiquettes"].split("|")
    }
    assert {tag.strip() for tag in tags} - {"", "NR", "-"} == labels.keys()
    labels = declared("frequentation").tables["countries"].columns["country_name"].labels
    assert {row["Pays"] for row in only_rows("frequentation", "countries")} == labels.keys()


@pytest.mark.parametrize(("dataset", "path", "table", "source"), delimited())
def test_every_header_is_declared(dataset: str, path: str, table: Table, source: Source) -> None:
    named = {
        column.header or name
        for name, column in table.columns.items()
        if name not in source.constants
    }
    (first, *_) = rows(dataset, path, source)
    assert set(first) == named


def test_keys_are_unique_and_contributions_belong_to_places() -> None:
    places = [row["Identifiant"] for row in only_rows("lieux-partages", "places")]
    edits = only_rows("lieux-partages", "contributions")
    assert (len(places), len(edits)) == (3500, 6000)
    assert len(set(places)) == 3500
    assert len({row["Numéro"] for row in edits}) == 6000
    assert {row["Lieu"] for row in edits} == set(places)


def test_places_are_everywhere_in_france_and_dirty_on_purpose() -> None:
    found = only_rows("lieux-partages", "places")
    assert len({row["Département"] for row in found}) == 101
    assert {"01000", "20250", "97200"} <= {row["Code postal"] for row in found}
    assert {"2A", "2B", "97"} <= {row["Code INSEE"][:2] for row in found}
    assert {"NR ", "-", "", "1 121"} <= {row["Places assises"] for row in found}
    assert any("\n" in row["Présentation"] for row in found)
    assert any('"' in row["Présentation"] and "œ" in row["Nom"] for row in found)
    assert any("<p>" in row["Présentation"] for row in found)


def test_nobody_is_real() -> None:
    text = "\n".join(
        content(path).decode("cp1252" if path.suffix == ".csv" else "utf-8", errors="ignore")
        for path in given()
        if "visites" not in path.name
    )
    # `@id` of JSON-LD is no address.
    hosts = set(re.findall(r"\w@([\w.-]+)", text))
    assert all(host.endswith(("example.org", "example.net")) for host in hosts)
    phones = re.findall(r"(?:\+33 |\b0)(\d(?:[ .]\d\d){4})", text)
    assert len(phones) > 900
    assert all(re.sub("[ .]", "", phone).startswith(FICTION) for phone in phones)


def test_people_leave_as_counts_as_records_and_by_their_own_wish() -> None:
    survey, network = declared("enquete-habitants"), declared("reseau-transition")
    modes = {name: table.mode for name, table in survey.tables.items()}
    assert modes == {"answers": "aggregates", "trips": "records"}
    members = network.tables["members"]
    assert members.named
    assert set(members.published) == set(members.named.covers)
    assert members.columns["email"].dropped
    assert members.columns["phone"].dropped


def test_some_members_agreed_to_be_listed() -> None:
    agreed = [row["Accord annuaire le"] for row in only_rows("reseau-transition", "members")]
    assert (len(agreed), sum(map(bool, agreed))) == (400, 139)


def test_most_people_note_several_trips() -> None:
    trips = Counter(row["Carnet"] for row in only_rows("enquete-habitants", "trips"))
    assert (len(trips), trips.total(), max(trips.values())) == (700, 2264, 9)


def test_some_people_answered_twice() -> None:
    answers = Counter(row["N° répondant"] for row in only_rows("enquete-habitants", "answers"))
    assert (len(answers), answers.total()) == (2000, 2130)


def test_organisations_of_several_partners_share_their_siret() -> None:
    partners = SITE.data / "reseau-transition" / "partners"
    north = content(partners / "nord/records.csv").decode("cp1252")
    rows = csv.DictReader(StringIO(north, newline=""), delimiter=";")
    ours = {row["SIRET"].replace(" ", "") for row in rows}
    others = ("archipel/records.jsonl", "estuaire/records.jsonl.gz")
    lines = [line for path in others for line in content(partners / path).decode().splitlines()]
    found = [json.loads(line) for line in lines]
    assert len(ours & {one.get("siret") or one.get("pair:siret") for one in found}) == 9


@pytest.mark.slow("makes the demo exports of several weeks anew")
def test_a_week_later_some_places_came_changed_and_went(made: Path, tmp_path: Path) -> None:
    write_exports(tmp_path, week=1)
    before, after = (places_of(folder) for folder in (made, tmp_path))
    assert len(after.keys() - before.keys()) == 12
    assert len(before.keys() - after.keys()) == 3
    kept = before.keys() & after.keys()
    assert 10 <= sum(before[place] != after[place] for place in kept) <= 15
    assert content(made / "frequentation/exports/pays.csv.gz") == content(
        tmp_path / "frequentation/exports/pays.csv.gz"
    )


@pytest.mark.slow("makes the demo exports of several weeks anew")
def test_weeks_build_on_each_other(tmp_path: Path) -> None:
    write_exports(tmp_path / "one", week=1)
    write_exports(tmp_path / "two", week=2)
    one, two = places_of(tmp_path / "one"), places_of(tmp_path / "two")
    assert (len(one.keys() - two.keys()), len(two.keys() - one.keys())) == (3, 12)


@pytest.mark.slow("makes the demo exports of several weeks anew")
@pytest.mark.parametrize(
    ("path", "encoding", "more"),
    [
        ("enquete-habitants/exports/reponses.csv", "iso8859-15", 60),
        ("reseau-transition/exports/membres.csv", "cp1252", 5),
    ],
)
def test_a_week_later_more_people_came(
    made: Path, tmp_path: Path, path: str, encoding: str, more: int
) -> None:
    write_exports(tmp_path, week=2)
    before, after = (lines_of(folder / path, encoding) for folder in (made, tmp_path))
    assert len(after) - len(before) == 2 * more


@pytest.mark.slow("makes the demo exports of several weeks anew")
def test_each_week_one_member_takes_back_the_consent(made: Path, tmp_path: Path) -> None:
    write_exports(tmp_path, week=1)
    path = "reseau-transition/exports/membres.csv"
    before, after = (lines_of(folder / path, "cp1252") for folder in (made, tmp_path))
    changed = [(old, new) for old, new in zip(before, after, strict=False) if old != new]
    assert [new[-1] for _, new in changed] == [""]
    assert changed[0][0][-1]


def lines_of(path: Path, encoding: str) -> list[list[str]]:
    """The records of an export."""
    return list(csv.reader(StringIO(path.read_text(encoding), newline=""), delimiter=";"))


def places_of(folder: Path) -> dict[str, str]:
    """The lines of the places' export by identifier."""
    text = (folder / "lieux-partages/exports/lieux.csv").read_text(encoding="cp1252")
    return {row[0]: "|".join(row) for row in csv.reader(StringIO(text), delimiter=";")}


@pytest.mark.parametrize("dataset", DEMO)
def test_its_reviews_hold_in_any_year(dataset: str) -> None:
    """`make publish` of a fresh clone works as long as the demo does."""
    review = declared(dataset).reviewed
    assert review is not None
    accepted = [one for table in declared(dataset).tables.values() for one in table.accept.values()]
    assert {review.until, *(one.until for one in accepted)} == {date(2999, 12, 31)}
