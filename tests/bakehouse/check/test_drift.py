"""Columns that an export empties stop the publication."""

from pathlib import Path

import pytest

from publish.declare.site import SiteFolder
from tests.sites import DATASET, ROWS, declare, deliver, publish_one, published_site

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
        f"blocker emptied-column: {PLACE}; check that the export is whole; if it is, raise "
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
    assert (outcome.status, outcome.problems) == ("published", ())


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
