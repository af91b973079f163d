"""What a maintainer types for people who ask what is held of them."""

import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from publish.cli import main
from publish.declare.site import SiteFolder
from publish.people.clock import now
from publish.people.links import works
from publish.people.requests import waiting
from publish.progress import Silent
from publish.upkeep.update import update
from tests.people.askers import ADA, DAY, asked_site, opened, requested
from tests.sites import METADATA


@pytest.fixture
def site(tmp_path: Path) -> SiteFolder:
    """Members, their places and their badges."""
    return asked_site(tmp_path / "site")


def run(site: SiteFolder, *words: str, given: str | bytes = "") -> Result:
    return CliRunner().invoke(main, ["--site", str(site.root), *words], input=given)


@pytest.mark.parametrize("who", [ADA, "nobody", "é" * 40])
def test_a_link_is_printed_whoever_it_is_for(site: SiteFolder, who: str) -> None:
    done = run(site, "person", "link", "lieux", given=f"\n{who}\n")
    [secret] = re.findall(r"^http://127.0.0.1:8001/desk/me/enter\?link=(\S{43})\n$", done.output)
    assert works(site.desk, secret, now())
    assert who not in done.output


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("", "0 contributors on standard input; write one, on one line"),
        ("a\nb\n", "2 contributors on standard input; write one, on one line"),
        (b"\xff\n", "standard input is not UTF-8; write the contributor in it"),
    ],
)
def test_one_person_is_named(site: SiteFolder, given: str | bytes, said: str) -> None:
    done = run(site, "person", "link", "lieux", given=given)
    assert (done.exit_code, said in done.output) == (2, True)


def test_what_is_missing_is_told(site: SiteFolder) -> None:
    done = run(site, "person", "link", "ailleurs", given=ADA)
    assert (done.exit_code, "no dataset 'ailleurs'" in done.output) == (3, True)
    (site.desk.parent / "contributors.pub").unlink()
    done = run(site, "person", "link", "lieux", given=ADA)
    assert done.exit_code == 12
    assert "`fournil --site" in done.output
    assert "desk sealing-key` makes one" in done.output
    (site.root / "metadata.yaml").write_text(METADATA)
    done = run(site, "person", "link", "lieux", given=ADA)
    assert (done.exit_code, "no desk is open; write `desk: {}`" in done.output) == (3, True)


@pytest.mark.slow("reads exports")
def test_requests_are_answered(site: SiteFolder) -> None:
    key = requested(site, ADA, now=now())
    done = run(site, "people", "serve-requests")
    assert done.output == "people: 1 answered, 0 answers over and deleted\n"
    assert opened(site, key, now())
    requested(site, ADA, now=now())
    (site.data / "lieux" / "exports" / "badges.csv").unlink()
    done = run(site, "people", "serve-requests")
    assert done.exit_code == 4
    assert "1 wait for exports that cannot be read" in done.output
    assert "badges.csv" in done.output


@pytest.mark.slow("updates a site")
def test_an_update_answers_them_too(site: SiteFolder) -> None:
    key = requested(site, ADA, now=now())
    done = update(site, DAY, Silent())
    assert "people: 1 answered, 0 answers over and deleted" in done.lines
    assert opened(site, key, now())
    assert waiting(site.desk) == []
    # And says nothing where nobody asked.
    assert not any(line.startswith("people") for line in update(site, DAY, Silent()).lines)
