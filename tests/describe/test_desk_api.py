"""The desk answers programs as `/openapi.json` says, whatever it is asked."""

import subprocess
import sys
from pathlib import Path

import httpx
import pytest
from openapi_spec_validator import validate

from publish.corrections.live import live
from publish.corrections.proposals import proposals
from tests.describe.test_api import CHECKS
from tests.desk.api.asking_programs import with_token
from tests.desk.entering import Desk, open_site
from tests.servers import serving

pytestmark = pytest.mark.slow("asks every address of the desk hundreds of times")


def test_no_answer_of_the_desk_breaks_its_description(tmp_path: Path) -> None:
    site = open_site(tmp_path / "site")
    with serving(site.root) as server, with_token(Desk(site, server.address), "Tries") as client:
        described = f"{server.address}/openapi.json"
        validate(httpx.get(described).json())
        asked = [one for one in httpx.get(described).json()["paths"] if one.startswith("/desk/")]
        assert asked == [
            "/desk/changesets", "/desk/changesets/{number}", "/desk/lieux/places/{key}"
        ]  # fmt: skip
        for headers in (["-H", f"Authorization: {client.headers['authorization']}"], []):
            done = subprocess.run(
                [
                    Path(sys.executable).parent / "st",
                    *("run", described, "--seed", "1", "--max-examples", "10", *headers),
                    *("--include-path-regex", "^/desk/", "--phases", "examples,coverage,fuzzing"),
                    *("--checks", ",".join(CHECKS)),
                ],
                cwd=tmp_path,
                capture_output=True,
                text=True,
            )
            assert done.returncode == 0, done.stdout
    # None of it named the row as it is.
    assert live(site.desk, "lieux", "places") == []
    assert proposals(site.desk) == []
