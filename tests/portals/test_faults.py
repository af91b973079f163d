"""What goes wrong on the way or on the other side: told, never doubled, mended by the next push."""

import os
import shutil
import subprocess
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

import publish.portals.udata.wanted as wanted
from publish.declare.site import SiteFolder
from publish.portals.run import Run, push_all
from publish.portals.udata.portal import Pace
from publish.progress import Silent
from tests.conftest import ROOT, UDATA
from tests.portals.conftest import Peer
from tests.portals.proxy import Answer, Harm, Lost, Proxy, Request, Slow
from tests.portals.sites import KEY, QUICK, push, redeclare, shown
from tests.servers import COMMAND, PATIENCE, free_port
from tests.sites import DAY, publish, publish_one

pytestmark = pytest.mark.slow("needs a running udata")
WEEK = timedelta(days=7)
TROUBLES = {
    "500": Answer(500, body="oops"),
    "502": Answer(502, body="<html>bad gateway</html>"),
    "503": Answer(503, {"Retry-After": "0"}),
    "429": Answer(429, {"Retry-After": "1"}),
    "200 without JSON": Answer(200, body="<html>maintenance</html>"),
    "cut before": Lost(done=False),
    "cut after": Lost(done=True),
}


def first_write(proxy: Proxy, harm: Harm, times: int) -> None:
    """Do harm to a write, so many times, then to nothing."""
    left = [harm] * times
    proxy.harm = lambda request: left.pop() if request.writes and left else None


@pytest.fixture
def clean(site: SiteFolder, peer: Peer, proxy: Proxy, team: str) -> Any:
    """What a clean push to another organisation shows."""
    other = peer.organization()
    redeclare(site, team, other)
    push(site)
    redeclare(site, other, team)
    (site.private / "lieux" / "data_gouv.json").unlink()
    proxy.forget()
    [there] = peer.datasets(other)
    return shown(there)


@pytest.mark.parametrize("trouble", TROUBLES)
def test_trouble_that_passes_is_waited_for(
    trouble: str, site: SiteFolder, peer: Peer, proxy: Proxy, team: str, clean: Any
) -> None:
    seen: list[Request] = []

    def harm(request: Request) -> Harm:
        again = any((one.method, one.path) == (request.method, request.path) for one in seen)
        seen.append(request)
        return None if again else TROUBLES[trouble]

    proxy.harm = harm
    assert push(site).result == "pushed"
    [there] = peer.datasets(team)
    assert shown(there) == clean


@pytest.mark.parametrize("trouble", TROUBLES)
def test_trouble_that_stays_is_told_and_the_next_push_goes_on(
    trouble: str, site: SiteFolder, peer: Peer, proxy: Proxy, team: str, clean: Any
) -> None:
    writes: list[Request] = []

    def harm(request: Request) -> Harm:
        if request.writes:
            writes.append(request)
        # The contact point is made; then the dataset meets trouble.
        return TROUBLES[trouble] if len(writes) > 1 and request.writes else None

    proxy.harm = harm
    outcome = push(site)
    if trouble == "cut after":
        # The answer was lost, not the dataset: it was found by its mark.
        assert outcome.result == "pushed"
    else:
        assert (outcome.result, outcome.exit_code) == ("unreachable", 10)
        assert len(writes) == 4
        assert "failed 3 times: POST /api/1/datasets/" in outcome.message
        assert "done: make the contact point\nnot done: make the dataset" in outcome.message
        assert outcome.message.endswith("push again to go on from here")
    proxy.forget()
    push(site)
    [there] = peer.datasets(team)
    assert shown(there) == clean


def test_a_slow_answer_is_waited_for(site: SiteFolder, peer: Peer, proxy: Proxy, team: str) -> None:
    first_write(proxy, Slow(2), 1)
    assert push(site).result == "pushed"
    assert len(peer.datasets(team)) == 1


def test_an_answer_that_is_too_slow_is_not_doubled(
    site: SiteFolder, peer: Peer, proxy: Proxy, team: str, clean: Any
) -> None:
    slow = [Slow(5)]
    proxy.harm = lambda one: slow.pop() if one.path == "/api/1/datasets/" and slow else None
    # Patient enough for a busy machine; the second look comes when the slow answer is through.
    pace = Pace(between=0, backoff=5, timeout=4, patience=3)
    assert push(site, pace=pace).result == "pushed"
    [there] = peer.datasets(team)
    assert shown(there) == clean


def test_a_wait_beyond_patience_stops_at_once(site: SiteFolder, proxy: Proxy) -> None:
    proxy.harm = lambda request: Answer(429, {"Retry-After": "3600"})
    outcome = push(site)
    assert (outcome.exit_code, len(proxy.seen)) == (10, 1)
    assert "asks to wait 3600 s; push again then" in outcome.message


def test_a_portal_that_is_down_is_not_asked_for_each_dataset(
    site: SiteFolder, proxy: Proxy
) -> None:
    shutil.copytree(site.data / "lieux", site.data / "autres")
    assert {one.status for one in publish(site)} == {"unchanged", "published"}
    proxy.harm = lambda request: Answer(502)
    outcomes = push_all(Run(site, DAY, Silent(), pace=QUICK), ())
    assert [one.result for one in outcomes] == ["unreachable", "unreachable"]
    assert outcomes[1].message.startswith("not tried: ")
    assert len(proxy.seen) == 3


def test_an_expired_key(
    site: SiteFolder, peer: Peer, proxy: Proxy, team: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(KEY, peer.expired)
    outcome = push(site)
    assert (outcome.result, outcome.exit_code) == ("refused", 9)
    assert f"does not take the key in {KEY} (Expired API token)" in outcome.message
    assert "make a new one in your account there" in outcome.message
    assert proxy.writes == []
    monkeypatch.setenv(KEY, peer.key)
    assert push(site).result == "pushed"


@pytest.mark.parametrize("key", ["", "  ", "clé", "a\nb"])
def test_a_key_that_is_none(
    key: str, site: SiteFolder, proxy: Proxy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(KEY, key)
    outcome = push(site)
    assert outcome.message == (f"{KEY} is empty or holds characters that no key has; set it again")
    assert proxy.seen == []


def test_an_organisation_one_is_no_member_of(
    site: SiteFolder, peer: Peer, proxy: Proxy, team: str
) -> None:
    redeclare(site, team, peer.others)
    outcome = push(site)
    assert outcome.exit_code == 9
    assert "the key may not publish for Les autres" in outcome.message
    assert proxy.writes == []
    redeclare(site, peer.others, team)
    assert push(site).result == "pushed"


def test_an_organisation_that_is_not_there(site: SiteFolder, team: str) -> None:
    redeclare(site, team, "nulle-part")
    assert "has no organisation 'nulle-part'; write its id, or" in push(site).message


def test_read_only_mode(site: SiteFolder, peer: Peer, proxy: Proxy, team: str, clean: Any) -> None:
    port = str(free_port())
    home = Path(peer.udata.environment["UDATA_HOME"])
    people = Path(__file__).parent / "people.py"
    command = [home / "web/bin/python", people, UDATA.parent / "app.py", port]
    server = subprocess.Popen(command, env=peer.udata.environment, stderr=subprocess.DEVNULL)
    normal = proxy.client
    try:
        proxy.client = httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=60)
        _wait(proxy.client)
        outcome = push(site)
        assert (outcome.result, outcome.exit_code) == ("refused", 9)
        assert "is read-only for now" in outcome.message
    finally:
        server.terminate()
        server.wait()
        proxy.client = normal
    assert peer.datasets(team) == []
    assert push(site).result == "pushed"
    [there] = peer.datasets(team)
    assert shown(there) == clean


def _wait(client: httpx.Client) -> None:
    """Connect, again and again at longer intervals, until somebody listens."""
    patient = httpx.HTTPTransport(retries=9)
    with httpx.Client(base_url=client.base_url, transport=patient, timeout=PATIENCE) as asker:
        asker.get("/api/1/datasets/licenses/")


def test_a_resource_deleted_by_hand_comes_back_in_its_place(
    site: SiteFolder, peer: Peer, team: str, clean: Any
) -> None:
    push(site)
    [there] = peer.datasets(team)
    gone = there["resources"][2]["id"]
    peer.ask("DELETE", f"1/datasets/{there['id']}/resources/{gone}/")
    assert push(site).result == "pushed"
    [there] = peer.datasets(team)
    assert shown(there) == clean


def test_what_was_edited_by_hand_is_put_right(
    site: SiteFolder, peer: Peer, team: str, clean: Any
) -> None:
    push(site)
    [there] = peer.datasets(team)
    path = f"1/datasets/{there['id']}/"
    # As a careless client does: udata wipes what is not sent.
    peer.ask("PUT", path, json={"title": "Autre", "description": "x", "organization": team})
    ids = [one["id"] for one in reversed(there["resources"])]
    peer.ask("PUT", f"{path}resources/", json=[{"id": id} for id in ids])
    assert push(site).result == "pushed"
    [there] = peer.datasets(team)
    assert shown(there) == clean


def test_tags_that_the_portal_would_reject_are_left_out_and_told(
    site: SiteFolder, peer: Peer, team: str
) -> None:
    long = "x" * 120
    redeclare(site, "[Lieux partagés, cafés]", f"[ab, {long}, L’œuvre d’ici]")
    publish_one(site, DAY + WEEK)
    outcome = push(site, DAY + WEEK)
    assert outcome.result == "pushed"
    assert outcome.notes[0].startswith(f"keywords left out: ab, {long}: a tag there has 3 to 96")
    [there] = peer.datasets(team)
    assert there["tags"] == ["loeuvre-dici"]


def test_rejected_tags_are_told_by_name(
    site: SiteFolder, peer: Peer, team: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    redeclare(site, "[Lieux partagés, cafés]", "[ab]")
    publish_one(site, DAY + WEEK)
    # A portal that is stricter than we know.
    with monkeypatch.context() as patch:
        patch.setattr(wanted, "TAG", range(200))
        outcome = push(site, DAY + WEEK)
    assert (outcome.result, outcome.exit_code) == ("refused", 9)
    assert "(400): tags: " in outcome.message
    assert "« ab »" in outcome.message or '"ab"' in outcome.message
    assert peer.datasets(team) == []
    redeclare(site, "[ab]", "[Lieux partagés, cafés]")
    publish_one(site, DAY + WEEK)
    push(site, DAY + WEEK)
    assert len(peer.datasets(team)) == 1


@pytest.mark.parametrize("lost", [False, True], ids=["ids kept", "ids lost"])
def test_a_dataset_deleted_there_is_reported_not_recreated(
    lost: bool, site: SiteFolder, peer: Peer, proxy: Proxy, team: str, clean: Any
) -> None:
    push(site)
    [there] = peer.datasets(team)
    peer.ask("DELETE", f"1/datasets/{there['id']}/")
    if lost:
        (site.private / "lieux" / "data_gouv.json").unlink()
    proxy.forget()
    outcome = push(site)
    assert (outcome.result, outcome.exit_code) == ("refused", 9)
    assert f"dataset {there['id']}" in outcome.message
    assert "was deleted there on" in outcome.message
    assert "push with --anew" in outcome.message
    assert proxy.writes == []
    assert peer.datasets(team) == []
    assert push(site, anew=True).result == "pushed"
    [again] = peer.datasets(team)
    assert shown(again) == clean
    assert push(site).result == "unchanged"


def test_a_dataset_transferred_there_is_reported_not_recreated(
    site: SiteFolder, peer: Peer, proxy: Proxy, team: str
) -> None:
    push(site)
    [there] = peer.datasets(team)
    other = peer.organization()
    _transfer(peer, there["id"], other)
    proxy.forget()
    outcome = push(site)
    assert outcome.exit_code == 9
    assert "was transferred to Équipe" in outcome.message
    assert proxy.writes == []
    again = push(site, anew=True)
    assert again.result == "pushed", again.message
    assert [one["id"] for one in peer.datasets(other)] == [there["id"]]
    assert len(peer.datasets(team)) == 1


def _transfer(peer: Peer, dataset: str, organization: str) -> None:
    """As people do there: one asks, one accepts."""
    asked = {
        "subject": {"class": "Dataset", "id": dataset},
        "recipient": {"class": "Organization", "id": organization},
        "comment": "pour un essai",
    }
    found = peer.ask("POST", "1/transfer/", json=asked)
    peer.ask("POST", f"1/transfer/{found['id']}/", json={"response": "accept", "comment": "oui"})


def test_a_dataset_archived_there_is_reported(site: SiteFolder, peer: Peer, team: str) -> None:
    push(site)
    [there] = peer.datasets(team)
    kept = ("title", "description", "license", "frequency", "tags", "extras")
    asked = {key: there[key] for key in kept} | {"archived": "2026-11-21T00:00:00"}
    peer.ask("PUT", f"1/datasets/{there['id']}/", json=asked)
    assert "was archived on 2026-11-21" in push(site).message


def test_demo_data_is_never_pushed(site: SiteFolder, proxy: Proxy) -> None:
    redeclare(site, "frequency: weekly", "frequency: weekly\ndemo: true")
    outcome = push(site)
    assert outcome.message == "lieux is fictional (`demo: true`) and is never pushed"
    assert outcome.exit_code == 9
    publish_one(site, DAY + WEEK)
    redeclare(site, "\ndemo: true", "")
    assert push(site).message == outcome.message, "the release itself is fictional"
    assert proxy.writes == []


def test_a_licence_that_the_portal_does_not_know(site: SiteFolder, proxy: Proxy) -> None:
    known = Answer(200, body='[{"id": "lov2"}]')
    proxy.harm = lambda request: known if request.path.endswith("/licenses/") else None
    outcome = push(site)
    assert "does not know the licence odc-odbl (ODbL-1.0)" in outcome.message
    assert proxy.writes == []


def test_a_licence_that_was_changed_there_is_put_right(
    site: SiteFolder, peer: Peer, team: str
) -> None:
    push(site)
    [there] = peer.datasets(team)
    kept = ("title", "description", "frequency", "tags", "extras")
    asked = {key: there[key] for key in kept} | {"license": "lov2"}
    peer.ask("PUT", f"1/datasets/{there['id']}/", json=asked)
    assert push(site).result == "pushed"
    [there] = peer.datasets(team)
    assert there["license"] == "odc-odbl"


def test_what_is_harvested_there_is_not_pushed_too(
    site: SiteFolder, proxy: Proxy, team: str
) -> None:
    listed = (
        '{"data": [{"id": "abc", "title": "Lieux", "deleted": null, "extras": {}, '
        '"harvest": {"dct_identifier": "lieux"}}], "next_page": null}'
    )
    proxy.harm = lambda one: Answer(200, body=listed) if "/2/datasets/?" in one.path else None
    outcome = push(site)
    assert "already harvests this as 'Lieux' (abc); choose one way" in outcome.message
    assert proxy.writes == []


def test_quality_below_full_marks_names_the_criterion_and_its_mend(
    site: SiteFolder, peer: Peer, team: str
) -> None:
    text = (site.data / "lieux" / "dataset.yaml").read_text(encoding="utf-8")
    covered = next(line for line in text.splitlines() if line.startswith("coverage:"))
    redeclare(site, covered + "\n", "")
    publish_one(site, DAY + WEEK)
    outcome = push(site, DAY + WEEK)
    assert outcome.quality == pytest.approx(7 / 9)
    assert outcome.notes == (
        "quality 0.78: temporal_coverage: name a column of dates under `coverage.temporal`",
        "quality 0.78: spatial: name a place under `coverage.spatial` (France, or "
        "http://id.insee.fr/geo/departement/38), or map points under `browse.map`",
    )


def test_no_key_in_outputs_nor_files(site: SiteFolder, peer: Peer, proxy: Proxy, team: str) -> None:
    """The command, with --debug, through success, refusal and trouble."""
    told = []
    harms: list[Any] = [None, Answer(400, body=f'{{"message": "{peer.key}"}}'), Lost(done=False)]
    for harm in harms:
        proxy.harm = lambda request, harm=harm: harm
        for options in (("--debug",), ("--debug", "push", "--json")):
            words = options if "push" in options else (*options, "push")
            done = subprocess.run(
                [*COMMAND, "--site", str(site.root), *words],
                capture_output=True,
                text=True,
                cwd=ROOT,
                env=os.environ | {KEY: peer.key, "PYTHONPATH": str(ROOT)},
            )
            told.append(done.stdout + done.stderr)
    assert "quality 1.00" in told[0]
    assert not any(peer.key in text for text in told)
    files = [path for path in site.root.rglob("*") if path.is_file()]
    assert [path for path in files if peer.key.encode() in path.read_bytes()] == []
