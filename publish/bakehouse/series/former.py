"""Names that tables about people had before: the ledger goes on knowing them by these."""

from publish.bakehouse.protect.recoded import RecodedTable
from publish.bakehouse.series.ledger import Ledger
from publish.declare.declaration import Dataset
from publish.declare.table import Table


def former_table(dataset: Dataset, name: str, ledger: Ledger) -> str:
    """The name by which the ledger knows a table: its own, or one that `same_people_as` says.

    Such a name is of this dataset, of no table of today, and left as this one leaves.
    """
    table = dataset.tables[name]
    if _parts(table, name, ledger):
        return name
    before = list(dataset.tables)[: list(dataset.tables).index(name)]
    taken = {other for one in before for other in dataset.tables[one].same_people_as}
    free = [one for one in table.same_people_as if one not in {*dataset.tables, *taken}]
    return next((one for one in free if _parts(table, one, ledger)), name)


def former_part(recoded: RecodedTable, part: str, ledger: Ledger) -> str:
    """The name by which the ledger knows a part of a table."""
    if part == recoded.name:
        return recoded.known
    name = part.removeprefix(f"{recoded.name}_")
    aggregate = recoded.declared.aggregates.get(name)
    if aggregate is None:
        return part
    own, before = (f"{recoded.known}_{one}" for one in (name, aggregate.same_people_as))
    renamed = aggregate.same_people_as is not None and not ledger.history(own)
    return before if renamed and ledger.history(before) else own


def _parts(table: Table, name: str, ledger: Ledger) -> bool:
    """Whether the ledger knows parts that such a table would have under that name."""
    if table.mode == "records":
        return bool(ledger.history(name))
    counts = [one.same_people_as or key for key, one in table.aggregates.items()]
    counts += table.aggregates
    return any(ledger.history(f"{name}_{one}") for one in counts)
