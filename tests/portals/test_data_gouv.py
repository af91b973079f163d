"""Releases on a real udata: whole, once, in place, and never a zombie."""

from datetime import date, timedelta

import pytest

from publish.declare.site import SiteFolder
from tests.portals.conftest import Peer
from tests.portals.proxy import Proxy
from tests.portals.sites import DESCRIPTION, push, redeclare, shown
from tests.sites import DAY, ROWS, date_export, deliver, publish_one

pytestmark = pytest.mark.slow("needs a running udata")
WEEK = timedelta(days=7)


def test_a_release_is_pushed_whole(site: SiteFolder, peer: Peer, team: str) -> None:
    outcome = push(site)
    assert (outcome.result, outcome.version, outcome.quality) == ("pushed", "1.0.0", 1.0)
    [there] = peer.datasets(team)
    assert there["title"] == "Lieux partagés"
    assert there["license"] == "odc-odbl"
    assert there["frequency"] == "weekly"
    assert there["tags"] == ["cafes", "lieux-partages"]
    assert there["organization"]["id"] == team
    assert there["temporal_coverage"] == {"start": "2020-01-01", "end": "2026-11-15"}
    assert there["spatial"]["zones"] == ["fr:departement:38"]
    assert there["extras"] == {
        "fournil:site": "http://127.0.0.1:8001",
        "fournil:dataset": "lieux",
        "fournil:license": "ODbL-1.0",
        "fournil:version": "1.0.0",
    }
    [contact] = there["contact_points"]
    assert (contact["name"], contact["email"]) == ("Le Collectif", "contact@example.org")


def test_the_page_tells_provenance_protection_and_report(
    site: SiteFolder, peer: Peer, team: str
) -> None:
    push(site)
    [there] = peer.datasets(team)
    told = there["description"]
    assert told.startswith(DESCRIPTION)
    assert "[Le Collectif](https://example.org). Version 1.0.0 du 21 novembre 2026" in told
    assert "données mises à jour le 15 novembre 2026 (date déclarée par le producteur)" in told
    assert "**Lieux** : elle décrit des choses, pas des personnes ; 1 colonne non publiée." in told
    assert "(http://127.0.0.1:8001/download/lieux/report.html)" in told


def test_every_file_is_a_resource_in_order(site: SiteFolder, peer: Peer, team: str) -> None:
    push(site)
    [there] = peer.datasets(team)
    found = [(one["url"].rpartition("/")[2], one["type"]) for one in there["resources"]]
    assert found == [
        ("places.csv", "main"),
        ("places.parquet", "main"),
        ("lieux.db", "main"),
        ("places.xlsx", "main"),
        ("lieux.zip", "main"),
        ("places.csv.gz", "main"),
        ("places.jsonl.gz", "main"),
        ("dictionary.csv", "documentation"),
        ("report.html", "documentation"),
        ("openapi.json", "api"),
    ]
    csv = there["resources"][0]
    file = site.releases / "lieux" / "current" / "places.csv"
    assert csv["filesize"] == file.stat().st_size
    assert (csv["format"], csv["mime"]) == ("csv", "text/csv")
    sums = (file.parent / "SHA256SUMS").read_text()
    assert f"{csv['checksum']['value']}  places.csv\n" in sums
    assert csv["checksum"]["type"] == "sha256"
    assert all(one["description"] for one in there["resources"])


def test_nothing_new_sends_no_write(site: SiteFolder, proxy: Proxy) -> None:
    push(site)
    assert proxy.writes != []
    proxy.forget()
    assert push(site).result == "unchanged"
    assert proxy.writes == []


def test_unchanged_data_is_dated_anew_once_a_period(
    site: SiteFolder, proxy: Proxy, peer: Peer, team: str
) -> None:
    push(site)
    before = peer.datasets(team)[0]
    proxy.forget()
    results = [confirmed_and_pushed(site, DAY + timedelta(days=days)) for days in range(1, 15)]
    assert results.count("dated") == 2
    assert len(proxy.writes) == 2
    after = peer.datasets(team)[0]
    assert after["last_update"] > before["last_update"]
    assert after["quality"]["update_fulfilled_in_time"]


def confirmed_and_pushed(site: SiteFolder, day: date) -> str:
    """What comes of a push after an export without news."""
    date_export(site, day)
    assert publish_one(site, day).status == "unchanged"
    return push(site, day).result


def test_data_that_no_export_confirms_is_not_dated_anew(site: SiteFolder, proxy: Proxy) -> None:
    push(site)
    proxy.forget()
    for days in range(1, 15):
        assert publish_one(site, DAY + timedelta(days=days)).status == "unchanged"
        assert push(site, DAY + timedelta(days=days)).result == "unchanged"
    assert proxy.writes == []


def test_data_whose_check_was_refused_is_not_dated_anew(site: SiteFolder, proxy: Proxy) -> None:
    push(site)
    deliver(site, *ROWS, ROWS[0])
    assert publish_one(site, DAY + WEEK).status == "refused"
    proxy.forget()
    assert push(site, DAY + WEEK).result == "unchanged"
    assert proxy.writes == []


def test_ten_weeks_of_releases_keep_ids_and_leave_no_zombie(
    site: SiteFolder, proxy: Proxy, peer: Peer, team: str
) -> None:
    push(site)
    [first] = peer.datasets(team)
    for week in range(1, 11):
        deliver(
            site, *ROWS, *(f"{n};Lieu {n};café;oui;c@example.org" for n in range(10, 10 + week))
        )
        assert publish_one(site, DAY + week * WEEK).status == "published"
        assert push(site, DAY + week * WEEK).result == "pushed"
        proxy.forget()
        assert push(site, DAY + week * WEEK).result == "unchanged"
        assert proxy.writes == []
    [last] = peer.datasets(team)
    assert last["id"] == first["id"]
    ids = [[one["id"] for one in there["resources"]] for there in (first, last)]
    assert ids[0] == ids[1]
    assert last["extras"]["fournil:version"] == "1.0.10"
    assert last["quality"]["score"] == 1.0


def test_a_changed_file_has_its_new_size_and_checksum(
    site: SiteFolder, peer: Peer, team: str
) -> None:
    push(site)
    deliver(site, *ROWS[:2], "04;Ressourcerie du Canal;atelier;oui;ada@example.org")
    publish_one(site, DAY + WEEK)
    push(site, DAY + WEEK)
    [there] = peer.datasets(team)
    sums = (site.releases / "lieux" / "current" / "SHA256SUMS").read_text()
    for one in there["resources"][:-1]:
        assert f"{one['checksum']['value']}  {one['url'].rpartition('/')[2]}\n" in sums


def test_what_a_release_no_longer_has_is_removed(site: SiteFolder, peer: Peer, team: str) -> None:
    push(site)
    redeclare(site, "    primary_key: id", "    formats: [csv.gz]\n    primary_key: id")
    publish_one(site, DAY + WEEK)
    outcome = push(site, DAY + WEEK)
    assert "    - resource places.parquet" in outcome.diff
    [there] = peer.datasets(team)
    names = [one["url"].rpartition("/")[2] for one in there["resources"]]
    assert names == [
        "places.csv", "lieux.db", "lieux.zip", "places.csv.gz",
        "dictionary.csv", "report.html", "openapi.json",
    ]  # fmt: skip


def test_a_table_under_another_licence_is_another_dataset(
    site: SiteFolder, proxy: Proxy, peer: Peer, team: str
) -> None:
    push(site)
    text = (site.data / "lieux" / "dataset.yaml").read_text(encoding="utf-8")
    places = text[text.index("  places:") :]
    other = places.replace("  places:", "  kinds:").replace("Lieux, en: Places", "Types")
    other = other.replace("    about: things", "    about: things\n    license: CC0-1.0")
    redeclare(site, places, places + other)
    redeclare(site, "contributed: true", "contributed: false")
    publish_one(site, DAY + WEEK)
    assert push(site, DAY + WEEK).result == "pushed"
    first, second = sorted(peer.datasets(team), key=lambda one: one["license"], reverse=True)
    assert (first["license"], second["license"]) == ("odc-odbl", "cc-zero")
    assert second["title"] == "Lieux partagés (Creative Commons Zéro 1.0)"
    names = [one["url"].rpartition("/")[2] for one in second["resources"]]
    assert names[0] == "kinds.csv"
    assert "lieux.db" not in names
    proxy.forget()
    assert push(site, DAY + WEEK).result == "unchanged"
    redeclare(site, "    license: CC0-1.0\n", "")
    publish_one(site, DAY + 2 * WEEK)
    push(site, DAY + 2 * WEEK)
    [there] = peer.datasets(team)
    assert (there["id"], there["license"]) == (first["id"], "odc-odbl")


@pytest.mark.parametrize(
    ("place", "zones"),
    [
        ("http://id.insee.fr/geo/departement/38", ["fr:departement:38"]),
        ("fr:departement:38", ["fr:departement:38"]),
        ("isère", ["fr:departement:38"]),
        ("http://id.insee.fr/geo/departement/26", []),
        ("Nulle part", []),
        ("https://example.org/ici", []),
    ],
)
def test_a_place_is_a_zone_that_the_portal_knows_else_a_box(
    place: str, zones: list[str], site: SiteFolder, peer: Peer, proxy: Proxy, team: str
) -> None:
    redeclare(site, "spatial: Isère", "spatial: Nulle part")
    publish_one(site, DAY)
    push(site)
    redeclare(site, "spatial: Nulle part", f"spatial: '{place}'")
    publish_one(site, DAY + WEEK)
    assert push(site, DAY + WEEK).quality == 1.0
    [there] = peer.datasets(team)
    assert there["spatial"]["zones"] == zones
    assert bool(there["spatial"]["geom"]) == (not zones)
    proxy.forget()
    assert push(site, DAY + WEEK).result == "unchanged"
    redeclare(site, f"spatial: '{place}'", "spatial: Nulle part")
    publish_one(site, DAY + 2 * WEEK)
    push(site, DAY + 2 * WEEK)
    assert peer.datasets(team)[0]["spatial"]["geom"]


def test_a_dry_run_tells_the_plan_and_writes_nothing(
    site: SiteFolder, proxy: Proxy, peer: Peer, team: str
) -> None:
    outcome = push(site, dry=True)
    assert outcome.result == "planned"
    assert "    + title: Lieux partagés" in outcome.diff
    assert "    + resource places.csv" in outcome.diff
    assert proxy.writes == []
    assert peer.datasets(team) == []
    assert not (site.private / "lieux" / "data_gouv.json").exists()
    assert "pushes" not in (site.releases / "lieux" / "status.json").read_text()
    push(site)
    redeclare(site, "frequency: weekly", "frequency: monthly")
    publish_one(site, DAY + WEEK)
    proxy.forget()
    lines = push(site, DAY + WEEK, dry=True).diff
    assert "    - frequency: weekly" in lines
    assert "    + frequency: monthly" in lines
    assert proxy.writes == []


def test_lost_ids_are_found_again_by_the_marks(
    site: SiteFolder, proxy: Proxy, peer: Peer, team: str
) -> None:
    push(site)
    [before] = peer.datasets(team)
    (site.private / "lieux" / "data_gouv.json").unlink()
    proxy.forget()
    assert push(site).result == "unchanged"
    assert proxy.writes == []
    assert before["id"] in (site.private / "lieux" / "data_gouv.json").read_text()


def test_what_people_added_there_stays(site: SiteFolder, peer: Peer, team: str) -> None:
    push(site)
    [there] = peer.datasets(team)
    path = f"1/datasets/{there['id']}/"
    by_hand = {"title": "Charte", "url": "https://example.org/charte.pdf", "filetype": "remote"}
    peer.ask("POST", f"{path}resources/", json={**by_hand, "type": "documentation"})
    peer.ask("PUT", f"2/datasets/{there['id']}/extras/", json={"noted:by": "someone"})
    deliver(site, *ROWS[:2], "04;Ressourcerie du Canal;atelier;oui;ada@example.org")
    publish_one(site, DAY + WEEK)
    push(site, DAY + WEEK)
    [there] = peer.datasets(team)
    assert there["resources"][-1]["title"] == "Charte"
    assert there["resources"][0]["url"].endswith("/places.csv")
    assert there["extras"]["noted:by"] == "someone"


def test_a_withdrawal_takes_the_files_away_there_too(
    site: SiteFolder, proxy: Proxy, peer: Peer, team: str
) -> None:
    from publish.release.store import Store

    push(site)
    [before] = peer.datasets(team)
    store = Store(site.releases / "lieux")
    store.withdraw(None, "un nom était resté", date(2026, 11, 25))
    (site.private / "lieux" / "data_gouv.json").unlink()
    assert push(site, DAY + WEEK).result == "pushed"
    [there] = peer.datasets(team)
    assert (there["id"], there["resources"]) == (before["id"], [])
    assert "retirées le 25 novembre 2026 : un nom était resté" in there["description"]
    proxy.forget()
    assert push(site, DAY + WEEK).result == "unchanged"
    assert proxy.writes == []
    deliver(site, *ROWS[:2])
    redeclare(site, "    primary_key: id", "    shrink: {max: 1}\n    primary_key: id")
    publish_one(site, DAY + 2 * WEEK)
    push(site, DAY + 2 * WEEK)
    [after] = peer.datasets(team)
    assert (after["id"], len(after["resources"])) == (before["id"], 10)
    assert shown(after)["quality"]["score"] == 1.0


def test_a_withdrawn_version_is_replaced_by_the_one_before(
    site: SiteFolder, peer: Peer, team: str
) -> None:
    from publish.release.store import Store

    push(site)
    [before] = peer.datasets(team)
    deliver(site, *ROWS[:2], "04;Ressourcerie du Canal;atelier;oui;ada@example.org")
    publish_one(site, DAY + WEEK)
    push(site, DAY + WEEK)
    store = Store(site.releases / "lieux")
    store.withdraw("1.0.1", "un nom était resté", date(2026, 11, 29))
    store.rollback("1.0.0")
    push(site, DAY + WEEK)
    [after] = peer.datasets(team)
    checksums = [[one["checksum"] for one in there["resources"]] for there in (before, after)]
    assert checksums[0] == checksums[1]
