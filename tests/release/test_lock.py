"""One run at a time, and the lock never outlives its holder."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from publish.errors import Busy
from publish.release.lock import site_lock

HOLDER = """
import sys
from pathlib import Path
from publish.release.lock import site_lock
with site_lock(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


@contextmanager
def holder(private: Path) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-c", HOLDER, str(private)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        try:
            yield process
        finally:
            process.kill()


def test_a_second_run_is_told_who_holds_the_site(tmp_path: Path) -> None:
    with holder(tmp_path) as process, pytest.raises(Busy) as refused, site_lock(tmp_path):
        pass
    assert re.fullmatch(
        rf"another run \(process {process.pid}, since \d{{4}}-\d\d-\d\d \d\d:\d\d:\d\d\S+\) works "
        rf"on this site; wait for its end and run again, or end it with `kill {process.pid}` "
        r"\(the last releases stay served\)",
        str(refused.value),
    )
    assert refused.value.exit_code == 7


def test_a_killed_holder_frees_the_site(tmp_path: Path) -> None:
    with holder(tmp_path) as process:
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        with site_lock(tmp_path):
            assert str(os.getpid()) in (tmp_path / ".lock").read_text()


def test_an_error_frees_the_site(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), site_lock(tmp_path):
        1 / 0
    assert (tmp_path / ".lock").read_text() == ""
    with site_lock(tmp_path):
        pass


def test_a_holder_that_has_not_signed_yet_is_waited_for(tmp_path: Path) -> None:
    begun = "another run has just begun on this site; wait for its end and run again"
    with holder(tmp_path):
        (tmp_path / ".lock").write_text("")
        with pytest.raises(Busy, match=begun), site_lock(tmp_path):
            pass


def test_the_private_folder_is_made_for_its_owner_alone(tmp_path: Path) -> None:
    private = tmp_path / "site" / "private"
    with site_lock(private):
        assert private.stat().st_mode & 0o777 == 0o700
        assert (private / ".lock").stat().st_mode & 0o777 == 0o600
