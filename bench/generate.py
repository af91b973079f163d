"""The benchmark's export: 1 M places × 14 columns, about 270 MB of CSV; or ten times that.

python -m bench.generate bench/work/places.csv [--millions N]
"""

import argparse
import csv
import random
from pathlib import Path

import duckdb

KINDS = [f"kind {number:02d}" for number in range(24)]
WORDS = [f"mot{number:04d}é" for number in range(3000)]
HEADER = (
    *("id", "name", "kind", "address", "insee", "commune", "postcode", "lat", "lon", "opened"),
    *("seats", "accessible", "website", "notes"),
)


def row(number: int, rng: random.Random) -> list[object]:
    """One place; one note in four holds a comma, a quote or a line break."""
    insee = f"{rng.randrange(1, 96):02d}{rng.randrange(1, 900):03d}"
    notes = " ".join(rng.choices(WORDS, k=10))
    odd = rng.randrange(12)
    notes += {0: ", with a comma", 1: ' and "quotes"', 2: "\nand a line"}.get(odd, "")
    return [
        f"P{number:08d}",
        f"{rng.choice(WORDS)} {rng.choice(WORDS)} {number % 977}",
        rng.choice(KINDS),
        f"{rng.randrange(1, 200)} rue {rng.choice(WORDS)} {rng.choice(WORDS)}",
        insee,
        f"Commune-{insee}",
        f"{insee[:2]}{rng.randrange(0, 1000):03d}",
        f"{rng.uniform(41.3, 51.1):.6f}",
        f"{rng.uniform(-5.2, 9.6):.6f}",
        f"{rng.randrange(1990, 2026)}-{rng.randrange(1, 13):02d}-{rng.randrange(1, 29):02d}",
        rng.randrange(0, 500),
        rng.choice(("true", "false")),
        f"https://example.org/places/{number}",
        notes,
    ]


def write_million(path: Path) -> None:
    """The same million rows at every call."""
    rng = random.Random(20261121)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(HEADER)
        writer.writerows(row(number, rng) for number in range(1_000_000))


def multiply(million: Path, path: Path, times: int) -> None:
    """The million, `times` over, each with keys of its own."""
    columns = ", ".join(HEADER[1:])
    duckdb.sql(f"""
        COPY (SELECT id || '-' || part AS id, {columns}
              FROM read_csv('{million}', all_varchar=true, header=true, delim=',', quote='"'),
                   range({times}) AS parts(part) ORDER BY part)
        TO '{path}' (HEADER)
    """)


def main() -> None:
    """Write the file unless it is there."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("path", type=Path)
    parser.add_argument("--millions", type=int, default=1)
    given = parser.parse_args()
    given.path.parent.mkdir(parents=True, exist_ok=True)
    if given.path.exists():
        return
    if given.millions == 1:
        write_million(given.path)
    else:
        million = given.path.with_name("places-1.csv")
        if not million.exists():
            write_million(million)
        multiply(million, given.path, given.millions)


if __name__ == "__main__":
    main()
