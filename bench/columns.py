"""What columns cost: publishing 50 rows of 8, 100 and 400 columns.

    python -m bench.columns [COLUMNS …]

Each is published for the first time by the program itself, in a process of its own; CPU seconds of
it and of what it started, and its peak memory. Texts, whole numbers, numbers and days by turns.
"""

import shutil
import sys
from pathlib import Path

from bench.measure import WORK, cost, module

SITE = WORK / "columns-site"
ROWS = 50
NUMBERS = (8, 100, 400)
METADATA = "title: {fr: Essai}\npublisher: {name: Essai}\ncontact: contact@example.org\n"
DATASET = """\
title: {fr: Colonnes}
description: {fr: Beaucoup de colonnes.}
producer: {name: Essai}
contact: contact@example.org
contributed: false
license: etalab-2.0
frequency: weekly
tables:
  lignes:
    title: {fr: Lignes}
    about: things
    sources: [{path: exports/lignes.csv}]
    columns:
"""
KINDS = ("string", "integer", "number", "date")


def _cell(row: int, column: int) -> str:
    kind = KINDS[column % len(KINDS)]
    number = row * 31 + column
    return {
        "string": f"valeur {number}",
        "integer": str(number),
        "number": f"{number / 8}",
        "date": f"2026-{1 + column % 12:02}-{1 + row % 28:02}",
    }[kind]


def _make(columns: int) -> Path:
    """A site with one dataset of so many columns."""
    root = SITE / str(columns)
    shutil.rmtree(root, ignore_errors=True)
    exports = root / "data" / "colonnes" / "exports"
    exports.mkdir(parents=True)
    (root / "metadata.yaml").write_text(METADATA, "utf-8")
    declared = "".join(
        f"      c{n}: {{type: {KINDS[n % len(KINDS)]}, role: open, description: {{fr: N° {n}}}}}\n"
        for n in range(columns)
    )
    (root / "data" / "colonnes" / "dataset.yaml").write_text(DATASET + declared, "utf-8")
    lines = [",".join(f"c{n}" for n in range(columns))]
    lines += [",".join(_cell(row, n) for n in range(columns)) for row in range(ROWS)]
    (exports / "lignes.csv").write_text("\n".join(lines) + "\n", "utf-8")
    return root


def main() -> None:
    """Print a line per number of columns."""
    print(f"{'columns':>8} {'CPU s':>7} {'MB':>5}")
    for columns in map(int, sys.argv[1:] or NUMBERS):
        root = _make(columns)
        spent = cost(module("publish.cli", "--site", root, "publish"))
        print(f"{columns:>8} {spent.cpu:7.1f} {spent.memory:5.0f}")


if __name__ == "__main__":
    main()
