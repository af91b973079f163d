"""Publishing several datasets under one lock, each on its own: a refusal stops no other."""

import errno
import json
import sqlite3
import time
from collections.abc import Sequence
from datetime import UTC, date, datetime
from platform import platform, python_version
from typing import Any

import adbc_driver_manager
import duckdb

from publish.errors import DeclarationError, FournilError, GateClosed, StoreError
from publish.lock import site_lock
from publish.outcomes import as_dicts
from publish.pipeline import Outcome, publish_dataset
from publish.progress import Reporter, Stopwatch
from publish.read.files import matches
from publish.rebake import rebake
from publish.release import Store
from publish.site import SiteFolder
from publish.status import remember_check

ENGINE_ERRORS = (duckdb.Error, sqlite3.Error, adbc_driver_manager.Error)


def publish_all(
    site: SiteFolder, names: Sequence[str], as_of: date, reporter: Reporter
) -> list[Outcome]:
    """The outcome of every dataset named, or of all declared ones.

    Raises Busy when another run holds the site.
    """
    site.metadata()
    chosen = list(names) or site.datasets()
    if not chosen:
        raise DeclarationError(
            f"{site.data}: no dataset is declared yet; `fournil new FILE` drafts one"
        )
    for name in names:
        site.declaration(name)
    with site_lock(site.private):
        return [_publish_logged(site, name, as_of, reporter) for name in chosen]


def rebake_one(site: SiteFolder, name: str, as_of: date, reporter: Reporter) -> Outcome:
    """The outcome of baking a dataset's current release anew."""
    with site_lock(site.private):
        return rebake(site, name, as_of, reporter)


def _publish_logged(site: SiteFolder, name: str, as_of: date, reporter: Reporter) -> Outcome:
    started, watch = datetime.now(UTC), Stopwatch(reporter)
    since, cpu = time.monotonic(), time.process_time()
    outcome = _publish_safely(site, name, as_of, watch)
    watch.stop()
    remember_check(site.releases / name, as_of, outcome.status, _newest_export(site, name))
    seconds = {step: round(took, 3) for step, took in watch.seconds.items()}
    _log(
        site,
        name,
        {
            "started": started.isoformat(timespec="seconds"),
            "as_of": as_of.isoformat(),
            "seconds": round(time.monotonic() - since, 3),
            "cpu_seconds": round(time.process_time() - cpu, 3),
            "steps": seconds,
            "machine": platform(),
            "python": python_version(),
            **as_dicts([outcome])[0],
        },
    )
    return outcome


def _newest_export(site: SiteFolder, name: str) -> date | None:
    """The day of the newest file that the declaration names, or that was fetched."""
    try:
        tables = site.dataset(name).tables.values()
        paths = [source.path for table in tables for source in table.sources]
        local = [path for path in paths if not path.startswith("https://")]
        files = [file for path in local for file, _ in matches(path, site.data / name)]
    except FournilError:
        return None
    files += (site.private / name / "downloads").glob("*")
    newest = max((file.stat().st_mtime for file in files), default=None)
    return datetime.fromtimestamp(newest, UTC).date() if newest else None


def _publish_safely(site: SiteFolder, name: str, as_of: date, reporter: Reporter) -> Outcome:
    try:
        outcome = publish_dataset(site, name, as_of, reporter)
        if outcome.status == "published":
            Store(site.releases / name).prune(site.dataset(name).retention)
        return outcome
    except FournilError as error:
        return refused(name, error)
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EDQUOT, errno.EACCES, errno.EROFS):
            raise
        place = error.filename or site.root
        return refused(name, StoreError(f"{place}: {error.strerror}; make room and run again"))
    except ENGINE_ERRORS as error:
        return refused(name, StoreError(_engine_words(site, error)))


def _engine_words(site: SiteFolder, error: Exception) -> str:
    """What stopped a database engine, in our words: its own may hold cells of any column."""
    said = str(error).lower()
    if "full" in said or "no space" in said:
        return f"{site.root}: the disk is full; make room and run again"
    if "memory" in said:
        return f"{site.root}: not enough memory or room for temporary files in {site.private}"
    return (
        f"{site.root}: {type(error).__name__} while baking; this is a fault of Fournil: report it"
    )


def refused(name: str, error: FournilError) -> Outcome:
    """The outcome of a dataset that an error stopped."""
    problems = error.problems if isinstance(error, GateClosed) else ()
    return Outcome(
        name, "refused", problems=problems, message=str(error), exit_code=error.exit_code
    )


def _log(site: SiteFolder, name: str, entry: dict[str, Any]) -> None:
    """Durations and machine facts: private, never part of a release."""
    folder = site.private / name
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with (folder / "runs.jsonl").open("a", encoding="utf-8") as file:
        file.write(json.dumps(entry, ensure_ascii=False) + "\n")
