"""Personal tokens on the command line: made for a while, listed, ended."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from publish.cli import main
from publish.desk.app.instance import Desk
from publish.desk.app.serve import open_desk
from publish.desk.tokens import held
from tests.desk.entering import open_site


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A desk with the member Ada."""
    site = open_site(tmp_path / "site")
    run(site.root, "invite", "Ada", "--role", "corrector")
    with closing(open_desk(site)) as opened:
        yield opened


def run(root: Path, *arguments: str) -> Result:
    """`fournil desk …` on a site."""
    return CliRunner().invoke(main, ["--site", str(root), "desk", *arguments])


def number(desk: Desk, token: str) -> int:
    """The number of a token."""
    found = desk.unsign(token.strip().removeprefix("dsatok_"), "dsatok")
    assert isinstance(found, int)
    return found


def test_a_token_is_printed_once_listed_and_ended(desk: Desk) -> None:
    root, now = desk.folder.root, desk.now()
    said = run(root, "token", "create", "Ada", "--expires", "30", "--only", "correct")
    assert (said.exit_code, said.output.startswith("dsatok_")) == (0, True)
    id = number(desk, said.output)
    found = held(desk.folder.desk, id, now)
    assert found
    assert (found.name, found.role, found.only) == ("Ada", "corrector", ("correct",))
    [listed] = run(root, "token", "list", "Ada").output.splitlines()
    assert listed.startswith(f"{id}  2")
    assert listed.endswith("  valid  correct  not used yet")
    assert said.output.strip() not in listed
    assert run(root, "token", "revoke", str(id)).output == f"token {id}: ended\n"
    assert "  over   correct  " in run(root, "token", "list", "Ada").output
    assert held(desk.folder.desk, id, now) is None
    again = run(root, "token", "revoke", str(id))
    words = f"there is no token {id} that lasts; `fournil "
    assert (again.exit_code, words in again.output) == (12, True)


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        (["Ada"], "Missing option '--expires'"),
        (["Ada", "--expires", "366"], "366 is not in the range 1<=x<=365"),
        (["Ada", "--expires", "0"], "0 is not in the range"),
        (["Ada", "--expires", "9", "--only", "officer"], "'officer' is not one of"),
        (["Bob", "--expires", "9"], "there is no member 'Bob'; `fournil "),
    ],
)
def test_a_token_ends_and_is_somebody_s(desk: Desk, asked: list[str], words: str) -> None:
    result = run(desk.folder.root, "token", "create", *asked)
    assert result.exit_code != 0
    assert words in result.output
    assert run(desk.folder.root, "token", "list", "Ada").output == ""


def test_without_a_desk_there_is_nothing_to_list(tmp_path: Path) -> None:
    site = open_site(tmp_path / "site")
    run(site.root, "invite", "Ada")
    assert run(site.root, "token", "list", "Ada").output == ""
    assert "there is no token 5 that lasts" in run(site.root, "token", "revoke", "5").output
