"""Countries, devices and referrers by month, searches by week: asked of a Matomo and published."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest

from publish.bakehouse.read.audience import matomo_weeks
from publish.bakehouse.read.known import block_of, days_of
from publish.declare.site import SiteFolder
from tests.bakehouse.read.audience.matomo_peer import Peer
from tests.counted import counted_site, published
from tests.sites import publish_one

pytestmark = pytest.mark.slow("starts a server that stands for Matomo, and publishes")
TABLE = """\
  {name}:
    title: {{fr: Usage, en: Use}}
    about: things
    sources: [{{matomo: "{address}", site: 3, token: MATOMO_TOKEN, report: {name}}}]
    counts: {{behind: visitors, every: {every}, by: [{by}], within: tool, sum: [{sum}]}}
    columns:
      day: {{type: date, role: open, constraints: {{required: true}}}}
      tool: {{type: string, role: open, description: {{fr: Outil}}}}
      visitors: {{type: integer, role: open}}
"""
OPEN = "      {name}: {{type: {type}, role: open, description: {{fr: D}}}}\n"
LEFT = "      {name}: {{type: string, role: open, protect: drop}}\n"
TABLES = {
    "countries": ("month", ["country"], ["visits"]),
    "devices": ("month", ["device"], ["visits"]),
    "referrers": ("month", ["kind", "site"], ["visits"]),
    "searches": ("week", [], ["searches", "without_result"]),
}


def table(name: str, address: str) -> str:
    every, by, measures = TABLES[name]
    words = {"by": ", ".join(by), "sum": ", ".join(measures)}
    text = TABLE.format(name=name, address=address, every=every, **words)
    text += "".join(OPEN.format(name=one, type="string") for one in by)
    text += "".join(OPEN.format(name=one, type="integer") for one in measures)
    left = {"visits", "actions", "bounces", "seconds"}.difference(measures)
    return text + "".join(LEFT.format(name=one) for one in sorted(left))


def row(label: str, visits: int, segment: str, **more: Any) -> dict[str, Any]:
    counted = {"nb_uniq_visitors": visits, "nb_visits": visits, "nb_actions": visits}
    return {"label": label, **counted, "segment": segment, **more}


ANSWERS: dict[str, Any] = {
    "UserCountry.getCountry": [
        row("France", 40, "countryCode==fr", code="fr"),
        row("Belgium", 20, "countryCode==be", code="be"),
        row("Unknown", 2, "countryCode==xx", code="xx"),
    ],
    "DevicesDetection.getType": [
        row("Smartphone", 40, "deviceType==smartphone"),
        row("Desktop", 22, "deviceType==desktop"),
    ],
    "Referrers.getReferrerType": [
        row("Direct Entry", 40, "referrerType==direct"),
        row("Websites", 22, "referrerType==website"),
    ],
    "Referrers.getWebsites": [row("example.org", 15, "referrerName==example.org")],
    "Referrers.getSearchEngines": [],
    "Referrers.getSocials": [],
    "Actions.get": {"nb_searches": 30},
    "Actions.getSiteSearchNoResultKeywords": [
        {"label": "ada lovelace", "nb_visits": 4, "nb_hits": 5, "nb_pages_per_search": 1}
    ],
    "VisitsSummary.get": {"nb_uniq_visitors": 18, "nb_visits": 19},
}


@pytest.fixture
def told(peer: Peer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> SiteFolder:
    """The tables of the release, and the site."""
    monkeypatch.setattr(matomo_weeks, "WEEKS", 11)
    peer.answers(**ANSWERS)
    tables = "".join(table(name, peer.address) for name in TABLES)
    site = counted_site(tmp_path / "site", tables)
    site.private.mkdir()
    host = httpx.URL(peer.address).netloc.decode()
    allowed = f'hosts: {{"{host}": {{datasets: visits}}}}'
    (site.private / "sources.yaml").write_text(allowed, "utf-8")
    outcome = publish_one(site, as_of=datetime.now(UTC).date())
    assert outcome.status == "published", outcome
    return site


def test_what_a_matomo_says_is_published_by_whole_periods(told: SiteFolder) -> None:
    countries = published(told, "countries_month", "month, country, visitor_days, visits")
    months = {month for month, *_ in countries}
    assert months
    for month in months:
        days = len(days_of(datetime.fromisoformat(month).date(), months=True))
        # Two people came from nowhere known; the fewest of those who may be told stand with them.
        assert [one[1:] for one in countries if one[0] == month] == [
            ("FR", 40 * days, 40 * days),
            ("_other", 22 * days, 22 * days),
        ]
        devices = published(told, "devices_month", "month, device, visits")
        assert ("smartphone", 40 * days) in [one[1:] for one in devices if one[0] == month]
        referrers = published(told, "referrers_month", "month, kind, site, visits")
        ours = [one[1:] for one in referrers if one[0] == month]
        assert ("direct", "", 40 * days) in [(kind, site or "", n) for kind, site, n in ours]
        assert sum(visits or 0 for *_, visits in ours) == 62 * days
    searches = published(told, "searches_week", "week, visitor_days, searches, without_result")
    assert len(searches) >= 8
    assert {one[1:] for one in searches} == {(7 * 18, 7 * 30, 7 * 5)}
    _without_words(told)


def _without_words(told: SiteFolder) -> None:
    """And nothing of the month that still runs."""
    for path in told.root.rglob("*"):
        assert not path.is_file() or b"lovelace" not in path.read_bytes(), path
    running = block_of(datetime.now(UTC).date(), months=True).isoformat()
    assert running not in {month for (month,) in published(told, "countries_month", "month")}
