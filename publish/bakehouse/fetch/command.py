"""What a command of the site writes to its standard output, kept as a file."""

import os
import signal
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from select import select
from time import monotonic
from typing import BinaryIO

from publish.bakehouse.fetch.kept import Bounds, save, secret
from publish.declare.sources import Command
from publish.errors import SourceError

ALWAYS = ("HOME", "LANG", "PATH")
CHUNK = 1 << 16


def run(command: Command, kept: Path, folder: Path, bounds: Bounds) -> None:
    """Run a command in `folder` and keep its output; what was kept before stays when it fails.

    Its complaints go into a private file beside `kept`, for they may hold values.
    """
    complaints = kept.with_suffix(".stderr")
    complaints.unlink(missing_ok=True)
    complaints.touch(mode=0o600)
    with complaints.open("wb") as errors, _started(command, folder, errors, bounds) as process:
        save(_output(process, bounds, complaints), kept)
    if not complaints.stat().st_size:
        complaints.unlink()


@contextmanager
def _started(
    command: Command, folder: Path, errors: BinaryIO, bounds: Bounds
) -> Iterator[subprocess.Popen[bytes]]:
    """The process, in a group of its own, which ends with the block whatever it began."""
    try:
        process = subprocess.Popen(
            command.run,
            cwd=folder,
            env=_environment(command, bounds.place),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=errors,
            start_new_session=True,
        )
    except OSError as error:
        raise SourceError(
            f"{bounds.place}: {command.run[0]} cannot be run: {error.strerror}; write its whole "
            "path in private/sources.yaml, and give the right to run it"
        ) from None
    with process:
        try:
            yield process
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)


def _environment(command: Command, place: str) -> Mapping[str, str]:
    always = {name: os.environ[name] for name in ALWAYS if name in os.environ}
    return always | {name: secret(name, place) for name in command.environment}


def _output(process: subprocess.Popen[bytes], bounds: Bounds, complaints: Path) -> Iterator[bytes]:
    """What it writes, within bounds; raises SourceError when it ends badly, before all is kept."""
    assert process.stdout is not None
    while select([process.stdout], [], [], max(0.0, bounds.end - monotonic()))[0]:
        chunk = os.read(process.stdout.fileno(), CHUNK)
        if not chunk:
            break
        bounds.take(len(chunk))
        yield chunk
    else:
        raise bounds.late()
    try:
        code = process.wait(max(0.0, bounds.end - monotonic()))
    except subprocess.TimeoutExpired:
        raise bounds.late() from None
    if code:
        raise SourceError(
            f"{bounds.place}: the command ended with {code}; what it says is in {complaints}"
        )
