"""Rows of partners that are one thing are found, told why, the same each time, and in silence."""

import json
import math
import tomllib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from publish.bakehouse.engine import Workspace
from publish.bakehouse.partners import linkage
from publish.bakehouse.partners.linkage import linked
from publish.bakehouse.partners.linkage.model import Model, fixed, keep, kept
from publish.declare.merging import Compared
from publish.errors import SourceError
from tests.tables import bench, rows_of

COMPARE: dict[str, Compared] = {
    "name": "name", "address": "address", "postcode": "postcode", "email": "email",
    "website": "website",
}  # fmt: skip
POINT = ("lat", "lon")
COLUMNS = ("id", *COMPARE, *POINT)
HALLES = ("nord/1", "Café des Halles", "3 rue de la République", "59000", "cafe@halles.org", None)
NORTH: list[tuple[Any, ...]] = [
    (*HALLES, 50.63, 3.06),
    ("nord/2", "Ressourcerie du Port", "1 quai Nord", "59140", None, "r-port.org", 51.0, 2.3),
    ("nord/3", "Jardin partagé Fivel", None, "59160", "jardin@fivel.fr", None, None, None),
]
SOUTH: list[tuple[Any, ...]] = [
    ("sud/7", "CAFE DES HALLES", "3 rue de la Republiqe", "59 000", None, None, 50.6301, 3.0602),
    ("sud/8", "Resourcerie du Port", None, "59140", None, "http://www.r-port.org/", None, None),
    ("sud/9", "Café des Halles", "9 place du Marché", "34000", None, None, 43.6, 3.88),
]
OWNER = ("accueil@boite.org", "boite.org")
HOUSE = ("5 rue des Associations", "59000")

Link = Callable[..., list[dict[str, Any]]]


@pytest.fixture
def link(place: Workspace, tmp_path: Path) -> Link:
    """Links rows by all columns; what is told goes nowhere, the model is kept in `private`."""

    def _link(rows: Sequence[Sequence[Any]], **other: Any) -> list[dict[str, Any]]:
        brought = place.brought("rows", table(rows))
        compare, point = other.get("compare", COMPARE), other.get("point", POINT)
        model, tell = tmp_path / "private" / "model.json", other.get("tell", nobody)
        return rows_of(linked(brought, compare, point, place, model, tell=tell))

    return _link


def nobody(words: str) -> None:
    """Hears what is told."""


def table(rows: Sequence[Sequence[Any]]) -> pa.Table:
    types = [pa.float64() if name in POINT else pa.string() for name in COLUMNS]
    columns = zip(*rows, strict=True) if rows else [[]] * len(COLUMNS)
    cells = [pa.array(list(column), type) for column, type in zip(columns, types, strict=True)]
    return pa.table(dict(zip(COLUMNS, cells, strict=True)))


def ends(pairs: Sequence[dict[str, Any]], least: float) -> list[tuple[str, str]]:
    return [(one["left"], one["right"]) for one in pairs if one["probability"] >= least]


def test_one_thing_written_in_two_ways_is_found(link: Link) -> None:
    found = link([*NORTH, *SOUTH])
    assert ends(found, 0.95) == [("nord/1", "sud/7"), ("nord/2", "sud/8")]
    assert ends(found, 0.2) == [("nord/1", "sud/7"), ("nord/2", "sud/8")]


def test_the_reasons_sum_up_to_the_odds(link: Link) -> None:
    first = link([*NORTH, *SOUTH])[0]
    why = json.loads(first["why"])
    assert why[0] == {"column": "", "level": "before", "weight": -5.61}
    assert [(part["column"], part["kind"], part["level"]) for part in why[1:]] == [
        ("name", "name", "equal"),
        ("address", "address", "nearly equal"),
        ("postcode", "postcode", "equal"),
        ("lat, lon", "point", "within 100 m"),
    ]
    odds = math.log2(first["probability"] / (1 - first["probability"]))
    assert sum(part["weight"] for part in why) == pytest.approx(odds, abs=0.5)


def test_no_reason_holds_a_value(link: Link) -> None:
    why = "".join(one["why"] for one in link([*NORTH, *SOUTH])).lower()
    assert not [text for text in ("halles", "59000", "r-port", "50.6") if text in why]


def test_what_says_the_same_twice_counts_once(link: Link) -> None:
    """Address, postcode and point of one house are one word, not three."""
    why = json.loads(link([*NORTH, *SOUTH])[0]["why"])
    where = {part["column"]: part["weight"] for part in why[2:]}
    assert where == {"address": 9.73, "postcode": 0.0, "lat, lon": 0.72}


def test_branches_of_one_owner_stay_apart(link: Link) -> None:
    branches = [
        ("a/1", "La Boîte à outils", "1 rue Haute", "59000", *OWNER, 50.6, 3.0),
        ("a/2", "La Boîte à outils", "8 rue Basse", "34000", *OWNER, 43.6, 3.8),
    ]
    assert ends(link([*NORTH, *branches]), 0.95) == []


def test_tenants_of_one_house_stay_apart(link: Link) -> None:
    tenants = [
        ("a/1", "Repair Café", *HOUSE, "repair@cafe.fr", "repair-cafe.fr", 50.6, 3.0),
        ("a/2", "Ligue des cyclistes", *HOUSE, "velo@ligue.fr", "ligue-velo.fr", 50.6, 3.0),
    ]
    assert ends(link([*NORTH, *tenants]), 0.5) == []


def test_the_order_of_rows_changes_nothing(link: Link) -> None:
    rows = [*NORTH, *SOUTH]
    assert link(rows) == link(rows[::-1]) == link([*rows[3:], *rows[:3]])


def test_it_says_nothing_on_any_stream(
    link: Link, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    link([*NORTH, *SOUTH])
    assert capfd.readouterr() == ("", "")
    assert caplog.records == []


@pytest.mark.parametrize("rows", [[], NORTH[:1], [("a/1", *[None] * 7), ("a/2", *[None] * 7)]])
def test_where_nothing_can_be_compared_nothing_is_found(
    rows: list[tuple[Any, ...]], link: Link
) -> None:
    assert link(rows) == []


def test_without_columns_to_compare_nothing_is_found(link: Link) -> None:
    assert link(NORTH, compare={}, point=None) == []


def test_names_and_keys_may_hold_any_sign(place: Workspace, tmp_path: Path) -> None:
    odd = 'l\'"état", {c} %s'
    rows = pa.table({"id": ["p/a'\"", "p/b;--"], odd: ["Le Lien d'ici", "Le lien d’ici"]})
    brought = place.brought("rows", rows)
    found = linked(brought, {odd: "name"}, None, place, tmp_path / "m.json", tell=nobody)
    [pair] = rows_of(found)
    assert (pair["left"], pair["right"]) == ("p/a'\"", "p/b;--")
    assert [part["column"] for part in json.loads(pair["why"])] == ["", odd]


def test_a_list_is_compared_as_its_items(place: Workspace, tmp_path: Path) -> None:
    mails = [["x@y.org", "a@b.fr"], ["x@y.org"], None, ["b@c.fr"]]
    rows = pa.table({"id": ["p/1", "p/2", "p/3", "p/4"], "mails": mails})
    brought = place.brought("rows", rows)
    found = linked(brought, {"mails": "email"}, None, place, tmp_path / "m.json", tell=nobody)
    assert ends(rows_of(found), 0.5) == [("p/1", "p/2")]


def test_what_everybody_shares_makes_no_pairs(link: Link) -> None:
    told: list[str] = []
    same = [(f"a/{n:04}", "École", None, "59000", None, None, None, None) for n in range(2000)]
    found = link([*same, *NORTH, *SOUTH], tell=told.append)
    assert ends(found, 0.2) == [("nord/1", "sud/7"), ("nord/2", "sud/8")]
    assert told == [
        "name: 1 values that more than 100 rows share (2,000 rows in all) are no reason to compare"
        " these rows",
        "postcode: 1 values that more than 100 rows share (2,002 rows in all) are no reason to"
        " compare these rows",
    ]


def test_all_that_it_writes_is_gone_with_the_workspace(tmp_path: Path) -> None:
    with bench(tmp_path) as place:
        rows = place.brought("rows", table([*NORTH, *SOUTH]))
        linked(rows, COMPARE, POINT, place, tmp_path / "m.json", tell=nobody)
    assert [path.name for path in tmp_path.rglob("*")] == ["private"]


def test_a_model_that_fits_is_used(link: Link, tmp_path: Path) -> None:
    rows, path = [*NORTH, *SOUTH], tmp_path / "private" / "model.json"
    link(rows)
    assert not path.exists()
    odds = fixed({**COMPARE, "lat, lon": "point"}, {}, 6).odds
    keep(Model({**COMPARE, "lat, lon": "point"}, 1e-15, odds, {}, 6, learned=False), path)
    assert ends(link(rows), 0.2) == []
    keep(Model({**COMPARE, "lat, lon": "point"}, 1e-15, odds, {}, 40, learned=False), path)
    assert ends(link(rows), 0.2) == [("nord/1", "sud/7"), ("nord/2", "sud/8")]


def test_what_splink_cannot_do_is_said(link: Link, tmp_path: Path) -> None:
    """A model that was edited, and says nonsense: no two rows are one thing at all."""
    path = tmp_path / "private" / "model.json"
    rows, kinds = [*NORTH, *SOUTH], {**COMPARE, "lat, lon": "point"}
    keep(Model(kinds, 0.0, fixed(kinds, {}, 6).odds, {}, 6, learned=False), path)
    words = r"model\.json: rows cannot be compared by splink \(ValueError\); remove that file"
    with pytest.raises(SourceError, match=words):
        link(rows)
    path.unlink()
    assert link(rows)


def test_a_model_is_read_as_it_was_written(tmp_path: Path) -> None:
    model = Model({"name": "name"}, 0.01, {"name": ((0.9, 0.1), (0.1, 0.9))}, {}, 7, learned=True)
    keep(model, tmp_path / "new" / "model.json")
    assert kept(tmp_path / "new" / "model.json") == model
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["model.json"]
    assert (tmp_path / "new" / "model.json").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("text", ["", "{", "[]", '{"version": 0}', '{"version": 1}'])
def test_a_model_that_cannot_be_read_is_learned_anew(text: str, tmp_path: Path) -> None:
    path = tmp_path / "model.json"
    path.write_text(text, "utf-8")
    assert kept(path) is None


@pytest.fixture
def without(monkeypatch: pytest.MonkeyPatch) -> None:
    """As where splink is not installed."""
    monkeypatch.setattr(linkage, "find_spec", lambda name: None)
    monkeypatch.setitem(__import__("sys").modules, "splink", None)


@pytest.mark.usefixtures("without")
def test_without_splink_what_is_equal_is_found(link: Link) -> None:
    told: list[str] = []
    branches = [(f"z/{n}", f"Boîte {n}", None, f"3400{n}", *OWNER, None, None) for n in (1, 2)]
    shared = [(f"z/9{n:02}", f"L{n}", None, None, "a@b.fr", None, None, None) for n in range(11)]
    found = link([*NORTH, *SOUTH, *branches, *shared], tell=told.append)
    assert [(one["left"], one["right"], one["probability"]) for one in found] == [
        ("nord/1", "sud/7", 0.9699),
        ("nord/2", "sud/8", 0.749354),
        ("z/1", "z/2", 0.899379),
    ]
    assert json.loads(found[0]["why"]) == [
        {"column": "", "level": "before", "weight": 0},
        {"column": "name, postcode", "kind": "name", "level": "equal", "weight": 5.01},
    ]
    assert told == [
        "splink is not installed: only rows that are equal in name and postcode, e-mail, website"
        " or code are found; run `pip install splink==5.0.0`",
        "1 values that more than 10 rows share are no reason to link these rows",
    ]


@pytest.mark.usefixtures("without")
def test_without_splink_and_without_columns_nothing_is_found(link: Link) -> None:
    assert link(NORTH, compare={}, point=None) == []


def test_the_words_name_the_version_that_is_pinned() -> None:
    project = tomllib.loads((Path(__file__).parents[4] / "pyproject.toml").read_text("utf-8"))
    [pinned] = project["project"]["optional-dependencies"]["link"]
    assert f"`pip install {pinned}`" in linkage.WITHOUT
