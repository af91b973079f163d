"""Worker processes: forks that each listen on a socket of their own for one port."""

import os
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import NoReturn

from publish.errors import FournilError

BACKLOG = 2048
# After a stop: what is being answered may end, and nothing new begins; then workers are killed.
GRACE_SECONDS = 10
KILL_SECONDS = GRACE_SECONDS + 5
RESTART_PAUSE_SECONDS = 0.5
READY = b"ready"
STOPS = (signal.SIGTERM, signal.SIGINT)


class PortTaken(FournilError):
    """Something else listens on the port."""


class WorkerFailed(FournilError):
    """A worker could not start; the message is its own."""


@dataclass(frozen=True)
class Address:
    """Where to listen; port 0 means any that is free."""

    host: str
    port: int


# What a worker does, given its socket and the pipe on which it says that it is ready.
Work = Callable[[socket.socket, int], None]


@dataclass(frozen=True)
class Beside:
    """What runs in one process beside the workers, for as long as they do."""

    name: str
    run: Callable[[], None]


def supervise(
    work: Work,
    address: Address,
    workers: int,
    announce: Callable[[str], None],
    beside: Sequence[Beside] = (),
) -> None:
    """Runs `workers` forks that `work` until SIGTERM or SIGINT, restarting one that dies.

    `announce` gets the address once all answer. Raises PortTaken, and WorkerFailed when one
    cannot start.
    """
    listeners = listen(address, workers)
    port = listeners[0].getsockname()[1]
    supervisor = _Supervisor(work, listeners, beside)
    supervisor.start()
    if not supervisor.stopping:
        announce(url(address.host, port))
    supervisor.wait()


def url(host: str, port: int) -> str:
    """The address as a browser wants it."""
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"


def listen(address: Address, count: int) -> list[socket.socket]:
    """`count` listening sockets that share one port; the kernel spreads connections over them.

    They are kept open by the parent: what arrives while a worker is restarted waits in line.
    """
    family = socket.AF_INET6 if ":" in address.host else socket.AF_INET
    try:
        # Without SO_REUSEPORT first: with it, a second site would silently share the port.
        with socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((address.host, address.port))
            port = probe.getsockname()[1]
            if address.port:
                probe.listen()
        return [_listener(family, address.host, port) for _ in range(count)]
    except OSError as error:
        raise PortTaken(
            f"cannot listen on {address.host} port {address.port}: {error.strerror}; "
            "stop what uses it, or choose another with --port (0 takes a free one)"
        ) from None


def _listener(family: socket.AddressFamily, host: str, port: int) -> socket.socket:
    # The protocol is named: asyncio sets TCP_NODELAY only then, and answers take 40 ms without.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    listener.bind((host, port))
    listener.listen(BACKLOG)
    return listener


class _Supervisor:
    """The parent: forks, waits, restarts, passes the stop on."""

    def __init__(
        self, work: Work, listeners: list[socket.socket], beside: Sequence[Beside]
    ) -> None:
        self.work = work
        self.listeners = listeners
        self.beside = beside
        self.running: dict[int, int] = {}
        self.stopping = False
        # Its write end closes when the parent dies, however it dies: the workers then stop.
        self.lifeline = os.pipe()

    def start(self) -> None:
        """Forks every worker and returns once all answer."""
        for number in STOPS:
            signal.signal(number, self._stop)
        workers = len(self.listeners)
        for other in range(workers, workers + len(self.beside)):
            os.close(self._fork(other))
        reports = [self._fork(worker) for worker in range(workers)]
        failures = [text for text in map(_report, reports) if text != READY]
        if failures and not self.stopping:
            self._stop()
            self.wait()
            raise WorkerFailed(failures[0].decode(errors="replace") or "a worker died at its start")

    def wait(self) -> None:
        """Returns when no worker runs any more."""
        while self.running:
            pid, _ = os.wait()
            number = self.running.pop(pid, None)
            if number is None or self.stopping:
                continue
            sys.stderr.write(f"warning: {self._name(number)} died and is started again\n")
            time.sleep(RESTART_PAUSE_SECONDS)
            if not self.stopping:
                os.close(self._fork(number))

    def _name(self, number: int) -> str:
        workers = len(self.listeners)
        return f"worker {number + 1}" if number < workers else self.beside[number - workers].name

    def _stop(self, *_: object) -> None:
        self.stopping = True
        # A connection that nobody will take is refused at once, so that a proxy asks another.
        for listener in self.listeners:
            listener.close()
        self._tell(signal.SIGTERM)
        signal.signal(signal.SIGALRM, lambda *_: self._tell(signal.SIGKILL))
        signal.alarm(KILL_SECONDS)

    def _tell(self, number: signal.Signals) -> None:
        for pid in list(self.running):
            os.kill(pid, number)

    def _fork(self, number: int) -> int:
        """Starts a process; returns the pipe on which a worker says that it is ready."""
        read, write = os.pipe()
        sys.stdout.flush()
        sys.stderr.flush()
        # A stop that comes right here waits until both sides know what to do with it.
        signal.pthread_sigmask(signal.SIG_BLOCK, STOPS)
        pid = os.fork()
        if pid == 0:
            os.close(read)
            os.close(self.lifeline[1])
            _live(self._life(number, write), write, self.lifeline[0])
        self.running[pid] = number
        signal.pthread_sigmask(signal.SIG_UNBLOCK, STOPS)
        os.close(write)
        return read

    def _life(self, number: int, ready: int) -> Callable[[], None]:
        """What a new process does: worker `number`, or one beside them."""
        workers = len(self.listeners)
        own = self.listeners.pop(number) if number < workers else None
        for other in self.listeners:
            other.close()
        if own is None:
            return self.beside[number - workers].run
        return partial(self.work, own, ready)


def _report(pipe: int) -> bytes:
    with os.fdopen(pipe, "rb") as reader:
        return reader.read()


def _live(run: Callable[[], None], ready: int, life: int) -> NoReturn:
    """A process's whole life; never returns into the parent's code."""
    for number in STOPS:
        signal.signal(number, lambda *_: os._exit(0))
    signal.pthread_sigmask(signal.SIG_UNBLOCK, STOPS)
    threading.Thread(target=_stop_with_parent, args=(life,), daemon=True).start()
    try:
        run()
    except FournilError as error:
        os.write(ready, str(error).encode())
        os._exit(1)
    except BaseException:  # noqa: BLE001 - a fork must not run on as its parent
        sys.excepthook(*sys.exc_info())
        os._exit(1)
    os._exit(0)


def _stop_with_parent(life: int) -> None:
    os.read(life, 1)
    os.kill(os.getpid(), signal.SIGTERM)
