"""How much a text parsed by a dialect looks like a table.

Consistency = pattern score × type score, after van den Burg, Nazábal and Sutton, "Wrangling messy
CSV files by detecting row and type patterns" (Data Mining and Knowledge Discovery, 2019); here
rows are compared by their number of cells, and columns by the kind of their cells.
"""

import csv
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import Any

ROWS = 600
TYPED_ROWS = 120
TYPED_CELLS = 3000
ONE_COLUMN = 0.2  # what a delimiter has to beat

NUMBER = r"[+-]?(?:\d{1,3}(?:[ ,.'\u00a0\u202f]\d{3})+|\d+)?(?:[.,]?\d+|\d[.,]?)(?:[eE][+-]?\d+)?"
DAY = r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}"
CLOCK = r"\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?(?: ?[AaPp]\.?[Mm]\.?)?"
PATTERNS = {
    "empty": r"\s*",
    "number": rf"[$€£]?\s?{NUMBER}\s?[%€$£]?",
    "date": rf"{DAY}(?:[ T]{CLOCK}(?:\s?(?:Z|UTC|GMT|[+-]\d\d:?\d\d))?)?",
    "time": CLOCK,
    "email": r"[^@\s,;|]+@[\w.-]+\.\w+",
    "url": r"(?:https?|ftp)://[^\s\"<>|;]+|www\.[^\s,;|\"]+",
    "missing": r"(?i:n/?a|nan|null|none|\\n|-+|\?+)",
    "code": r"\w[\w./+@-]*(?::[\w./+@-]+)?",
    "mixed": r"(?:\S+ )*?[\d/:.,-]{2,} (?:\S+ )*?[\d/:.,-]{2,}(?: \S+)*",
    "words": r"[^\W_][\w .'’&/()°%+-]{0,60}",
}
KINDS = re.compile("|".join(f"(?P<{name}>{pattern})" for name, pattern in PATTERNS.items()))
# Signs that prose puts a space behind, or does not use: here they rather separate cells.
JOINED = re.compile(r"[,;]\S+[,;]\S|\t|[|#^~:][^|#^~:]+[|#^~:]|^\w+[,;]\w+$")
WEIGHTS = {
    "empty": 0.9, "number": 1.0, "date": 1.0, "time": 1.0, "email": 1.0, "url": 1.0, "missing": 1.0,
    "code": 1.0, "words": 0.9, "mixed": 0.5, "prose": 0.4, "joined": 0.15, "broken": 0.05,
}  # fmt: skip


# Cells of any length: the samples that are parsed here are bounded.
csv.field_size_limit(1 << 30)


@dataclass(frozen=True)
class Candidate:
    """A way to split lines into cells: delimiter ("" for none), quote ("" for none), escape."""

    delimiter: str
    quote: str
    escape: str = ""


def parse(lines: Iterable[str], dialect: Candidate, *, keep_blanks: bool = False) -> Any:
    """A csv.reader of the lines; quotes are doubled or escaped as the dialect says.

    Blanks before a cell are left out, or kept where a publication keeps them: not before a quote.
    """
    keep_blanks &= dialect.delimiter != " "
    return csv.reader(
        _closed_up(lines, dialect) if keep_blanks and dialect.quote else lines,
        delimiter=dialect.delimiter or "\x00",
        quotechar=dialect.quote or None,
        quoting=csv.QUOTE_MINIMAL if dialect.quote else csv.QUOTE_NONE,
        escapechar=dialect.escape or None,
        doublequote=True,
        skipinitialspace=not keep_blanks,
    )


def _closed_up(lines: Iterable[str], dialect: Candidate) -> Iterator[str]:
    """The lines without blanks between a delimiter and a quote."""
    before = re.compile(rf"(^|{re.escape(dialect.delimiter)}) +(?={re.escape(dialect.quote)})")
    return (before.sub(r"\1", line) for line in lines)


@lru_cache(maxsize=100_000)
def kind(cell: str) -> str:
    """The kind of a cell's text, a key of WEIGHTS."""
    match = KINDS.fullmatch(cell.strip())
    if match:
        return str(match.lastgroup)
    if cell.count('"') % 2:
        return "broken"
    return "joined" if JOINED.search(cell) else "prose"


def consistency(lines: Sequence[str], dialect: Candidate, floor: float = 0.0) -> float:
    """Pattern × type score of a dialect, from 0 to 1; 0.0 when it cannot exceed `floor`."""
    try:
        rows = [row for row in islice(parse(lines, dialect), ROWS) if any(row)]
    except csv.Error:
        return 0.0
    pattern = pattern_score(rows)
    return pattern * type_score(rows) if pattern > floor else 0.0


def pattern_score(rows: Sequence[Sequence[str]]) -> float:
    """How alike the rows' numbers of cells are, and how many: 0 for none, towards 1."""
    if not rows:
        return 0.0
    lengths = Counter(map(len, rows))
    alike = sum(count * count * _breadth(length) for length, count in lengths.items())
    return alike / len(rows) ** 2


def _breadth(length: int) -> float:
    """0 for one cell, then 0.8 for two, towards 1: splitting counts more than splitting much."""
    return 0.6 + 0.4 * (length - 1) / length if length > 1 else 0.0


def type_score(rows: Sequence[Sequence[str]]) -> float:
    """The mean plausibility of the cells, a stride over all rows."""
    step = max(1, len(rows) // TYPED_ROWS)
    cells = [kind(cell[:200]) for row in rows[::step] for cell in row][:TYPED_CELLS]
    return sum(WEIGHTS[name] for name in cells) / len(cells)


def one_column_score(lines: Sequence[str]) -> float:
    """How much the lines look like one column of values that hold signs of their own."""
    cells = [line.strip().strip('"')[:200] for line in lines[1:TYPED_ROWS] if line.strip()]
    if "," in lines[0]:
        cells = ["" if "," in cell else cell for cell in cells]
    whole = sum(kind(cell) in {"number", "date", "time", "email", "url"} for cell in cells)
    return max(ONE_COLUMN, 0.75 * whole / len(cells)) if cells else ONE_COLUMN


def opens_cells(text: str, delimiter: str, quote: str) -> tuple[int, float]:
    """How many quotes open a cell, and the share of all that open or close one."""
    plain = text.replace("\\" + quote, "").replace(quote * 2, "")
    edge = re.escape(delimiter)
    opening = len(re.findall(rf"(?:^|{edge})[ ]*{quote}", plain, re.MULTILINE))
    closing = len(re.findall(rf"{quote}[ ]*(?:{edge}|$)", plain, re.MULTILINE))
    return opening, 2 * min(opening, closing) / max(plain.count(quote), 1)
