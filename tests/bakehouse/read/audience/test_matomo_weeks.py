"""A Matomo asked over HTTP: a process that answers as the real exports are, for none is here."""

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import httpx
import pytest

from publish.bakehouse.engine import Workspace
from publish.bakehouse.fetch.kept import Limits
from publish.bakehouse.fetch.web import Web
from publish.bakehouse.read import requests
from publish.bakehouse.read.audience import matomo, matomo_weeks
from publish.bakehouse.read.exports import ExportRequest
from publish.declare.declaration import Dataset
from publish.declare.source import Source
from publish.declare.yaml_file import load
from publish.errors import SourceError
from tests.bakehouse.fetch.sites import site_of
from tests.bakehouse.read.audience import matomo_server
from tests.counted import FEATURES
from tests.sites import ABOUT, declare

pytestmark = pytest.mark.slow("starts a server that stands for Matomo")
PLAIN = '{path: exports/features.csv, delimiter: ";"}'
TUESDAY = date(2026, 12, 1)
PAGES = [
    {"label": "/lieux/1", "nb_visits": 12, "nb_uniq_visitors": 11, "nb_hits": 20,
     "sum_time_spent": 60, "url": "https://example.org/lieux/1?q=ada@example.org"},
    {"label": "/lieux/1", "nb_visits": 3, "nb_uniq_visitors": 2, "nb_hits": 4,
     "url": "https://example.org/lieux/1?token=0123456789abcdef"},
    {"label": "/compte/0612345678", "nb_visits": 1, "nb_uniq_visitors": 1, "nb_hits": 1},
    {"label": "Others", "nb_visits": 5, "nb_hits": 7},
]  # fmt: skip


@dataclass
class Peer:
    """The process, its address, and the folder of what it answers and was asked."""

    address: str
    folder: Path

    def answers(self, **what: Any) -> None:
        (self.folder / "answer.json").write_text(json.dumps(what))

    def all_asked(self) -> list[dict[str, str]]:
        log = self.folder / "asked.jsonl"
        return [json.loads(line) for line in log.read_text().splitlines()] if log.exists() else []

    def asked(self) -> list[dict[str, str]]:
        """All but what was asked of the visitors of a feature."""
        return [one for one in self.all_asked() if "pageUrl" not in one.get("segment", "")]

    def segments(self) -> list[tuple[str, str]]:
        return [(one["date"], one["segment"]) for one in self.all_asked() if "segment" in one]


@pytest.fixture
def peer(tmp_path: Path) -> Iterator[Peer]:
    folder = tmp_path / "peer"
    folder.mkdir()
    command = [sys.executable, matomo_server.__file__, str(folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        yield Peer(process.stdout.readline().strip(), folder)
        process.terminate()


@pytest.fixture(autouse=True)
def few_weeks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(matomo_weeks, "WEEKS", 3)
    monkeypatch.setenv("MATOMO_TOKEN", "s3cret0f0f")


def source(peer: Peer, **more: Any) -> Source:
    declared = {"matomo": peer.address, "site": 3, "token": "MATOMO_TOKEN", "report": "features"}
    rules = ({"match": "^/lieux/", "feature": "place"},)
    return Source.model_validate({"features": rules, **declared, **more})


def brought(peer: Peer, folder: Path, today: date = TUESDAY, **more: Any) -> Path:
    kept = folder / "kept"
    web = Web({httpx.URL(peer.address).netloc.decode(): {}}, Limits(seconds=100), pauses=(0.01,))
    matomo_weeks.brought(source(peer, **more), today, kept, folder / "private", web)
    return kept


def rows(peer: Peer, kept: Path, bench: Workspace) -> tuple[list[tuple[str, ...]], list[str]]:
    asked = ExportRequest(kept, "matomo", source(peer), ())
    (export,) = matomo.read(asked, bench)
    table = export.table.to_pyarrow().to_pydict()
    return list(zip(*table.values(), strict=True)), [one.code for one in export.remarks]


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


LIEUX = "pageUrl=^https://example.org/lieux/"
SEVERAL = [
    {"label": f"/lieux/{n}", "nb_visits": 9, "nb_uniq_visitors": 9, "nb_hits": 10,
     "url": f"https://example.org/lieux/{n}"}
    for n in range(3)
]  # fmt: skip


def visitors(peer: Peer, folder: Path, bench: Workspace, **more: Any) -> dict[str, str]:
    """The visitors of each feature on the first day."""
    kept = brought(peer, folder, **more)
    asked = ExportRequest(kept, "matomo", source(peer, **more), ())
    (export,) = matomo.read(asked, bench)
    told = export.table.to_pyarrow().to_pylist()
    return {row["feature"]: row["visitors"] for row in told if row["day"] == "2026-11-16"}


def test_the_visitors_of_a_feature_are_asked_for_as_a_segment(peer, tmp_path, bench):
    peer.answers(rows=SEVERAL, segments={LIEUX: {"nb_uniq_visitors": 14, "nb_visits": 15}})
    assert visitors(peer, tmp_path, bench) == {"place": "14"}
    assert peer.segments() == [
        ("2026-11-30,2026-11-30", LIEUX),
        ("2026-11-23,2026-11-29", LIEUX),
        ("2026-11-16,2026-11-22", LIEUX),
    ]
    (one, *_) = [one for one in peer.all_asked() if "segment" in one]
    assert (one["method"], one["period"], one["verb"]) == ("VisitsSummary.get", "day", "POST")


def test_a_largest_page_with_more_visitors_stays(peer, tmp_path, bench):
    peer.answers(rows=SEVERAL, segments={LIEUX: {"nb_uniq_visitors": 2}})
    assert visitors(peer, tmp_path, bench) == {"place": "9"}


def test_a_segment_with_pages_of_another_feature_is_not_asked_for(peer, tmp_path, bench):
    photo = {"label": "/lieux/1/photo", "nb_visits": 30, "nb_uniq_visitors": 30, "nb_hits": 30,
             "url": "https://example.org/lieux/1/photo"}  # fmt: skip
    rules = ({"match": "^/lieux/[^/]+$", "feature": "place"},)
    peer.answers(rows=SEVERAL, segments={LIEUX: {"nb_uniq_visitors": 14}})
    assert visitors(peer, tmp_path / "a", bench, features=rules) == {"place": "14"}
    peer.answers(rows=[*SEVERAL, photo], segments={LIEUX: {"nb_uniq_visitors": 40}})
    before = len(peer.segments())
    told = visitors(peer, tmp_path / "b", bench, features=rules)
    assert told == {"other": "30", "place": "9"}
    assert len(peer.segments()) == before


def test_a_matomo_that_refuses_segments_is_asked_once_a_run_and_told(peer, tmp_path, bench):
    peer.answers(rows=SEVERAL, segments=None)
    told, remarks = rows(peer, brought(peer, tmp_path), bench)
    assert told[0][6] == "9"
    assert remarks == ["matomo-segments"]
    assert len(peer.segments()) == 1
    assert len(peer.asked()) == 3


def test_features_declared_otherwise_are_asked_for_anew(peer, tmp_path, bench):
    peer.answers(rows=SEVERAL, segments={LIEUX: {"nb_uniq_visitors": 14}})
    assert visitors(peer, tmp_path, bench) == {"place": "14"}
    rules = ({"match": "^/lieux/1$", "feature": "first"}, {"match": "^/lieux/", "feature": "place"})
    first = "pageUrl==https://example.org/lieux/1"
    peer.answers(rows=SEVERAL, segments={first: {"nb_uniq_visitors": 12}})
    # The segment of all places has the first one in it.
    assert visitors(peer, tmp_path, bench, features=rules) == {"first": "12", "place": "9"}
    before = len(peer.all_asked())
    visitors(peer, tmp_path, bench, features=rules)
    assert [one["date"] for one in peer.all_asked()[before:]] == ["2026-11-30,2026-11-30"] * 2


def test_what_matomo_deleted_since_stays(peer, tmp_path, bench):
    peer.answers(rows=SEVERAL)
    before = rows(peer, brought(peer, tmp_path), bench)[0]
    peer.answers(rows=[])
    rules = ({"match": "^/lieux", "feature": "place"},)
    kept = brought(peer, tmp_path, features=rules)
    asked = ExportRequest(kept, "matomo", source(peer, features=rules), ())
    (export,) = matomo.read(asked, bench)
    told = export.table.to_pyarrow().to_pydict()
    assert [*zip(*told.values(), strict=True)] == before


def test_older_weeks_are_not_asked_for_segments(peer, tmp_path, bench, monkeypatch):
    monkeypatch.setattr(matomo_weeks, "SEGMENTED", 1)
    peer.answers(rows=SEVERAL, segments={LIEUX: {"nb_uniq_visitors": 14}})
    assert visitors(peer, tmp_path, bench) == {"place": "9"}
    assert [day for day, _ in peer.segments()] == ["2026-11-30,2026-11-30"]
