"""Tiny releases to publish; as a program, a publisher that kills itself at a given step.

`python -m tests.publisher FOLDER ACTION [STEP]` does ACTION on the store in FOLDER; with a STEP,
the process is killed (SIGKILL) just before its STEP-th call that changes the disk.
"""

import builtins
import io
import json
import os
import signal
import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing
from datetime import date
from hashlib import sha256
from itertools import count
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from publish.release.change import Change
from publish.release.release import Release
from publish.release.store import Store

DAY = date(2026, 11, 21)
CALLS = ("mkdir", "open", "fsync", "rename", "replace", "symlink", "unlink", "rmdir")


def content(rows: int) -> str:
    """The content hash of a release of so many rows."""
    return sha256(b"%d" % rows).hexdigest()


def bake(folder: Path, dataset: str, version: str, rows: int) -> None:
    """Writes a whole release of one table into the folder."""
    with closing(sqlite3.connect(folder / f"{dataset}.db")) as connection:
        connection.execute("PRAGMA synchronous = off")
        connection.execute("CREATE TABLE places (id INTEGER PRIMARY KEY, name TEXT) STRICT")
        values = ((number, f"place {number}") for number in range(rows))
        connection.executemany("INSERT INTO places VALUES (?, ?)", values)
        connection.commit()
    lines = [f"{number},place {number}\n" for number in range(rows)]
    (folder / "places.csv").write_text("id,name\n" + "".join(lines))
    places = {"name": "places", "path": "places.csv", "rows": rows}
    tell_changes(folder, rows)
    descriptor = {"name": dataset, "version": version, "resources": [places]}
    (folder / "datapackage.json").write_text(json.dumps(descriptor))


def tell_changes(folder: Path, rows: int) -> None:
    """What changed since the release of one row less, which is the version before."""
    previous = f"1.{rows - 2}.0" if rows > 1 else None
    (folder / "changes.json").write_text(json.dumps({"previous": previous}))
    if previous:
        lines = f"op,key,column,old,new\nadded,{rows - 1},name,,place {rows - 1}\n"
        (folder / "places.changes.csv").write_text(lines)


def publish(store: Store, rows: int, day: date = DAY) -> Release:
    """Bakes and publishes a release of so many rows."""
    version = store.next_version("minor")
    with store.staging() as folder:
        bake(folder, store.dataset, version, rows)
        return store.publish(
            folder,
            version=version,
            content=content(rows),
            bump="minor",
            changes=[Change("rows-changed")],
            date=day,
        )


def publish_forever(store: Store) -> None:
    """Publishes one release after the other, telling each."""
    print("begun", flush=True)  # noqa: T201
    for rows in count(int(store.next_version("minor").split(".")[1])):
        print(publish(store, rows).version, flush=True)  # noqa: T201
        store.prune(SimpleNamespace(last=3, monthly=0))  # type: ignore[arg-type]


ACTIONS: dict[str, Callable[[Store], object]] = {
    "publish": lambda store: publish(store, 99),
    "rollback": lambda store: store.rollback(),
    "withdraw": lambda store: store.withdraw(None, "a name was left in", DAY),
    "withdraw the first": lambda store: store.withdraw("1.0.0", "a name was left in", DAY),
    "withdraw one": lambda store: store.withdraw("1.2.0", "a name was left in", DAY),
    "prune": lambda store: store.prune(SimpleNamespace(last=1, monthly=0)),  # type: ignore[arg-type]
    "sweep": lambda store: store.sweep(),
    "publish forever": publish_forever,
}


def killed_at(step: int) -> None:
    """Makes the process kill itself just before its `step`-th call that changes the disk.

    Opening a file counts twice, so that a kill finds it open, cut to nothing and not yet written.
    """
    steps = count(1)

    def tick() -> None:
        if next(steps) == step:
            os.kill(os.getpid(), signal.SIGKILL)

    def counted(call: Callable[..., Any]) -> Callable[..., Any]:
        def wrapper(*arguments: Any, **options: Any) -> Any:
            tick()
            return call(*arguments, **options)

        return wrapper

    def opened(*arguments: Any, **options: Any) -> Any:
        file = unopened(*arguments, **options)
        tick()
        return file

    unopened = counted(io.open)
    io.open = builtins.open = opened  # type: ignore[assignment]
    for name in CALLS:
        setattr(os, name, counted(getattr(os, name)))


if __name__ == "__main__":
    folder, action, *step = sys.argv[1:]
    if step:
        killed_at(int(step[0]))
    ACTIONS[action](Store(Path(folder)))
