"""Where the validators of package.json lie, once npm has fetched them."""

import fcntl
import os
import shutil
import subprocess
import sys
from pathlib import Path

TOOLS = Path(__file__).parent / "tools"
MODULES = TOOLS / "node_modules"
# Two processes of one run of tests must not fetch at once.
LOCK = TOOLS / ".fetching"
# Node may come from PyPI, beside this Python.
ENVIRONMENT = os.environ | {
    "PATH": os.pathsep.join([os.environ.get("PATH", ""), str(Path(sys.executable).parent)]),
    # Debian's chromium is used: no browser is to be downloaded.
    "PUPPETEER_SKIP_DOWNLOAD": "1",
}


def fetched() -> Path | None:
    """The folder of packages, fetched now if they are not there; None without npm."""
    if _whole():
        return MODULES
    npm = shutil.which("npm", path=ENVIRONMENT["PATH"])
    if npm is None:
        return None
    with LOCK.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not _whole():
            subprocess.run([npm, "ci", "--no-progress"], cwd=TOOLS, env=ENVIRONMENT, check=True)
    return MODULES


def _whole() -> bool:
    """Whether what lies there is what the lock file names."""
    there = MODULES / ".package-lock.json"
    lock = TOOLS / "package-lock.json"
    return there.is_file() and there.stat().st_mtime >= lock.stat().st_mtime
