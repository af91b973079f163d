"""Draws one picture of a stranger in a process of its own, which its limits end, not the run."""

import resource
import subprocess
import sys

from publish.forms.picture import png

MEMORY, SECONDS, PATIENCE = 1 << 30, 10, 60
"""Bytes and seconds of CPU that a drawing may take, and seconds of anything."""


def drawn(svg: str, width: int) -> bytes | None:
    """The PNG of an SVG; None where drawing it fails, or takes more than it may."""
    asked = [sys.executable, "-m", __name__, str(width)]
    try:
        done = subprocess.run(
            asked, input=svg.encode(), capture_output=True, timeout=PATIENCE, check=False
        )
    except subprocess.TimeoutExpired:
        return None
    return done.stdout if done.returncode == 0 else None


def _limit() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    _limit()
    sys.stdout.buffer.write(png(sys.stdin.buffer.read().decode(), int(sys.argv[1]), []))
