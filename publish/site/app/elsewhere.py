"""What strangers ask of a release in SQL, and have drawn, in a process that may be killed."""

import sqlite3
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import replace
from typing import Any

from datasette.database import Results
from datasette.utils import named_parameters

from publish.site.app.refused import Interrupted
from publish.site.base.refusals import BadRequest, Busy, PayloadTooLarge
from publish.site.sql.asker import Asker
from publish.site.sql.job import Answer, Job, PictureJob
from publish.site.sql.pool import Full, Pool
from publish.site.sql.process import Failed, Take
from publish.words.sql import quoted

Parameters = Mapping[str, Any] | Sequence[Any] | None


def values(sql: str, parameters: Parameters) -> dict[str, Any] | list[Any]:
    """Parameters as a job tells them; what Datasette finds out when it is asked, asked now."""
    if parameters is None or type(parameters) is dict:
        return dict(parameters or {})
    if isinstance(parameters, Mapping):
        return {name: parameters[name] for name in named_parameters(sql)}
    return list(parameters)


async def rows_of(pool: Pool, who: Asker, job: Job) -> Results:
    """An answer as Datasette's views know it; raises Interrupted, Refusal, sqlite3.Error."""
    answer = await _asked(pool, who, job, lambda timed: pool.answer(who.client, timed))
    description = [(column,) for column in answer.columns]
    return Results(as_rows(answer.columns, answer.rows), answer.more, description)


async def streamed(pool: Pool, who: Asker, job: Job, take: Take) -> None:
    """The same, its rows handed on as they come."""
    await _asked(pool, who, job, lambda timed: pool.stream(who.client, timed, take))


async def tables_read(pool: Pool, who: Asker, job: Job) -> set[str]:
    """The public tables that a statement reads; none when it is refused, or does not compile."""
    try:
        answer = await _asked(pool, who, job, lambda timed: pool.answer(who.client, timed))
    except (sqlite3.Error, OverflowError, BadRequest, Interrupted):
        return set()
    return set(answer.tables)


async def picture(pool: Pool, client: str, job: PictureJob) -> bytes:
    """The PNG of a drawing; raises Refusal: too many are made, or this one takes too long."""
    try:
        answer = await pool.answer(client, job)
    except Full:
        raise Busy(_BUSY_DRAWING) from None
    except Failed as failed:
        raise BadRequest(_NO_PICTURE) from failed
    [[made]] = answer.rows
    return bytes(made)


_BUSY_DRAWING = "Many pictures are being drawn; try again in a few seconds"
_NO_PICTURE = "This chart is too large for a picture; take its SVG, or filter more"


async def _asked(pool: Pool, who: Asker, job: Job, ask: Callable[[Job], Any]) -> Answer:
    async with who.turn:
        timed = replace(job, seconds=who.left(job.seconds))
        if not timed.seconds:
            raise Interrupted(sqlite3.OperationalError("interrupted"), job.sql, job.parameters)
        try:
            with who.spending():
                found: Answer = await ask(timed)
        except Full:
            raise Busy(_BUSY) from None
        except Failed as failed:
            raise _error(failed, timed) from None
    return found


_BUSY = "Many queries are running; try again in a few seconds"


def _error(failed: Failed, job: Job) -> Exception:
    if failed.kind == "late":
        return Interrupted(sqlite3.OperationalError("interrupted"), job.sql, job.parameters)
    if failed.kind == "overflow":
        return OverflowError(str(failed))
    refusals: dict[str, Exception] = {
        "large": PayloadTooLarge(_TOO_LARGE),
        "memory": BadRequest(_MEMORY),
        "dead": BadRequest("This query cannot be run"),
    }
    return refusals.get(failed.kind) or sqlite3.OperationalError(str(failed))


_TOO_LARGE = (
    "This answer is larger than 8 MB; ask for fewer rows or columns, or download the tables"
)
_MEMORY = "This query takes too much memory; sort or group fewer rows"


def as_rows(columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> list[sqlite3.Row]:
    """Rows whose values have names, as SQLite's own module makes them."""
    if not rows:
        return []
    names = ", ".join(f"null as {quoted(column)}" for column in columns)
    with closing(sqlite3.connect(":memory:")) as memory:
        cursor = memory.execute(f"select {names}")
        return [sqlite3.Row(cursor, tuple(row)) for row in rows]
