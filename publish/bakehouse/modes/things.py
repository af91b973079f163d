"""The mode `things`: every row, without the person behind it."""

from publish.bakehouse.modes.protected import Protected, PublishedTable
from publish.bakehouse.protect.recoded import RecodedTable


def things(recoded: RecodedTable) -> Protected:
    """Every row, without the person behind it."""
    rows = recoded.rows.select(*recoded.declared.published)
    return Protected((PublishedTable(recoded.name, recoded.declared, rows),))
