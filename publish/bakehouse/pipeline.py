"""A dataset published, if what would be published has changed since the last run."""

from contextlib import ExitStack
from dataclasses import replace
from datetime import date
from pathlib import Path

from publish.bakehouse.check import gate
from publish.bakehouse.engine import workspace
from publish.bakehouse.fingerprint import LastRun, fingerprint
from publish.bakehouse.partners.links.memory import LinkMemory
from publish.bakehouse.protect.ladders import lookups
from publish.bakehouse.protect.partings import NAME as PARTINGS
from publish.bakehouse.protect.withdrawal_list import NAME as WITHDRAWALS
from publish.bakehouse.protect.withdrawal_list import seal
from publish.bakehouse.series import recover, state_problems
from publish.bakehouse.series.new_series import NAME as NEW_SERIES
from publish.bakehouse.series.people_writing import recover_people
from publish.bakehouse.steps import DatasetRun, Outcome, RunWork, run_steps
from publish.corrections.clearances import digest as cleared
from publish.corrections.disputes import digest as disputed
from publish.corrections.live import digest
from publish.corrections.pairs import digest as decided
from publish.declare.declaration import Dataset
from publish.declare.recipes import done
from publish.declare.site import PARTNERS, README, SiteFolder
from publish.progress import Reporter
from publish.release.store import Store


def publish_dataset(site: SiteFolder, name: str, as_of: date, reporter: Reporter) -> Outcome:
    """Publish a dataset if what would be published has changed.

    Raises a FournilError when it is refused: the last release stays as it was.
    """
    dataset, _reuses = site.dataset(name), site.reuses(name)
    run = replace(begun(site, name, dataset, as_of, reporter), publishing=True)
    seal(run.private)
    gate_past(run)
    inputs = _fingerprint(run)
    last = LastRun(run.private / "last-run.json")
    if run.current and last.gave() == (inputs, run.current.version):
        return Outcome(name, "unchanged", run.current.version, exported=run.exported)
    keyed = (run.private / "key").is_file()
    with workspace(run.private, alone=run.small) as place, ExitStack() as stack:
        outcome = replace(run_steps(RunWork(run, place, stack)), exported=run.exported)
    # A first run makes the key: the next one is to find what this one leaves.
    last.remember(inputs if keyed else _fingerprint(run), outcome.version or "", as_of)
    if outcome.status == "published":
        run.store.prune(run.dataset.retention)
    return outcome


def begun(
    site: SiteFolder, name: str, dataset: Dataset, as_of: date, reporter: Reporter
) -> DatasetRun:
    """A run of a dataset, once what killed runs left is finished or taken away."""
    store = Store(site.releases / name, site.private / name)
    store.sweep()
    run = DatasetRun(site, name, dataset, as_of, store, reporter)
    run.private.mkdir(parents=True, exist_ok=True, mode=0o700)
    recover(run.private, store.entries())
    recover_people(site.private, site.releases)
    return run


def gate_past(run: DatasetRun) -> None:
    """Tables about people in a series need their past: raises GateClosed where it is lost."""
    if any(table.in_series for table in run.dataset.tables.values()):
        served = run.current.package if run.current else None
        gate([*state_problems(run.private, run.store.entries(), served, run.keys, run.as_of)])


def _logos(run: DatasetRun) -> list[Path]:
    """The pictures beside the files of partners."""
    named = (run.folder / PARTNERS / one.logo for one in run.partners.values() if one.logo)
    return [path for path in named if path.is_file()]


def _words(run: DatasetRun) -> list[Path]:
    """The tables beside the files of partners in which their words are looked up."""
    rules = [rule for one in run.partners.values() for rule in one.map.values()]
    named = {done(step).file for rule in rules for step in rule.steps}
    paths = (run.folder / PARTNERS / name for name in sorted(named) if name)
    return [path for path in paths if path.is_file()]


def _fingerprint(run: DatasetRun) -> str:
    """The digest of all that the release is made of."""
    # Several exports may have one name, such as queries of one connection.
    exports = {(file.file, file.path) for file in run.files}
    files = {f"{PARTNERS}/{path.name}": path for path in run.site.partner_files(run.name).values()}
    files |= {f"{PARTNERS}/{path.name}": path for path in (*_logos(run), *_words(run))}
    for table in run.dataset.tables.values():
        files |= lookups(table, run.folder)
    for name in (WITHDRAWALS, PARTINGS, NEW_SERIES):
        if (run.private / name).is_file():
            files[name] = run.private / name
    if (run.folder / README).is_file():
        files[README] = run.folder / README
    declaration = run.site.declaration(run.name)
    corrected = digest(run.site.desk, run.name) + cleared(run.site.desk, run.name)
    if run.basis_required:
        corrected += "\nbasis required"
    if run.partners:
        days = (f"{name} {one.day}" for name, one in run.harvested.items())
        said = (decided(run.site.desk, run.name), disputed(run.site.desk, run.name))
        dead = LinkMemory(run.private).digest()
        corrected = "\n".join((corrected, *said, dead, *days))
    inputs = exports | set(files.items())
    return fingerprint(declaration, inputs, corrected, run.private / "key", run.as_of)
