"""A real udata, the software of data.gouv.fr, for the tests of what portals read and receive.

One for a whole run of tests, whichever of its processes asks first. It keeps nothing from one run
to the next but its installed programs, which take minutes to fetch.
"""

import fcntl
import json
import os
import shutil
import signal
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

CACHE = Path.home() / ".cache" / "fournil-udata"
PROGRAMS = ("mongo", "web")
PORTS = ("UDATA_PORT", "UDATA_MONGO_PORT", "UDATA_REDIS_PORT")
HOME = "FOURNIL_UDATA_HOME"


@dataclass(frozen=True)
class Udata:
    """A udata that answers: its API, an administrator's key, an organisation of theirs."""

    program: Path
    environment: dict[str, str]
    url: str
    key: str
    organization: str

    def harvest(self, address: str) -> Any:
        """What udata's DCAT harvester made of the catalog at `address`."""
        return json.loads(_call(self.program, self.environment, "harvest", address))


def announce() -> None:
    """Name the folder of this run's udata; the processes that pytest-xdist starts inherit it."""
    os.environ.setdefault(HOME, f"{tempfile.gettempdir()}/fournil-udata-{os.getpid()}")


def start(program: Path) -> Udata:
    """The udata of this run, started by whoever asks first."""
    home = Path(os.environ[HOME])
    home.mkdir(exist_ok=True)
    with _alone(CACHE / "lock"):
        _install(program)
        environment = _environment(home)
        if not (home / "credentials.json").is_file():
            _link(home)
            _call(program, environment, "start")
    return Udata(program, environment, **json.loads((home / "credentials.json").read_text()))


def end() -> None:
    """Stop the udata of this run, if any test asked for it."""
    home = Path(os.environ[HOME])
    _kill(home)
    shutil.rmtree(home, ignore_errors=True)


def _kill(home: Path) -> None:
    """End the servers; one that ended by itself is no reason to leave the others."""
    for file in home.glob("*.pid"):
        with suppress(ProcessLookupError):
            os.kill(int(file.read_text()), signal.SIGTERM)
        file.unlink()


@contextmanager
def _alone(lock: Path) -> Iterator[None]:
    lock.parent.mkdir(parents=True, exist_ok=True)
    with lock.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _environment(home: Path) -> dict[str, str]:
    """The folder and the ports of this run's udata, chosen once."""
    chosen = home / "environment.json"
    if not chosen.is_file():
        ports = dict(zip(PORTS, _free_ports(len(PORTS)), strict=True))
        chosen.write_text(json.dumps({"UDATA_HOME": str(home)} | ports))
    found: dict[str, str] = json.loads(chosen.read_text())
    return found


def _free_ports(count: int) -> list[str]:
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [str(one.getsockname()[1]) for one in sockets]
    for one in sockets:
        one.close()
    return ports


def _install(program: Path) -> None:
    """Fetch the programs into the cache, once: they are installed by starting them."""
    if not all((CACHE / name / "ready").is_file() for name in PROGRAMS):
        _call(program, _environment(CACHE), "start")
        _kill(CACHE)


def _link(home: Path) -> None:
    for name in PROGRAMS:
        if not (home / name).is_symlink():
            (home / name).symlink_to(CACHE / name)


def _call(program: Path, environment: dict[str, str], *words: str) -> str:
    done = subprocess.run(
        [program, *words], capture_output=True, text=True, env=os.environ | environment
    )
    assert done.returncode == 0, done.stderr
    return done.stdout
