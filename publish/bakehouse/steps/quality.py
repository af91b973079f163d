"""What a run says of the quality of partners' rows that is known once they are corrected."""

from dataclasses import replace

from publish.bakehouse.corrections import with_disputes
from publish.bakehouse.steps.work import RunWork
from publish.corrections.disputes import disputed


def judge_rows(work: RunWork) -> None:
    """Whether each row of the tables that partners feed is disputed."""
    run = work.run
    waiting = disputed(run.site.desk, run.name) if work.merged else {}
    for name in work.merged:
        declared, shaped = run.dataset.tables[name], work.shaped[name]
        corrected = work.corrected.get(name)
        if not corrected and not waiting.get(name):
            continue
        rows = with_disputes(shaped.table, declared, corrected, waiting.get(name, ()), work.place)
        work.shaped[name] = replace(shaped, table=rows)
