"""The desk answers programs as `/openapi.json` says, whatever it is asked."""

import json
from pathlib import Path

import httpx
import pytest
from openapi_spec_validator import validate

from publish.corrections.live import live
from tests.describe.trying import is_kept_to
from tests.desk.api.asking_programs import published_api, tag_of, with_token
from tests.desk.entering import Desk
from tests.servers import serving
from tests.sites import copied

pytestmark = pytest.mark.slow("asks every address of the desk hundreds of times")


def test_no_answer_of_the_desk_breaks_its_description(tmp_path: Path) -> None:
    site = copied(tmp_path / "site", published_api)
    with serving(site.root) as server, with_token(Desk(site, server.address), "Tries") as client:
        described = f"{server.address}/openapi.json"
        validate(httpx.get(described).json())
        asked = [one for one in httpx.get(described).json()["paths"] if one.startswith("/desk/")]
        assert asked == [
            "/desk/changesets", "/desk/changesets/{number}", "/desk/similar",
            "/desk/autres/places/{key}", "/desk/lieux/places/{key}", "/desk/lieux/places",
        ]  # fmt: skip
        # A row that is there, and as it was looked at.
        tag = json.dumps(tag_of(client, "01"))
        parameters = f'[parameters]\n"path.key" = "01"\n"header.If-Match" = {tag}\n'
        (tmp_path / "schemathesis.toml").write_text(parameters)
        for headers in (["-H", f"Authorization: {client.headers['authorization']}"], []):
            phases = ("--max-examples", "10", "--phases", "examples,coverage,fuzzing")
            is_kept_to(described, tmp_path, "--include-path-regex", "^/desk/", *phases, *headers)
    # Some of it was right.
    assert "name" in {one[2] for one in live(site.desk, "lieux", "places")}
