"""Who decides at the desk, as its owner says it on the command line."""

import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from publish.cli import main
from publish.desk.members import invited
from tests.sites import METADATA, published_site

DECLARED = METADATA + "desk: {}\n"


def run(root: Path, *arguments: str) -> Result:
    """`fournil desk …` on a site."""
    return CliRunner().invoke(main, ["--site", str(root), "desk", *arguments])


def declare(root: Path, text: str) -> Path:
    """A site that says so."""
    (root / "metadata.yaml").write_text(text, encoding="utf-8")
    return root


def test_invite_prints_a_link_that_works(tmp_path: Path) -> None:
    root = declare(tmp_path, DECLARED + "address: https://data.example.org/\n")
    result = run(root, "invite", "Ada Lovelace", "--role", "officer")
    begin = "Ada Lovelace, officer: https://data.example.org/desk/sign-in?link="
    assert (result.exit_code, result.output.startswith(begin)) == (0, True)
    secret = result.output.removeprefix(begin).strip()
    member = invited(root / "desk" / "desk.db", secret, 0)
    assert member
    assert (member.name, member.role) == ("Ada Lovelace", "officer")
    listed = f"{member.id}  Ada Lovelace\n     1  officer    everywhere\n"
    assert run(root, "members").output == listed


def test_without_an_address_the_link_is_of_this_machine(tmp_path: Path) -> None:
    result = run(declare(tmp_path, DECLARED), "invite", "Bob")
    assert "Bob, reviewer: http://127.0.0.1:8001/desk/sign-in?link=" in result.output


def test_a_closed_desk_invites_nobody(tmp_path: Path) -> None:
    result = run(declare(tmp_path, METADATA), "invite", "Ada")
    assert result.exit_code != 0
    assert "no desk is open; write `desk: {}`" in result.output
    assert not (tmp_path / "desk").exists()


@pytest.mark.parametrize("limit", [("--on", ""), ("--columns", " ,"), ("--where", "")])
def test_a_limit_that_is_empty_gives_no_right(tmp_path: Path, limit: tuple[str, str]) -> None:
    site = published_site(tmp_path)
    root = declare(site.root, DECLARED)
    for command in ("invite", "grant"):
        result = run(root, command, "Ada", "--role", "reviewer", *limit)
        said = f"Invalid value for '{limit[0]}': it is empty"
        assert (result.exit_code, said in result.output) == (2, True)
    assert run(root, "members").output == ""


def test_rights_are_given_shown_and_taken_back(tmp_path: Path) -> None:
    published_site(tmp_path)
    root = declare(tmp_path, DECLARED)
    limited = ["--on", "lieux.places", "--columns", "name", "--until", "2999-12-31"]
    invited = run(root, "invite", "Ada", "--role", "corrector", *limited)
    assert invited.output.startswith("Ada, corrector: http")
    more = run(root, "grant", "Ada", "--role", "reviewer", "--where", "kind=caf*")
    assert more.output == "right 2: Ada, reviewer  everywhere  where kind=caf*\n"
    [_name, first, second] = run(root, "members").output.splitlines()
    assert first == "     1  corrector  lieux.places  columns name  until 2999-12-31"
    assert second == "     2  reviewer   everywhere  where kind=caf*"
    # Another link alone changes nothing of it.
    assert run(root, "invite", "Ada").output.startswith("Ada, corrector, reviewer: http")
    assert run(root, "ungrant", "1").output == "right 1: taken back\n"
    assert run(root, "members").output.splitlines()[1:] == [second]
    assert run(root, "invite", "Ada", "--role", "officer").output.startswith("Ada, officer: ")
    assert run(root, "members").output.splitlines()[1:] == ["     3  officer    everywhere"]


def test_a_limit_needs_its_role_and_what_there_is(tmp_path: Path) -> None:
    published_site(tmp_path)
    root = declare(tmp_path, DECLARED)
    without = run(root, "invite", "Ada", "--on", "lieux")
    assert (without.exit_code, "say with --role which right" in without.output) == (2, True)
    misspelt = run(root, "invite", "Ada", "--role", "corrector", "--on", "lieu")
    words = "no published dataset 'lieu'; did you mean `lieux`?"
    assert (misspelt.exit_code, words in misspelt.output) == (12, True)
    assert run(root, "members").output == ""


def test_revoke_ends_a_member(tmp_path: Path) -> None:
    root = declare(tmp_path, DECLARED)
    run(root, "invite", "Ada")
    assert run(root, "revoke", "Ada").output == "Ada: no member any more\n"
    assert run(root, "members").output == ""
    again = run(root, "revoke", "Ada")
    assert (again.exit_code, "there is no member 'Ada'" in again.output) == (12, True)


def test_the_desk_alone_takes_no_options_of_the_site(tmp_path: Path) -> None:
    root = declare(tmp_path, DECLARED)
    asked = ["--site", str(root), "serve", "--only", "desk", "--access-log", "-"]
    result = CliRunner().invoke(main, asked)
    assert result.exit_code == 2
    assert "--only desk takes --host, --port and --workers alone" in result.output


def test_a_site_without_a_desk_loads_nothing_of_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = declare(tmp_path, METADATA)
    # So that it ends before it serves.
    (root / "datasette.yaml").write_text("settings: {nothing: 1}\n", encoding="utf-8")
    monkeypatch.setitem(sys.modules, "publish.desk.app.serve", None)
    result = CliRunner().invoke(main, ["--site", str(root), "serve"])
    assert "settings.nothing: unknown setting" in result.output


def test_a_desk_that_is_none_is_refused_with_its_line(tmp_path: Path) -> None:
    result = run(declare(tmp_path, METADATA + "desk: {per_day: 0}\n"), "invite", "Ada")
    assert "desk.per_day" in result.output
    assert result.exit_code != 0
