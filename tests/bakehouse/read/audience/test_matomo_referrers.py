"""From where people come, in files and asked: the kind and the site, never a page or a word."""

import json
from pathlib import Path
from typing import Any

import pytest

from publish.bakehouse.read.audience import matomo
from publish.bakehouse.read.exports import ExportRequest
from publish.declare.source import Source
from publish.errors import SourceError
from tests.bakehouse.read.audience.matomo_peer import Peer, brought, source
from tests.bakehouse.read.audience.test_matomo import element, table, written

DAY = "2026-11-30"
Rows = list[dict[str, Any]]


def row(label: str, segment: str, visits: int, **more: Any) -> dict[str, Any]:
    counted = {"nb_uniq_visitors": visits - 1, "nb_visits": visits, "nb_actions": 2 * visits}
    return {"label": label, **counted, "segment": segment, **more}


KINDS = [
    row("Entrées directes", "referrerType==direct", 40, referrer_type=1),
    row("Moteurs de recherche", "referrerType==search", 30, referrer_type=2),
    row("Sites", "referrerType==website", 20, referrer_type=3),
    row("Campagnes", "referrerType==campaign", 10, referrer_type=6),
    row("Réseaux sociaux", "referrerType==social", 5, referrer_type=7),
    row("Assistants", "referrerType==ai", 3),
]
SITES = [row("Example.org", "referrerName==Example.org", 12),
         row("192.0.2.7", "referrerName==192.0.2.7", 2)]  # fmt: skip
ENGINES = [row("Google", "referrerType==search;referrerName==Google", 25),
           row("Yahoo!", "referrerType==search;referrerName==Yahoo%2521", 5)]  # fmt: skip
SOCIALS = [row("LinkedIn", "referrerType==social;referrerName==LinkedIn", 3)]
CAMPAIGNS = [row("ada", "referrerType==campaign;referrerName==ada", 4),
             row("lovelace", "referrerType==campaign;referrerName==lovelace", 3)]  # fmt: skip


def taken(folder: Path, take: Any, content: str | bytes, report: str = "referrers") -> Rows:
    path = written(folder, f"{DAY}.export", content)
    return [one[2:] for one in take(path, format="matomo", report=report).rows]


def test_kinds_are_told_in_every_language(tmp_path, take):
    assert taken(tmp_path, take, json.dumps(KINDS)) == [
        ("campaign", "", "9", "10", "20", "", ""),
        ("direct", "", "39", "40", "80", "", ""),
        ("other", "", "2", "3", "6", "", ""),
        ("search", "", "29", "30", "60", "", ""),
        ("social", "", "4", "5", "10", "", ""),
        ("website", "", "19", "20", "40", "", ""),
    ]


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        (SITES, [("website", "example.org", "11", "12"), ("website", "…", "1", "2")]),
        (ENGINES, [("search", "Google", "24", "25"), ("search", "Yahoo!", "4", "5")]),
        (SOCIALS, [("social", "LinkedIn", "2", "3")]),
        # The words that name a campaign are somebody's.
        (CAMPAIGNS, [("campaign", "", "3", "7")]),
    ],
)
def test_sites_are_told_by_their_kind(rows, told, tmp_path, take):
    assert [one[:4] for one in taken(tmp_path, take, json.dumps(rows))] == told


def test_pages_and_words_below_a_site_are_let_go_of(tmp_path, take):
    page = {"label": "http://example.org/ada", "nb_visits": 12}
    below = [{**SITES[0], "subtable": [page]}]
    assert taken(tmp_path, take, json.dumps(below))[0][:2] == ("website", "example.org")
    nested = f"<subtable>{element(page)}</subtable></row>"
    xml = element(SITES[0]).replace("</row>", nested)
    assert taken(tmp_path, take, f"<result>{xml}</result>")[0][:2] == ("website", "example.org")


REPORTS: dict[str, tuple[Rows, tuple[str, ...]]] = {
    "referrers": (SITES[:1], ("website", "example.org")),
    "countries": ([row("France", "countryCode==fr", 12, code="fr")], ("FR",)),
    "devices": ([row("Navigateur de voiture", "deviceType==car%2Bbrowser", 12)], ("car browser",)),
}


@pytest.mark.parametrize("report", REPORTS)
def test_every_form_gives_the_same(report, tmp_path, take):
    rows, name = REPORTS[report]
    named = [{f"metadata_{key}" if key in ("segment", "code") else key: one[key] for key in one}
             for one in rows]  # fmt: skip
    forms = [
        json.dumps(rows),
        f'<?xml version="1.0" encoding="utf-8" ?><result>{"".join(map(element, rows))}</result>',
        table(named),
        table(named, "\t"),
        ("\ufeff" + table(named)).encode("utf-16-le"),
    ]
    for form in forms:
        assert taken(tmp_path, take, form, report) == [(*name, "11", "12", "24", "", "")]
    with pytest.raises(SourceError, match="is not utf-16; the file is cut there"):
        taken(tmp_path, take, forms[-1][:-1], report)
    stacked = table([{"date": DAY, **named[0]}, {"date": "2026-12-01", **named[0]}])
    with pytest.raises(SourceError, match="several periods or sites in one"):
        taken(tmp_path, take, stacked, report)
    hundred = json.dumps([{**rows[0], "label": f"a{n}.example.org"} for n in range(100)])
    with pytest.raises(SourceError, match=r"exactly 100 rows, .* `filter_limit=-1`"):
        taken(tmp_path, take, hundred, report)


ENGLISH = {
    "countries": ("Label,Unique visitors,Visits,Actions,Metadata: code\nFrance,11,12,24,fr", "FR"),
    "devices": ("Label,Unique visitors,Visits,Actions\nDesktop,11,12,24", "desktop"),
    "downloads": (
        "Label,Unique visitors,Unique Downloads,Downloads,Metadata: url,Metadata: segment\n"
        "/a.pdf,11,12,24,https://e.org/a.pdf,downloadUrl==x",
        "other",
    ),
}


@pytest.mark.parametrize("report", ENGLISH)
def test_columns_as_pages_name_them_in_english_are_known(report, tmp_path, take):
    text, name = ENGLISH[report]
    (found,) = taken(tmp_path, take, text, report)
    assert (found[0], found[-5:]) == (name, ("11", "12", "24", "", ""))


WORDS = {
    "keywords": row("ada", "referrerKeyword==ada", 3),
    "keywords of a search engine": row("ada", "referrerType==search;referrerKeyword==ada", 3),
    "keywords of a campaign": row(
        "ada", "referrerName==x;referrerType==campaign;referrerKeyword==ada", 3
    ),
    "site search": row("ada", "siteSearchKeyword==ada", 3, nb_hits=3),
    "site search without segments": {"label": "ada", "nb_visits": 3, "nb_hits": 3,
                                     "nb_pages_per_search": 1},
}  # fmt: skip


@pytest.mark.parametrize("report", ["referrers", "countries", "devices", "titles", "features"])
@pytest.mark.parametrize("words", WORDS)
def test_words_are_refused_whatever_they_are_called(words, report, tmp_path, take):
    with pytest.raises(SourceError, match="a report of words") as refused:
        taken(tmp_path, take, json.dumps([WORDS[words]]), report)
    assert "ada" not in str(refused.value)


@pytest.mark.parametrize("report", ["referrers", "countries", "devices", "titles", "events"])
def test_words_without_their_segments_are_refused(report, tmp_path, take):
    words = [{"label": "ada lovelace", "nb_visits": 3, "nb_uniq_visitors": 3, "nb_actions": 3}]
    with pytest.raises(SourceError) as refused:
        taken(tmp_path, take, json.dumps(words), report)
    assert "ada" not in str(refused.value)


def test_kinds_beside_their_sites_are_refused(tmp_path, bench):
    declared = Source.model_validate(
        {"path": "exports/*", "format": "matomo", "report": "referrers", "period": DAY}
    )

    def read(name: str, rows: Rows) -> None:
        path = written(tmp_path, name, json.dumps(rows))
        list(matomo.read(ExportRequest(path, name, declared, ()), bench))

    read("sites", SITES)
    read("engines", ENGINES)
    with pytest.raises(SourceError, match=r"kinds: Referrers.getReferrerType of 2026-11-30 counts"):
        read("kinds", KINDS)


def asked_for(peer: Peer, folder: Path, bench: Any) -> Rows:
    kept = brought(peer, folder, report="referrers", features=())
    asked = ExportRequest(kept, "matomo", source(peer, report="referrers", features=()), ())
    (export,) = matomo.read(asked, bench)
    found = [tuple(one.values()) for one in export.table.to_pyarrow().to_pylist()]
    return [one[2:7] for one in found if one[0] == "2026-11-16"]


@pytest.mark.slow("starts a server that stands for Matomo")
def test_a_matomo_is_asked_for_kinds_and_their_sites(peer, tmp_path, bench):
    peer.answers(
        **{
            "Referrers.getReferrerType": KINDS,
            "Referrers.getWebsites": [*SITES, {"label": "Others", "nb_visits": 4, "nb_actions": 5}],
            "Referrers.getSearchEngines": ENGINES,
            "Referrers.getSocials": SOCIALS,
        }
    )
    told = asked_for(peer, tmp_path, bench)
    assert told == [
        ("campaign", "", "9", "10", "20"),
        ("direct", "", "39", "40", "80"),
        ("other", "", "2", "3", "6"),
        ("search", "Google", "24", "25", "50"),
        ("search", "Yahoo!", "4", "5", "10"),
        ("social", "", "", "2", "4"),
        ("social", "LinkedIn", "2", "3", "6"),
        ("website", "", "", "6", "12"),
        ("website", "example.org", "11", "12", "24"),
        ("website", "…", "1", "2", "4"),
    ]
    assert sum(int(one[3]) for one in told) == sum(one["nb_visits"] for one in KINDS)
    assert len(peer.all_asked()) == 4 * 3
