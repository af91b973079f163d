"""A look at a site's health: what a maintainer should mend before it hurts; nothing is changed."""

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement

from publish import __version__
from publish.bakehouse.protect.keys import Keys
from publish.bakehouse.series.people_file import KEY as PEOPLE_KEY
from publish.bakehouse.series.people_file import NAME as PEOPLE
from publish.declare.site import SiteFolder
from publish.declare.techniques import TECHNIQUES
from publish.errors import FournilError
from publish.release.disk import STAGING, in_use, reason
from publish.release.lock import left_by
from publish.release.release import Release
from publish.release.signature import KEY as STORE_KEY
from publish.release.signature import read_key
from publish.release.stocklist import STATEMENT
from publish.release.store import STAGING as BAKING
from publish.release.store import Store
from publish.upkeep.backup import NOTED
from publish.upkeep.desk import lines as use
from publish.upkeep.desk import rights
from publish.upkeep.mail import lines as mail
from publish.upkeep.said import lines as desk
from publish.upkeep.schedule import TIMER

OLDEST_BACKUP = 14
"""Days."""
LEAST_FREE = 1 << 30
"""Bytes; and never less than three releases of everything: what is baked lies beside two others."""


@dataclass(frozen=True)
class Said:
    """One line: what was looked at, how it stands, and the way out where it is to be mended."""

    about: str
    what: str
    way_out: str = ""


def words(said: Said) -> str:
    """A finding as a line."""
    if not said.way_out:
        return f"  ok  {said.about}: {said.what}"
    return f"mend  {said.about}: {said.what}; {said.way_out}"


def look(site: SiteFolder, today: date) -> list[Said]:
    """What there is to say of a site, a line each, in the order of LOOKS."""
    return [said for about, one in LOOKS.items() for said in _safely(about, one, site, today)]


def _safely(about: str, one: "Look", site: SiteFolder, today: date) -> list[Said]:
    try:
        return [Said(about, what, way_out) for what, way_out in one(site, today)]
    except FournilError as error:
        return [_refused(about, str(error))]
    except OSError as error:
        return [_refused(about, reason(error))]


def _refused(about: str, words: str) -> Said:
    """What an error says, in a line: a file may have several."""
    first, *others = words.splitlines()
    what, _, way_out = first.partition("; ")
    more = f" ({len(others)} more)" if others else ""
    return Said(about, what + more, way_out or "mend it, and look again")


Line = tuple[str, str]
"""What is the matter, and the way out; no way out where all is well."""
Look = Callable[[SiteFolder, date], Iterator[Line]]


def _rights(site: SiteFolder, today: date) -> Iterator[Line]:
    """Nobody else reads private/, and whoever runs this may write where runs write."""
    if site.private.exists() and not site.private.is_dir():
        yield f"{site.private} is no folder", "move it away"
        return
    # A folder that nobody else may enter keeps what is in it.
    others = rights(site.private) if site.private.is_dir() else []
    yield from others
    places = [path for path in (site.private, site.releases) if path.is_dir()]
    folders = [path for place in places for path in (place, *place.glob("*/"))]
    closed = [path for path in folders if not os.access(path, os.W_OK)]
    if closed:
        who = f"run as its owner, {closed[0].owner()}, or give it away with `chown`"
        yield f"no right to write to {closed[0]}", who
    elif not others:
        yield "private/ is private, and can be written to", ""


def _keys(site: SiteFolder, today: date) -> Iterator[Line]:
    """Every key that published releases were made with is there."""
    lacking = [str(keys.path) for keys in _expected(site) if not keys.given]
    if (site.private / PEOPLE).exists() and not (site.private / PEOPLE_KEY).exists():
        lacking.append(str(site.private / PEOPLE_KEY))
    if (site.releases / STATEMENT).exists() and read_key(site.private) is None:
        lacking.append(str(site.private / STORE_KEY))
    for path in lacking:
        yield f"{path} is gone", "put it back: `fournil --site NEW restore FILE`, then copy it"
    if not lacking:
        yield "every key that releases were made with is there", ""


def _expected(site: SiteFolder) -> Iterator[Keys]:
    for release in _current(site):
        columns = [column for table in release.tables.values() for column in table.fields]
        used = [one.protection for one in columns if one.protection]
        if any(TECHNIQUES[protection].keyed for protection in used):
            yield Keys(release.dataset, site.private / release.dataset)


def _current(site: SiteFolder) -> Iterator[Release]:
    for name in site.datasets():
        release = Store(site.releases / name, site.private / name).current()
        if release is not None:
            yield release


def _backup(site: SiteFolder, today: date) -> Iterator[Line]:
    """The last `fournil backup` is not too old for what cannot be made again."""
    noted, way_out = site.private / NOTED, "run `fournil backup FILE`, and keep FILE elsewhere"
    if not any(site.private.glob("*/*")):
        yield "nothing to save yet", ""
    elif not noted.exists():
        yield "none was ever made here", way_out
    else:
        made = datetime.fromtimestamp(noted.stat().st_mtime, UTC).date()
        days = (today - made).days
        yield f"the last one is of {made}", way_out if days > OLDEST_BACKUP else ""


def _timer(site: SiteFolder, today: date) -> Iterator[Line]:
    """Something runs `fournil update`: systemd or cron, as far as this user can see."""
    if _output("systemctl", "is-enabled", TIMER).strip() == "enabled":
        yield f"{TIMER} is enabled", ""
    elif any("fournil" in line and " update" in line for line in _lines("crontab", "-l")):
        yield "cron runs `fournil update`", ""
    else:
        yield (
            "neither systemd nor this user's cron runs `fournil update`",
            "write one with `fournil schedule systemd --to FOLDER` (or cron, github, gitlab)",
        )


def _lines(*command: str) -> list[str]:
    return [line for line in _output(*command).splitlines() if not line.lstrip().startswith("#")]


def _output(*command: str) -> str:
    """What a program of the system prints; nothing where there is none of that name."""
    program = shutil.which(command[0])
    if program is None:
        return ""
    done = subprocess.run([program, *command[1:]], capture_output=True, text=True, check=False)
    return done.stdout


def _disk(site: SiteFolder, today: date) -> Iterator[Line]:
    """There is room for the next releases beside those that are kept."""
    free = shutil.disk_usage(site.root).free
    current = sum(_size(release.folder) for release in _current(site))
    wanted = max(LEAST_FREE, 3 * current)
    what = f"{free / 1e9:.1f} GB free"
    enough = "make room, or keep fewer releases (`retention:`, then `fournil prune DATASET`)"
    yield what, "" if free >= wanted else f"{wanted / 1e9:.1f} GB are wanted: {enough}"


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def _versions(site: SiteFolder, today: date) -> Iterator[Line]:
    """What runs is what was tried: each pinned package in its version."""
    other = [f"{pin.name} {there} instead of {pin.specifier}" for pin, there in _pinned() if there]
    python = ".".join(map(str, sys.version_info[:3]))
    if other:
        yield ", ".join(other), "install again: `make publish`, or `pip install --upgrade fournil`"
    else:
        yield f"Fournil {__version__}, Python {python}, SQLite {sqlite3.sqlite_version}", ""


def _pinned() -> Iterator[tuple[Requirement, str]]:
    """The packages pinned to a version, and the version that is there where it is another."""
    for line in metadata.requires("fournil") or ():
        pin = Requirement(line)
        if not any(one.operator == "==" for one in pin.specifier) or "dev" in str(pin.marker):
            continue
        try:
            there = metadata.version(pin.name)
        except metadata.PackageNotFoundError:
            continue
        yield pin, "" if pin.specifier.contains(there, prereleases=True) else there


def _address(site: SiteFolder, today: date) -> Iterator[Line]:
    """The site knows its public address, which catalogs, feeds and portals need."""
    address = site.metadata().address
    if address is None:
        yield (
            f"{site.root / 'metadata.yaml'} has no `address`",
            "before others come, write the public one (`address: https://data.example.org`)",
        )
    elif not address.startswith("https://"):
        yield f"{address} is not encrypted", "write an https:// address, and serve behind a proxy"
    else:
        yield address, ""


def _runs(site: SiteFolder, today: date) -> Iterator[Line]:
    """No run was killed and left its work half done."""
    since = left_by(site.private)
    left = [*site.private.glob(f"*/{STAGING}*"), *site.releases.glob(f"*/{BAKING}*")]
    left = [path for path in left if path.is_dir() and not in_use(path)]
    names = dict.fromkeys(path.parent.name for path in left)
    for name in names:
        yield f"a killed run of {name} left files", f"`fournil publish {name}` takes them away"
    if since and not names:
        yield f"the run of {since} was killed", "run `fournil publish` again"
    if not since and not names:
        yield "every run came to its end", ""


LOOKS: Mapping[str, Look] = {
    "rights": _rights,
    "keys": _keys,
    "backup": _backup,
    "timer": _timer,
    "disk": _disk,
    "versions": _versions,
    "address": _address,
    "runs": _runs,
    "use": use,
    "desk": desk,
    "mail": mail,
}
