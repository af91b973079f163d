"""Rows on a real server whose keys are words of the desk, or no words of an address at all."""

from pathlib import Path

import pytest

from publish.site.http.arguments import tilde_encode
from tests.desk.api.asking_programs import program, row
from tests.desk.entering import Desk
from tests.servers import serving
from tests.sites import METADATA, deliver, make_site, publish_one

pytestmark = pytest.mark.slow("starts a server")

KEYS = ("add", "propose", "outgoing", "a/b", "a~b", "a,b", "..", "é", "北" * 200)


def test_a_key_of_any_letters_and_length_has_an_address(tmp_path: Path) -> None:
    site = make_site(tmp_path / "site")
    deliver(site, *(f"{key};Lieu;café;oui;ada@example.org" for key in KEYS))
    publish_one(site)
    (site.root / "metadata.yaml").write_text(f"{METADATA}desk: {{}}\n", encoding="utf-8")
    with serving(site.root) as server, program(Desk(site, server.address)) as client:
        for key in KEYS:
            # `add` as it is would be the form of a row that is missing.
            answer = client.get(row("~61dd" if key == "add" else tilde_encode(key)))
            assert (answer.status_code, answer.json()["key"]) == (200, [key])
            assert client.get(f"{row(tilde_encode(key))}/propose").status_code == 200, key
