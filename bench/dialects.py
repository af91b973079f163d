"""How often the dialect of a dirty file is found: Fournil, CleverCSV and csv.Sniffer in one run.

    .venv/bin/python bench/dialects.py [FOLDER …]

Right means: the file, parsed by the dialect found, has the cells that it has by the true dialect.
The peers are handed the text decoded; Fournil has to find the encoding too. Files: 1,104 made here
(delimiters × quotes × encodings × dirt), and those of ../shared/data, whose EXPECTED.json says what
is true. Each FOLDER is a Pollock collection: `csv/` and `parameters/<file>_parameters.json`.
"""

import csv
import io
import json
import random
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path

import clevercsv

from publish.bakehouse.draft.dialect import detect
from publish.bakehouse.draft.encoding import encoding_of
from publish.bakehouse.draft.score import Candidate
from publish.errors import SourceError

SHARED = Path(__file__).parent.parent.parent / "shared" / "data"
PATIENCE = 10
PEEK = 30_000

ENCODINGS = ("utf-8", "utf-8-sig", "cp1252", "cp850", "mac_roman", "utf-16")
DIRT = ("clean", "ragged", "preamble", "comments", "breaks", "doubled", "trailing", "blank lines")
TOWNS = ("Besançon", "Dole", "Belfort", "Vesoul", "Nevers", "Auxerre", "Montbéliard", "Mâcon")
WORDS = [
    "atelier",
    "ouvert",
    "à",
    "tous",
    "le",
    "samedi",
    "près",
    "de",
    "la",
    "forêt",
    "réparation",
    "vélo",
    "prêt",
    "d'outils",
    "café",
]


@dataclass(frozen=True)
class Case:
    """A file and how it is written."""

    path: Path
    encoding: str
    dialect: Candidate


@dataclass
class Tally:
    """What one detector did on one set."""

    right: int = 0
    silent: int = 0
    times: list[float] = field(default_factory=list)


def value(kind: int, rng: random.Random, comma: bool) -> str:
    """A cell of one of seven kinds."""
    number = f"{rng.uniform(-5, 900):.2f}"
    return (
        str(rng.randint(1, 99999)),
        rng.choice(TOWNS),
        number.replace(".", ",") if comma else number,
        f"{rng.randint(1, 28):02}/{rng.randint(1, 12):02}/20{rng.randint(10, 26)}",
        " ".join(rng.choices(WORDS, k=rng.randint(2, 9))).capitalize() + ", " + rng.choice(WORDS),
        f"{rng.randint(0, 23):02}:{rng.randint(0, 59):02}",
        rng.choice(("oui", "non", "")),
    )[kind]


def lines(delimiter: str, quote: str, dirt: str, rng: random.Random) -> Iterator[str]:
    """The records of a dirty file."""
    kinds = [0, 1, *rng.sample(range(7), k=rng.randint(2, 6))]
    comma = delimiter != ","
    if dirt == "preamble":
        yield from ("Export du service", f"le {value(3, rng, comma)}")
    if dirt == "comments":
        yield from (f"# exporté par l'outil{delimiter} version 2", "# à relire")
    yield delimiter.join(f"colonne_{number}" for number in range(len(kinds)))
    for number in range(rng.randint(4, 60)):
        cells = [value(kind, rng, comma) for kind in kinds]
        if quote and dirt == "breaks" and number % 5 == 1:
            cells[1] = cells[1] + "\ndeuxième ligne"
        if quote and dirt == "doubled" and number % 3 == 1:
            cells[1] = f"dit {quote}{cells[1]}{quote}"
        if dirt == "ragged" and number % 7 == 3:
            cells = cells[:-1] if number % 2 else [*cells, "de trop"]
        if dirt == "trailing":
            cells.append("")
        yield delimiter.join(written(cell, delimiter, quote) for cell in cells)
        if dirt == "blank lines" and number % 4 == 2:
            yield ""


def written(cell: str, delimiter: str, quote: str) -> str:
    """The cell as it stands in the file: quoted when it must be, else as people do."""
    if not quote:
        return cell.replace(delimiter, " ")
    if delimiter in cell or quote in cell or "\n" in cell or " " in cell:
        return quote + cell.replace(quote, quote * 2) + quote
    return cell


def synthetic(folder: Path) -> list[Case]:
    """The files made here, the same in each run."""
    cases = []
    for number, (delimiter, quote, encoding, dirt) in enumerate(
        product(",;\t|:^~ ", ('"', "'", ""), ENCODINGS, DIRT)
    ):
        if delimiter == " " and not quote:
            continue
        rng = random.Random(number)
        newline = rng.choice(("\n", "\r\n", "\r\n", "\n", "\r"))
        path = folder / f"{number}.csv"
        text = newline.join(lines(delimiter, quote, dirt, rng)) + newline
        path.write_bytes(text.encode(encoding, errors="replace"))
        cases.append(Case(path, encoding, Candidate(delimiter, quote)))
    return cases


def shared() -> list[Case]:
    """The real files whose dialect is known."""
    expected = json.loads((SHARED / "EXPECTED.json").read_text(encoding="utf-8"))
    found = []
    for name, facts in expected.items():
        path = SHARED / name
        if facts.get("columns") and path.suffix in (".csv", ".tsv", ".txt"):
            found.append(Case(path, encoding_of(path), Candidate(facts["delimiter"], '"')))
    return found


def pollock(folder: Path) -> list[Case]:
    """A folder of the Pollock benchmark (Vitagliano et al., VLDB 2023), fetched by hand."""
    cases = []
    for path in sorted((folder / "csv").iterdir()):
        parameters = folder / "parameters" / f"{path.name}_parameters.json"
        if path.stat().st_size and parameters.is_file():
            facts = json.loads(parameters.read_text(encoding="utf-8"))
            escape = "\\" if facts["escapechar"] == "\\" else ""
            dialect = Candidate(facts["delimiter"][:1], facts["quotechar"], escape)
            cases.append(Case(path, encoding_of(path), dialect))
    return cases


def cells(text: str, dialect: Candidate) -> list[list[str]] | None:
    """The records of a text by a dialect; blanks around cells do not count."""
    reader = csv.reader(
        io.StringIO(text, newline=""),
        delimiter=dialect.delimiter or "\x00",
        quotechar=dialect.quote or None,
        quoting=csv.QUOTE_MINIMAL if dialect.quote else csv.QUOTE_NONE,
        escapechar=dialect.escape or None,
        skipinitialspace=True,
    )
    try:
        return [[cell.strip() for cell in row] for row in reader if any(row)]
    except csv.Error:
        return None


def ours(path: Path, text: str) -> Candidate:
    """Fournil, from the bytes on disk."""
    found = detect(path)
    return Candidate(found.delimiter, found.quote, found.escape)


def clever(path: Path, text: str) -> Candidate:
    """CleverCSV, stopped after ten seconds."""
    signal.alarm(PATIENCE)
    try:
        found = clevercsv.Sniffer().sniff(text[:PEEK])
    finally:
        signal.alarm(0)
    return Candidate(found.delimiter or "", found.quotechar or "", found.escapechar or "")


def sniffer(path: Path, text: str) -> Candidate:
    """The standard library's."""
    found = csv.Sniffer().sniff(text[:PEEK])
    return Candidate(found.delimiter, found.quotechar or "", found.escapechar or "")


DETECTORS: dict[str, Callable[[Path, str], Candidate]] = {
    "fournil": ours,
    "clevercsv": clever,
    "csv.Sniffer": sniffer,
}


def measure(cases: list[Case], detector: Callable[[Path, str], Candidate]) -> Tally:
    """One detector on all files of a set."""
    tally = Tally()
    for case in cases:
        text = case.path.read_bytes().decode(case.encoding, errors="replace")
        text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
        start = time.perf_counter()
        try:
            found = detector(case.path, text)
        except (SourceError, clevercsv.Error, csv.Error, TimeoutError):
            tally.silent += 1
            continue
        finally:
            tally.times.append(time.perf_counter() - start)
        tally.right += cells(text, found) == cells(text, case.dialect)
    return tally


def encodings(cases: list[Case]) -> int:
    """In how many files Fournil's encoding reads the same text as the true one."""
    same = 0
    for case in cases:
        data = case.path.read_bytes()
        text = data.decode(case.encoding, errors="replace").removeprefix("\ufeff")
        same += data.decode(encoding_of(case.path), errors="replace").removeprefix("\ufeff") == text
    return same


def _too_long(*_: object) -> None:
    raise TimeoutError


def main() -> None:
    """Print a line for each set and detector."""
    signal.signal(signal.SIGALRM, _too_long)
    csv.field_size_limit(1 << 30)
    with tempfile.TemporaryDirectory() as folder:
        sets = {"synthetic": synthetic(Path(folder))}
        if (SHARED / "EXPECTED.json").is_file():
            sets["shared"] = shared()
        sets |= {name: pollock(Path(name)) for name in sys.argv[1:]}
        print(
            f"{'set':24}{'detector':13}{'files':>6}{'right':>9}{'silent':>8}{'mean':>9}{'worst':>9}"
        )
        for name, cases in sets.items():
            for called, detector in DETECTORS.items():
                tally = measure(cases, detector)
                mean = 1000 * sum(tally.times) / len(tally.times)
                print(
                    f"{name[-23:]:24}{called:13}{len(cases):6}{tally.right / len(cases):9.1%}"
                    f"{tally.silent:8}{mean:6.1f} ms{1000 * max(tally.times):6.0f} ms"
                )
        same = encodings(sets["synthetic"])
        print(f"synthetic: encoding right in {same} of {len(sets['synthetic'])}")


if __name__ == "__main__":
    main()
