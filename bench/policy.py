"""`fournil policy` on Adult with ARX's own hierarchies, and on 1 M rows of eight columns.

python -m bench.policy [--adult FOLDER] [--k K …] [--million]

FOLDER holds `adult.csv` and `adult_hierarchy_*.csv` of ARX (github.com/arx-deidentifier/arx,
`data/`), which are not ours to ship. Figures are those of a publication; CPU is of the whole
process, imports and reading included.
"""

import argparse
import csv
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
from pyarrow import csv as pa_csv
from ruamel.yaml import YAML

from bench.measure import WORK, Timed, cost, module
from bench.people import DAY, QUASI_IDENTIFIERS, WHO, reviewed, written
from bench.site import METADATA
from publish.bakehouse.advise import advice, text
from publish.declare.site import SiteFolder

ADULT = (
    "sex", "age", "race", "marital-status", "education", "native-country", "workclass",
    "occupation",
)  # fmt: skip
DEPARTMENTS, JOBS, MONTHS = 96, 8, 24


def site_of(root: Path, columns: dict[str, Any], privacy: dict[str, Any], delimiter: str) -> Path:
    """A site whose one table has those columns; its export is still to come. Returns its folder."""
    folder = root / "data" / "bench"
    (folder / "exports").mkdir(parents=True)
    (root / "metadata.yaml").write_text(METADATA, "utf-8")
    records = {
        "title": {"fr": "Banc"},
        "about": "people",
        "sources": [{"path": "exports/rows.csv", "delimiter": delimiter}],
        "contributor": "who",
        "privacy": privacy,
        "columns": {"who": WHO} | columns,
    }
    with (folder / "dataset.yaml").open("w", encoding="utf-8") as file:
        YAML().dump(reviewed("Banc", {"records": records}), file)
    return folder


def quasi_identifier(**declared: Any) -> dict[str, Any]:
    """A column that may tell who somebody is."""
    return {"type": "string", "role": "quasi_identifier", "description": {"fr": "Q"}} | declared


def adult(root: Path, source: Path, k: int) -> None:
    """Adult, each row a person, ARX's hierarchies as lookups; any share may be suppressed."""
    columns, lookups = {}, {}
    for header in ADULT:
        name = header.replace("-", "_")
        levels = list(_rows(source / f"adult_hierarchy_{header}.csv"))
        columns[name] = quasi_identifier(**{"from": header})
        if len(levels[0]) > 2:
            ladder = {"file": f"ladders/{name}.csv", "to": "level_0"}
            columns[name]["protect"] = {"ladder": ladder}
            # Their last level is one value for all: here the column is left out.
            lookups[name] = [level[:-1] for level in levels]
    columns["salary"] = quasi_identifier(**{"from": "salary-class", "role": "sensitive"})
    folder = site_of(root, columns, {"k": k, "max_suppressed": 1.0}, ";")
    (folder / "ladders").mkdir()
    for name, levels in lookups.items():
        header = [f"level_{number}" for number in range(len(levels[0]))]
        _write(folder / "ladders" / f"{name}.csv", [header, *levels], ",")
    header, *rows = _rows(source / "adult.csv")
    numbered = [["who", *header], *([str(number), *row] for number, row in enumerate(rows))]
    _write(folder / "exports" / "rows.csv", numbered, ";")


def million(root: Path) -> None:
    """1 M rows of some 130 k people over eight columns, four of them with ladders."""
    columns = {name: quasi_identifier() for name in QUASI_IDENTIFIERS}
    lookups = {
        "department": [(n, n // 8, n // 24) for n in range(DEPARTMENTS)],
        "job": [(n, n // 2, n // 4) for n in range(JOBS)],
        "month": [(n, n // 3, n // 12) for n in range(MONTHS)],
    }
    for name in lookups:
        columns[name]["protect"] = {"ladder": {"file": f"ladders/{name}.csv", "to": "value"}}
    columns["age"]["protect"] = {"prefix": {"length": 6}}
    columns["answer"] = quasi_identifier(role="sensitive")
    privacy = {"k": 11, "l": {"answer": 3}, "max_suppressed": 0.1}
    folder = site_of(root, columns, privacy, ",")
    (folder / "ladders").mkdir()
    for name, levels in lookups.items():
        cells = [[f"{name} {value}", f"g{one}", f"h{two}"] for value, one, two in levels]
        _write(folder / "ladders" / f"{name}.csv", [["value", "group", "wide"], *cells], ",")
    rows = pq.read_table(written(1)).rename_columns({"_person": "who"})
    pa_csv.write_csv(rows, folder / "exports" / "rows.csv")


def _rows(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file, delimiter=";"))


def _write(path: Path, rows: list[list[str]], delimiter: str) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=delimiter).writerows(rows)


def run(root: Path, seconds: float) -> None:
    """The search in this process."""
    timed = Timed()
    found = advice(SiteFolder(root), "bench", DAY, seconds, timed)
    timed.step("bench", "end")
    told = text("bench", found)
    print(told)
    # Where a whole process is measured, what it prints is thrown away: this is not.
    heads = [line for line in told.splitlines() if line.startswith("  ") and line[2] != " "]
    print(*heads, sep="\n", file=sys.stderr, flush=True)


def main() -> None:
    """Make the sites and search."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--adult", type=Path, default=WORK / "adult")
    parser.add_argument("--k", type=int, nargs="*", default=[5, 10])
    parser.add_argument("--million", action="store_true")
    parser.add_argument("--seconds", type=float, default=20.0)
    parser.add_argument("--site", type=Path, help="search this one, made before")
    given = parser.parse_args()
    if given.site:
        run(given.site, given.seconds)
        return
    WORK.mkdir(exist_ok=True)
    made = {f"adult, k = {k}": lambda root, k=k: adult(root, given.adult, k) for k in given.k}
    if given.million:
        made["1 M x 8"] = million
    for name, make in made.items():
        root = Path(tempfile.mkdtemp(dir=WORK))
        try:
            make(root)
            run_ = module("bench.policy", "--site", root, "--seconds", given.seconds)
            print(name, cost(run_), flush=True)
        finally:
            shutil.rmtree(root)


if __name__ == "__main__":
    sys.exit(main())
