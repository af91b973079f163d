"""Who shares what: the distinct tuples of a table's quasi-identifiers, counted in DuckDB once."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from publish.bakehouse.advise.rung import Codes, Values
from publish.bakehouse.engine import Workspace
from publish.bakehouse.protect.classes import CLASS, answer_codes, code, with_class
from publish.bakehouse.protect.recoded import PERSON
from publish.declare.policy import Privacy

TUPLES = """
SELECT row_number() OVER (ORDER BY {key}) - 1 AS _tuple, {key}, count(*) AS _n, {columns}
FROM {rows} GROUP BY {key}
"""
PAIRS = """
SELECT t._tuple, r.{person} AS who, count(*) AS n
FROM {rows} r JOIN {tuples} t USING ({key}) GROUP BY ALL
"""
ANSWERS = """
SELECT DISTINCT t._tuple, unnest(r."{name}") AS item
FROM {rows} r JOIN {tuples} t USING ({key})
"""


@dataclass(frozen=True)
class Told:
    """What tuples are told to have: `tuples` and `codes`, side by side, and rows of each pair."""

    tuples: Codes
    codes: Codes
    count: int
    """How many different codes there are."""
    rows: Codes


@dataclass(frozen=True)
class People:
    """Distinct tuples: their rows, their people and the answers of these.

    `rows` has an entry a tuple. `pairs` says which people stand behind which tuples, and is None
    where every row is of another person. `answers` are those to the columns of `rule.l`: items of
    lists one by one, so that there are as many different ones as the rule counts, or more.
    """

    rows: Codes
    pairs: Told | None
    answers: Mapping[str, Told]
    rule: Privacy

    @property
    def all_rows(self) -> int:
        """How many rows there are."""
        return int(self.rows.sum())


def people_of(
    rows: Any, values: Mapping[str, Values], rule: Privacy, place: Workspace
) -> tuple[People, dict[str, Codes]]:
    """The tuples of rows (Ibis, with PERSON) over columns, and the codes of their values."""
    classed = place.kept("classed", with_class(rows, values))
    told = classed.select(
        CLASS, *values, **{PERSON: code(classed[PERSON])}, **_answers(classed, rule)
    )
    told = place.kept("told", told)
    tuples = _tuples(told, values, place)
    codes = {name: _codes(tuples, of, place) for name, of in values.items()}
    words = {"rows": told, "tuples": tuples, "key": CLASS}
    counts = tuples.order_by("_tuple").select("_n").to_pyarrow()["_n"].to_numpy()
    alone = place.count(told) == told[PERSON].nunique().to_pyarrow().as_py()
    pairs = None if alone else _told(place, PAIRS, words | {"person": PERSON})
    answers = {name: _told(place, ANSWERS, words | {"name": f"_l_{name}"}) for name in rule.l}
    return People(counts.astype(np.int64), pairs, answers, rule), codes


def _answers(rows: Any, rule: Privacy) -> dict[str, Any]:
    return {f"_l_{name}": of for name, of in answer_codes(rows, rule.l).items()}


def _tuples(told: Any, values: Mapping[str, Values], place: Workspace) -> Any:
    columns = ", ".join(f'first("{name}") AS "{name}"' for name in values)
    return place.table("tuples", TUPLES, rows=told, key=CLASS, columns=columns)


def _codes(tuples: Any, of: Values, place: Workspace) -> Codes:
    statement = (
        "SELECT t._tuple, v._code FROM {tuples} t JOIN {values} v "
        'ON t."{name}" IS NOT DISTINCT FROM v."{name}"'
    )
    joined = place.table("codes", statement, tuples=tuples, values=of.rows, name=of.name)
    found: Codes = joined.order_by("_tuple").to_pyarrow()["_code"].to_numpy()
    return found


def _told(place: Workspace, statement: str, words: Mapping[str, Any]) -> Told:
    found = place.table("pairs", statement, **words).to_pyarrow()
    names = found.column_names
    tuples: Codes = found[names[0]].to_numpy().astype(np.int64)
    different, codes = np.unique(found[names[1]].to_numpy(), return_inverse=True)
    rows = found["n"].to_numpy() if "n" in names else np.ones(len(tuples), np.int64)
    return Told(tuples, codes.astype(np.int64), len(different), rows)


def dense(keys: Codes, size: int) -> tuple[Codes, int]:
    """Keys under `size` as codes from 0 without gaps, and how many there are."""
    if size > 8 * len(keys) + 1024:
        different, codes = np.unique(keys, return_inverse=True)
        return codes.astype(np.int64), len(different)
    there = np.zeros(size, np.bool_)
    there[keys] = True
    numbers = np.cumsum(there) - 1
    found: Codes = numbers[keys]
    return found, int(numbers[-1]) + 1 if size else 0


def counted(told: Told, classes: Codes, count: int, asked: NDArray[np.bool_]) -> Codes:
    """How many different codes each class has; `classes` by tuple, -1 where it is in none.

    Only classes that are `asked` are counted, others have none.
    """
    of = classes[told.tuples]
    inside = (of >= 0) & asked[of]
    keys = of[inside] * told.count + told.codes[inside]
    if count * told.count <= 8 * len(keys):
        there = np.zeros(count * told.count, np.bool_)
        there[keys] = True
        found: Codes = there.reshape(count, told.count).sum(axis=1)
        return found
    keys.sort()
    fresh = np.ones(len(keys), np.bool_)
    np.not_equal(keys[1:], keys[:-1], out=fresh[1:])
    return np.bincount(keys[fresh] // max(told.count, 1), minlength=count)
