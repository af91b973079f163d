"""The figures of a column for programs: as the release has them, with what they count."""

from publish.declare.people_rules import PEOPLE
from publish.figures.asking import WholeTable
from publish.figures.specification import counts_people
from publish.release.described import Json
from publish.release.release import Release
from publish.release.table import Field, Table


def figures(release: Release, table: Table, field: Field) -> Json:
    """The figures of a column; none of a release made before there were any."""
    card = release.cards.get(table.name, {}).get(field.name)
    if card is None:
        return {}
    return {"counted": _counted(table, field), **card.tree} | {
        key: [one._asdict() for one in found]
        for key, found in (("values", card.values), ("classes", card.classes))
        if found
    }


def _counted(table: Table, field: Field) -> str:
    """What the numbers of a column count."""
    is_count = counts_people(WholeTable(table)) and field.name != PEOPLE
    return "people" if is_count else "rows"
