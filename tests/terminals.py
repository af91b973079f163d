"""A command on a real pseudo-terminal: what it asks is answered as a person would."""

import os
import pty
import select
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from click import unstyle

from tests.servers import COMMAND, PATIENCE

PROMPT = "> "
AGAIN = 5.0


class Terminal:
    """The person's side of a terminal on which a command runs."""

    def __init__(self, process: subprocess.Popen[bytes], side: int) -> None:
        self.process, self._side = process, side
        self.said = ""

    def asked(self) -> str:
        """What is said up to the next prompt, or to the end."""
        new = b""
        while not new.decode(errors="replace").endswith(PROMPT):
            if not (chunk := self._read()):
                break
            new += chunk
        self.said = unstyle(new.decode(errors="replace").replace("\r\n", "\n"))
        return self.said

    def answers(self, *answers: str) -> str:
        """Answer the next questions; what is said behind the last answer."""
        for answer in answers:
            os.write(self._side, answer.encode() + b"\n")
            self.asked()
        return self.said

    def interrupt(self) -> str:
        """Press Ctrl-C; what is said then.

        Again where nothing is: Python loses it between a prompt and the wait for an answer.
        """
        os.write(self._side, b"\x03")
        while not select.select([self._side], [], [], AGAIN)[0]:
            os.write(self._side, b"\x03")
        return self.asked()

    def ended(self) -> int:
        """The exit code."""
        return self.process.wait(PATIENCE)

    def _read(self) -> bytes:
        ready, _, _ = select.select([self._side], [], [], PATIENCE)
        assert ready, f"nothing came after {self.said!r}"
        try:
            return os.read(self._side, 1 << 16)
        except OSError:  # Linux says so where the other side is closed
            return b""


@contextmanager
def terminal(root: Path, *arguments: str, language: str = "en_GB.UTF-8") -> Iterator[Terminal]:
    """A command of `fournil` on a terminal of its own, so that Ctrl-C reaches it alone."""
    mine, its = pty.openpty()
    process = subprocess.Popen(
        [*COMMAND, "--site", str(root), *arguments],
        stdin=its,
        stdout=its,
        stderr=its,
        cwd=Path(__file__).parent.parent,
        env=os.environ | {"TERM": "dumb", "LC_ALL": language},
        start_new_session=True,
        preexec_fn=_control,
    )
    os.close(its)
    try:
        yield Terminal(process, mine)
    finally:
        if process.poll() is None:
            process.kill()
            process.wait(PATIENCE)
        os.close(mine)


def _control() -> None:
    """Make the terminal the one that controls the session: its Ctrl-C is a signal then."""
    import fcntl
    import termios

    fcntl.ioctl(0, termios.TIOCSCTTY, 0)
