"""Words planted in every dropped or recoded column come out nowhere: no file, no log, no error."""

import subprocess
import sys
from pathlib import Path

import pytest

from publish.declare.site import SiteFolder
from tests.contents import contents
from tests.sites import ABOUT, METADATA

pytestmark = pytest.mark.slow("publishes in processes, again and again")
FOURNIL = Path(sys.executable).with_name("fournil")
PEOPLE = 30
HEAD = (
    ABOUT
    + """\
  rows:
    title: {fr: Lignes}
    sources: [{path: exports/rows.csv}]
    contributor: who
"""
)
COLUMNS = """\
    columns:
      who: {type: string, role: identifier, protect: drop}
      mail: {type: string, role: identifier, protect: drop}
      said: {type: string, role: free_text, protect: drop}
      age: {type: integer, role: QUASI, protect: {band: {cuts: [30, 60]}}, description: {fr: A}}
      income: {type: integer, role: OTHER, protect: {round: {to: 1000}}, description: {fr: A}}
      code: {type: string, role: OTHER, protect: {prefix: {length: 2}}, description: {fr: A}}
      town: {type: string, role: QUASI, protect: {ladder: {file: towns.csv, to: area}}, description: {fr: A}}
      day: {type: date, role: OTHER, protect: {truncate_date: {to: year}}, description: {fr: A}}
      lat: {type: number, role: OTHER, protect: {grid: {size: 0.1}}, description: {fr: A}}
      lon: {type: number, role: OTHER, protect: {grid: {size: 0.1}}, description: {fr: A}}
      visits: {type: integer, role: OTHER, protect: {top_code: {max: 10}}, description: {fr: A}}
      plate: {type: string, role: OTHER, protect: {mask: {first: 1}}, description: {fr: A}}
      answer: {type: string, role: open, description: {fr: R}}
"""  # noqa: E501
ID = "      id: {type: string, role: open, protect: rekey, description: {fr: I}}\n"
AGREED = "      agreed: {type: date, role: quasi_identifier, protect: drop}\n"
MODES = {
    "things": "    about: things\n    primary_key: id\n    browse: {map: [lat, lon]}\n",
    "records": "    about: people\n    privacy: {k: 5}\n",
    "aggregates": "    about: people\n    aggregates: {by_town: {by: [town, age], "
    "title: {fr: N}}}\n",
    "named": "    about: people\n    named: {consent: agreed, covers: [answer, age, town, income, "
    "code, day, lat, lon, visits, plate], why: asked at registration}\n",
}
CANARIES = {
    "who": "zqwho7731", "mail": "zqmail@planted.example", "said": "zqsaid words", "age": "41",
    "income": "1873461", "code": "AB-zqcode", "town": "zqtown", "day": "1987-03-14",
    "lat": "48.8137461", "lon": "2.3746913", "visits": "918273", "plate": "Xzqplate",
    "agreed": "2026-01-23", "id": "zqid",
}  # fmt: skip
SECRET = (
    "zqwho", "zqmail", "zqsaid", "1873461", "zqcode", "zqtown", "1987-03-14", "48.81374",
    "2.37469", "918273", "zqplate", "zqid",
)  # fmt: skip
EXTRA = {"things": ("id",), "named": ("agreed",)}


def declaration(mode: str) -> str:
    quasi, other = ("quasi_identifier", "sensitive") if mode != "things" else ("open", "open")
    columns = COLUMNS.replace("QUASI", quasi).replace("OTHER", other)
    extra = {"things": ID, "named": AGREED}.get(mode, "")
    return HEAD + MODES[mode] + columns + extra


def rows(mode: str) -> list[str]:
    """An export: the same canaries for everybody, people and ids told apart by a number.

    Each dataset has its own people: the same ones in two datasets are another matter.
    """
    names = [name for name in CANARIES if name not in ("agreed", "id")] + ["answer"]
    names += EXTRA.get(mode, ())
    lines = [",".join(names)]
    for n in range(PEOPLE):
        cells = CANARIES | {"who": f"zqwho{mode}{n}", "id": f"zqid{n}", "answer": f"answer {n % 4}"}
        lines.append(",".join(cells[name] for name in names))
    return lines


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> SiteFolder:
    site = SiteFolder(tmp_path_factory.mktemp("site"))
    (site.root / "metadata.yaml").write_text(METADATA, encoding="utf-8")
    for mode in MODES:
        folder = site.data / mode
        (folder / "exports").mkdir(parents=True)
        (folder / "dataset.yaml").write_text(declaration(mode), encoding="utf-8")
        (folder / "towns.csv").write_text("town,area\nzqtown,Sud\n", encoding="utf-8")
        deliver(site, mode, rows(mode))
    return site


def deliver(site: SiteFolder, mode: str, lines: list[str]) -> None:
    (site.data / mode / "exports" / "rows.csv").write_text("\n".join(lines) + "\n", "utf-8")


def fournil(site: SiteFolder, *arguments: str) -> tuple[int, str]:
    """The exit code of a command, and all that it said."""
    command = [str(FOURNIL), "--site", str(site.root), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    return done.returncode, done.stdout + done.stderr


def leaks(text: bytes) -> list[str]:
    return [word for word in SECRET if word.encode() in text]


def released(site: SiteFolder) -> dict[str, bytes]:
    files = [path for path in site.releases.rglob("*") if path.is_file()]
    return {
        name: data
        for path in files
        for name, data in contents(str(path.relative_to(site.releases)), path.read_bytes())
    }


@pytest.fixture(scope="module")
def run(site: SiteFolder) -> tuple[int, str]:
    return fournil(site, "publish", "--as-of", "2026-11-21")


def test_every_mode_is_published_in_every_form(site: SiteFolder, run: tuple[int, str]) -> None:
    assert run[0] == 0, run[1]
    found = released(site)
    for mode, table in {
        "things": "rows", "records": "rows", "aggregates": "rows_by_town", "named": "rows",
    }.items():  # fmt: skip
        for form in ("csv", "csv.gz", "jsonl.gz", "parquet", "xlsx"):
            assert f"{mode}/1.0.0/{table}.{form}" in found
        assert f"{mode}/1.0.0/{mode}.db" in found
        assert f"{mode}/1.0.0/{mode}.zip" in found
    assert "things/1.0.0/rows.geojson" in found
    assert any(name.endswith("statistics") for name in found)


def test_no_file_and_no_log_holds_a_canary(site: SiteFolder, run: tuple[int, str]) -> None:
    assert {name: words for name, data in released(site).items() if (words := leaks(data))} == {}
    assert leaks(run[1].encode()) == []


def test_the_search_finds_what_is_there(site: SiteFolder, run: tuple[int, str]) -> None:
    """The positive control of this test: a published word is found in every form."""
    holding = {
        name.partition("/1.0.0/")[2] for name, data in released(site).items() if b"Sud" in data
    }
    assert holding >= {
        "rows.csv", "things.db", "rows.jsonl", "rows.parquet rows", "rows.parquet statistics",
        "rows.geojson", "things.zip/rows.csv",
    }  # fmt: skip
    assert any(name.startswith("rows.xlsx/") for name in holding)


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("debug", [(), ("--debug",)])
def test_no_error_names_a_canary(
    site: SiteFolder, run: tuple[int, str], mode: str, debug: tuple[str, ...]
) -> None:
    """Cells that are no number, no date, no rung; people without a value; a row twice."""
    lines = rows(mode)
    wrong = lines[1].replace("41", "zqwho", 1).replace("1987-03-14", "zqsaid").replace("Sud", "")
    unknown = [line.replace("zqtown", "zqtownless") for line in lines[1:12]]
    deliver(site, mode, [*lines, wrong, *unknown, *lines[1:], "zqwho,zqmail"])
    code, said = fournil(site, *debug, "publish", mode, "--as-of", "2026-11-22")
    deliver(site, mode, lines)
    assert (code, leaks(said.encode())) == (5, [])


@pytest.mark.parametrize(
    "lines",
    [
        ["who,mail", 'zqwho1,"zqmail', "zqwho2,zqmail"],
        ["zqwho1,zqmail@planted.example,zqsaid words"],
    ],
)
def test_no_broken_file_makes_a_message_name_a_canary(
    site: SiteFolder, run: tuple[int, str], lines: list[str]
) -> None:
    deliver(site, "records", lines)
    code, said = fournil(site, "--debug", "publish", "records", "--as-of", "2026-11-22")
    deliver(site, "records", rows("records"))
    assert code != 0
    words = leaks(said.encode())
    assert words == [], said
