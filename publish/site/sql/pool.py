"""The SQL processes of one worker, and the line of those who wait for one.

The line is fair: whoever asks much waits behind whoever asks little. Processes are started when
they are first needed; one that ran too long, or whose asker left, is killed and replaced.
"""

import asyncio
import sys
from collections import Counter, OrderedDict, deque
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress

from publish.site.sql.frames import BadFrame
from publish.site.sql.job import Answer, Asked
from publish.site.sql.process import Failed, Process, Rows, Take

PROCESSES = 2
# Who waits, in all and of one client.
WAITING = 16
WAITING_EACH = 4
# With the time of a statement, what a request may take at most.
WAIT_SECONDS = 1.2
# After these the process is of no more use.
_FATAL = ("late", "dead", "memory")

Line = deque["asyncio.Future[None]"]


class Full(Exception):
    """Too many wait already, or one has waited long enough."""


class Pool:
    """Runs jobs in processes, a few at a time."""

    def __init__(self, processes: int = PROCESSES) -> None:
        self.processes = processes
        self.busy = 0
        self.closed = False
        self.outcomes: Counter[str] = Counter()
        """How jobs ended: answered, full, or the kind of their failure."""
        self._idle: list[Process] = []
        self._ending: list[Process] = []
        self._lines: OrderedDict[str, Line] = OrderedDict()
        # Long jobs leave a process to the others.
        self._long = asyncio.Semaphore(max(1, processes - 1))

    @property
    def waiting(self) -> int:
        """How many jobs wait."""
        return sum(map(len, self._lines.values()))

    async def answer(self, client: str, job: Asked) -> Answer:
        """A whole answer; raises Failed, Full."""
        rows: Rows = []

        async def take(_: list[str], part: Rows) -> None:
            rows.extend(part)

        found = await self.stream(client, job, take)
        found.rows = rows
        return found

    async def stream(self, client: str, job: Asked, take: Take) -> Answer:
        """An answer whose rows are handed on as they come; raises Failed, Full."""
        with self._counted():
            async with self._long_ones(job), self._place(client):
                return await self._run(job, take)

    @contextmanager
    def _counted(self) -> Iterator[None]:
        try:
            yield
        except Full:
            self.outcomes["full"] += 1
            raise
        except Failed as error:
            self.outcomes[error.kind] += 1
            raise
        self.outcomes["answered"] += 1

    @asynccontextmanager
    async def _long_ones(self, job: Asked) -> AsyncIterator[None]:
        """Waits where long jobs would take the last process; raises Full."""
        if not job.long:
            yield
            return
        try:
            async with asyncio.timeout(WAIT_SECONDS):
                await self._long.acquire()
        except TimeoutError:
            raise Full from None
        try:
            yield
        finally:
            self._long.release()

    async def _run(self, job: Asked, take: Take) -> Answer:
        process, usable = self._idle.pop() if self._idle else _started(), False
        try:
            answer = await process.ask(job, take)
            usable = True
            return answer
        except Failed as error:
            usable = error.kind not in _FATAL
            if error.kind == "dead":
                sys.stderr.write(f"warning: {error}\n")
            raise
        except BadFrame as error:
            raise Failed("dead", str(error)) from None
        finally:
            self._put_back(process, usable)

    def _put_back(self, process: Process, usable: bool) -> None:
        if not usable or self.closed:
            process.end()
            self._ending.append(process)
        else:
            self._idle.append(process)
        self._ending = [one for one in self._ending if not one.gone()]
        self._replace()

    def _replace(self) -> None:
        """Starts the next process while others run; where there is no room, when it is needed."""
        if not self._idle and not self.closed:
            with suppress(Failed):
                self._idle.append(_started())

    @asynccontextmanager
    async def _place(self, client: str) -> AsyncIterator[None]:
        if self.busy < self.processes and not self._lines:
            self.busy += 1
        else:
            await self._wait(client)
        try:
            yield
        finally:
            self._next()

    async def _wait(self, client: str) -> None:
        line = self._lines.get(client) or deque()
        if self.waiting >= WAITING or len(line) >= WAITING_EACH:
            raise Full
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        line.append(turn)
        self._lines.setdefault(client, line)
        try:
            async with asyncio.timeout(WAIT_SECONDS):
                await turn
        except TimeoutError:
            self._leave(client, turn)
            raise Full from None
        except asyncio.CancelledError:
            self._leave(client, turn)
            raise

    def _leave(self, client: str, turn: "asyncio.Future[None]") -> None:
        """Who waited goes: out of the line, or out of the place that was just given."""
        if turn.done() and not turn.cancelled():
            self._next()
            return
        line = self._lines.get(client)
        if line and turn in line:
            line.remove(turn)
        if not line:
            self._lines.pop(client, None)

    def _next(self) -> None:
        """Gives a place that became free to the client who was served the longest ago."""
        while self._lines:
            client, line = self._lines.popitem(last=False)
            turn = line.popleft()
            if line:
                self._lines[client] = line
            if not turn.done():
                turn.set_result(None)
                return
        self.busy -= 1

    def close(self) -> None:
        """Ends every process that is idle; those that run end with their jobs."""
        self.closed = True
        for process in self._idle:
            process.end()
            process.popen.wait()
        self._idle.clear()


def _started() -> Process:
    """A process; raises Failed where the machine has no room for one."""
    try:
        return Process()
    except OSError as error:
        raise Failed("dead", f"no SQL process can be started: {error.strerror}") from None
