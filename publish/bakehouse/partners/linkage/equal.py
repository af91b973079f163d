"""Without splink: rows that are equal in what tells a thing alone, in normal forms."""

import json
import math
from collections.abc import Iterator
from typing import Any

from publish.bakehouse.partners.linkage.blocks import Tell
from publish.bakehouse.partners.linkage.levels import Kind
from publish.bakehouse.partners.linkage.rows import Rows

SHARED = 10
"""A value that more rows have names none of them."""
SURE, HALF_SURE = 0.97, 0.75
"""A name with a postcode, or a code, names one thing; an owner's e-mail is that of all they own."""
NOTHING = '{"column": "", "level": "before", "weight": 0}'


def equal(rows: Rows, tell: Tell) -> Any:
    """The pairs as an Arrow table: `left`, `right` (keys), `probability`, `why` (JSON)."""
    keys = " UNION ALL ".join(_keys(rows)) or "SELECT 0 AS n, '' AS part, '' AS value, 0.0 AS bits"
    rows.sql(
        "CREATE TABLE blocks AS"  # noqa: S608
        " SELECT part, bits, list(n ORDER BY n) AS members"
        f" FROM ({keys}) WHERE value IS NOT NULL GROUP BY part, bits, value HAVING count(*) > 1"
    )
    [[large]] = rows.sql(f"SELECT count(*) FROM blocks WHERE len(members) > {SHARED}")  # noqa: S608
    if large:
        tell(
            f"{large:,} values that more than {SHARED} rows share are no reason to link these rows"
        )
    return rows.con.execute(
        "SELECT a.key AS left, b.key AS right,"  # noqa: S608
        " round(1 / (1 + pow(2, -bits)), 6) AS probability, why"
        f" FROM (SELECT l, r, sum(bits ORDER BY part) AS bits, '[{NOTHING}, '"
        " || string_agg(part, ', ' ORDER BY part) || ']' AS why FROM ("
        " SELECT part, bits, l, unnest(members) AS r FROM ("
        f" SELECT *, unnest(members) AS l FROM blocks WHERE len(members) <= {SHARED}))"
        " WHERE l < r GROUP BY l, r)"
        " JOIN rows a ON a.n = l JOIN rows b ON b.n = r ORDER BY l, r"
    ).to_arrow_table()


def _keys(rows: Rows) -> Iterator[str]:
    for name in _of(rows, "code"):
        yield _key(rows, (name,), SURE)
    for name in (*_of(rows, "email"), *_of(rows, "website")):
        yield _key(rows, (name,), HALF_SURE)
    for name in _of(rows, "name"):
        for postcode in _of(rows, "postcode"):
            yield _key(rows, (name, postcode), SURE)


def _of(rows: Rows, kind: Kind) -> Iterator[str]:
    return (name for name, its in rows.kinds.items() if its == kind)


def _key(rows: Rows, names: tuple[str, ...], sure: float) -> str:
    bits = round(math.log2(sure / (1 - sure)), 2)
    title = ", ".join(rows.titles[name] for name in names)
    part = {"column": title, "kind": rows.kinds[names[0]], "level": "equal", "weight": bits}
    written = json.dumps(part, ensure_ascii=False).replace("'", "''")
    value = " || '|' || ".join(names)
    return f"SELECT n, '{written}' AS part, {value} AS value, {bits} AS bits FROM rows"  # noqa: S608
