"""How many rows a group of a table about people has at least, for a chart to tell of it."""

from functools import lru_cache
from pathlib import Path

from publish.declare.people_rules import PEOPLE
from publish.declare.policy import Privacy
from publish.errors import StoreError
from publish.figures.specification import counts_people
from publish.release.release import read_report
from publish.site.rows.selection import Selection

USUAL = int(Privacy().k)


def least_rows(selection: Selection) -> int:
    """1 but for records of people who are not listed by name: there as many as its policy says.

    The numbers of a table of counts are held to it already.
    """
    table = selection.resource
    if table.about != "people" or table.rows_have_pages or counts_people(selection):
        return 1
    return _declared(selection.release.folder).get(table.name, USUAL)


def least_people(selection: Selection) -> int:
    """The least people that a number of a table of counts, or of a group of records, stands for."""
    if not counts_people(selection):
        return least_rows(selection)
    return int(selection.fields[PEOPLE].constraints.get("minimum", USUAL))


@lru_cache(maxsize=256)
def _declared(folder: Path) -> dict[str, int]:
    """The published tables of records of a release, with the `k` of their policy."""
    try:
        told = read_report(folder).get("tables", ())
    except StoreError:
        return {}
    policies = [(one, (one.get("protection") or {}).get("policy") or {}) for one in told]
    return {name: int(p["k"]) for one, p in policies if "k" in p for name in one["rows_out"]}
