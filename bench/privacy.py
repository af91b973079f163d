"""k and l by people, and records made safe, against plain SQL and a peer that counts rows.

python -m bench.privacy [--millions N] [--runs N] [--pycanon PYTHON]

PYTHON is the interpreter of an environment where pycanon is installed; it gets 100 k rows only.
"""

import argparse
import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bench.measure import WORK, Cost, best, module
from bench.people import DAY, QUASI_IDENTIFIERS, WHO, reviewed, written
from publish.bakehouse.check import on_rows
from publish.bakehouse.check.controls import silent
from publish.bakehouse.check.inspection import Inspection, TableRun
from publish.bakehouse.engine import Workspace, workspace
from publish.bakehouse.modes import apply_mode
from publish.bakehouse.protect import recode
from publish.bakehouse.protect.classes import bounded, counted, measured, suppress, with_class
from publish.bakehouse.protect.keys import Keys
from publish.bakehouse.protect.outward import outward
from publish.bakehouse.protect.recoded import PERSON, RecodedTable
from publish.bakehouse.protect.risk import reached
from publish.bakehouse.protect.tools import Tools
from publish.bakehouse.shape import Shaped
from publish.declare.declaration import Dataset
from publish.declare.policy import Privacy

SAMPLE = 100_000
PYCANON = """
import sys
import pandas as pd
from pycanon import anonymity
rows = pd.read_parquet(sys.argv[1]).head({sample})
if sys.argv[2] == "measure":
    anonymity.k_anonymity(rows, {columns})
    anonymity.l_diversity(rows, {columns}, ["answer"])
"""

# All eight columns, coarsened by the same fixed rule: their first characters.
LENGTHS = {"department": 12, "age": 5, "job": 3, "diploma": 7, "month": 7, "activity": 8}
DATASET = reviewed(
    "Visites",
    {
        "visits": {
            "title": {"fr": "Visites"},
            "about": "people",
            "sources": ({"path": "visits.csv"},),
            "contributor": "who",
            "privacy": {"l": {"answer": 3}, "max_suppressed": 1},
            "columns": {
                "who": WHO,
                **{
                    name: {
                        "type": "string",
                        "role": "quasi_identifier",
                        "description": {"fr": name},
                        **({"protect": {"prefix": {"length": n}}} if n else {}),
                    }
                    for name, n in ((name, LENGTHS.get(name)) for name in QUASI_IDENTIFIERS)
                },
                "answer": {"type": "string", "role": "sensitive", "description": {"fr": "R"}},
            },
        }
    },
)


def read(rows: Any, place: Workspace) -> None:
    """What reading costs: every text is looked at and nothing is kept."""
    print(rows.agg(rows[name].length().sum() for name in rows.columns).to_pyarrow())


def ours(rows: Any, place: Workspace) -> None:
    """k by people and by rows, and l, with our functions."""
    classed = counted(with_class(rows, QUASI_IDENTIFIERS), ["answer"])
    classed = place.con.create_table("classed", classed, temp=True)
    measures = place.con.create_table("measures", measured(classed, {"answer": 1}), temp=True)
    print(reached(measures, ["answer"]))


def sql(rows: Any, place: Workspace) -> None:
    """k by people and by rows, and l, in one statement."""
    classes = (
        f"SELECT count(DISTINCT {PERSON}) AS people, count(*) AS rows, count(DISTINCT answer) AS l "
        f"FROM given GROUP BY {', '.join(QUASI_IDENTIFIERS)}"
    )
    print(place.sql(f"SELECT count(*), min(people), min(rows), min(l) FROM ({classes})"))


def protect(rows: Any, place: Workspace) -> None:
    """Records made safe over four of the columns, at k = 11 and l = 3."""
    rule = Privacy(l={"answer": 3})
    classed = with_class(rows, QUASI_IDENTIFIERS[:4])
    classed = place.con.create_table("classed", classed, temp=True)
    few = place.con.create_table("few", bounded(classed, rule.max_rows_per_class, place), temp=True)
    found = suppress(few, rule, place)
    print(found.before, found.after)


def whole(rows: Any, place: Workspace) -> None:
    """What a publication does between reading and baking: protect, settle, controls, all checks."""
    dataset = Dataset.model_validate(DATASET)
    table = dataset.tables["visits"]
    typed = rows.rename(who=PERSON)
    tools = Tools(Keys("visits", place.folder), place, place.folder)
    recoded = RecodedTable(
        dataset="visits",
        name="visits",
        declared=outward(table),
        rows=recode(typed, table, tools),
        keys=tools.keys,
        place=place,
        as_of=DAY,
        private=place.folder,
        previous=None,
        folder=place.folder,
        typed=typed,
    )
    shaped = Shaped(typed, int(typed.count().to_pyarrow().as_py()), Counter(), ())
    runs = {"visits": TableRun("visits", table, shaped, apply_mode(recoded))}
    inspection = Inspection("visits", dataset, runs, DAY, None, place.folder)
    problems = [*silent(inspection, tools), *on_rows(inspection)]
    print(runs["visits"].protected.figures["rows"], *problems, sep="\n")


TASKS: dict[str, Callable[[Any, Workspace], None]] = {
    "read": read,
    "ours": ours,
    "sql": sql,
    "protect": protect,
    "whole": whole,
}


def run(task: str, path: Path) -> None:
    """One task in this process, as the bakehouse is set up."""
    with tempfile.TemporaryDirectory(dir=WORK) as folder, workspace(Path(folder)) as place:
        place.sql(f"CREATE TEMP VIEW given AS FROM read_parquet('{path}')")
        TASKS[task](place.con.table("given"), place)


def compare(path: Path, runs: int, pycanon: str | None) -> None:
    """Print what each task costs beyond reading."""
    bases = {task: best(module("bench.privacy", task, path), runs) for task in TASKS}
    for task in TASKS:
        told(task, bases[task], bases["read"])
    if pycanon:
        script = PYCANON.format(sample=SAMPLE, columns=list(QUASI_IDENTIFIERS))
        only_read, measure = (
            best([pycanon, "-c", script, str(path), on], 1) for on in ("", "measure")
        )
        told("pycanon, 100 k", measure, only_read)


def told(task: str, whole: Cost, base: Cost) -> None:
    """A line: the whole process, and what is left without reading."""
    cpu, wall = whole.cpu - base.cpu, whole.wall - base.wall
    print(f"{task:15} {whole}   beyond reading {cpu:6.2f} s CPU {wall:6.2f} s")


def main() -> None:
    """Make the rows and compare."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--millions", type=int, default=1)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--pycanon")
    given = parser.parse_args()
    compare(written(given.millions), given.runs, given.pycanon)


if __name__ == "__main__":
    if len(sys.argv) == 3 and sys.argv[1] in TASKS:
        run(sys.argv[1], Path(sys.argv[2]))
    else:
        main()
