"""Rows of which reviewed proposals contradict each other: which rows, nothing of what is said."""

from pathlib import Path

from publish.corrections import desk_file
from publish.corrections.live import digest_of, publishing

# What nobody of the desk looked at counts for nothing: anybody may send that.
_DISPUTED = """WITH wanted AS (
    SELECT p."table" AS within, p.key, c.key AS "column", c.value -> '$[1]' AS new
    FROM proposals AS p, json_each(p.changes) AS c
    WHERE p.dataset = ? AND p.state = 'open' AND p.kind = 'edit'
        AND p.id IN (SELECT proposal FROM acceptances)
)
SELECT DISTINCT within, key FROM wanted
GROUP BY within, key, "column" HAVING count(DISTINCT new) > 1 ORDER BY within, key"""


def disputed(path: Path, dataset: str) -> dict[str, list[str]]:
    """The keys, as the file has them, of the rows of each table that are disputed at the desk.

    Two proposals wait that want one cell to say different things, and a member accepted each of
    them, while another has to look as well. Raises DeskError.
    """
    found: dict[str, list[str]] = {}
    if desk_file.there(path):
        with publishing(path) as database:
            for table, key in database.execute(_DISPUTED, (dataset,)):
                found.setdefault(table, []).append(key)
    return found


def digest(path: Path, dataset: str) -> str:
    """A digest of which rows of a dataset are disputed at the desk; raises DeskError."""
    return digest_of(path, _DISPUTED, dataset)
