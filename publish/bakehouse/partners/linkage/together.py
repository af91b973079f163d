"""Which columns say the same thing twice: of such a group only the strongest word counts.

Splink takes columns for independent. Two tenants of one house share address, postcode, town and
point, two branches of one owner e-mail, telephone and site: added up, they would be one thing.
"""

from collections.abc import Mapping

from publish.bakehouse.partners.linkage.levels import Kind
from publish.bakehouse.partners.linkage.rows import Rows

GROUPS: Mapping[Kind, str] = {
    "address": "where",
    "postcode": "where",
    "point": "where",
    "email": "whose",
    "phone": "whose",
    "website": "whose",
}
"""The group of a kind; a name or a code says what nothing else does."""
OFTEN = 3
"""From so many rows on, a value is not one that two rows of one thing have."""
COVERED, GOES_WITH = 0.3, 0.6
"""So much of a column in frequent values that mostly stand beside one postcode is a town."""


def groups(rows: Rows) -> dict[str, str]:
    """The group of each column, by its declared name, that has one."""
    postcodes = [name for name, kind in rows.kinds.items() if kind == "postcode"]
    names = [name for name, kind in rows.kinds.items() if kind in ("name", "code")]
    # The first name is that of the thing.
    main = next((name for name in names if rows.kinds[name] == "name"), None)
    towns = (
        name
        for name in names
        if name != main and any(_goes(rows, name, to) or _goes(rows, to, name) for to in postcodes)
    )
    known = {name: GROUPS[kind] for name, kind in rows.kinds.items() if kind in GROUPS}
    known |= dict.fromkeys(towns, "where")
    return {rows.titles[name]: group for name, group in known.items()}


def _goes(rows: Rows, name: str, to: str) -> bool:
    """Whether a frequent value of one column mostly stands beside one value of the other."""
    [[covered, beside]] = rows.sql(
        f"WITH beside AS (SELECT {name} AS a, {to} AS b, count(*) AS often FROM rows"  # noqa: S608
        f" WHERE {name} IS NOT NULL AND {to} IS NOT NULL GROUP BY ALL),"
        " each AS (SELECT sum(often) AS often, max(often) AS most FROM beside GROUP BY a)"
        f" SELECT sum(often) FILTER (often >= {OFTEN}) / sum(often),"
        f" sum(most) FILTER (often >= {OFTEN}) / sum(often) FILTER (often >= {OFTEN}) FROM each"
    )
    return covered is not None and covered >= COVERED and beside >= GOES_WITH
