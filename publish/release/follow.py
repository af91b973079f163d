"""A replica: releases that were published elsewhere, fetched, verified, swapped in, taken away.

Each look reads the small signed statement. Where it names another list, what is no longer kept
there goes first, in all datasets; then new versions come, the current ones before others, each
verified as if it were published here. Nothing is believed of the store but its silence: a list that
is older than the last, of another key or of the future is refused.
"""

import json
import sys
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import NoReturn

from publish.errors import FournilError, StoreError
from publish.release import disk
from publish.release.followed import STATE, State, read_state
from publish.release.index import (
    CURRENT,
    DATASET,
    INDEX,
    read_index,
    version_folders,
    write_index,
)
from publish.release.notes import NAME as STATUS
from publish.release.release import SUMS
from publish.release.remote import Remote
from publish.release.signature import statement_of, trusted_keys
from publish.release.stocklist import (
    LIST,
    MOST_LIST,
    MOST_STATEMENT,
    STATEMENT,
    Listed,
    Statement,
    Stock,
    read_list,
    read_statement,
)
from publish.release.store import Store
from publish.release.token import ISSUED
from publish.release.whole import problems

FETCHING = ".fetching"
LOOK_SECONDS = 10.0
# How far two clocks may be apart.
AHEAD = timedelta(minutes=10)


class Superseded(StoreError):
    """The store has another list than the one that is being followed: that comes first."""


def check_folder(releases: Path) -> None:
    """Raises StoreError where releases were published here: following would delete them."""
    own = [path.parent.name for path in releases.glob(f"*/{INDEX}")]
    if own and not (releases / STATE).is_file():
        raise StoreError(
            f"{releases} holds releases that were published here ({', '.join(sorted(own))}); "
            "follow a store from another folder (`fournil --site …`)"
        )


def follow(releases: Path, address: str, trusted: list[str]) -> NoReturn:
    """Follows a store for ever; tells on stderr what stands in the way, once.

    What fails at one look only may be a store in the middle of a change: that is not told.
    """
    follower, before, told = Follower(releases, address, trusted), "", ""
    releases.mkdir(parents=True, exist_ok=True)
    with disk.locked(releases):
        while True:
            failed = follower.failure(datetime.now(UTC))
            if failed and failed == before != told:
                sys.stderr.write(f"error: {failed}; what is verified stays\n")
                sys.stderr.flush()
                told = failed
            before = failed
            time.sleep(LOOK_SECONDS)


class Follower:
    """Makes a folder of releases equal to a store's."""

    def __init__(self, releases: Path, address: str, trusted: list[str]) -> None:
        self.releases, self.remote = releases, Remote(address)
        self.trusted = trusted_keys(trusted)
        self._looked = 0.0

    def failure(self, now: datetime) -> str:
        """Looks, and says what could not be done; "" where all is as in the store."""
        try:
            self.look(now)
        except FournilError as error:
            return str(error)
        return ""

    def look(self, now: datetime) -> None:
        """Follows the list that is signed now; raises StoreError for what could not be done."""
        state, statement = read_state(self.releases), self._statement()
        _check_time(statement, state, now)
        if statement.list.sha256 == state.whole:
            self._note(replace(state, seen=statement.signed, followed=statement.signed))
            return
        self._note(replace(state, seen=statement.signed))
        stock = self._stock(statement)
        failures = self._take_away(stock)
        if not failures:
            state = State(statement.signed, statement.signed, state.whole)
            self._note(state)
        failures += self._fetch_all(stock, statement)
        if failures:
            raise StoreError("\n".join(dict.fromkeys(failures)))
        self._note(replace(state, whole=statement.list.sha256))

    def _statement(self) -> Statement:
        self._looked = time.monotonic()
        text = self.remote.read(STATEMENT, MOST_STATEMENT)
        return read_statement(statement_of(text, self.trusted))

    def _stock(self, statement: Statement) -> Stock:
        file = statement.list
        text = self.remote.read(LIST, min(file.bytes, MOST_LIST))
        if sha256(text).hexdigest() != file.sha256:
            raise StoreError(f"{self.remote.address}/{LIST}: is not the list that was signed")
        return read_list(text)

    def _note(self, state: State) -> None:
        tree = {
            "seen": state.seen.isoformat(),
            "followed": state.followed.isoformat(),
            "whole": state.whole,
        }
        disk.write_whole(self.releases / STATE, json.dumps(tree) + "\n")

    def _take_away(self, stock: Stock) -> list[str]:
        """Removes what is not kept or revoked by now, before anything new is fetched."""
        failures = []
        if stock.keys is not None:
            disk.write_whole(self.releases / ISSUED, stock.keys)
        for folder in sorted(self.releases.iterdir()):
            if (
                DATASET.fullmatch(folder.name)
                and folder.is_dir()
                and folder.name not in stock.datasets
            ):
                disk.remove(folder)
        for one in stock.datasets.values():
            try:
                _check_age(self.releases / one.dataset, one)
                self._settle(one)
            except StoreError as error:
                failures.append(str(error))
        return failures

    def _settle(self, one: Listed) -> None:
        """Makes a dataset what it is in the list, as far as its files are here."""
        folder = self.releases / one.dataset
        folder.mkdir(exist_ok=True)
        self._point(folder, one)
        # Only now: the store deletes what later releases tell of a withdrawn one, as this did.
        others = [path for path in version_folders(folder) if not _is_listed(path, one)]
        for path in others:
            disk.remove(path)
        if others:
            self._point(folder, one)
        if one.status is not None:
            disk.write_whole(folder / STATUS, one.status)

    def _point(self, folder: Path, one: Listed) -> None:
        """Writes the index without the versions that are not here, and makes all follow it."""
        here = {path.name for path in version_folders(folder)} & one.versions.keys()
        index, served = one.index, disk.target(folder / CURRENT)
        if missing := one.versions.keys() - here:
            entries = tuple(e for e in index.entries if e.version not in missing)
            stays = served if served in here else None
            index = replace(
                index, entries=entries, current=index.current if index.current in here else stays
            )
        write_index(folder, index)
        Store(folder).sweep()

    def _fetch_all(self, stock: Stock, statement: Statement) -> list[str]:
        failures = []
        wanted = [(one, version) for one in stock.datasets.values() for version in one.versions]
        wanted.sort(key=lambda pair: pair[1] != pair[0].index.current)
        for one, version in wanted:
            if not (self.releases / one.dataset / version).is_dir():
                try:
                    self._fetch(one, version, statement)
                    self._settle(one)
                except Superseded:
                    raise
                except StoreError as error:
                    failures.append(str(error))
        return failures

    def _fetch(self, one: Listed, version: str, statement: Statement) -> None:
        """Brings a version here under a hidden name, verifies it, and gives it its name."""
        aside = self.releases / FETCHING / one.dataset / version
        with disk.in_words(f"{one.dataset} {version} cannot be written"):
            for name, file in one.versions[version].items():
                to = aside / name
                to.parent.mkdir(parents=True, exist_ok=True)
                if not (to.is_file() and to.stat().st_size == file.bytes):
                    source = f"{one.dataset}/{version}/{name}"
                    self.remote.fetch(source, to, file, lambda: self._look_again(statement))
            if found := list(problems(aside, one.dataset, version)):
                disk.remove(aside)
                raise StoreError("\n".join(map(str, found)))
            disk.flush_tree(aside)
            aside.rename(self.releases / one.dataset / version)
            disk.flush(self.releases / one.dataset)

    def _look_again(self, statement: Statement) -> None:
        """A withdrawal does not wait for a long download."""
        if time.monotonic() - self._looked > LOOK_SECONDS:
            now = self._statement()
            if now.signed > statement.signed and now.list != statement.list:
                raise Superseded("another list was signed meanwhile")


def _check_time(statement: Statement, state: State, now: datetime) -> None:
    signed = statement.signed
    if signed < state.seen:
        raise StoreError(
            f"the store shows a list of {signed:%Y-%m-%d %H:%M:%S}, older than one that was seen "
            f"before ({state.seen:%Y-%m-%d %H:%M:%S})"
        )
    if signed > now + AHEAD:
        raise StoreError(f"the store's list is of {signed:%Y-%m-%d %H:%M:%S}, which is to come")


def _check_age(folder: Path, one: Listed) -> None:
    served = read_index(folder).revision if folder.is_dir() else 0
    if one.index.revision < served:
        raise StoreError(
            f"{one.dataset}: the store's index is older (revision {one.index.revision}) than what "
            f"is served (revision {served})"
        )


def _is_listed(folder: Path, one: Listed) -> bool:
    """Whether a version is here as the list has it."""
    try:
        found = disk.sha256_of(folder / SUMS)
    except OSError:
        return False
    return found == one.versions[folder.name][SUMS].sha256
