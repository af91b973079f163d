"""The visitors of features, asked of a Matomo as segments of visits."""

from pathlib import Path
from typing import Any

import pytest

from publish.bakehouse.engine import Workspace
from publish.bakehouse.read.audience import matomo, matomo_weeks
from publish.bakehouse.read.exports import ExportRequest
from tests.bakehouse.read.audience.matomo_peer import Peer, brought, rows, source

pytestmark = pytest.mark.slow("starts a server that stands for Matomo")
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
    # What was counted for the others is kept too, for another table may ask for them.
    assert visitors(peer, tmp_path, bench) == {"place": "14"}
    assert [one["date"] for one in peer.all_asked()[before:]] == ["2026-11-30,2026-11-30"] * 4


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
