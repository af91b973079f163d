"""Nothing that people typed, no address and no browser stays: every byte that a run left is read.

Excepted are the exports themselves, which are the producer's files.
"""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from xml.sax.saxutils import escape

import httpx
import pytest

from publish.bakehouse.read.audience import matomo_weeks
from publish.declare.site import SiteFolder
from tests.bakehouse.read.audience import matomo_server
from tests.bakehouse.read.audience.planted import (
    BROWSER,
    HOST,
    addresses,
    found,
    needles_in,
    spellings,
    titles,
)
from tests.sites import ABOUT, METADATA, publish

pytestmark = pytest.mark.slow("publishes four datasets")
RULES = (
    'features: [{match: "^/lieux/", feature: place}, {match: "^R.sultats", feature: results}, '
    '{match: "^Lieux", feature: places}]'
)
TABLE = """\
  use:
    title: {{fr: Usage}}
    about: things
    sources: [{source}]
    counts: {{behind: visitors, every: [week], by: [feature], within: tool, sum: [visits, actions]}}
    columns:
      day: {{type: date, role: open, constraints: {{required: true}}}}
      tool: {{type: string, role: open}}
      feature: {{type: string, role: open, description: {{fr: F}}}}
      dataset: {{type: string, role: open, protect: drop}}
      table: {{type: string, role: open, protect: drop}}
      form: {{type: string, role: open, protect: drop}}
      visitors: {{type: integer, role: open}}
      visits: {{type: integer, role: open}}
      actions: {{type: integer, role: open}}
      bounces: {{type: integer, role: open, protect: drop}}
      seconds: {{type: integer, role: open, protect: drop}}
"""
BESIDE: dict[str, dict[str, object]] = {
    "features": {"segment": "pageUrl==https%253A%252F%252Fexample.org"},
    "events": {"nb_events": 12},
    "outlinks": {"segment": "outlinkUrl==https%253A%252F%252Fexample.org"},
}
"""What Matomo says of a row, beside its numbers."""
DAYS = [f"2026-11-{day}" for day in range(16, 23)]


def log(folder: Path) -> str:
    """The logs of two servers in a week."""
    lines = [_line(f"192.0.2.{n}", f"/lieux/{n}", day) for day in DAYS for n in range(20)]
    lines += [_line(HOST, address, DAYS[0]) for address in addresses()]
    lines += [f'{HOST} - - "broken ada.lovelace@mail.example']
    for number, name in enumerate(("access.log", "access.log.1")):
        (folder / name).write_text("\n".join(lines[number::2]) + "\n", "utf-8")
    return f"path: 'exports/access.log*', format: logs, {RULES}"


def _line(host: str, path: str, day: str) -> str:
    date = f"{day[8:]}/Nov/2026:10:00:00 +0100"
    referrer = "https://example.org/?q=ada.lovelace@mail.example"
    return f'{host} - ada [{date}] "GET {path} HTTP/1.1" 200 5 "{referrer}" "{BROWSER}"'


def pages(folder: Path) -> str:
    """Addresses of pages, as Matomo exports them."""
    for day in DAYS:
        rows = [_row(f"https://example.org/lieux/{n}", 12) for n in range(3)]
        rows += [_row(f"https://example.org{address}", 1) for address in addresses()]
        (folder / f"{day}.json").write_text(json.dumps(rows), "utf-8")
    return f"path: 'exports/*.json', format: matomo, report: features, {RULES}"


def _row(url: str, visits: int) -> dict[str, object]:
    counted = {"nb_visits": visits, "nb_uniq_visitors": visits, "nb_hits": visits}
    return {"label": url[19:], "url": url, **counted}


def named(folder: Path) -> str:
    """Titles of pages, as Matomo exports them: CSV in UTF-16, and XML."""
    told = ["Lieux", *titles()]
    cells = "".join(f'"{title}",12,12,12\n' for title in told)
    text = "label,nb_visits,nb_uniq_visitors,nb_hits\n" + cells
    counts = "<nb_visits>12</nb_visits><nb_uniq_visitors>12</nb_uniq_visitors><nb_hits>12</nb_hits>"
    rows = "".join(f"<row><label>{escape(title)}</label>{counts}</row>" for title in told)
    for day in DAYS[:4]:
        (folder / f"{day}.csv").write_text(text, "utf-16")
    for day in DAYS[4:]:
        (folder / f"{day}.xml").write_text(f"<result>{rows}</result>", "utf-8")
    return f"path: 'exports/2026-*', format: matomo, report: titles, {RULES}"


def xiti(folder: Path) -> str:
    """Names of pages, as Piano answers them."""
    told = ["Lieux", *titles()]
    rows = [
        {"date": day, "page": title, "m_visits": 12, "m_unique_visitors": 12}
        for day in DAYS
        for title in told
    ]
    (folder / "pages.json").write_text(json.dumps({"DataFeed": {"Rows": rows}}), "utf-8")
    return f"path: exports/pages.json, format: xiti, report: features, {RULES}"


def site_of(root: Path, make: Callable[[Path], str]) -> SiteFolder:
    site = SiteFolder(root)
    folder = site.data / "service" / "exports"
    folder.mkdir(parents=True)
    (root / "metadata.yaml").write_text(METADATA, "utf-8")
    declared = ABOUT + TABLE.format(source=f"{{{make(folder)}}}")
    (site.data / "service" / "dataset.yaml").write_text(declared, "utf-8")
    return site


def test_what_is_planted_is_found_however_it_is_written() -> None:
    for spelling in spellings("ada.lovelace@mail.example"):
        assert needles_in("x.json", json.dumps(spelling).encode()) == ["lovelace"]
    assert needles_in("x", "é+33 6 12 34 56 78".encode("utf-16-le")) == ["612345678"]


@pytest.mark.parametrize("make", [log, pages, named, xiti])
def test_files_leave_nothing_behind(make, tmp_path, capfd):
    site = site_of(tmp_path / "site", make)
    (outcome,) = publish(site, as_of=date(2026, 11, 30))
    said = "\n".join([str(outcome), *capfd.readouterr()])
    assert outcome.status == "published", said
    assert found(site.root, "exports") == []
    assert needles_in("said", said.encode()) == []


@pytest.fixture
def answers(tmp_path: Path) -> Iterator[tuple[str, Path]]:
    """The address of a Matomo, and the file of its answers."""
    folder = tmp_path / "peer"
    folder.mkdir()
    command = [sys.executable, matomo_server.__file__, str(folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        yield process.stdout.readline().strip(), folder / "answer.json"
        process.terminate()


@pytest.mark.parametrize("report", ["features", "titles", "events", "outlinks"])
def test_a_matomo_that_is_asked_leaves_nothing_behind(report, answers, tmp_path, monkeypatch):
    monkeypatch.setattr(matomo_weeks, "WEEKS", 3)
    address, file = answers
    rows = [_row(f"https://example.org{path}", 1) for path in addresses()]
    rows += [_row("https://example.org/lieux/1", 12)]
    if report in ("titles", "events"):
        rows = [{**_row("", 12), "label": title, "url": ""} for title in ("Lieux", *titles())]
    rows = [row | BESIDE.get(report, {}) for row in rows]
    file.write_text(json.dumps({"rows": rows, "VisitsSummary.get": []}), "utf-8")
    declared = f'matomo: "{address}", site: 1, report: {report}, {RULES}'
    site = site_of(tmp_path / "site", lambda _: declared)
    site.private.mkdir()
    host = httpx.URL(address).netloc.decode()
    (site.private / "sources.yaml").write_text(
        f'hosts: {{"{host}": {{datasets: service}}}}', "utf-8"
    )
    (outcome,) = publish(site, as_of=datetime.now(UTC).date())
    assert outcome.status == "published", outcome.problems
    assert len(list((site.private / "service" / "matomo").rglob("*.json"))) == 3
    assert found(site.root) == []
