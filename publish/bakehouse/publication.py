"""Publishing several datasets under one lock, each on its own: a refusal stops no other."""

import json
import sqlite3
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from platform import platform, python_version
from traceback import format_exception
from typing import Any

import adbc_driver_manager
import duckdb

from publish.bakehouse.outcomes import as_dicts
from publish.bakehouse.pipeline import publish_dataset
from publish.bakehouse.rebake import rebake
from publish.bakehouse.steps import Outcome
from publish.corrections.reuses import listed_reuses
from publish.declare.site import SiteFolder
from publish.errors import DeclarationError, FournilError, GateClosed, StoreError
from publish.progress import Reporter, Stopwatch
from publish.release.disk import reason
from publish.release.refusal import REFUSED, kind, remember_refusal
from publish.release.reuse import remember_reuses
from publish.release.status import Looked, remember_check, remember_declared
from publish.release.stocklist import changing

TOO_DEEP = (
    "too many columns, or values within one another, for one run; split the table in two with the "
    "same key, or declare fewer of its columns"
)
ENGINE_ERRORS = (duckdb.Error, sqlite3.Error, adbc_driver_manager.Error)


def publish_all(
    site: SiteFolder, names: Sequence[str], as_of: date, reporter: Reporter
) -> list[Outcome]:
    """The outcome of every dataset named, or of all declared ones.

    Raises Busy when another run holds the site.
    """
    site.metadata()
    chosen = site.chosen(names)
    with changing(site.releases, site.private):
        return [_publish_logged(site, name, as_of, reporter) for name in chosen]


def rebake_one(site: SiteFolder, name: str, as_of: date, reporter: Reporter) -> Outcome:
    """The outcome of baking a dataset's current release anew."""
    with changing(site.releases, site.private):
        return rebake(site, name, as_of, reporter)


def _publish_logged(site: SiteFolder, name: str, as_of: date, reporter: Reporter) -> Outcome:
    started, watch = datetime.now(UTC), Stopwatch(reporter)
    since, cpu = time.monotonic(), time.process_time()
    outcome = _publish_safely(site, name, as_of, watch)
    watch.stop()
    why_not = outcome.message if outcome.status == "refused" else None
    if found := remember_refusal(site.private / name / REFUSED, why_not, as_of):
        outcome = replace(outcome, since=found.since, again=found.again)
    why = kind(outcome.exit_code) if outcome.since else None
    looked = Looked(
        as_of, outcome.status, outcome.exported, outcome.until, since=outcome.since, why=why
    )
    _tell_public(site, name, looked)
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


def _tell_public(site: SiteFolder, name: str, looked: Looked) -> None:
    """Note for the public that a dataset was looked at; one without a release, that it comes."""
    with suppress(DeclarationError, OSError):
        dataset = site.dataset(name)
        titles = dataset.title.model_dump(exclude_none=True)
        remember_declared(site.releases / name, titles, dataset.frequency)
    with suppress(DeclarationError):
        remember_reuses(site.releases / name, listed_reuses(site, name))
    remember_check(site.releases / name, looked)


def _publish_safely(site: SiteFolder, name: str, as_of: date, reporter: Reporter) -> Outcome:
    try:
        return publish_dataset(site, name, as_of, reporter)
    except FournilError as error:
        return refused(name, error)
    except OSError as error:
        return refused(name, StoreError(reason(error)))
    except MemoryError:
        return refused(name, StoreError(_no_memory(site)))
    except RecursionError:
        return refused(name, StoreError(TOO_DEEP))
    except ENGINE_ERRORS as error:
        return refused(name, StoreError(_engine_words(site, error)))
    except Exception as error:  # noqa: BLE001  what nobody foresaw in one dataset stops no other
        return refused(name, StoreError(_fault(site.private / name, error)))


def _fault(folder: Path, error: Exception) -> str:
    """Our own fault, in words; where it happened is kept in private, for it may hold cells."""
    path = folder / "fault.txt"
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        path.touch(mode=0o600)
        path.write_text("".join(format_exception(error)), encoding="utf-8", errors="replace")
    return (
        f"{type(error).__name__}: a fault of Fournil, not of your files; what was served stays "
        f"served. Report it with {path}, after looking whether it shows values of the export"
    )


def _engine_words(site: SiteFolder, error: Exception) -> str:
    """What stopped a database engine, in our words: its own may hold cells of any column."""
    message = str(error).lower()
    if "full" in message or "no space" in message:
        return f"{site.root}: the disk is full; make room and run again"
    if "memory" in message:
        return _no_memory(site)
    if "readonly" in message or "unable to open" in message:
        return (
            f"{site.private}: no right to write a file in it, or in {site.releases}; give both to "
            "the user who runs this, and run again"
        )
    return (
        f"{site.root}: {type(error).__name__} while baking; this is a fault of Fournil: report it"
    )


def _no_memory(site: SiteFolder) -> str:
    return (
        f"not enough memory, or room for temporary files in {site.private}; end other programs, "
        "free some space, or split the table, and run again"
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
    # What came of the run is told anyway, and a refused log stops no other dataset.
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with (folder / "runs.jsonl").open("a", encoding="utf-8") as file:
            file.write(json.dumps(entry, ensure_ascii=False) + "\n")
