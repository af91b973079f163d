"""Everybody sees whether the data comes as often as it was promised."""

import json
import re
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from markupsafe import Markup

from publish.portals.outcome import PushOutcome
from publish.release.status import Looked, remember_check, remember_push
from publish.site.app.datasette_site import Site
from publish.words.dates import in_words
from tests.site.pages.test_downloads import write_history

TODAY = date(2026, 11, 21)


class Then(datetime):
    """A clock that stands."""

    @classmethod
    def now(cls, tz: Any = None) -> Any:
        return datetime(2026, 11, 21, 12, tzinfo=tz)


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """No run over midnight has another day than its pages."""
    for page in ("dataset", "home", "status"):
        monkeypatch.setattr(f"publish.site.pages.{page}.datetime", Then)


def release(root: Path, dataset: str, updated: date, frequency: str = "weekly") -> None:
    """Say when a release came and how often new ones should."""
    path = root / "releases" / dataset / "1.0.0" / "datapackage.json"
    package = json.loads(path.read_text(encoding="utf-8"))
    said = {"date": updated.isoformat(), "basis": "read"}
    package |= {"frequency": frequency, "updated": said, "created": f"{updated}T00:00:00Z"}
    path.write_text(json.dumps(package), encoding="utf-8")
    write_history(root, ("1.0.0", "kept"), dataset=dataset)
    index = root / "releases" / dataset / "releases.json"
    tree = json.loads(index.read_text(encoding="utf-8"))
    tree["releases"][0]["date"] = updated.isoformat()
    index.write_text(json.dumps(tree), encoding="utf-8")


@pytest.fixture
def dated(root: Path) -> Path:
    """`lieux` is fresh and pushed, `visites` overdue by 13 days."""
    release(root, "lieux", TODAY)
    release(root, "visites", TODAY - timedelta(days=20))
    remember_check(root / "releases" / "lieux", Looked(TODAY, "published", TODAY))
    done = PushOutcome("lieux", "data.gouv.fr", "pushed", "1.0.0", ("https://x/d/1/",), 1.0)
    remember_push(root / "releases" / "lieux", TODAY, done)
    return root


async def rows(site: Site, language: str = "en") -> list[str]:
    response = await site.client.get(f"/status?_lang={language}")
    assert response.status_code == 200
    body = re.sub(r"<[^>]+>", " ", response.text[response.text.index("<tbody>") :])
    lines = body[: body.index("\n\n\n") if "\n\n\n" in body else None].split("\n \n")
    return [" ".join(line.split()) for line in lines]


async def test_the_page_tells_freshness(dated: Path, site: Site) -> None:
    text = " ".join(await rows(site))
    assert "Overdue by 13 days every week" in text
    assert "Up to date every week" in text
    assert re.search(r"data\.gouv\.fr , .* \d{4} – sent", text)


async def test_the_page_speaks_french(dated: Path, site: Site) -> None:
    response = await site.client.get("/status?_lang=fr")
    assert "<h1>Fraîcheur des données</h1>" in response.text
    assert "<strong>En retard de 13 jours</strong>" in response.text
    assert "chaque semaine" in response.text


async def test_the_page_is_a_table_with_a_caption_and_dated_times(dated: Path, site: Site) -> None:
    text = (await site.client.get("/status?_lang=en")).text
    assert text.count("<caption>") == 1
    assert f'<time datetime="{TODAY}">' in text
    assert '<a href="https://x/d/1/">data.gouv.fr</a>' in text


async def test_the_same_as_json(dated: Path, site: Site) -> None:
    response = await site.client.get("/status.json")
    assert response.headers["content-type"] == "application/json; charset=utf-8"
    assert response.headers["access-control-allow-origin"] == "*"
    found = response.json()
    assert found["as_of"] == TODAY.isoformat()
    lieux, visites = found["datasets"]
    assert (lieux["dataset"], lieux["freshness"]) == ("lieux", "fresh")
    assert lieux["checked"] == {
        "on": TODAY.isoformat(), "result": "published", "export": TODAY.isoformat(),
    }  # fmt: skip
    assert (lieux["exported"], lieux["updated"]) == (TODAY.isoformat(), TODAY.isoformat())
    assert lieux["pushes"][0]["result"] == "pushed"
    assert (visites["freshness"], visites["days_overdue"]) == ("overdue", 13)


@pytest.mark.slow("asks a real server for hundreds of addresses")
@pytest.mark.parametrize(
    ("late", "words"), [(0, "Up to date"), (8, "Due"), (20, "Overdue by 13 days")]
)
async def test_every_page_says_the_same(late: int, words: str, dated: Path, site: Site) -> None:
    """A release of three weeks ago whose exports bring no news, the last of them days ago."""
    changed, export = TODAY - timedelta(days=20), TODAY - timedelta(days=late)
    remember_check(dated / "releases" / "visites", Looked(TODAY, "unchanged", export))
    for path, begin, end in (
        ("/", 'href="/visites?', 'class="tags"'),
        ("/visites", "<h1", "</aside>"),
        ("/status", 'href="/visites?', "</tr>"),
    ):
        html = (await site.client.get(f"{path}?_lang=en")).text
        shown = Markup(html.partition(begin)[2].partition(end)[0]).striptags()
        assert {*re.findall(r"Up to date|Due|Overdue by \d+ days?", shown)} == {words}, path
        for day in (export, changed):
            assert in_words(day, "en") in shown, (path, day)


async def test_a_push_shows_though_no_release_changed(
    dated: Path, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("publish.site.http.caching.LOOK_SECONDS", 0)
    before: Any = (await site.client.get("/status.json")).json()
    done = PushOutcome("visites", "data.gouv.fr", "unreachable")
    remember_push(dated / "releases" / "visites", TODAY, done)
    after: Any = (await site.client.get("/status.json")).json()
    assert "pushes" not in before["datasets"][1]
    assert after["datasets"][1]["pushes"][0]["result"] == "unreachable"


async def test_a_damaged_history_spoils_no_page(dated: Path, site: Site) -> None:
    (dated / "releases" / "visites" / "releases.json").write_text("{")
    found = (await site.client.get("/status.json")).json()
    assert [one["dataset"] for one in found["datasets"]] == ["lieux"]


async def test_the_file_itself_is_not_served(dated: Path, site: Site) -> None:
    for path in ("/download/lieux/status.json", "/download/lieux/1.0.0/status.json"):
        assert (await site.client.get(path)).status_code == 404
