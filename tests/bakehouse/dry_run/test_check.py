"""`fournil check`: all that would refuse, at once, and nothing of the site changes."""

import re
from datetime import date
from pathlib import Path

import pytest

from publish.bakehouse.dry_run import Findings, describe, findings_of
from publish.declare.site import SiteFolder
from publish.errors import Busy, DeclarationError
from publish.progress import Silent
from publish.release.lock import site_lock
from publish.release.store import Store
from tests.sites import (
    DATASET,
    DAY,
    HEADER,
    ROWS,
    declare,
    deliver,
    make_site,
    publish_one,
    published_site,
)
from tests.trees import everything

PEOPLE = DATASET.replace(
    "    about: things\n    primary_key: id\n",
    "    about: people\n    contributor: author\n"
    "    aggregates: {by_kind: {by: [kind], title: {fr: Par type}}}\n",
)


def check(site: SiteFolder, as_of: date = DAY, name: str = "lieux") -> Findings:
    return findings_of(site, name, as_of, Silent())


def layers(found: Findings) -> list[tuple[str, bool]]:
    return [(one.layer, one.refuses) for one in found.found]


def test_a_fit_dataset_is_told_to_be_fit(tmp_path: Path) -> None:
    found = check(make_site(tmp_path))
    assert (describe(found), found.exit_code) == ("lieux: nothing refuses it", 0)


def test_what_is_said_of_several_columns_is_said_once(tmp_path: Path) -> None:
    site = make_site(tmp_path)
    declare(site, re.sub(r", description: {fr: (Nom|Type)}", "", DATASET))
    assert describe(check(site)).splitlines()[2:] == [
        "    warning missing-description: places.name, places.kind: no description; say in a "
        "sentence what the column holds"
    ]


def test_nothing_of_a_fresh_site_changes(tmp_path: Path) -> None:
    site = make_site(tmp_path)
    before = everything(site)
    check(site)
    assert everything(site) == before


def test_nothing_of_a_published_site_changes(tmp_path: Path) -> None:
    site = published_site(tmp_path)
    deliver(site, *ROWS, "04;Halle;café;oui;eve@example.org")
    before = everything(site)
    assert check(site).exit_code == 0
    assert everything(site) == before


def test_nothing_of_the_people_of_a_series_is_remembered(tmp_path: Path) -> None:
    site = make_site(tmp_path)
    declare(site, PEOPLE)
    deliver(site, *(f"{n:02};Nom;café;oui;p{n}@example.org" for n in range(30)))
    before = everything(site)
    assert (check(site).waits, check(site).exit_code) == (False, 0)
    assert everything(site) == before


def test_every_layer_speaks_at_once(tmp_path: Path) -> None:
    site = make_site(tmp_path)
    declare(
        site,
        DATASET.replace("frequency: weekly", "frequency: wekly")
        .replace("license: ODbL-1.0", "license: etalab-2.0")
        .replace("role: identifier, protect: drop", "role: identifier"),
    )
    deliver(site, *ROWS, ROWS[0], header=HEADER.replace("Type", "Genre"))
    found = check(site)
    assert [
        (one.layer, one.what.removeprefix("blocker ").split(": ")[0]) for one in found.found
    ] == [
        ("declaration", f"{site.data}/lieux/dataset.yaml:7"),
        ("exports", "undeclared-header"),
        ("exports", "missing-header"),
        ("gate", "share-alike-required"),
        ("gate", "published-identifier"),
        ("gate", "warning missing-description"),
        ("gate", "duplicate-key"),
        ("gate", "personal-email"),
    ]
    head, declaration, line, *_ = describe(found).splitlines()
    assert (head, declaration) == (
        "lieux: would be refused, 7 to mend; 1 to read",
        "  declaration:",
    )
    assert line.startswith(f"    {site.data}/lieux/dataset.yaml:7: frequency: 'wekly' is not one")
    assert found.exit_code == 1


def test_a_lost_past_is_told_beside_what_the_gate_says(tmp_path: Path) -> None:
    site = make_site(tmp_path)
    declare(site, PEOPLE)
    deliver(site, *(f"{n:02};Nom;café;oui;p{n}@example.org" for n in range(30)))
    publish_one(site)
    (site.private / "lieux" / "ledger.db").unlink()
    (site.data / "lieux" / "exports" / "lieux.csv").write_text(HEADER + "\n")
    codes = [(one.layer, one.problem.code) for one in check(site).found if one.problem]
    assert codes[0] == ("series", "lost-ledger")
    assert ("gate", "empty-aggregate") in codes


def test_an_export_that_is_missing_hides_neither_another_nor_the_policy(tmp_path: Path) -> None:
    site = make_site(tmp_path)
    second = DATASET.partition("tables:\n")[2].replace("places:", "others:")
    first = DATASET.replace("license: ODbL-1.0", "license: etalab-2.0")
    declare(site, first + second.replace("lieux.csv", "autres.csv"))
    deliver(site, *ROWS, ROWS[0])
    found = check(site)
    assert [one.what.split(":")[0] for one in found.found] == [
        "exports/autres.csv",
        "blocker share-alike-required",
        "blocker share-alike-required",
        "blocker duplicate-key",
    ]
    assert found.unlooked == ("the rows of others, until its exports can be read",)


def test_a_draft_of_which_nothing_is_decided_is_read_all_the_same(tmp_path: Path) -> None:
    site = make_site(tmp_path)
    declare(site, DATASET.replace("    about: things\n", "").replace("contact:", "# contact:"))
    deliver(site, *ROWS, header=HEADER.replace("Type", "Genre"))
    found = check(site)
    assert [layer for layer, _ in layers(found)] == ["declaration"] * 2 + ["exports"] * 2
    assert found.unlooked == ("the rows of places, until the declaration says what they are",)


def test_what_is_no_yaml_is_told_alone(tmp_path: Path) -> None:
    site = make_site(tmp_path)
    declare(site, "title: {fr: [")
    found = check(site)
    assert layers(found) == [("declaration", True)]
    assert found.unlooked == ("the exports and the gate, until the declaration can be read",)


def test_a_wrong_list_of_sources_is_named_where_it_stands(tmp_path: Path) -> None:
    site = make_site(tmp_path)
    declare(site, DATASET.replace("path: exports/lieux.csv", "path: https://files.intranet/x.csv"))
    site.private.mkdir(exist_ok=True)
    (site.private / "sources.yaml").write_text("hosts: {files.intranet: {dataset: lieux}}")
    with pytest.raises(DeclarationError) as told:
        check(site)
    assert str(told.value).startswith(f"{site.private / 'sources.yaml'}:1: hosts.files.intranet.")


def test_content_that_is_held_back_is_told(tmp_path: Path) -> None:
    site = published_site(tmp_path)
    Store(site.releases / "lieux", site.private / "lieux").withdraw(None, "a name was left", DAY)
    [one] = check(site).found
    assert one.what.startswith("blocker held-content: lieux: this is what release 1.0.0 held")


def test_what_a_killed_run_left_of_the_past_is_told(tmp_path: Path) -> None:
    site = published_site(tmp_path)
    (site.private / "lieux" / "series.json").write_text("{")
    before = everything(site)
    found = check(site)
    assert layers(found) == [("series", True)]
    assert str(site.private / "lieux" / "series.json") in found.found[0].what
    assert everything(site) == before


def test_a_run_at_work_is_waited_for(tmp_path: Path) -> None:
    site = published_site(tmp_path)
    with site_lock(site.private), pytest.raises(Busy, match="works on this site"):
        check(site)


def test_a_dataset_that_nobody_declared_is_named(tmp_path: Path) -> None:
    with pytest.raises(DeclarationError, match="no dataset 'lieus'"):
        check(make_site(tmp_path), name="lieus")
