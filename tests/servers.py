"""Runs `fournil serve` as people do: a process, an address, a signal."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

COMMAND = (sys.executable, "-c", "from publish.cli import main; main()")


@dataclass
class Server:
    """A server that answers, its address without the last slash, and its workers."""

    process: subprocess.Popen[str]
    address: str

    def workers(self) -> list[int]:
        """The ids of the worker processes."""
        pid = self.process.pid
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text()
        return [int(child) for child in children.split()]

    def stop(self, number: signal.Signals = signal.SIGTERM) -> tuple[int, str]:
        """The exit code and what was written to stderr."""
        self.process.send_signal(number)
        _, errors = self.process.communicate(timeout=20)
        return self.process.returncode, errors


@contextmanager
def serving(root: Path, workers: int = 1) -> Iterator[Server]:
    """A server of the site at `root`, stopped when the block ends."""
    process = start(root, "--port", "0", "--workers", str(workers))
    try:
        assert process.stdout is not None
        told = next(found for line in process.stdout if (found := re.search(r"http\S+/", line)))
        yield Server(process, told.group().rstrip("/"))
    finally:
        if process.poll() is None:
            process.terminate()
            process.communicate(timeout=20)


def start(root: Path, *options: str) -> subprocess.Popen[str]:
    """`fournil serve` with its output in pipes."""
    return subprocess.Popen(
        [*COMMAND, "--site", str(root), "serve", *options],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parent.parent,
        env=os.environ | {"PYTHONUNBUFFERED": "1"},
    )
