"""An attack on the demo's places: nothing published puts the rows of one person together.

The attacker groups the rows of a release by every column and pair of columns, and by their order,
and bets that two rows of a group are of one person. By chance the bet is won as often as two
rows drawn from the whole table share their author. The exports know who is right.
"""

import csv
import shutil
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations, pairwise
from pathlib import Path

import pytest

from publish.bakehouse.steps import Outcome
from publish.declare.site import SiteFolder
from tests.sites import publish
from tests.test_demo_data import ROOT, declared, only_rows

NAME = "lieux-partages"
TABLES = ("places", "contributions")
LUCK = 3
"""How many times as often as by chance a bet may be won: authors have places they like."""
FEW = 50
"""Under so many pairs of rows, what is won says nothing."""
Columns = Mapping[str, Sequence[str]]


def release(root: Path, *changes: tuple[str, str]) -> tuple[SiteFolder, Outcome]:
    """The demo's places published in a site of their own, their declaration changed."""
    shutil.copytree(ROOT / "data" / NAME, root / "data" / NAME)
    shutil.copy(ROOT / "metadata.yaml", root)
    site = SiteFolder(root)
    path = site.declaration(NAME)
    text = path.read_text("utf-8")
    for old, new in changes:
        assert text.count(old) == 1
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")
    [outcome] = publish(site, NAME)
    return site, outcome


def published(site: SiteFolder, table: str) -> dict[str, list[str]]:
    """The columns of a published table; contributions with those of their place."""
    rows = _rows(site, table)
    if table == "contributions":
        places = {row["id"]: row for row in _rows(site, "places")}
        rows = [{**{f"place {n}": v for n, v in places[row["place"]].items()}, **row}
                for row in rows]  # fmt: skip
    return {name: [row[name] for row in rows] for name in rows[0]}


def _rows(site: SiteFolder, table: str) -> list[dict[str, str]]:
    path = site.releases / NAME / "current" / f"{table}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def authors(table: str, ids: Iterable[str]) -> list[str]:
    """Who made each row, as only the export knows."""
    columns = declared(NAME).tables[table].columns
    key, who = columns["id"].header or "id", columns["author"].header or "author"
    by_id = {row[key]: row[who] for row in only_rows(NAME, table)}
    return [by_id[id] for id in ids]


def chance(people: Sequence[str]) -> float:
    """How often two rows drawn from all share their author."""
    return _same(people) / _pairs(len(people))


def _pairs(rows: int) -> int:
    return rows * (rows - 1)


def _same(people: Iterable[str]) -> int:
    return sum(_pairs(rows) for rows in Counter(people).values())


def bets(columns: Columns, people: Sequence[str]) -> Iterator[tuple[tuple[str, ...], float]]:
    """For each column and pair of columns that groups enough rows: the share of bets won."""
    for names in (*combinations(columns, 1), *combinations(columns, 2)):
        groups = defaultdict(list)
        for values, who in zip(zip(*(columns[n] for n in names), strict=True), people, strict=True):
            groups[values].append(who)
        pairs = sum(_pairs(len(group)) for group in groups.values())
        if pairs >= FEW:
            yield names, sum(_same(group) for group in groups.values()) / pairs


def won(columns: Columns, people: Sequence[str]) -> dict[tuple[str, ...], float]:
    """The groupings by which an attacker wins clearly more often than by chance."""
    limit = LUCK * chance(people)
    return {names: round(share, 3) for names, share in bets(columns, people) if share > limit}


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> SiteFolder:
    site, outcome = release(tmp_path_factory.mktemp("places"))
    assert outcome.status == "published", outcome.message
    return site


@pytest.mark.slow("publishes the demo and attacks it")
@pytest.mark.parametrize("table", TABLES)
def test_nothing_published_groups_the_rows_of_a_person(places: SiteFolder, table: str) -> None:
    columns = published(places, table)
    people = authors(table, columns["id"])
    assert len(set(people)) > 400
    assert won(columns, people) == {}


@pytest.mark.slow("publishes the demo and attacks it")
@pytest.mark.parametrize("table", TABLES)
def test_the_order_of_rows_tells_nothing(places: SiteFolder, table: str) -> None:
    people = authors(table, published(places, table)["id"])
    neighbours = [one == other for one, other in pairwise(people)]
    assert sum(neighbours) / len(neighbours) < LUCK * chance(people)


@pytest.mark.slow("publishes the demo and attacks it")
@pytest.mark.parametrize("table", TABLES)
def test_nobody_s_address_is_published(places: SiteFolder, table: str) -> None:
    known = set(authors(table, published(places, table)["id"]))
    folder = (places.releases / NAME / "current").resolve()
    for path in folder.iterdir():
        text = path.read_bytes().decode("utf-8", "replace")
        assert not [who for who in known if who in text], path.name


PSEUDONYM = (
    "        from: Contributeur·rice\n        protect: drop\n",
    "        from: Contributeur·rice\n        protect: pseudonymise\n",
)
MINUTE = (
    "        timezone: Europe/Paris\n        protect: drop\n",
    "        timezone: Europe/Paris\n",
)
DECIDED = (
    "    foreign_keys:\n      - {columns: place,",
    "    series_key: {reviewed: 2026-11-01, why: To show that the attack works.}\n"
    "    foreign_keys:\n      - {columns: place,",
)


@pytest.mark.slow("publishes the demo and attacks it")
def test_the_attack_wins_against_a_pseudonym(tmp_path: Path) -> None:
    site, outcome = release(tmp_path, PSEUDONYM, DECIDED)
    assert outcome.status == "published", outcome.message
    columns = published(site, "contributions")
    people = authors("contributions", columns["id"])
    assert won(columns, people)[("author",)] == 1.0


@pytest.mark.slow("publishes the demo and attacks it")
@pytest.mark.parametrize(
    ("change", "codes"),
    [(PSEUDONYM, ["published-contributor", "regrouped-rows"]), (MINUTE, ["fine-edit-time"])],
)
def test_the_gate_refuses_what_the_attack_would_use(
    change: tuple[str, str], codes: list[str], tmp_path: Path
) -> None:
    _, outcome = release(tmp_path, change)
    assert outcome.status == "refused"
    assert [one.code for one in outcome.problems if one.severity == "blocker"] == codes
