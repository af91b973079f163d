"""How whole the tables of wild CSV files are read: Fournil and its peers in one run.

    .venv/bin/python -m bench.survey FOLDER

FOLDER is the real sample of the Pollock benchmark (Vitagliano et al., VLDB 2023), fetched by hand:
`csv/` as found, `clean/` as a person reads them. Ten measures of each file, each between 0 and 1,
are added up: whether it is read at all; precision, recall and their mean of the cells of the
header, of the records and of all cells, compared as bags of texts without blanks around them. Each
peer guesses by itself; its first record is taken for the header. Fournil reads what `fournil new`
drafts, as publishing does, so that what it refuses is lost here; headers that it names anew, since
they stand twice, count as the file has them. `tolerant` is its dialect with a reader that refuses
nothing.
"""

import csv
import io
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import clevercsv
import duckdb

from publish.bakehouse.draft.dialect import detect
from publish.bakehouse.draft.encoding import encoding_of
from publish.bakehouse.draft.header import records_of
from publish.bakehouse.draft.samples import samples_of
from publish.bakehouse.draft.score import Candidate
from publish.bakehouse.engine import workspace
from publish.bakehouse.read import delimited
from publish.bakehouse.read.exports import ExportRequest
from publish.declare.declaration import Source
from publish.errors import FournilError

Rows = list[list[str]]


def fournil(path: Path) -> Rows:
    """What the draft's source reads."""
    [sample], _ = samples_of(path)
    keys = {key: tuple(of) if isinstance(of, list) else of for key, of in sample.source.items()}
    source = Source.model_validate({"path": path.name, **keys})
    with TemporaryDirectory() as folder, workspace(Path(folder)) as place:
        [export] = delimited.read(ExportRequest(path, path.name, source, ()), place)
        rows = [
            [cell or "" for cell in row.values()] for row in export.table.to_pyarrow().to_pylist()
        ]
    named = detect(path).has_header
    return [tolerant(path)[0] if named else list(export.headers), *rows]


def tolerant(path: Path) -> Rows:
    """The dialect that Fournil finds, and every record below the lines that it skips."""
    found = detect(path)
    text = text_of(path, found.encoding)
    lines = io.StringIO(text, newline="")
    for _ in range(found.skip):
        next(lines)
    way = Candidate(found.delimiter, found.quote, found.escape)
    return [list(record.cells) for record in records_of(lines, way)]


def clever(path: Path) -> Rows:
    """CleverCSV's dialect and reader."""
    text = text_of(path, encoding_of(path))
    dialect = clevercsv.Sniffer().sniff(text)
    return list(clevercsv.reader(io.StringIO(text, newline=""), dialect))


def sniffer(path: Path) -> Rows:
    """The standard library's."""
    text = text_of(path, encoding_of(path))
    dialect = csv.Sniffer().sniff(text)
    return list(csv.reader(io.StringIO(text, newline=""), dialect))


def plain(path: Path) -> Rows:
    """The standard library's reader of commas."""
    return list(csv.reader(io.StringIO(text_of(path, encoding_of(path)), newline="")))


def duck(path: Path) -> Rows:
    """DuckDB's own guess, all text; what it cannot read it skips."""
    found = duckdb.connect().execute(
        "SELECT * FROM read_csv(?, all_varchar = true, ignore_errors = true)", [str(path)]
    )
    names = [column for column, *_ in found.description or ()]
    return [names, *([cell or "" for cell in row] for row in found.fetchall())]


SYSTEMS: dict[str, Callable[[Path], Rows]] = {
    "fournil": fournil,
    "tolerant": tolerant,
    "clevercsv": clever,
    "csv.Sniffer": sniffer,
    "csv, commas": plain,
    "duckdb": duck,
}


def text_of(path: Path, encoding: str) -> str:
    """A file's text; characters that cannot be read are replaced."""
    return path.read_bytes().decode(encoding, errors="replace").removeprefix("\ufeff")


def bags(true: Iterable[str], read: Iterable[str]) -> tuple[float, float, float]:
    """Precision, recall and their harmonic mean of two bags of texts."""
    wanted, found = Counter(true), Counter(read)
    same = (wanted & found).total()
    if not wanted:
        return 1.0, 1.0, 1.0
    if not same:
        return 0.0, 0.0, 0.0
    precision, recall = same / found.total(), same / wanted.total()
    return precision, recall, 2 * precision * recall / (precision + recall)


def score(clean: Rows, read: Rows) -> float:
    """The ten measures of a file that was read, added up."""
    head, body = (bags(clean[0], read[0] if read else []), (records(clean[1:]), records(read[1:])))
    cells = ([cell for row in rows for cell in row] for rows in (clean, read))
    return 1 + sum((*head, *bags(*body), *bags(*cells)))


def records(rows: Sequence[Sequence[str]]) -> list[str]:
    """Each record as one text."""
    return ["".join(cell.strip() for cell in row) for row in rows]


def measure(folder: Path, system: Callable[[Path], Rows]) -> dict[str, float]:
    """The score of each file."""
    found = {}
    for path in sorted(one for one in (folder / "csv").iterdir() if one.stat().st_size):
        clean = list(
            csv.reader((folder / "clean" / path.name).open(encoding="utf-8-sig", newline=""))
        )
        try:
            read = [[cell.strip() for cell in row] for row in system(path)]
        except (
            FournilError,
            csv.Error,
            clevercsv.Error,
            duckdb.Error,
            UnicodeError,
            StopIteration,
        ):
            found[path.name] = 0.0
            continue
        found[path.name] = score([[cell.strip() for cell in row] for row in clean], read)
    return found


def main() -> None:
    """Print a line for each system."""
    csv.field_size_limit(1 << 30)
    [folder] = map(Path, sys.argv[1:])
    for name, system in SYSTEMS.items():
        start = time.process_time()
        scores = measure(folder, system)
        unread = sum(one == 0 for one in scores.values())
        mean = sum(scores.values()) / len(scores)
        seconds = time.process_time() - start
        print(
            f"{name:14}{len(scores):5} files{mean:8.3f} of 10{unread:5} unread{seconds:8.1f} s",
            flush=True,
        )


if __name__ == "__main__":
    main()
