"""The columns by which rows of a table with a map are events of a calendar."""

import re

from publish.release.table import Table
from publish.words.places import place_key

DAYS = ("date", "datetime")
# Whole names of columns, as `place_key` has them.
_FIRST = re.compile(r"(date )?(de )?(begin|begins|debut|start|starts|date|day|jour)( date)?")
_LAST = re.compile(r"(date )?(de )?(end|ends|fin|until)( date)?")
# When a row was changed is no event.
_UPDATED = "source_updated"


def event_days(table: Table) -> tuple[str, str | None] | None:
    """The column of the day on which an event begins, and of its last; None where there are none.

    A row needs a place and an address of its own: its event keeps its name in every calendar.
    """
    if not (table.map and table.primary_key and table.rows_have_pages):
        return None
    days = [one.name for one in table.fields if one.type in DAYS and not one.protection]
    days = [name for name in days if name != _UPDATED]
    firsts = [name for name in days if _FIRST.fullmatch(place_key(name))]
    lasts = [name for name in days if _LAST.fullmatch(place_key(name))]
    others = [name for name in days if name not in lasts]
    if not others:
        return None
    first = (firsts or others)[0]
    same = (name for name in lasts if table.columns[name].type == table.columns[first].type)
    return first, next(same, None)
