"""A Matomo asked over HTTP: a process that answers as the real exports are, for none is here."""

from datetime import date

import httpx
import pytest

from publish.bakehouse.fetch.web import Web
from publish.bakehouse.read import requests
from publish.bakehouse.read.audience import matomo, matomo_weeks
from publish.bakehouse.read.exports import ExportRequest
from publish.declare.declaration import Dataset
from publish.declare.yaml_file import load
from publish.errors import SourceError
from tests.bakehouse.fetch.sites import site_of
from tests.bakehouse.read.audience.matomo_peer import PAGES, TUESDAY, Peer, brought, rows, source
from tests.counted import FEATURES
from tests.sites import ABOUT, declare

pytestmark = pytest.mark.slow("starts a server that stands for Matomo")
PLAIN = '{path: exports/features.csv, delimiter: ";"}'


def test_weeks_are_asked_by_a_form_and_no_address_holds_the_token(peer, tmp_path):
    peer.answers(rows=PAGES)
    brought(peer, tmp_path)
    asked = peer.asked()
    assert [one["date"] for one in asked] == [
        "2026-11-30,2026-11-30",
        "2026-11-23,2026-11-29",
        "2026-11-16,2026-11-22",
    ]
    assert asked[0] | {"date": ""} == {
        "verb": "POST", "path": "/index.php", "module": "API", "method": "Actions.getPageUrls",
        "idSite": "3", "period": "day", "date": "", "format": "JSON", "filter_limit": "-1",
        "format_metrics": "0", "language": "en", "flat": "1", "token_auth": "s3cret0f0f",
    }  # fmt: skip


def test_days_become_features_and_nothing_typed_is_kept(peer, tmp_path, bench):
    peer.answers(rows=PAGES)
    found, remarks = rows(peer, brought(peer, tmp_path), bench)
    # The last day is of a week that is still to change.
    assert len(found) == 14 * 2
    assert found[:2] == [
        ("2026-11-16", "matomo", "other", "", "", "", "1", "6", "8", "", ""),
        ("2026-11-16", "matomo", "place", "", "", "", "11", "15", "24", "", "60"),
    ]
    assert remarks == ["unmatched-addresses"]
    weeks = [*(tmp_path / "private" / "matomo").rglob("*.json")]
    assert len(weeks) == 3
    everything = b"".join(path.read_bytes() for path in (tmp_path / "kept", *weeks))
    for secret in (b"ada@", b"0123456789abcdef", b"0612345678", b"s3cret0f0f"):
        assert secret not in everything


def test_searches_are_counted_and_their_words_let_go_of(peer, tmp_path, bench):
    words = [
        {"label": "ada@example.org", "nb_visits": 2, "nb_hits": 3, "nb_pages_per_search": 1},
        {"label": "jardin", "nb_visits": 1, "nb_hits": 1, "nb_pages_per_search": 1},
    ]
    peer.answers(
        **{
            "Actions.get": {"nb_pageviews": 50, "nb_searches": 20, "nb_keywords": 9},
            "Actions.getSiteSearchNoResultKeywords": words,
            "VisitsSummary.get": {"nb_uniq_visitors": 12, "nb_visits": 14},
        }
    )
    kept = brought(peer, tmp_path, report="searches")
    asked = ExportRequest(kept, "matomo", source(peer, report="searches"), ())
    (export,) = matomo.read(asked, bench)
    row = export.table.to_pyarrow().to_pylist()[0]
    assert row == {
        "day": "2026-11-16", "tool": "matomo", "searches": "20", "without_result": "4",
        "visitors": "12", "visits": "14", "actions": "20", "bounces": "", "seconds": "",
    }  # fmt: skip
    assert [one.get("segment") for one in peer.asked()[:3]] == [None, None, "searches>0"]
    for path in (kept, *(tmp_path / "private" / "matomo").rglob("*.json")):
        assert "jardin" not in path.read_text()


def test_whole_weeks_are_asked_once_and_the_running_one_again(peer, tmp_path):
    peer.answers(rows=PAGES)
    brought(peer, tmp_path)
    before = len(peer.asked())
    brought(peer, tmp_path, date(2026, 12, 2))
    assert [one["date"] for one in peer.asked()[before:]] == ["2026-11-30,2026-12-01"]


def test_a_week_is_whole_two_days_after_its_end(peer, tmp_path):
    peer.answers(rows=PAGES)
    brought(peer, tmp_path, date(2026, 11, 30))
    assert peer.asked()[0]["date"] == "2026-11-23,2026-11-29"
    brought(peer, tmp_path, date(2026, 12, 1))
    brought(peer, tmp_path, date(2026, 12, 2))
    dates = [one["date"] for one in peer.asked()]
    assert dates.count("2026-11-23,2026-11-29") == 2


def test_history_outlives_the_instance_and_says_so(peer, tmp_path, bench):
    peer.answers(rows=PAGES)
    whole, _ = rows(peer, brought(peer, tmp_path), bench)
    gone = Peer("http://127.0.0.1:9", peer.folder)
    folder = tmp_path / "private" / "matomo"
    (kept,) = folder.iterdir()
    moved = matomo_weeks.weeks_of(source(gone), tmp_path / "private", Web()).folder
    kept.rename(moved)
    again, remarks = rows(gone, brought(gone, tmp_path), bench)
    assert again == whole
    assert remarks == ["matomo-silent"]


def test_an_instance_that_never_answered_is_an_error(peer, tmp_path):
    with pytest.raises(SourceError, match="nobody answers there"):
        brought(Peer("http://127.0.0.1:9", peer.folder), tmp_path)


FAULTS = {
    "expired token": ({"status": 401}, "answers 401: the token is wrong, has run out"),
    "refused in words": ({"body": '{"result":"error","message":"token s3cret0f0f"}'},
                         "Matomo answered with an error, not a report; check the token"),
    "login": ({"body": "<!DOCTYPE html><html>Sign in</html>"}, "a page for browsers"),
    "too often": ({"status": 429}, "answers 429: it is asked too often; what came is kept"),
    "cut": ({"body": '{"2026-11-30": [{"label": "/lieux'}, "not whole JSON at line 1"),
    "broken line": ({"rows": PAGES, "cut": 50}, "the connection broke before the end"),
    "redirect": ({"status": 302, "location": "https://example.org/"}, "the server answers 302"),
    "a day without an answer": ({"rows": None}, "a day without an answer"),
    "a day of text": ({"rows": "soon"}, "neither rows nor numbers; ask again"),
    "another report": ({"rows": [{"label": "/a", "nb_visits": 1, "nb_hits": 1,
                                  "segment": "entryPageUrl==x"}]}, "of `entryPageUrl`"),
    "other days": ({"body": '{"2026-11-29": []}'}, "other days than the 1 asked for"),
    "searches": ({"rows": [{"label": "ada", "nb_visits": 1, "nb_pages_per_search": 2}]},
                 "a report of words"),
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_what_goes_wrong_is_told_without_the_token(fault, peer, tmp_path):
    answer, told = FAULTS[fault]
    peer.answers(**answer)
    with pytest.raises(SourceError, match=told) as refused:
        brought(peer, tmp_path)
    assert "s3cret0f0f" not in str(refused.value)
    assert not list((tmp_path / "private").rglob("*.json"))


def test_a_busy_server_is_asked_again(peer, tmp_path):
    peer.answers(rows=PAGES, busy=1)
    brought(peer, tmp_path)
    assert len(peer.asked()) == 4
    assert len(peer.segments()) == 3


def test_what_came_before_a_fault_is_kept(peer, tmp_path):
    peer.answers(rows=PAGES, only=4)
    with pytest.raises(SourceError, match="answers 429"):
        brought(peer, tmp_path)
    assert len(list((tmp_path / "private").rglob("*.json"))) == 2


def test_a_token_that_is_not_set_is_told(peer, tmp_path, monkeypatch):
    monkeypatch.delenv("MATOMO_TOKEN")
    with pytest.raises(SourceError, match="the environment variable MATOMO_TOKEN is not set"):
        brought(peer, tmp_path)
    assert peer.asked() == []


def test_only_the_open_internet_or_a_listed_host_is_asked(peer, tmp_path):
    with pytest.raises(SourceError, match="only https:// is fetched"):
        matomo_weeks.brought(source(peer), TUESDAY, tmp_path / "kept", tmp_path, Web(pauses=()))
    assert peer.asked() == []


def test_a_declared_matomo_is_asked_by_a_publication(peer, tmp_path):
    peer.answers(rows=PAGES)
    host = httpx.URL(peer.address).netloc.decode()
    declared = f'{{matomo: "{peer.address}", site: 3, token: MATOMO_TOKEN, report: features}}'
    site = site_of(tmp_path / "site", f'hosts: {{"{host}": {{datasets: lieux}}}}')
    declare(site, f"{ABOUT}{FEATURES}".replace(PLAIN, declared))
    dataset = load(site.data / "lieux" / "dataset.yaml", Dataset)
    (asked,) = requests(site, "lieux", dataset, publishing=True)["features"]
    assert (asked.source.format, asked.file) == ("matomo", f"{peer.address}/ (site 3, features)")
    assert len(list((site.private / "lieux" / "matomo").rglob("*.json"))) == len(peer.asked()) == 3


def test_one_report_by_other_features_is_another_export(peer, tmp_path):
    peer.answers(rows=PAGES)
    host = httpx.URL(peer.address).netloc.decode()
    declared = f'{{matomo: "{peer.address}", site: 3, report: features, features: [%s]}}'
    site = site_of(tmp_path / "site", f'hosts: {{"{host}": {{datasets: lieux}}}}')
    paths = []
    for name in ("lieux", "compte"):
        source = declared % f'{{match: "^/{name}/", feature: {name}}}'
        declare(site, f"{ABOUT}{FEATURES}".replace(PLAIN, source))
        dataset = load(site.data / "lieux" / "dataset.yaml", Dataset)
        [asked] = requests(site, "lieux", dataset)["features"]
        paths.append(asked.path)
    assert paths[0] != paths[1]
