"""What becomes of rows that point to rows which people withdrew.

As `ON DELETE` of SQL: a pointer that may be empty is emptied, and a row whose pointer may not be
leaves, with those that point to it. Of tables about people rows always leave, since a changed row
says more of a person than one that is gone.
"""

from collections.abc import Mapping
from typing import Any

import ibis

from publish.declare.table import Table
from publish.declare.table_parts import ForeignKey

_AT = "_pointed_{}"
Tables = Mapping[str, Any]


def without_pointers(shaped: Tables, present: Tables, declared: Mapping[str, Table]) -> Tables:
    """The rows (Ibis, by table) that are left, none of which points to a row that is not.

    `shaped` are all rows as the exports have them: what points to none of these is a mistake of
    theirs, and stays for the gate to tell.
    """
    left = dict(present)
    while _settled_once(shaped, left, declared):
        # Those that point to what just left.
        continue
    return left


def _settled_once(shaped: Tables, left: dict[str, Any], declared: Mapping[str, Table]) -> bool:
    """Whether rows left that others may point to."""
    more = False
    for name in left:
        for key in declared[name].foreign_keys:
            target = key.references.table
            if target not in left or left[target] is shaped[target]:
                continue
            gone = _gone(shaped[target], left[target], key)
            pairs = [(column, _AT.format(at)) for at, column in enumerate(key.columns)]
            if not left[name].semi_join(gone, pairs).count().to_pyarrow().as_py():
                continue
            if _may_be_empty(declared[name], key):
                left[name] = _emptied(left[name], gone, pairs, key)
            else:
                left[name] = left[name].anti_join(gone, pairs)
                more = True
    return more


def _gone(all_rows: Any, rows: Any, key: ForeignKey) -> Any:
    """The values that were to be pointed to, and are no more."""
    names = list(key.references.columns)
    gone = all_rows.select(names).distinct().anti_join(rows.select(names), names)
    return gone.rename({_AT.format(at): name for at, name in enumerate(names)})


def _may_be_empty(declared: Table, key: ForeignKey) -> bool:
    return declared.about == "things" and not any(
        declared.columns[name].constraints.required or name in declared.primary_key
        for name in key.columns
    )


def _emptied(rows: Any, gone: Any, pairs: list[tuple[str, str]], key: ForeignKey) -> Any:
    joined = rows.left_join(gone, pairs)
    hit = joined[_AT.format(0)].notnull()
    cells = {name: hit.ifelse(ibis.null(joined[name].type()), joined[name]) for name in key.columns}
    return joined.mutate(**cells).select(*rows.columns)
