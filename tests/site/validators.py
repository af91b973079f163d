"""Where the validators of package.json lie, once npm has fetched them."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

TOOLS = Path(__file__).parent / "tools"
MODULES = TOOLS / "node_modules"
# Node may come from PyPI, beside this Python.
ENVIRONMENT = os.environ | {
    "PATH": os.pathsep.join([os.environ.get("PATH", ""), str(Path(sys.executable).parent)]),
    # Debian's chromium is used: no browser is to be downloaded.
    "PUPPETEER_SKIP_DOWNLOAD": "1",
}


def fetched() -> Path | None:
    """The folder of packages, fetched now if they are not there; None where npm cannot."""
    if _whole():
        return MODULES
    npm = shutil.which("npm", path=ENVIRONMENT["PATH"])
    if npm is None:
        return None
    done = subprocess.run([npm, "ci", "--silent"], cwd=TOOLS, env=ENVIRONMENT, check=False)
    return MODULES if done.returncode == 0 else None


def _whole() -> bool:
    """Whether what lies there is what the lock file names."""
    there = MODULES / ".package-lock.json"
    lock = TOOLS / "package-lock.json"
    return there.is_file() and there.stat().st_mtime >= lock.stat().st_mtime
