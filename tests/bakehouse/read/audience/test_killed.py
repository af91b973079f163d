"""A run that is killed leaves nothing of what people typed: an export is decoded in memory."""

import gzip
import subprocess
import sys
from pathlib import Path

import pytest

TYPED = "ada.lovelace"
# Kills itself, as kill -9 does, the moment that a file of its folder holds what was typed.
READER = """
import os, signal, sys
from pathlib import Path
from publish.bakehouse.engine import workspace
from publish.bakehouse.read import read
from publish.bakehouse.read.exports import ExportRequest
from publish.declare.source import Source

file, private, typed = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3].encode()
looking = False

def look(event, _):
    global looking
    if looking or event not in ("open", "os.remove"):
        return
    looking = True
    if any(typed in path.read_bytes() for path in private.rglob("*") if path.is_file()):
        os.kill(os.getpid(), signal.SIGKILL)
    looking = False

rules = ({"match": "^/lieux", "feature": "places"},)
report = {"format": "matomo", "report": "features", "features": rules}
source = Source.model_validate({"path": file.name, **report})
sys.addaudithook(look)
with workspace(private) as opened:
    [export] = read(ExportRequest(file, file.name, source, ()), opened)
    print(export.records)
"""


@pytest.mark.slow("starts a process for each form")
@pytest.mark.parametrize(("packing", "encoding"), [(".gz", "utf-8"), ("", "utf-16")])
def test_at_no_moment_a_copy_is_on_the_disk(tmp_path: Path, packing: str, encoding: str) -> None:
    text = f"label,nb_visits,nb_hits\n/lieux,12,20\n/{TYPED},1,1\n".encode(encoding)
    file = tmp_path / f"pages-2026-11-30.csv{packing}"
    file.write_bytes(gzip.compress(text) if packing else text)
    command = [sys.executable, "-c", READER, str(file), str(tmp_path / "private"), TYPED]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "2\n"), done.stderr
