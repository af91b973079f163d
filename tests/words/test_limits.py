"""The bounds of what is read stand in the docs as they stand in the code."""

import re
from pathlib import Path

from publish.words import limits

PAGE = (Path(__file__).parents[2] / "docs" / "declare.md").read_text(encoding="utf-8")
UNITS = {"MiB": limits.MIB, "GiB": limits.GIB, "": 1}


def test_the_docs_have_every_bound() -> None:
    table = PAGE.split("## Bounds\n")[1].split("\n## ")[0]
    cells = re.findall(r"\| ([\d,]+) ?(MiB|GiB)?[^|]*\|$", table, re.MULTILINE)
    told = [int(number.replace(",", "")) * UNITS[unit] for number, unit in cells]
    assert told == [
        limits.DECLARATION_BYTES,
        limits.YAML_NODES,
        limits.YAML_DEPTH,
        limits.NUMBER_DIGITS,
        limits.JSON_DEPTH,
        limits.COLUMNS,
        limits.RECORD_BYTES,
        limits.SQLITE_STEPS,
        limits.DOWNLOAD_BYTES,
        limits.UNPACKED_BYTES,
        limits.WORKBOOK_BYTES,
        limits.MERGED_ROWS,
        limits.SHEET_CELLS,
        limits.AUDIENCE_BYTES,
        limits.ENGINE_MEMORY,
    ]
