"""The API answers as `/openapi.json` says, whatever it is asked."""

import subprocess
import sys
from pathlib import Path

import pytest

from publish.declare.site import SiteFolder
from tests.servers import serving

pytestmark = pytest.mark.slow("asks every address of the API hundreds of times")
CHECKS = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_schema_conformance",
)


def test_no_answer_breaks_its_description(demo: SiteFolder, tmp_path: Path) -> None:
    with serving(demo.root) as server:
        done = subprocess.run(
            [
                Path(sys.executable).parent / "st",
                *("run", f"{server.address}/openapi.json", "--seed", "1", "--max-examples", "4"),
                *("--phases", "coverage,fuzzing", "--checks", ",".join(CHECKS)),
            ],
            cwd=tmp_path,
            capture_output=True,
            text=True,
        )
    assert done.returncode == 0, done.stdout
