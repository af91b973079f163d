"""What a run finds that people who withdrew take along from the last release."""

from collections.abc import Iterator

from publish.bakehouse.listed import read_listed
from publish.bakehouse.protect.taken_along import LastTable, TakenAlong, taken_along
from publish.bakehouse.protect.withdrawal_list import key_of
from publish.bakehouse.steps.clearances import before
from publish.bakehouse.steps.work import RunWork


def along(work: RunWork) -> Iterator[tuple[str, TakenAlong]]:
    """The same by table that shows rows one by one; nothing where nobody ever withdrew."""
    run = work.run
    if run.current is None or not work.anybody_withdrew:
        return
    shown, key = read_listed(run.private).get(run.current.version, {}), key_of(run.private)
    for name in work.shaped:
        declared, rows = run.dataset.tables[name], before(work, name)
        if rows is not None and declared.mode in ("things", "named"):
            there, left = work.consenting(name), work.present[name]
            last = LastTable(rows, shown.get(name, ()))
            yield name, taken_along(there, left, declared, last, key, work.place)
