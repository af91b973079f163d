"""One SQL process as the site sees it: started, asked, ended."""

import asyncio
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import publish
from publish.site.sql.frames import LENGTH_BYTES, Message, decoded, encoded, length_of
from publish.site.sql.job import Answer, Asked

ROOT = Path(publish.__file__).parent.parent
# `-I -S`: neither the site's packages nor what the environment says.
_START = (
    "import sys; sys.path.insert(0, sys.argv[1]); from publish.site.sql.worker import main; main()"
)
# What finding Python's own libraries may need; nothing else of the environment is handed on.
_KEPT = ("PATH", "LD_LIBRARY_PATH")
START_SECONDS = 30.0
# Beyond the job's own time: the process should have ended itself long before.
GRACE_SECONDS = 0.6

Rows = list[list[Any]]
# Takes the columns of an answer and the next of its rows.
Take = Callable[[list[str], Rows], Awaitable[None]]


class Failed(Exception):
    """A job that has no answer: `kind` is late, large, memory, overflow, sql or dead."""

    def __init__(self, kind: str, words: str = "") -> None:
        super().__init__(words)
        self.kind = kind


class Process:
    """A process that runs one job at a time."""

    def __init__(self) -> None:
        ours, theirs = socket.socketpair()
        self._line, self._ready = ours, False
        ours.setblocking(False)
        with theirs:
            self.popen = subprocess.Popen(
                [sys.executable, "-I", "-S", "-c", _START, str(ROOT)],
                stdin=theirs.fileno(),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                cwd="/",
                env={name: os.environ[name] for name in _KEPT if name in os.environ},
            )

    async def ask(self, job: Asked, take: Take) -> Answer:
        """The columns of an answer, whose rows are handed to `take` as they come; raises Failed.

        A process that raises `late`, `memory` or `dead` is good for nothing more: see `end`.
        """
        try:
            await self._begin()
            async with asyncio.timeout(job.seconds + GRACE_SECONDS):
                return await self._asked(job, take)
        except TimeoutError:
            raise Failed("late") from None
        except (OSError, EOFError):
            raise Failed(*await self._how_it_died()) from None

    async def _begin(self) -> None:
        if not self._ready:
            async with asyncio.timeout(START_SECONDS):
                await self._hear()
            self._ready = True

    async def _asked(self, job: Asked, take: Take) -> Answer:
        await asyncio.get_running_loop().sock_sendall(self._line, encoded(job.message()))
        answer = Answer()
        while True:
            told = await self._hear()
            if "error" in told:
                raise Failed(str(told.get("kind")), str(told["error"]))
            answer.columns = told.get("columns", answer.columns)
            answer.tables = told.get("tables", answer.tables)
            await take(answer.columns, told.get("rows", []))
            if "done" in told:
                answer.more = bool(told.get("more"))
                return answer

    async def _hear(self) -> Message:
        length = length_of(await self._exactly(LENGTH_BYTES))
        return decoded(await self._exactly(length))

    async def _exactly(self, size: int) -> bytes:
        loop, found = asyncio.get_running_loop(), bytearray()
        while len(found) < size:
            part = await loop.sock_recv(self._line, min(size - len(found), 2**18))
            if not part:
                raise EOFError
            found += part
        return bytes(found)

    async def _how_it_died(self) -> tuple[str, str]:
        """Its timer ended it, or the machine did, or something in it broke."""
        code = await asyncio.to_thread(self.popen.wait, GRACE_SECONDS)
        if code in (-signal.SIGALRM, -signal.SIGKILL):
            return "late", ""
        return "dead", f"the process of the query ended with {code}"

    def end(self) -> None:
        """Kills it, whatever it does, and leaves nothing behind."""
        self._line.close()
        self.popen.kill()

    def gone(self) -> bool:
        """Whether its end has been noticed: until then it is a zombie."""
        return self.popen.poll() is not None
