"""CPU seconds and peak memory of a command, by the kernel's own account."""

import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

WORK = Path(__file__).parent / "work"
"""Where benchmarks keep what they make."""


@dataclass(frozen=True)
class Cost:
    """What a command cost: CPU and wall seconds, peak memory in MiB."""

    cpu: float
    wall: float
    memory: float

    def __str__(self) -> str:
        return f"{self.cpu:7.2f} s CPU  {self.wall:7.2f} s  {self.memory:7.0f} MiB"


def cost(command: list[str], stdin: str = "") -> Cost:
    """Run a command to its end; raises RuntimeError when it fails."""
    since = time.monotonic()
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL)
    if process.stdin:
        process.stdin.write(stdin.encode())
        process.stdin.close()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if status:
        raise RuntimeError(f"{command[:4]} ended with {process.returncode}")
    return Cost(usage.ru_utime + usage.ru_stime, time.monotonic() - since, usage.ru_maxrss / 1024)


def module(name: str, *arguments: object) -> list[str]:
    """A command that runs a module of the checkout with this interpreter."""
    return [sys.executable, "-m", name, *map(str, arguments)]


def best(command: list[str], runs: int, stdin: str = "") -> Cost:
    """The run of least CPU among several."""
    return min((cost(command, stdin) for _ in range(runs)), key=lambda one: one.cpu)


class Timed:
    """Prints the CPU seconds of each step as the next one begins."""

    def __init__(self) -> None:
        self._name, self._since = "", 0.0

    def step(self, dataset: str, name: str, rows: int | None = None) -> Any:
        """A step begins."""
        if self._name:
            print(f"{self._name:<26}{time.process_time() - self._since:7.2f}", flush=True)
        self._name, self._since = name, time.process_time()
        return lambda done: None
