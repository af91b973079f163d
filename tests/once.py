"""What many tests start from, made once in a run of tests, by whichever process asks first."""

import atexit
import fcntl
import os
import shutil
from collections.abc import Callable
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from publish.declare.site import SiteFolder

HOME = "FOURNIL_TESTS_HOME"


def announce() -> Path:
    """The folder of this run, gone when it ends; the processes of pytest-xdist inherit its name."""
    if HOME not in os.environ:
        os.environ[HOME] = mkdtemp(prefix="fournil-tests-")
        atexit.register(shutil.rmtree, os.environ[HOME], ignore_errors=True)
    return Path(os.environ[HOME])


@cache
def made(make: Callable[[Path], SiteFolder]) -> Path:
    """The site that `make` makes: to be read, or copied."""
    home, name = announce(), getattr(make, "__qualname__", "<none>")
    if "<" in name:
        # Within a test, two may have one name; a partial function has none.
        return make(Path(mkdtemp(dir=home)) / "site").root
    folder = home / f"{make.__module__}.{name}"
    with folder.with_name(f"{folder.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.is_dir():
            make(Path(mkdtemp(dir=home)) / "site").root.rename(folder)
    return folder
