"""Reuses go to a real udata with their dataset, and leave it when they are listed no more."""

from datetime import date
from typing import Any

import pytest

from publish.declare.site import SiteFolder
from publish.upkeep.reuses import add, remove
from tests.portals.conftest import Peer
from tests.portals.proxy import Proxy
from tests.portals.sites import push

pytestmark = pytest.mark.slow("needs a running udata")


def reuse(team: str, **changes: Any) -> dict[str, Any]:
    """A reuse whose address no other test of this portal has."""
    facts: dict[str, Any] = {
        "title": {"fr": "Carte des cafés"},
        "url": f"https://example.org/{team}",
        "by": "Association Exemple",
        "kind": "visualisation",
        "since": date(2026, 11, 20),
    }
    return facts | changes


def there(peer: Peer, team: str) -> list[Any]:
    """The living reuses of an organisation."""
    found = peer.ask("GET", f"1/reuses/?organization={team}&page_size=100")["data"]
    return [one for one in found if not one["deleted"]]


def test_a_reuse_is_listed_beside_its_dataset(site: SiteFolder, peer: Peer, team: str) -> None:
    list(add(site, "lieux", reuse(team)))
    push(site)
    [found], [dataset] = there(peer, team), peer.datasets(team)
    assert (found["title"], found["type"]) == ("Carte des cafés", "visualization")
    assert found["description"] == "Réalisé par Association Exemple."
    assert [one["id"] for one in found["datasets"]] == [dataset["id"]]


def test_listed_twice_it_is_sent_once(site: SiteFolder, proxy: Proxy, team: str) -> None:
    list(add(site, "lieux", reuse(team)))
    push(site)
    proxy.forget()
    push(site)
    assert proxy.writes == []


def test_what_changed_is_changed_there(site: SiteFolder, peer: Peer, team: str) -> None:
    list(add(site, "lieux", reuse(team)))
    push(site)
    remove(site, "lieux", f"https://example.org/{team}")
    list(add(site, "lieux", reuse(team, title={"fr": "La carte"}, kind="article")))
    push(site)
    [found] = there(peer, team)
    assert (found["title"], found["type"]) == ("La carte", "news_article")
    assert len(found["datasets"]) == 1


def test_one_that_is_listed_no_more_leaves_and_others_stay(
    site: SiteFolder, peer: Peer, team: str
) -> None:
    list(add(site, "lieux", reuse(team)))
    push(site)
    [dataset] = peer.datasets(team)
    theirs = {
        "title": "À la main", "description": "Par quelqu’un", "type": "idea", "topic": "others",
        "url": f"https://example.org/{team}/other", "organization": team,
        "datasets": [{"id": dataset["id"]}],
    }  # fmt: skip
    peer.ask("POST", "1/reuses/", json=theirs)
    remove(site, "lieux", f"https://example.org/{team}")
    push(site)
    assert [one["title"] for one in there(peer, team)] == ["À la main"]


def test_one_that_somebody_else_listed_there_is_told(
    site: SiteFolder, peer: Peer, team: str
) -> None:
    url = f"https://example.org/{team}"
    others = peer.organization()
    theirs = {
        "title": "La leur", "description": "Par eux", "type": "idea", "topic": "others",
        "url": url, "organization": others, "datasets": [],
    }  # fmt: skip
    peer.ask("POST", "1/reuses/", json=theirs)
    list(add(site, "lieux", reuse(team)))
    outcome = push(site)
    assert outcome.result == "pushed"
    assert f"the reuse {url} is listed there by somebody else" in outcome.notes
    assert there(peer, team) == []
