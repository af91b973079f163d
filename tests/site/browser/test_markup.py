"""What validators of HTML and of speed say of the pages."""

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from tests.site.browser.conftest import CHROMIUM
from tests.site.browser.kinds import FAST, KINDS, LANGUAGES, url
from tests.site.browser.validators import ENVIRONMENT

pytestmark = pytest.mark.slow("runs validators on every page")

# Scores out of 1. Speed is measured on a busy machine: the best of a few tries counts.
WANTED = {"accessibility": 1, "best-practices": 1, "seo": 1, "performance": 0.95}
TRIES = 6


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_markup_is_valid(address: str, validators: Path, tmp_path: Path, language: str) -> None:
    if shutil.which("java") is None:
        pytest.skip("no java here, which vnu needs; `make test` installs it")
    for kind in KINDS:
        page = tmp_path / f"{kind.replace(' ', '-')}.html"
        page.write_bytes(_body(url(address, kind, language)))
    jar = validators / "vnu-jar" / "build" / "dist" / "vnu.jar"
    command = ["java", "-Xss2m", "-jar", jar, "--format", "json", "--exit-zero-always", tmp_path]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    found = json.loads(done.stderr)["messages"]
    assert [_finding(one) for one in found if one["type"] == "error"] == []


def _body(address: str) -> bytes:
    try:
        with urlopen(address) as answer:
            return bytes(answer.read())
    except HTTPError as error:
        return error.read()


def _finding(message: Any) -> tuple[str, str, str]:
    return Path(message["url"]).name, message["message"], message.get("extract", "")


@pytest.mark.parametrize("kind", FAST)
def test_lighthouse_is_content(address: str, validators: Path, kind: str) -> None:
    scores: dict[str, float] = {}
    for _ in range(TRIES):
        found, failed = _lighthouse(validators, url(address, kind, "fr"))
        scores = {name: max(found[name], scores.get(name, 0)) for name in found}
        if all(scores[name] >= wanted for name, wanted in WANTED.items()):
            return
    assert scores == WANTED, failed


def _lighthouse(validators: Path, address: str) -> tuple[dict[str, float], list[str]]:
    command = [
        "node", validators / "lighthouse" / "cli" / "index.js", address, "--quiet",
        "--output=json", f"--only-categories={','.join(WANTED)}",
        "--chrome-flags=--headless=new --no-sandbox --disable-gpu --disable-background-networking",
    ]  # fmt: skip
    environment = ENVIRONMENT | {"CHROME_PATH": CHROMIUM}
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
    report = json.loads(done.stdout)
    scores = {name: report["categories"][name]["score"] or 0 for name in WANTED}
    failed = [
        f"{id}: {audit['title']} {audit.get('displayValue', '')}"
        for id, audit in report["audits"].items()
        if audit.get("score") is not None and audit["score"] < 0.9
    ]
    return scores, failed
