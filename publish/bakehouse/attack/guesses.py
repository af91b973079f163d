"""Singling out, linkability and inference, the three of WP216, judged by Anonymeter on records.

Anonymeter has an environment of its own, beside ours: it is spoken to through files in the
private workspace, with a time limit.
"""

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import pyarrow as pa
import pyarrow.csv

from publish.bakehouse.attack.contents import queried
from publish.bakehouse.attack.ground import Ground
from publish.bakehouse.attack.result import Control, Result
from publish.bakehouse.check.inspection import TableRun
from publish.bakehouse.protect.recoded import PERSON
from publish.words.json import read_json
from publish.words.sql import quoted

PYTHON = Path(sys.prefix) / "anonymeter" / "bin" / "python"
"""The Python of `make anonymeter`."""
PROGRAM = Path(__file__).with_name("judged_elsewhere.py")
SECONDS = 240
"""All guesses about a table take this long at most."""
MOST = 1_000
"""So many people are looked at, always the same ones."""
ASKED = 200
"""So many guesses are made; of fewer people, none."""
STRANGERS = 50
"""Fewer people who are not in the release tell nothing of what it adds."""
SURE = 0.05
"""A risk is found where it is surely (99 %) greater than this share."""
UNIT = "guesses about people"
POWER = {"singling out": 0.3, "linkability": 0.1, "inference": 0.3}
"""The share of guesses that each must win on a raw copy."""
ONE_EACH = """
SELECT {columns} FROM {rows} QUALIFY row_number() OVER (
  PARTITION BY {person} ORDER BY hash({columns})) = 1
ORDER BY hash({person}) LIMIT {most}
"""


@dataclass(frozen=True)
class Job:
    """A question to Anonymeter: what is `known` of people, and the `secret` of an inference."""

    judge: str
    known: Sequence[str]
    secret: str | None
    tables: Mapping[str, str]


@dataclass(frozen=True)
class Figures:
    """Guesses made and won; the least share won beyond what strangers' rows give."""

    asked: int
    won: int
    surely: float


def guesses(ground: Ground) -> Iterator[Result]:
    """What Anonymeter gets of each table of records, from its current release.

    Members are the people who stand in it, strangers those of today's export who do not. The
    control is a raw copy of the export, with all that is not an identifier.
    """
    for name, run in ground.people:
        if run.declared.mode == "records":
            yield from _of_table(ground, name, run)


def _of_table(ground: Ground, name: str, run: TableRun) -> Iterator[Result]:
    if not PYTHON.is_file():
        yield Result("guesses", name, 0, 0, UNIT, None, untried="not-installed")
        return
    known, told = list(run.declared.quasi_identifiers), _sensitive(run)
    tables = _tables(ground, run, [*known, *told])
    asked: list[Job] = []
    left: list[tuple[Job, str]] = []
    for judge, secret in (("singling out", None), ("linkability", None), *_inferences(told)):
        job = released(judge, known, secret)
        if why := _why_not(job, tables):
            left.append((job, why))
        else:
            asked.append(job)
    raw = tables["raw"].column_names
    pairs = [one for job in asked for one in (job, _unprotected(job, raw))]
    figures = _asked(ground, pairs, tables)
    for job, at in zip(asked, range(0, len(pairs), 2), strict=True):
        yield judged(job, name, figures[at : at + 2])
    for job, why in left:
        yield Result(job.judge, name, 0, 0, UNIT, None, untried=why, column=job.secret)


def judged(job: Job, name: str, figures: Sequence[Figures]) -> Result:
    """What came of a job and of its control; where one lacks, time was too short."""
    if len(figures) < 2:
        return Result(job.judge, name, 0, 0, UNIT, None, left=1, untried="late", column=job.secret)
    got, bare = figures
    control = Control(bare.won, bare.asked, "guesses on a raw copy", POWER[job.judge])
    found = got.won if got.surely > SURE else 0
    return Result(job.judge, name, found, got.asked, UNIT, control, column=job.secret)


def _inferences(told: Sequence[str]) -> Iterator[tuple[str, str]]:
    return (("inference", secret) for secret in told)


def released(judge: str, known: Sequence[str], secret: str | None) -> Job:
    """A question about what is public."""
    tables = {"ori": "members", "syn": "public"}
    if judge != "singling out":
        tables["control"] = "strangers"
    return Job(judge, known, secret, tables)


def _unprotected(job: Job, columns: Sequence[str]) -> Job:
    """The same question of a raw copy."""
    known = [name for name in columns if name != job.secret]
    return Job(job.judge, known, job.secret, {"ori": "raw", "syn": "raw"})


def _why_not(job: Job, tables: Mapping[str, pa.Table]) -> str:
    """The code of why nothing can be asked; nothing where it can."""
    if job.judge == "linkability" and len(job.known) < 2:
        return "one-column"
    few = min(tables["raw"].num_rows, tables["members"].num_rows) < ASKED
    alone = "control" in job.tables and tables["strangers"].num_rows < STRANGERS
    return "few-people" if few or alone else ""


def _sensitive(run: TableRun) -> list[str]:
    return [one for one, of in run.declared.published.items() if of.role == "sensitive"]


def _tables(ground: Ground, run: TableRun, columns: Sequence[str]) -> dict[str, pa.Table]:
    """The rows of members, those that are public, those of strangers, and a raw copy."""
    [settled] = run.protected.settled
    recoded = ground.work.recoded[run.name].rows
    strangers = recoded.anti_join(settled.rows, PERSON)
    return {
        "members": _one_each(ground, settled.rows, columns, PERSON),
        "public": _public(ground, run, columns),
        "strangers": _one_each(ground, strangers, columns, PERSON),
        "raw": _raw(ground, run),
    }


def _public(ground: Ground, run: TableRun, columns: Sequence[str]) -> pa.Table:
    """The rows of the newest kept release, as it shows them."""
    database, names = ground.releases[-1].database, ", ".join(map(quoted, columns))
    return queried(database, f"SELECT {names} FROM {quoted(run.name)}")  # noqa: S608


def _raw(ground: Ground, run: TableRun) -> pa.Table:
    """A raw copy of today's export, one row of each person: all that is no identifier."""
    declared, rows = run.declared, ground.work.present[run.name]
    names = [
        name
        for name, column in declared.columns.items()
        if name in rows.columns
        and name != declared.contributor
        and column.role not in ("identifier", "free_text")
    ]
    return _one_each(ground, rows, names, str(declared.contributor))


def _one_each(ground: Ground, rows: Any, columns: Sequence[str], person: str) -> pa.Table:
    words = {"columns": ", ".join(map(quoted, columns)), "person": quoted(person)}
    place = ground.place
    asked = place.filled(ONE_EACH, rows=rows, most=str(MOST), **words)
    found: pa.Table = place.con.con.execute(asked).to_arrow_table()
    return found


def _asked(ground: Ground, jobs: Sequence[Job], tables: Mapping[str, pa.Table]) -> list[Figures]:
    """What Anonymeter says of each job, as far as time was enough."""
    folder = Path(mkdtemp(prefix="guesses-", dir=ground.place.folder))
    for name, table in tables.items():
        pyarrow.csv.write_csv(table, folder / f"{name}.csv")
    text = json.dumps([_told(job, tables) for job in jobs])
    (folder / "jobs.json").write_text(text, encoding="utf-8")
    with suppress(subprocess.TimeoutExpired):
        subprocess.run(
            [PYTHON, "-I", PROGRAM, folder], capture_output=True, timeout=SECONDS, check=True
        )
    figures = folder / "figures.json"
    told = read_json(figures) if figures.is_file() else []
    return [Figures(one["asked"], one["won"], one["surely"]) for one in told]


def _told(job: Job, tables: Mapping[str, pa.Table]) -> dict[str, Any]:
    """A job as the program reads it: columns that are no numbers are texts."""
    texts = {
        field.name: "str"
        for field in tables[job.tables["syn"]].schema
        if not (pa.types.is_integer(field.type) or pa.types.is_floating(field.type))
    }
    sizes = [tables[file].num_rows for name, file in job.tables.items() if name != "syn"]
    return {
        "judge": job.judge,
        "columns": list(job.known),
        "secret": job.secret,
        "types": texts,
        "attacks": min(ASKED, *sizes),
        "tables": {name: f"{file}.csv" for name, file in job.tables.items()},
    }
