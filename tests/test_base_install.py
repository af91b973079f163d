"""The base install alone, without the bakehouse's dependencies, serves a published site."""

import re
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from http.client import HTTPResponse
from pathlib import Path
from urllib.error import HTTPError

import pytest

from tests import factory
from tests.servers import PATIENCE

ROOT = Path(__file__).parent.parent
ODBL = "https://opendatacommons.org/licenses/odbl/1-0/"

pytestmark = pytest.mark.slow("installs into a new environment")


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The programs of a virtual environment that holds the base install."""
    uv, venv = Path(sys.executable).parent / "uv", tmp_path_factory.mktemp("base") / "venv"
    lock = ROOT / "requirements.lock"
    subprocess.run([uv, "venv", "--quiet", "--python", sys.executable, venv], check=True)
    install: list[str | Path] = [
        uv,
        "pip",
        "install",
        "--quiet",
        "--python",
        venv / "bin" / "python",
    ]
    subprocess.run([*install, "--constraints", lock, ROOT], check=True)
    return venv / "bin"


@pytest.fixture(scope="module")
def address(base: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where `fournil serve` of the base install serves a release."""
    site = factory.site(tmp_path_factory.mktemp("site"))
    factory.places(site)
    command: list[str | Path] = [base / "fournil", "--site", site, "serve", "--port", "0"]
    with subprocess.Popen(command, cwd=site, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        told = next(found for line in server.stdout if (found := re.search(r"http://\S+", line)))
        yield told.group().rstrip("/")
        server.terminate()


def get(address: str) -> HTTPResponse:
    response: HTTPResponse = urllib.request.urlopen(address, timeout=PATIENCE)
    return response


@pytest.mark.parametrize("module", ["duckdb", "ibis", "pyarrow", "adbc_driver_sqlite", "tests"])
def test_it_lacks(module: str, base: Path) -> None:
    found = subprocess.run(
        [base / "python", "-c", f"import {module}"], cwd="/", capture_output=True
    )
    assert b"ModuleNotFoundError" in found.stderr


def test_it_has_the_writers_of_files(base: Path) -> None:
    rooms = sorted((ROOT / "publish" / "forms").glob("[a-z]*.py"))
    assert len(rooms) > 5
    names = ", ".join(f"publish.forms.{path.stem}" for path in rooms)
    subprocess.run([base / "python", "-c", f"import {names}"], cwd="/", check=True)


def test_it_says_what_its_endpoint_for_assistants_lacks(address: str) -> None:
    with pytest.raises(HTTPError) as refused:
        urllib.request.urlopen(f"{address}/mcp", data=b"{}", timeout=PATIENCE)
    assert refused.value.code == 404
    assert b"installs fournil[assistants]" in refused.value.read()


@pytest.mark.parametrize("path", ["/", "/lieux", "/lieux/places", "/lieux/places/l-0"])
def test_it_serves_pages(path: str, address: str) -> None:
    response = get(address + path)
    assert response.status == 200
    assert "Lieux partagés" in response.read().decode()


@pytest.mark.parametrize("path", ["/lieux/places", "/lieux/places.json", "/lieux/places.csv"])
def test_the_licence_is_in_the_headers(path: str, address: str) -> None:
    response = get(address + path)
    assert response.status == 200
    assert f'<{ODBL}>; rel="license"' in ", ".join(response.headers.get_all("Link", []))


def test_its_programs_say_what_publishing_needs(base: Path, tmp_path: Path) -> None:
    command: list[str | Path] = [base / "fournil", "--site", factory.site(tmp_path), "publish"]
    done = subprocess.run(command, cwd="/", capture_output=True, text=True)
    assert done.returncode != 0
    assert "Traceback" not in done.stderr
    assert "fournil[publish]" in done.stderr
