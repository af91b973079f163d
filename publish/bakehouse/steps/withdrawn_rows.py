"""What a run does at the desk for rows that people withdrew: what was said there quotes them."""

from collections.abc import Sequence

from publish.bakehouse.corrections.typed import key_text
from publish.bakehouse.steps.work import RunWork
from publish.corrections.quoted import Quoted, spoken_of, unquote
from publish.words.sql import quoted

_WITHDRAWN = """
SELECT t._said_of, l._said_of IS NULL, {others}
    FROM (SELECT {key} AS _said_of, * FROM {there}) AS t
    LEFT JOIN (SELECT {key} AS _said_of, * FROM {left}) AS l ON t._said_of = l._said_of
    WHERE t._said_of IN (SELECT unnest(?::VARCHAR[]))
"""


def unquote_withdrawn(work: RunWork) -> None:
    """Takes what is quoted of such rows out of the desk's file; raises DeskError."""
    run = work.run
    if not work.anybody_withdrew:
        return
    for name, keys in spoken_of(run.site.desk, run.name).items():
        declared = run.dataset.tables.get(name)
        known = declared and declared.primary_key and name in work.present
        if known and (found := _withdrawn(work, name, keys)):
            unquote(run.site.desk, found)


def _withdrawn(work: RunWork, name: str, keys: Sequence[str]) -> list[Quoted]:
    """Those of the rows of which anything was said that went, whole or in part."""
    run, declared = work.run, work.run.dataset.tables[name]
    there, left = work.consenting(name), work.present[name]
    columns = [one for one in declared.columns if one in there.columns and one in left.columns]
    others = ", ".join(f"t.{one} IS DISTINCT FROM l.{one}" for one in map(quoted, columns))
    words = {"there": there, "left": left, "key": key_text(declared), "others": others}
    found = work.place.sql(work.place.filled(_WITHDRAWN, **words), [[*keys]])
    cells = [
        Quoted(
            dataset=run.name,
            table=name,
            key=key,
            columns=tuple(one for one, is_so in zip(columns, changed, strict=True) if is_so),
            whole=gone,
        )
        for key, gone, *changed in found
    ]
    return [one for one in cells if one.whole or one.columns]
