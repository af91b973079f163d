"""What an organisation has to clear: nothing else is shown, nothing is lost."""

import json
import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from publish.bakehouse.bake.delimited import bake_csv
from publish.bakehouse.corrections import Held, ToClear, hold
from publish.bakehouse.engine import Workspace, workspace
from publish.bakehouse.steps import STEPS, Outcome, RunWork
from publish.corrections.clearances import Known, clear, known, waiting
from publish.corrections.desk_file import writing
from publish.corrections.erase import erase_correction
from publish.corrections.live import undo
from publish.corrections.outgoing import outgoing
from publish.declare.site import SiteFolder
from publish.declare.table import Table
from publish.desk.erasing import erase
from tests.bakehouse.corrections.test_publication import TOLD, correct, lines, renamed
from tests.sites import DATASET, DAY, ROWS, declare, deliver, make_site, publish_one, published_site

Key = tuple[str, int]
Cells = tuple[Any, ...]
CLEARED = DATASET.replace(
    "    primary_key: id\n",
    "    primary_key: id\n    corrections: {cleared_by: La Mairie}\n    shrink: {max: 0.9}\n",
)
FIRST = [
    "id,name,kind,open",
    "01,Café des Œuvres,café,true",
    "02,Jardin d’Éole,jardin,false",
    "03,Fablab,atelier,",
]
WEEK = timedelta(days=7)
NEW = "04;Serre;serre;oui;ada@example.org"


@pytest.fixture
def site(tmp_path: Path) -> SiteFolder:
    """The site of places, whose first release was made before a clearance was asked for."""
    found = published_site(tmp_path)
    declare(found, CLEARED)
    return found


def cleared(site: SiteFolder, *keys: str) -> int:
    """Clears the changes of these rows, or all."""
    found = [one for one in waiting(site.desk) if not keys or one.key[0] in keys]
    return clear(site.desk, found, "shell", DAY, DAY)


def kinds(site: SiteFolder) -> list[tuple[str, str]]:
    return [(one.key[0], one.kind) for one in waiting(site.desk)]


def test_what_the_export_changes_waits(site: SiteFolder) -> None:
    deliver(site, *renamed(ROWS[:2], "jardin", "parc"), NEW)
    outcome = publish_one(site)
    assert (outcome.status, lines(site, "places")) == ("unchanged", FIRST)
    assert kinds(site) == [("02", "changed"), ("03", "gone"), ("04", "new")]
    [changed, gone, new] = waiting(site.desk)
    assert changed.cells == {"kind": ("jardin", "parc")}
    assert new.cells == {
        "id": (None, "04"), "name": (None, "Serre"), "kind": (None, "serre"),
        "open": (None, "true"),
    }  # fmt: skip
    assert gone.cells["name"] == ("Fablab", None)
    assert [str(one) for one in outcome.problems] == [
        "warning waiting-clearance: places: 3 rows wait for La Mairie to clear them, since "
        "2026-11-21 (1 changed, 1 gone from the exports, 1 new); `fournil desk clear lieux.places "
        "--all` clears them, `fournil desk clearance` lists them"
    ]


def test_nothing_of_the_export_but_published_cells_is_kept(site: SiteFolder) -> None:
    deliver(site, *ROWS, NEW.replace("ada@", "zoe@"))
    publish_one(site)
    assert b"Serre" in site.desk.read_bytes() + _log(site)
    assert b"zoe@" not in site.desk.read_bytes() + _log(site)


def _log(site: SiteFolder) -> bytes:
    log = site.desk.with_name("desk.db-wal")
    return log.read_bytes() if log.exists() else b""


def test_what_is_cleared_appears_and_the_rest_goes_on_waiting(site: SiteFolder) -> None:
    deliver(site, *renamed(ROWS[:2], "jardin", "parc"), NEW)
    publish_one(site)
    assert cleared(site, "02", "04") == 2
    outcome = publish_one(site, DAY + WEEK)
    assert (outcome.status, outcome.reasons) == ("published", ("places has 4 rows, had 3",))
    shown = [*FIRST[:2], "02,Jardin d’Éole,parc,false", FIRST[3], "04,Serre,serre,true"]
    assert lines(site, "places") == shown
    [one] = waiting(site.desk)
    assert (one.key, one.kind, one.seen) == (("03",), "gone", DAY)
    report = json.loads((site.releases / "lieux/current/report.json").read_text())
    assert report["tables"][0]["clearance"] == {
        "by": "La Mairie", "rows": 1, "since": "2026-11-21", "gone": 1,
    }  # fmt: skip
    page = (site.releases / "lieux/current/report.html").read_text()
    assert "La Mairie</th><td>1 (" in page
    cleared(site)
    publish_one(site, DAY + 2 * WEEK)
    assert lines(site, "places") == [*shown[:3], shown[4]]


def test_only_what_was_seen_is_cleared(site: SiteFolder) -> None:
    deliver(site, *renamed(ROWS, "jardin", "parc"))
    publish_one(site)
    seen = waiting(site.desk)
    assert clear(site.desk, seen, "shell", DAY, DAY) == 1
    deliver(site, *renamed(ROWS, "jardin", "square"))
    assert publish_one(site).status == "unchanged"
    assert (lines(site, "places"), kinds(site)) == (FIRST, [("02", "changed")])
    assert clear(site.desk, seen, "shell", DAY, DAY) == 0


@pytest.mark.slow("publishes five times")
def test_what_was_cleared_once_is_not_cleared_for_ever(site: SiteFolder) -> None:
    for kind, day in (("parc", 0), ("jardin", 1), ("parc", 2)):
        deliver(site, *renamed(ROWS, "jardin", kind))
        publish_one(site, DAY + day * WEEK)
        if day < 2:
            cleared(site)
            publish_one(site, DAY + day * WEEK)
    assert (lines(site, "places"), kinds(site)) == (FIRST, [("02", "changed")])


@pytest.mark.slow("publishes four weeks")
def test_what_is_erased_waits_for_nobody(site: SiteFolder) -> None:
    correct(site, "02", kind="Zébulon")
    publish_one(site)
    cleared(site)
    publish_one(site, DAY + WEEK)
    assert "02,Jardin d’Éole,Zébulon,false" in lines(site, "places")
    with writing(site.desk) as database:
        erase_correction(database, 1)
    assert publish_one(site, DAY + 2 * WEEK).status == "published"
    assert (lines(site, "places"), lines(site, "places_corrections")) == (FIRST, [TOLD])
    assert (waiting(site.desk), known(site.desk, "lieux", "places")) == ([], [])
    # Others of the row wait again.
    deliver(site, *renamed(ROWS, "jardin", "parc"))
    publish_one(site, DAY + 3 * WEEK)
    assert kinds(site) == [("02", "changed")]


@pytest.mark.slow("publishes five weeks")
@pytest.mark.parametrize("published", [False, True])
@pytest.mark.parametrize("taken_back", [False, True])
def test_what_is_erased_is_not_shown_on_though_it_was_replaced(
    site: SiteFolder, taken_back: bool, published: bool
) -> None:
    correct(site, "02", kind="Zébulon")
    publish_one(site)
    cleared(site)
    publish_one(site, DAY + WEEK)
    if taken_back:
        undo(site.desk, 1, DAY)
    else:
        correct(site, "02", kind="square")
    if published:
        publish_one(site, DAY + 2 * WEEK)
        assert "02,Jardin d’Éole,Zébulon,false" in lines(site, "places")
    with writing(site.desk) as database:
        erase_correction(database, 1)
    publish_one(site, DAY + 3 * WEEK)
    assert "Zébulon" not in str((lines(site, "places"), lines(site, "places_corrections")))


def test_what_was_never_shown_lets_nothing_pass_when_it_is_erased(site: SiteFolder) -> None:
    correct(site, "02", kind="Zébulon")
    publish_one(site)
    correct(site, "02", kind="square")
    with writing(site.desk) as database:
        erase_correction(database, 1)
    publish_one(site, DAY + WEEK)
    assert (lines(site, "places"), kinds(site)) == (FIRST, [("02", "changed")])


@pytest.mark.slow("publishes five weeks")
def test_what_is_erased_while_a_release_is_made_is_in_none(
    site: SiteFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    correct(site, "02", kind="Zébulon")
    publish_one(site)
    cleared(site)
    publish_one(site, DAY + WEEK)
    deliver(site, *renamed(ROWS, "Jardin", "Parc"))

    there = STEPS["check"]

    def erased_then(work: RunWork) -> Outcome | None:
        erase(site.desk, "correction", "1", DAY)
        return there(work)

    monkeypatch.setitem(STEPS, "check", erased_then)
    publish_one(site, DAY + 2 * WEEK)
    assert "Zébulon".encode() not in site.desk.read_bytes() + _log(site)
    monkeypatch.undo()
    publish_one(site, DAY + 3 * WEEK)
    assert lines(site, "places") == renamed(FIRST, "Jardin", "Parc")


@pytest.mark.slow("publishes two weeks")
@pytest.mark.parametrize("step", ["present", "check", "bake", "describe", "publish"])
def test_a_release_that_holds_what_was_erased_meanwhile_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    site = published_site(tmp_path)
    correct(site, "02", kind="Zébulon")
    there = STEPS[step]

    def erased_then(work: RunWork) -> Outcome | None:
        erase(site.desk, "correction", "1", DAY)
        return there(work)

    monkeypatch.setitem(STEPS, step, erased_then)
    outcome = publish_one(site, DAY + WEEK)
    assert (outcome.status, outcome.message) == (
        "refused",
        "lieux: something was erased at the desk while its release was made, which may hold it: "
        "nothing is published; `fournil publish lieux` makes it again, without",
    )
    monkeypatch.undo()
    publish_one(site, DAY + WEEK)
    assert lines(site, "places") == FIRST


@pytest.mark.slow("publishes four weeks")
def test_a_correction_waits_and_is_not_told_as_applied(site: SiteFolder) -> None:
    correct(site, "02", kind="parc")
    publish_one(site)
    assert (lines(site, "places"), lines(site, "places_corrections")) == (FIRST, [TOLD])
    assert [one.state for one in outgoing(site.desk, "lieux")] == ["accepted"]
    cleared(site)
    publish_one(site, DAY + WEEK)
    told = [TOLD, "02,kind,jardin,parc,applied,2026-11,"]
    assert "02,Jardin d’Éole,parc,false" in lines(site, "places")
    assert lines(site, "places_corrections") == told
    assert [one.state for one in outgoing(site.desk, "lieux")] == ["applied"]
    # What the source says by now is told once the row is cleared.
    deliver(site, *renamed(ROWS, "jardin", "square"))
    publish_one(site, DAY + 2 * WEEK)
    assert "02,Jardin d’Éole,parc,false" in lines(site, "places")
    assert lines(site, "places_corrections") == told
    assert [one.state for one in outgoing(site.desk, "lieux")] == ["applied"]
    cleared(site)
    publish_one(site, DAY + 3 * WEEK)
    assert lines(site, "places_corrections") == [TOLD, "02,kind,square,square,conflict,2026-11,"]


def test_a_first_release_needs_a_clearance(tmp_path: Path) -> None:
    site = make_site(tmp_path)
    declare(site, CLEARED)
    outcome = publish_one(site)
    assert outcome.status == "refused"
    assert (
        "blocker uncleared-table: places: no row was cleared yet: 3 rows wait for La Mairie to "
        "clear them, since 2026-11-21 (3 new); `fournil desk clear lieux.places --all` clears them"
    ) in outcome.message
    assert cleared(site, "01") == 1
    assert publish_one(site).status == "published"
    assert lines(site, "places") == FIRST[:2]
    cleared(site)
    publish_one(site, DAY + WEEK)
    assert lines(site, "places") == FIRST


def test_other_columns_need_a_clearance_of_all(site: SiteFolder) -> None:
    unit = CLEARED.replace("from: Type,", "from: Type, title: {fr: Genre},")
    declare(site, unit)
    assert publish_one(site).status == "published"
    flag = "open: {type: boolean, role: open, true_values: oui, false_values: non,"
    assert flag in unit
    declare(site, unit.replace(flag, "open: {type: string, role: open,"))
    outcome = publish_one(site)
    assert outcome.status == "refused"
    assert "its columns are others than in the last release, which cannot be shown on" in (
        outcome.message
    )
    assert cleared(site) == 3
    assert publish_one(site).status == "published"
    assert lines(site, "places")[1:] == [
        "01,Café des Œuvres,café,oui", "02,Jardin d’Éole,jardin,non", "03,Fablab,atelier,"
    ]  # fmt: skip


def test_a_column_that_is_left_out_goes_at_once(site: SiteFolder) -> None:
    declare(
        site,
        CLEARED.replace(
            "role: open, from: Type,", "role: open, from: Type, protect: drop,"
        ).replace("facets: [kind], ", ""),
    )
    assert publish_one(site).status == "published"
    assert lines(site, "places")[1] == "01,Café des Œuvres,true"


def test_who_takes_back_what_they_said_waits_for_nobody(tmp_path: Path) -> None:
    site = make_site(tmp_path)
    told = DATASET.replace(
        "    primary_key: id\n",
        "    primary_key: id\n    contributor: author\n    shrink: {max: 0.9}\n",
    ).replace(
        "type: string, role: open, from: Nom",
        "type: string, role: free_text, review: {by: Ada, on: 2026-01-01, sample: 10}, from: Nom",
    )
    declare(site, told)
    assert publish_one(site).status == "published", publish_one(site).message
    declare(
        site,
        told.replace(
            "    contributor", "    corrections: {cleared_by: La Mairie}\n    contributor"
        ),
    )
    deliver(site, "01;;bar;oui;ada@example.org", "03;Fablab;atelier;;ada@example.org")
    assert publish_one(site).status == "published", publish_one(site).message
    assert lines(site, "places") == [FIRST[0], "01,,café,true", FIRST[3]]
    assert kinds(site) == [("01", "changed")]


def test_tables_without_it_are_left_alone(tmp_path: Path) -> None:
    site = published_site(tmp_path)
    deliver(site, *ROWS, NEW)
    publish_one(site)
    assert (len(lines(site, "places")), waiting(site.desk)) == (5, [])


def test_who_asks_for_no_clearance_any_more_has_nothing_waiting(site: SiteFolder) -> None:
    deliver(site, *ROWS, NEW)
    publish_one(site)
    assert kinds(site) == [("04", "new")]
    declare(site, DATASET)
    publish_one(site)
    assert (len(lines(site, "places")), waiting(site.desk)) == (5, [])


TABLE = Table.model_validate(
    {
        "title": {"fr": "T"},
        "about": "things",
        "sources": ({"path": "a.csv"},),
        "primary_key": ("a", "b"),
        "columns": {
            name: {"type": kind, "role": "open"}
            for name, kind in [
                ("a", "string"), ("b", "integer"), ("text", "string"), ("number", "number"),
                ("flag", "boolean"), ("day", "date"),
            ]
        },
    }
)  # fmt: skip
KEYS = st.tuples(st.sampled_from(["x", 'q"é,', "[1]"]), st.integers(-1, 2))
CELLS = st.tuples(
    st.none() | st.sampled_from(["a", "b\nc", '"', ", "]),
    st.none() | st.floats(allow_nan=False, allow_infinity=False),
    st.none() | st.booleans(),
    st.none() | st.dates(),
)
STATES = st.dictionaries(KEYS, CELLS, max_size=8)
TYPES = "a VARCHAR, b BIGINT, text VARCHAR, number DOUBLE, flag BOOLEAN, day DATE"


def _rows(place: Workspace, state: dict[Key, Cells]) -> Any:
    name = place.name("rows")
    place.sql(f"CREATE TEMP TABLE {name} ({TYPES})")
    for key, cells in state.items():
        place.sql(f"INSERT INTO {name} VALUES (?, ?, ?, ?, ?, ?)", [*key, *cells])
    return place.con.table(name)


def _state(place: Workspace, rows: Any) -> dict[Key, Cells]:
    found = place.sql(place.filled("SELECT * FROM {rows}", rows=rows))
    assert len(found) == len({row[:2] for row in found})
    return {row[:2]: row[2:] for row in found}


def _last(place: Workspace, state: dict[Key, Cells]) -> Any:
    path = place.folder / f"{place.name('last')}.csv"
    bake_csv(path, _rows(place, state), place.con)
    return place.texts(path, [*TABLE.columns])


@pytest.mark.slow("thirty workspaces")
@given(before=STATES, now=STATES, some=st.sets(KEYS))
@settings(max_examples=30, deadline=None)
def test_what_is_shown_was_cleared_and_nothing_is_lost(
    before: dict[Key, Cells], now: dict[Key, Cells], some: set[Key]
) -> None:
    with TemporaryDirectory() as folder, workspace(Path(folder)) as place:
        rows, last = _rows(place, now), _last(place, before)
        asked = ToClear("M", "d", [], DAY, last)
        first = _hold(rows, asked, place)
        assert _state(place, first.shown) == before
        waits = {_key(one.key): one for one in first.candidates(place)}
        keys = {key for key in before | now if before.get(key) != now.get(key)}
        assert waits.keys() == keys
        said = [Known(*one[:3], "2026-11-01", key in some) for key, one in waits.items()]
        then = _hold(rows, replace(asked, known=said), place)
        let = {key for key in keys if key in some}
        expected = {key: (now if key in let else before).get(key) for key in before | now}
        assert _state(place, then.shown) == {k: v for k, v in expected.items() if v is not None}
        assert {_key(one.key) for one in then.candidates(place)} == keys - let
        whole = _hold(rows, replace(asked, known=[k._replace(cleared=True) for k in said]), place)
        assert (_state(place, whole.shown), whole.rows) == (now, 0)


def _hold(rows: Any, asked: ToClear, place: Workspace) -> Held:
    found = hold("t", rows, TABLE, asked, place)
    assert found is not None
    return found


def _key(text: str) -> Key:
    first, second = json.loads(text)
    return first, int(second)


def test_what_cannot_be_told_apart_is_left_to_the_gate(site: SiteFolder) -> None:
    deliver(site, *ROWS, "01;Autre;bar;oui;x", "01;Encore;bar;oui;x")
    outcome = publish_one(site)
    assert outcome.status == "refused"
    assert "blocker duplicate-key: places.id: 1 values" in outcome.message


@pytest.mark.slow("publishes three weeks")
@pytest.mark.parametrize("name", ["uncleared", "cleared"])
def test_a_stranger_s_edit_never_comes_through_and_the_control_does(
    name: str, site: SiteFolder
) -> None:
    """Weeks of edits from the export and from the desk; what is public is looked at each week."""
    seen = set[str]()
    for week in range(3):
        correct(site, "01", name=f"Faux {week}")
        deliver(site, *renamed(ROWS, "jardin", f"faux {week}"), f"9{week};Faux;faux;oui;x")
        publish_one(site, DAY + week * WEEK)
        if name == "cleared":
            cleared(site)
            publish_one(site, DAY + week * WEEK)
        current = site.releases / "lieux" / "current"
        seen |= {
            path.name
            for path in current.iterdir()
            if path.is_file() and re.search(rb"[Ff]aux", path.read_bytes())
        }
    public = {"places.csv", "places_corrections.csv", "lieux.db", "places.parquet"}
    assert seen & public == (public if name == "cleared" else set())
