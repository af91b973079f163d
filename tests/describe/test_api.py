"""The API answers as `/openapi.json` says, whatever it is asked."""

from pathlib import Path

import pytest

from publish.declare.site import SiteFolder
from tests.describe.trying import is_kept_to
from tests.servers import serving

pytestmark = pytest.mark.slow("asks every address of the API hundreds of times")


def test_no_answer_breaks_its_description(demo: SiteFolder, tmp_path: Path) -> None:
    with serving(demo.root) as server:
        described = f"{server.address}/openapi.json"
        is_kept_to(described, tmp_path, "--max-examples", "4", "--phases", "coverage,fuzzing")
