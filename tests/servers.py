"""Runs `fournil serve` as people do: a process, an address, a signal."""

import os
import re
import select
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx

PATIENCE = 300
"""Seconds after which what never ends is called so: no machine is so slow."""
COMMAND = (sys.executable, "-c", "from publish.cli import main; main()")


def children(process: int) -> list[int]:
    """The processes that a process has started."""
    found = Path(f"/proc/{process}/task/{process}/children").read_text()
    return [int(child) for child in found.split()]


@dataclass
class Server:
    """A server that answers, its address without the last slash, and its workers."""

    process: subprocess.Popen[str]
    address: str

    def workers(self) -> list[int]:
        """The ids of the worker processes."""
        return children(self.process.pid)

    def until(self, condition: Callable[[], bool]) -> None:
        """Asks the server for a page until a condition holds; fails when it never does."""
        end = time.monotonic() + PATIENCE
        while not condition():
            assert time.monotonic() < end, "it did not come"
            httpx.get(f"{self.address}/about", timeout=PATIENCE)

    def stop(self, number: signal.Signals = signal.SIGTERM) -> tuple[int, str]:
        """The exit code and what was written to stderr."""
        self.process.send_signal(number)
        _, errors = self.process.communicate(timeout=PATIENCE)
        return self.process.returncode, errors


@contextmanager
def serving(
    root: Path, workers: int = 1, *options: str, descriptors: int | None = None
) -> Iterator[Server]:
    """A server of the site at `root`, stopped when the block ends."""
    always = ("--port", "0", "--workers", str(workers))
    process = start(root, *always, *options, descriptors=descriptors)
    try:
        assert process.stdout is not None
        said = (re.search(r" at (http\S+/)", line) for line in process.stdout)
        told = next(found for found in said if found)
        yield Server(process, told.group(1).rstrip("/"))
    finally:
        if process.poll() is None:
            process.terminate()
            process.communicate(timeout=PATIENCE)


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def listening(handler: type[BaseHTTPRequestHandler]) -> Iterator[str]:
    """A small server of the test's own: its address without a slash, while the block lasts."""
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()


def ended(process: int) -> bool:
    """Whether a process, whoever's child it is, ends; waits for it."""
    try:
        watched = os.pidfd_open(process)
    except ProcessLookupError:
        return True
    try:
        return bool(select.select([watched], [], [], PATIENCE)[0])
    finally:
        os.close(watched)


def start(
    root: Path, *options: str, command: str = "serve", descriptors: int | None = None
) -> subprocess.Popen[str]:
    """`fournil serve` with its output in pipes, and as many descriptors as it may have."""
    limited = ("prlimit", f"--nofile={descriptors}") if descriptors else ()
    return subprocess.Popen(
        [*limited, *COMMAND, "--site", str(root), command, *options],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parent.parent,
        env=os.environ | {"PYTHONUNBUFFERED": "1"},
    )
