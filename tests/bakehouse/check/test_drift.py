"""Columns that an export empties, levels, shifts or renames stop the publication."""

from collections.abc import Callable
from pathlib import Path

import pytest

from publish.declare.site import SiteFolder
from tests.sites import (
    ABOUT,
    DATASET,
    ROWS,
    copied,
    declare,
    deliver,
    make_site,
    publish_one,
    published_site,
)

pytestmark = pytest.mark.slow("publishes a release, then the next export")
EMPTIED = tuple(";".join((*row.split(";")[:2], "", *row.split(";")[3:])) for row in ROWS)
PLACE = "places.kind: 0% of the rows have a value, 100% in the last release"


def drifting(site: SiteFolder, more: str) -> None:
    """The declaration with one more key of the table."""
    declare(site, DATASET.replace("    primary_key: id\n", f"    primary_key: id\n{more}"))


def test_a_column_that_lost_its_values_is_refused(tmp_path: Path) -> None:
    site = published_site(tmp_path / "site")
    deliver(site, *EMPTIED)
    outcome = publish_one(site)
    assert outcome.status == "refused"
    assert [str(problem) for problem in outcome.problems] == [
        f"blocker emptied-column: {PLACE}; check that the export is whole; if it is right, raise "
        "`drift: {max: …}` for this once"
    ]


def test_the_way_out_works_as_printed(tmp_path: Path) -> None:
    site = published_site(tmp_path / "site")
    deliver(site, *EMPTIED)
    drifting(site, "    drift: {max: 1}\n")
    outcome = publish_one(site)
    assert outcome.status == "published"
    assert f"warning emptied-column: {PLACE}" in str(outcome.problems[0])


def test_a_column_that_no_source_has_is_empty_on_purpose(tmp_path: Path) -> None:
    site = published_site(tmp_path / "site")
    deliver(site, *(";".join(row.split(";")[:2] + row.split(";")[3:]) for row in ROWS),
            header="id;Nom;open;author")  # fmt: skip
    text = DATASET.replace('delimiter: ";"', 'delimiter: ";", from: {kind: null}')
    declare(site, text)
    outcome = publish_one(site)
    assert (outcome.status, outcome.problems, outcome.version) == ("published", (), "2.0.0")
    assert outcome.reasons[0] == (
        "column places.kind no longer in every export: 0% of the rows have it, 100% before"
    )


@pytest.mark.parametrize(
    ("filled", "kept", "told"),
    [
        (20, 19, []), (20, 17, ["warning"]), (20, 9, ["blocker"]),
        (3, 1, ["warning"]), (3, 0, ["blocker"]),
    ],
)  # fmt: skip
def test_a_small_loss_is_what_services_do(
    filled: int, kept: int, told: list[str], tmp_path: Path
) -> None:
    site = published_site(tmp_path / "site")
    kinds = ["café"] * filled + [""] * (20 - filled)
    rows = [f"{n:02};Lieu {n};{kind};oui;ada@example.org" for n, kind in enumerate(kinds)]
    drifting(site, "    drift: {max: 1}\n")
    deliver(site, *rows)
    assert publish_one(site).status == "published"
    declare(site, DATASET)
    deliver(site, *rows[:kept], *(row.replace("café", "") for row in rows[kept:]))
    assert [problem.severity for problem in publish_one(site).problems] == told


STOPS = (
    ABOUT
    + """\
  stops:
    title: {fr: Arrêts}
    about: things
    primary_key: id
    shrink: {max: 1}
    sources: [{path: exports/lieux.csv, delimiter: ";"}]
    columns:
      id: {type: string, role: open, description: {fr: Identifiant}}
      name: {type: string, role: open, description: {fr: Nom}}
      line: {type: string, role: open, description: {fr: Ligne}}
      seats: {type: integer, role: open, description: {fr: Places}}
    browse: {facets: [line]}
"""
)
Row = tuple[str, str, str, int]
STOP_ROWS = [(f"s{n:02}", f"Arrêt {n}", f"L{n % 4}", 10 + n) for n in range(40)]


def export(site: SiteFolder, rows: list[Row]) -> None:
    deliver(site, *(";".join(map(str, row)) for row in rows), header="id;name;line;seats")


def stops(root: Path) -> SiteFolder:
    site = make_site(root)
    declare(site, STOPS)
    export(site, STOP_ROWS)
    assert publish_one(site).problems == ()
    return site


SIGNS: dict[str, tuple[Callable[[Row], Row], str, str, str]] = {
    "one word in place of many": (
        lambda row: (row[0], "Arrêt", *row[2:]), "fewer-values", "distinct",
        "stops.name: about 1 different values, about 41 in the last release",
    ),
    "another unit": (
        lambda row: (*row[:3], row[3] * 1000), "moved-range", "range",
        "stops.seats: 100% of the values lie outside the range of the last release",
    ),
    "a list written anew": (
        lambda row: (*row[:2], f"Ligne {row[2]}", row[3]), "other-facets", "facets",
        "stops.line: 100% of the rows have a value that is new; new: 'Ligne L0', 'Ligne L1', "
        "'Ligne L2' and 1 more; gone: 'L0', 'L1', 'L2' and 1 more",
    ),
    "a column that was sorted alone": (
        lambda row: (row[0], f"Arrêt {39 - int(row[0][1:])}", *row[2:]), "changed-column",
        "changed",
        "stops.name: 100% of the rows have another value than in the last release under the same "
        "key",
    ),
    "the same rows under other keys": (
        lambda row: (f"t{row[0]}", *row[1:]), "other-keys", "keys",
        "stops.id: 100% of the last release's rows are there under another key",
    ),
}  # fmt: skip


@pytest.mark.parametrize("sign", SIGNS)
def test_a_broken_export_is_refused_and_its_way_out_works(sign: str, tmp_path: Path) -> None:
    break_, code, bound, what = SIGNS[sign]
    site = copied(tmp_path / "site", stops)
    export(site, [break_(row) for row in STOP_ROWS])
    outcome = publish_one(site)
    [problem] = [one for one in outcome.problems if one.code == code]
    assert str(problem).startswith(f"blocker {code}: {what}; ")
    assert problem.fix.endswith(f"if it is right, raise `drift: {{{bound}: …}}` for this once")
    bounds = "    drift: {max: 1, range: 1, distinct: 1, facets: 1, changed: 1, keys: 1}\n"
    declare(site, STOPS.replace("    shrink:", f"{bounds}    shrink:"))
    assert publish_one(site).status == "published"


def test_what_moves_a_little_is_told_in_the_report(tmp_path: Path) -> None:
    site = copied(tmp_path / "site", stops)
    rows = [(*row[:2], "Navette", 500) if n < 6 else row for n, row in enumerate(STOP_ROWS)]
    export(site, rows)
    outcome = publish_one(site)
    assert outcome.status == "published"
    assert [(one.code, one.severity) for one in outcome.problems] == [
        ("moved-range", "warning"), ("other-facets", "warning"),
    ]  # fmt: skip
    report = (site.releases / "lieux" / "current" / "report.json").read_text(encoding="utf-8")
    assert "15% of the rows have a value that is new; new: 'Navette'" in report


def test_rows_that_come_and_go_are_no_drift(tmp_path: Path) -> None:
    site = copied(tmp_path / "site", stops)
    more = [(f"s{n:02}", f"Arrêt {n}", f"L{n % 4}", 10 + n % 40) for n in range(12, 60)]
    export(site, more)
    assert (publish_one(site).status, publish_one(site).problems) == ("published", ())


def test_of_a_list_the_items_count_not_how_they_stand_together(tmp_path: Path) -> None:
    site = make_site(tmp_path)
    declare(site, STOPS.replace("line: {type: string", "line: {type: list"))
    export(site, [(*row[:2], f"{row[2]},L9", row[3]) for row in STOP_ROWS])
    assert publish_one(site).problems == ()
    export(site, [(*row[:2], f"L9,L1,{row[2]}", row[3]) for row in STOP_ROWS])
    assert [one for one in publish_one(site).problems if one.code == "other-facets"] == []
    export(site, [(*row[:2], f"L9,M{row[2]}", row[3]) for row in STOP_ROWS[:4]] + STOP_ROWS[4:])
    [found] = [one for one in publish_one(site).problems if one.code == "other-facets"]
    assert str(found).startswith(
        "warning other-facets: stops.line: 10% of the rows have a value that is new; "
        "new: 'ML0', 'ML1', 'ML2' and 1 more; check"
    )
