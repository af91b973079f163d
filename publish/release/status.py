"""What the public may know of a dataset's upkeep: `releases/<dataset>/status.json`.

It stands beside the versions and belongs to none: publish writes when it last looked and what
came of it, push when it last sent and what came of it. No message goes in, only its kind.
"""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from math import ceil
from pathlib import Path
from typing import Literal, Protocol

from publish.errors import StoreError
from publish.release.index import CURRENT, INDEX, Entry, read_index
from publish.release.notes import NAME, Json, note, notes, put
from publish.release.package import Package
from publish.release.release import read_package
from publish.words.frequencies import frequency_of

State = Literal["fresh", "due", "overdue", "unscheduled", "withdrawn", "unreleased"]
GRACE = 1 / 7
"""The share of a period that data may be late before it is overdue, a day at least."""


class Pushed(Protocol):
    """What a push tells the public."""

    @property
    def to(self) -> str: ...
    @property
    def result(self) -> str: ...
    @property
    def version(self) -> str | None: ...
    @property
    def pages(self) -> tuple[str, ...]: ...
    @property
    def quality(self) -> float | None: ...


@dataclass(frozen=True)
class Freshness:
    """How data stands against its declared frequency; `days` late where it is overdue."""

    state: State
    days: int = 0


@dataclass(frozen=True)
class Age:
    """When a dataset's data last came and last changed, and whether that is often enough.

    `exported` is the day of the newest export that it was made from or confirmed by, None where
    nobody noted it; `changed` is the last change, as the release tells it.
    """

    exported: date | None
    changed: date
    freshness: Freshness


@dataclass(frozen=True)
class Status:
    """A dataset's upkeep: `current` is its version; `exported` and `changed` as in Age.

    `released` is None of one that is declared and was never released.
    """

    dataset: str
    titles: Mapping[str, str]
    frequency: str | None
    freshness: Freshness
    current: str | None
    released: date | None
    exported: date | None
    changed: date | None
    checked: Json | None
    pushes: tuple[Json, ...]


@dataclass(frozen=True)
class Looked:
    """That a publication looked at a dataset: published, unchanged, waiting or refused.

    `export` is the day of the newest export it read, None where it read none; `until` the day
    before which all of it waits; `since` the one since which it is refused, and `why` what of it
    the public may know: "declaration", "export", "checks" or "site".
    """

    on: date
    result: str
    export: date | None = None
    until: date | None = None
    since: date | None = None
    why: str | None = None


def remember_check(folder: Path, looked: Looked) -> None:
    """Note what came of a publication; what did not leave confirms nothing that is served."""
    served = looked.result not in ("refused", "waiting")
    before = notes(folder).get("checked", {})
    newest = looked.export.isoformat() if served and looked.export else before.get("export")
    found = {"on": looked.on.isoformat(), "result": looked.result, "export": newest}
    found["until"] = looked.until.isoformat() if looked.until else None
    found |= {"since": looked.since.isoformat() if looked.since else None, "why": looked.why}
    note(folder, {"checked": {key: value for key, value in found.items() if value}})


def remember_declared(folder: Path, titles: Mapping[str, str], frequency: str) -> None:
    """Note how a dataset is called: before its first release, and after its last was withdrawn."""
    facts = {"declared": {"titles": dict(titles), "frequency": frequency}}
    if notes(folder).get("declared") != facts["declared"]:
        with suppress(OSError):
            folder.mkdir(parents=True, exist_ok=True)
            put(folder, facts)


def titles_of(folder: Path) -> Mapping[str, str]:
    """The titles of a dataset by language, also of one whose releases were all withdrawn."""
    titles = notes(folder).get("declared", {}).get("titles")
    return titles if isinstance(titles, dict) and titles else {"fr": folder.name}


def forget_export(folder: Path) -> None:
    """Note that what is served now is not what the newest export gave: after a rollback."""
    checked = notes(folder).get("checked", {})
    if checked.pop("export", None):
        note(folder, {"checked": checked})


def may_stand(folder: Path) -> bool:
    """Whether unchanged data may be called current: not after a check that was refused."""
    return bool(notes(folder).get("checked", {}).get("result") != "refused")


def remember_push(folder: Path, day: date, pushed: Pushed) -> None:
    """Note how a push to a portal ended; what only failed leaves the good facts before."""
    pushes = {one["to"]: one for one in notes(folder).get("pushes", ())}
    noted: Json = {"to": pushed.to, "on": day.isoformat(), "result": pushed.result}
    found = {"version": pushed.version, "pages": list(pushed.pages), "quality": pushed.quality}
    if pushed.result in ("refused", "unreachable"):
        found = {key: pushes.get(pushed.to, {}).get(key) for key in found}
    noted |= {key: value for key, value in found.items() if value}
    note(folder, {"pushes": [*(pushes | {pushed.to: noted}).values()]})


def statuses(releases: Path, today: date) -> Iterator[Status]:
    """The upkeep of every dataset that is declared or ever had a release, by name.

    One whose files are damaged is left out: `fournil verify` tells of it.
    """
    folders = {path.parent for name in (INDEX, NAME) for path in releases.glob(f"[a-z]*/{name}")}
    for folder in sorted(folders):
        with suppress(StoreError):
            if entries := read_index(folder).entries:
                yield _status(folder, entries, today)
            elif declared := notes(folder).get("declared"):
                yield _unreleased(folder, declared)


def _unreleased(folder: Path, declared: Json) -> Status:
    noted, state = notes(folder), Freshness("unreleased")
    words = (titles_of(folder), declared.get("frequency"))
    return Status(folder.name, *words, state, None, None, None, None, noted.get("checked"), ())


def _status(folder: Path, entries: tuple[Entry, ...], today: date) -> Status:
    noted, last = notes(folder), max(entry.date for entry in entries)
    checked, pushes = noted.get("checked"), _pushes(noted)
    current = folder / CURRENT
    if not current.is_dir():
        # Files may also be lost: they are made again at the next publication.
        gone = Freshness("withdrawn" if any(one.withdrawn for one in entries) else "unreleased")
        titles = titles_of(folder)
        return Status(folder.name, titles, None, gone, None, last, None, None, checked, pushes)
    package = read_package(current)
    found = age(folder, package, today)
    return Status(
        dataset=folder.name,
        titles=package.titles or {"fr": folder.name},
        frequency=package.frequency,
        freshness=found.freshness,
        current=package.version,
        released=last,
        exported=found.exported,
        changed=found.changed,
        checked=checked,
        pushes=pushes,
    )


def age(folder: Path, package: Package, today: date) -> Age:
    """The age of the release that is served from a dataset's `folder`: the one rule for all."""
    noted = _noted_export(folder)
    return Age(
        exported=noted,
        changed=date.fromisoformat(package.updated[:10]),
        freshness=freshness(package.frequency, noted or _made(package), today),
    )


def newest_export(folder: Path, package: Package) -> date:
    """The day of the newest export that a release was made from or confirmed by.

    Where nobody noted it, the day of the release, which is no older.
    """
    return _noted_export(folder) or _made(package)


def _made(package: Package) -> date:
    return date.fromisoformat(package.created)


def _noted_export(folder: Path) -> date | None:
    try:
        return date.fromisoformat(notes(folder)["checked"]["export"])
    except (ValueError, LookupError, TypeError):
        return None


def _pushes(noted: Json) -> tuple[Json, ...]:
    return tuple(noted.get("pushes", ()))


def freshness(frequency: str | None, newest: date, today: date) -> Freshness:
    """How an export of a day stands `today`: fresh within the period, then due, then overdue.

    What is declared irregular, never or unknown is on no schedule.
    """
    found = frequency_of(frequency)
    if found is None or found.days is None:
        return Freshness("unscheduled")
    period = max(1, ceil(found.days))
    late = (today - newest).days - period
    if late <= 0:
        return Freshness("fresh")
    grace = max(1, ceil(period * GRACE))
    return Freshness("overdue", late) if late > grace else Freshness("due")


def as_dict(one: Status) -> Json:
    """A status as JSON; absent facts are absent keys."""
    found: Json = {
        "dataset": one.dataset,
        "titles": dict(one.titles),
        "frequency": one.frequency,
        "freshness": one.freshness.state,
        "days_overdue": one.freshness.days or None,
        "version": one.current,
        "released": one.released.isoformat() if one.released else None,
        "exported": one.exported.isoformat() if one.exported else None,
        "updated": one.changed.isoformat() if one.changed else None,
        "checked": one.checked,
        "pushes": list(one.pushes),
    }
    return {key: value for key, value in found.items() if value not in (None, {}, [])}


def line(one: Status) -> str:
    """A dataset's upkeep in a line for a maintainer."""
    state = one.freshness.state
    if one.freshness.days:
        state = f"overdue by {one.freshness.days} days"  # type: ignore[assignment]
    checked = f"checked {one.checked['on']} ({_result(one.checked)})" if one.checked else None
    pushes = [f"{push['to']} {push['on']} ({push['result']})" for push in one.pushes]
    version = f"{one.current} of {one.released}" if one.current else None
    exported = f"export of {one.exported}" if one.exported else None
    changed = f"last change on {one.changed}" if one.changed else None
    days = [version, exported, changed]
    facts = [state, one.frequency, *days, checked or "never checked", *pushes]
    return f"{one.dataset}: {', '.join(str(fact) for fact in facts if fact)}"


def _result(checked: Json) -> str:
    for word in ("until", "since"):
        if day := checked.get(word):
            return f"{checked['result']} {word} {day}"
    return str(checked["result"])
