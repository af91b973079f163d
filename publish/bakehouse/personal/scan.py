"""Looks for every kind in a table's columns: the database reads all, Python judges what is left.

A rule that one value breaks is tried on every distinct value of every column. A rule about a share
of the values is tried on a sample of them, the same one each time.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count, islice
from typing import Any, Literal

from publish.bakehouse.personal import KINDS
from publish.bakehouse.personal.kind import Kind, Rule, clean
from publish.bakehouse.personal.search import (
    Scanned,
    Values,
    among,
    any_of,
    asked,
    fits,
    flagged,
    rules_for,
)
from publish.words.sql import quoted

MOMENTS = ("date", "datetime", "time", "year")
"""Types of which only shares are looked at: a day is no address."""
SAMPLE = 2000
"""About how many distinct values shares are measured on."""
ENOUGH = 10_000
"""Distinct hits after which no more are counted."""
MANY = 30
"""Values of a form from which luck can be told from intent."""
COLUMNS = 8
"""Columns read at a time: each statement takes time to plan, and many columns at once memory."""
AGAIN = 1.5
"""Rows for each distinct value, from which values come back."""
PARTS = 1_000_003
"""Into how many parts values are dealt, by their hash, to draw the sample."""

COUNTED = """INSERT INTO {values} SELECT "column", value, count(*)
FROM (SELECT {numbers} AS "column", unnest({texts}) AS value FROM ({rows}))
WHERE value <> '' GROUP BY ALL"""

Look = tuple[Any, Sequence[Scanned]]
"""A table (Ibis), and which of its columns to look into."""


@dataclass(frozen=True)
class Hit:
    """A kind found in a column, and in how many values; never the values."""

    column: str
    kind: Kind
    values: int
    measure: Literal["exactly", "about", "over"] = "exactly"
    """Whether all were counted, or shares taken on a sample, or too many were found."""


@dataclass
class _Tally:
    """What a rule found so far in a column."""

    kind: Kind
    rule: Rule
    tried: int = 0
    rows: int = 0
    found: list[str] = field(default_factory=list)

    def take(self, text: str, rows: int) -> None:
        """Judge one distinct value that has the rule's form."""
        self.tried += 1
        if self.rule.valid is None or self.rule.valid(text):
            self.found.append(text)
            self.rows += rows

    def stands(self, values: int) -> bool:
        """Whether enough was found among so many distinct values, and not by luck."""
        found, rule = len(self.found), self.rule
        mean = rule.chance * self.tried
        lucky = self.tried >= MANY and found <= max(2.5 * mean, mean + 3 * mean**0.5 + 1)
        enough = found >= max(rule.least, 1) and found >= rule.share * values
        enough = enough and (not rule.again or self.rows >= AGAIN * found)
        return enough and not lucky and (rule.together is None or rule.together(self.found))


def scan(rows: Any, columns: Sequence[Scanned]) -> list[Hit]:
    """The kinds found in columns of a table (Ibis), column by column."""
    [hits] = scan_all([(rows, columns)])
    return hits


def scan_all(tables: Iterable[Look]) -> list[list[Hit]]:
    """The kinds found in columns of each table (Ibis), all of them searched at once.

    To make ready what searches takes longer than to search a small table.
    """
    looked = [(rows, [one for one in of if one.type != "boolean"]) for rows, of in tables]
    columns = [column for _, of in looked for column in of]
    if not columns:
        return [[] for _ in looked]
    with _distinct(looked) as values:
        hits = iter(_by_column(values, columns))
    return [[hit for found in islice(hits, len(of)) for hit in found] for _, of in looked]


def scan_values(values: Values, columns: Sequence[Scanned]) -> list[Hit]:
    """The kinds found in a table of each column's distinct texts.

    It has the column's number in `column`, the text in `value`, how many `rows` hold it.
    """
    return [hit for found in _by_column(values, columns) for hit in found]


def _by_column(values: Values, columns: Sequence[Scanned]) -> list[list[Hit]]:
    counts = _counts(values)
    anywhere = _anywhere(values, columns)
    mostly, sampled = _mostly(values, columns, counts)
    hits = []
    for number, column in enumerate(columns):
        standing = [tally for tally in anywhere[number] if tally.stands(0)]
        standing += [tally for tally in mostly[number] if tally.stands(sampled[number])]
        scale = counts.get(number, 0) / max(sampled[number], 1)
        hits.append(_hits(column.name, standing, scale))
    return hits


@contextmanager
def _distinct(tables: Sequence[Look]) -> Iterator[Values]:
    """A temporary table: for each column's number, its distinct texts, and the rows of each."""
    con, numbers = tables[0][0].get_backend(), count()
    values = Values(con.con, f"personal_{id(tables):x}")
    asked(values, 'CREATE TEMP TABLE {values} ("column" BIGINT, value VARCHAR, rows BIGINT)')
    try:
        for rows, columns in tables:
            con._run_pre_execute_hooks(rows)
            table = con.compile(rows)
            for found, texts in _texts(dict(zip(columns, numbers, strict=False))):
                asked(values, COUNTED, numbers=found, texts=texts, rows=table)
        yield values
    finally:
        asked(values, "DROP TABLE {values}")


def _texts(columns: Mapping[Scanned, int]) -> Iterator[tuple[str, str]]:
    """SQL of the numbers of some columns, and of their texts: a list in each row.

    Of lists, the items; of JSON, all that it holds and itself, for its keys.
    """
    plain = []
    for column, number in columns.items():
        cell = f"{quoted(column.name)}::VARCHAR"
        if column.type == "list":
            yield str(number), f"json_extract_string({cell}, '$[*]')"
        elif column.type == "json":
            yield str(number), f"list_concat([{cell}], json_extract_string({cell}, '$.**'))"
        else:
            plain.append((number, _written(column, cell)))
    for start in range(0, len(plain), COLUMNS):
        numbers, cells = zip(*plain[start : start + COLUMNS], strict=True)
        yield f"unnest({list(numbers)})", f"[{', '.join(cells)}]"


def _written(column: Scanned, cell: str) -> str:
    """Whole numbers as they are written; of others only places of people tell anything."""
    if column.type != "number":
        return cell
    number = quoted(column.name)
    whole = f"{number} = trunc({number}) AND abs({number}) < 1e15"
    broken = cell if column.people else "NULL"
    return f"CASE WHEN {whole} THEN {number}::BIGINT::VARCHAR ELSE {broken} END"


def _counts(values: Values) -> dict[int, int]:
    counted = asked(values, 'SELECT "column", count(*) FROM {values} GROUP BY "column"')
    return dict(counted.fetchall())


def _anywhere(values: Values, columns: Sequence[Scanned]) -> list[list[_Tally]]:
    """The rules that one value breaks: all their hints at once, then each where one fits."""
    rules = rules_for(columns, shared=False)
    tallies = [[_Tally(kind, rule) for kind, rule in rules] for _ in columns]
    texts = [number for number, column in enumerate(columns) if column.type not in MOMENTS]
    where = f"{among(texts)} AND ({any_of([rule for _, rule in rules], columns)})"
    for batch in flagged(values, rules, where).fetch_record_batch(5000):
        _judge(batch, tallies, columns)
    return tallies


def _mostly(
    values: Values, columns: Sequence[Scanned], counts: Mapping[int, int]
) -> tuple[list[list[_Tally]], Counter[int]]:
    """The rules about a share of the values, and on how many of each column they were tried."""
    rules = rules_for(columns, shared=True)
    tallies = [[_Tally(kind, rule) for kind, rule in rules] for _ in columns]
    bounds = {number: PARTS * SAMPLE // max(count, SAMPLE) for number, count in counts.items()}
    large = [f"WHEN {number} THEN {bound}" for number, bound in bounds.items() if bound < PARTS]
    bound = f'CASE "column" {" ".join(large)} ELSE {PARTS} END' if large else str(PARTS)
    sample = flagged(
        values, rules, f"abs(hash(value)::BIT::BIGINT % {PARTS}) < {bound}"
    ).fetch_arrow_table()
    _judge(sample, tallies, columns)
    return tallies, Counter(sample["column"].to_pylist())


def _judge(rows: Any, tallies: Sequence[Sequence[_Tally]], columns: Sequence[Scanned]) -> None:
    """Judge each value (Arrow) by the rules whose form it has, where they are for its column."""
    fitting = [
        sum(1 << place for place, tally in enumerate(of) if fits(tally.rule, column))
        for of, column in zip(tallies, columns, strict=True)
    ]
    cells = (rows[name].to_pylist() for name in ("column", "value", "rows", "forms"))
    for column, value, often, forms in zip(*cells, strict=True):
        undecided, text = forms & fitting[column], None
        while undecided:
            place = undecided.bit_length() - 1
            undecided ^= 1 << place
            tally = tallies[column][place]
            if len(tally.found) < ENOUGH:
                text = text or clean(value)
                tally.take(text, often)


def _hits(column: str, tallies: Sequence[_Tally], scale: float) -> list[Hit]:
    """One hit a kind: that of the rule that found most; `scale` is all values per sampled one."""
    best: dict[str, Hit] = {}
    for tally in tallies:
        hit = _hit(column, tally, scale)
        known = best.get(tally.kind.name)
        if known is None or known.values < hit.values:
            best[tally.kind.name] = hit
    return [best[name] for name in KINDS if name in best]


def _hit(column: str, tally: _Tally, scale: float) -> Hit:
    if len(tally.found) >= ENOUGH:
        return Hit(column, tally.kind, ENOUGH, "over")
    if tally.rule.share and scale > 1:
        return Hit(column, tally.kind, round(tally.rows * scale), "about")
    return Hit(column, tally.kind, tally.rows)
