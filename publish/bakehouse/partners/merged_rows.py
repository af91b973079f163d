"""The rows as they go on once it is known which are one thing, and which cells are whose."""

from collections.abc import Mapping, Sequence
from typing import Any

from publish.bakehouse.engine import Workspace
from publish.bakehouse.partners.golden import allowed
from publish.declare.merged_columns import (
    DISPUTED,
    DUPLICATE,
    FILLED,
    FRESH,
    LICENSE,
    LINK,
    SOURCE,
    SOURCE_ID,
    UPDATED,
)
from publish.declare.partner import Partner
from publish.words.sql import literal, quoted


def merged_rows(
    names: Sequence[str],
    columns: Sequence[str],
    whole: Any,
    golden: Any,
    key: str,
    place: Workspace,
) -> Any:
    """The rows (Ibis) as they go on, of the columns and types of those that came.

    `whole` are the members that stay, `golden` what those say that are several; `columns` are those
    that partners fill, and `key` is that of the rows.
    """
    types = _types(whole, place)
    one = {name: f"any_value({quoted(name)})" for name in names}
    single = f"SELECT _cluster, {_list(one, types)} FROM {whole.get_name()} GROUP BY _cluster"  # noqa: S608
    single += f" HAVING _cluster NOT IN (SELECT _cluster FROM {golden.get_name()})"  # noqa: S608
    values = {name: f"{quoted(name)}.value" for name in columns}
    several = {name: values.get(name, "NULL") for name in names}
    grouped = f"SELECT _cluster, {_list(several, types)} FROM {golden.get_name()}"  # noqa: S608
    about = f"SELECT _cluster, {', '.join(_ABOUT)} FROM {whole.get_name()} GROUP BY _cluster"  # noqa: S608
    made = _made(columns, key)
    cells = {name: made.get(name, f"r.{quoted(name)}") for name in names}
    return place.made(
        "merged",
        f"SELECT {_list(cells, types)} FROM (({single}) UNION ALL ({grouped})) AS r "  # noqa: S608
        f"JOIN ({about}) AS a USING (_cluster) ORDER BY a._published",
    )


_IN_ORDER = "ORDER BY _rank, _member) FILTER (WHERE _partner <> '')"
_ABOUT = (
    "any_value(_published) AS _published",
    f"list(_partner {_IN_ORDER} AS _partners",
    f"list(_source_id {_IN_ORDER} AS _source_ids",
    f"list({quoted(LICENSE)}::JSON->>'$[0]' {_IN_ORDER} AS _licenses",
    f"max({quoted(UPDATED)}) AS _last",
    f"CASE WHEN bool_and(_gone) THEN false ELSE "
    f"bool_or({quoted(UPDATED)}::DATE >= _day - INTERVAL 1 YEAR) END AS _is_fresh",
    "bool_or(_suspected) AS _waits",
)


def _made(columns: Sequence[str], key: str) -> dict[str, str]:
    """SQL of the columns that we make."""
    filled = " + ".join(f"(r.{quoted(name)} IS NOT NULL)::INTEGER" for name in columns) or "0"
    return {
        key: "a._published",
        SOURCE: _listed("a._partners"),
        SOURCE_ID: _listed("a._source_ids"),
        LICENSE: _listed("a._licenses"),
        UPDATED: "a._last",
        FILLED: f"round(100.0 * ({filled}) / {max(len(columns), 1)})",
        FRESH: "a._is_fresh",
        DUPLICATE: "a._waits",
        DISPUTED: "false",
        LINK: "false",
    }


def _listed(of: str) -> str:
    return f"CASE WHEN {of} IS NOT NULL THEN to_json({of}) END"


def source_rows(
    columns: Sequence[str],
    whole: Any,
    golden: Any,
    partners: Mapping[str, Partner],
    place: Workspace,
) -> Any:
    """The partners' rows (Ibis) behind each published row, and which of its cells are theirs."""
    theirs_alone = [f"CASE WHEN w.{quoted(n)} IS NOT NULL THEN {literal(n)} END" for n in columns]
    picks = [
        f"CASE WHEN g.{quoted(n)}.member = w._member OR (g.{quoted(n)}.member IS NULL "
        f"AND g.{quoted(n)}.value IS NOT NULL AND w.{quoted(n)} IS NOT NULL "
        f"AND {allowed(n, partners, 'w')}) THEN {literal(n)} END"
        for n in columns
    ]
    cells = f"CASE WHEN g._cluster IS NULL THEN {_filled(theirs_alone)} ELSE {_filled(picks)} END"
    return place.made(
        "sources_of",
        f"SELECT w._published, w._partner, w._source_id, w.{quoted(LICENSE)}::JSON->>'$[0]' "  # noqa: S608
        f"AS _license, w.{quoted(UPDATED)} AS _updated, to_json({cells}) AS _columns "
        f"FROM {whole.get_name()} AS w LEFT JOIN {golden.get_name()} AS g USING (_cluster) "
        "WHERE w._partner <> '' ORDER BY ALL",
    )


def _filled(cells: Sequence[str]) -> str:
    return f"list_filter([{', '.join(cells)}], lambda c: c IS NOT NULL)"


def _types(rows: Any, place: Workspace) -> dict[str, str]:
    found = place.con.con.table(rows.get_name())
    return dict(zip(found.columns, map(str, found.types), strict=True))


def _list(cells: Mapping[str, str], types: Mapping[str, str]) -> str:
    return ", ".join(f"({sql})::{types[name]} AS {quoted(name)}" for name, sql in cells.items())
