"""What a stranger's statement may do, read and call: an allow-list, everything else is refused."""

import sqlite3
from collections.abc import Iterable

ACTIONS = frozenset({sqlite3.SQLITE_SELECT, sqlite3.SQLITE_RECURSIVE})
# Tables that are functions; other such modules never get connected (see `connection`).
READERS = ("json_each", "json_tree")
# A function that is not named here is refused, also one that a later SQLite brings along.
FUNCTIONS = frozenset(
    """
    -> ->> abs acos acosh asin asinh atan atan2 atanh avg bm25 ceil ceiling changes char coalesce
    concat concat_ws cos cosh count cume_dist current_date current_time current_timestamp date
    datetime degrees dense_rank escape_fts exp first_value floor format glob group_concat hex
    highlight if ifnull iif instr json json_array json_array_length json_error_position json_extract
    json_group_array json_group_object json_insert json_object json_patch json_pretty json_quote
    json_remove json_replace json_set json_type json_valid julianday lag last_value lead length
    like likelihood likely ln log log10 log2 lower ltrim match max median min mod nth_value ntile
    nullif octet_length percent_rank percentile percentile_cont percentile_disc pi pow power printf
    quote radians random rank replace round row_number rtrim sign sin sinh snippet soundex
    sqlite_version sqrt strftime string_agg substr substring sum tan tanh time timediff total trim
    trunc typeof unhex unicode unixepoch unlikely upper zeroblob
    """.split()  # noqa: SIM905
)
# What FTS5 asks of itself while it searches.
_OF_SEARCH = (sqlite3.SQLITE_PRAGMA, "data_version")


class Rules:
    """An authorizer for one connection.

    `opened` are the tables, views and search tables that are public; `behind` the tables in
    which SQLite keeps a search table; `known` every name of the schema. While `compiling` a
    stranger's text, none of `behind` may be read; while it runs, FTS5 reads them.
    """

    def __init__(self, opened: Iterable[str], behind: Iterable[str], known: Iterable[str]) -> None:
        self.opened = frozenset(map(str.lower, (*opened, *READERS)))
        self.behind = frozenset(map(str.lower, behind))
        self.known = frozenset(map(str.lower, known))
        self.compiling = True
        self.read: set[str] = set()

    def __call__(self, action: int, first: str | None, second: str | None, *_: str | None) -> int:
        """SQLITE_OK or SQLITE_DENY, as `Connection.set_authorizer` asks for."""
        allowed = action in ACTIONS or self._allows(action, first or "", second or "")
        return sqlite3.SQLITE_OK if allowed else sqlite3.SQLITE_DENY

    def _allows(self, action: int, first: str, second: str) -> bool:
        if action == sqlite3.SQLITE_READ:
            return self._reads(first, second)
        if action == sqlite3.SQLITE_FUNCTION:
            return second.lower() in FUNCTIONS
        return (action, first) == _OF_SEARCH and not self.compiling

    def _reads(self, table: str, column: str) -> bool:
        name = table.lower()
        if name in self.opened:
            if self.compiling:
                self.read.add(table)
            return True
        # A name of the statement's own (`with x as …`) is told without a column.
        own = not column and name not in self.known
        return own or (name in self.behind and not self.compiling)
