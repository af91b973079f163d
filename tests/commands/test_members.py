"""Who decides at the desk, as its owner says it on the command line."""

from pathlib import Path

from click.testing import CliRunner, Result

from publish.cli import main
from publish.desk.members import invited
from tests.sites import METADATA

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
    assert run(root, "members").output == f"{member.id}  officer   Ada Lovelace\n"


def test_without_an_address_the_link_is_of_this_machine(tmp_path: Path) -> None:
    result = run(declare(tmp_path, DECLARED), "invite", "Bob")
    assert "Bob, reviewer: http://127.0.0.1:8001/desk/sign-in?link=" in result.output


def test_a_closed_desk_invites_nobody(tmp_path: Path) -> None:
    result = run(declare(tmp_path, METADATA), "invite", "Ada")
    assert result.exit_code != 0
    assert "no desk is open; write `desk: {}`" in result.output
    assert not (tmp_path / "desk").exists()


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


def test_a_desk_that_is_none_is_refused_with_its_line(tmp_path: Path) -> None:
    result = run(declare(tmp_path, METADATA + "desk: {per_day: 0}\n"), "invite", "Ada")
    assert "desk.per_day" in result.output
    assert result.exit_code != 0
