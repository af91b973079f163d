"""Databases of their own for tests: a server of Debian's, in a folder of /tmp, on a free port."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import pytest

from publish.bakehouse.fetch.databases import opened
from publish.bakehouse.fetch.kept import Limits
from publish.declare.sources import Connection
from tests.servers import free_port

Rows = list[dict[str, str | None]]
LIMITS = Limits(seconds=200)
PATIENCE = "300"
"""Seconds after which a server that never starts is called so."""
NOBODY = "nobody"


@dataclass(frozen=True)
class Server:
    """A server that runs: its port, and the program and folder to talk to it."""

    port: int
    folder: Path
    client: tuple[str, ...]

    def run(self, statements: str) -> str:
        """What statements print, run by the owner of the database."""
        return _run(*self.client, stdin=statements)


def rows(connection: Connection, query: str, limits: Limits = LIMITS) -> Rows:
    """The rows of a query in a snapshot of its own."""
    with opened(connection, "here", limits) as snapshot:
        answer = snapshot.ask(query)
        found = [row for batch in answer.batches for row in batch.to_pylist()]
    assert all(tuple(row) == answer.headers for row in found)
    return found


def _someone() -> dict[str, Any]:
    """Options of a process that is run as nobody where root runs the tests."""
    user = {"user": NOBODY, "group": "nogroup", "extra_groups": []} if os.geteuid() == 0 else {}
    env = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "HOME": "/nonexistent"}
    return {"cwd": "/", "env": env, **user}


def _run(*command: str, stdin: str = "") -> str:
    """What a program prints; database servers refuse to be run by root."""
    done = subprocess.run(command, input=stdin, capture_output=True, text=True, **_someone())
    assert done.returncode == 0, f"{command}: {done.stderr}"
    return done.stdout


@contextmanager
def _folder() -> Iterator[Path]:
    """A folder for the server alone; pytest's own are closed to nobody."""
    folder = Path(mkdtemp(prefix="fournil-db-", dir="/tmp"))
    if os.geteuid() == 0:
        shutil.chown(folder, NOBODY, "nogroup")
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _program(name: str, *folders: Path) -> str:
    found = shutil.which(name, path=os.pathsep.join([*map(str, folders), os.environ["PATH"]]))
    if not found:
        pytest.skip(f"no {name} here: apt-get install postgresql mariadb-server")
    return found


@contextmanager
def postgresql() -> Iterator[Server]:
    """A PostgreSQL with the users `owner` and `reader` (password `lire`)."""
    places = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    control, port = _program("pg_ctl", *places), free_port()
    with _folder() as folder:
        data = str(folder / "data")
        init = "--no-sync -E UTF8 -U owner --auth-local=trust --auth-host=scram-sha-256"
        _run(control, "init", "-s", "-D", data, "-o", init)
        options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off"
        start = ("-w", "-t", PATIENCE, "-l", str(folder / "log"), "-o", options, "start")
        _run(control, "-D", data, *start)
        client = (_program("psql", *places), "-h", str(folder), "-p", str(port), "-U", "owner")
        server = Server(port, folder, (*client, "-d", "postgres", "-qtAX", "-v", "ON_ERROR_STOP=1"))
        try:
            server.run(
                "CREATE ROLE reader LOGIN PASSWORD 'lire'; GRANT pg_read_all_data TO reader;"
            )
            yield server
        finally:
            _run(control, "-D", data, "-w", "-t", PATIENCE, "-m", "immediate", "stop")


@contextmanager
def mariadb() -> Iterator[Server]:
    """A MariaDB with the database `lieux` and the user `reader` (password `lire`)."""
    server, install = _program("mariadbd", Path("/usr/sbin")), _program("mariadb-install-db")
    port = free_port()
    with _folder() as folder:
        data, door = f"--datadir={folder / 'data'}", f"--socket={folder / 'door'}"
        plain = ("--auth-root-authentication-method=normal", "--skip-test-db")
        _run(install, "--no-defaults", data, *plain)
        options = (f"--port={port}", "--bind-address=127.0.0.1", "--skip-log-bin", door)
        process = subprocess.Popen(
            (server, "--no-defaults", data, *options),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            **_someone(),
        )
        try:
            admin = (_program("mariadb-admin"), "--no-defaults", door, "-u", "root")
            _run(*admin, f"--wait={PATIENCE}", "ping")
            words = "--default-character-set=utf8mb4"
            client = (_program("mariadb"), "--no-defaults", words, door, "-u", "root", "-N")
            running = Server(port, folder, client)
            running.run(
                "CREATE DATABASE lieux CHARACTER SET utf8mb4;"
                "CREATE USER reader@'127.0.0.1' IDENTIFIED BY 'lire';"
                "GRANT ALL ON lieux.* TO reader@'127.0.0.1'"
            )
            yield running
        finally:
            process.kill()
            process.wait()
