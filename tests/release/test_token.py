"""Keys for heavy reusers: signed, over some day, revoked; the public side knows no secret."""

import json
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from publish.cli import main
from publish.errors import PrivateStateError
from publish.release.token import ISSUED, KEY, create, issued, revoke, verifier

DAY = date(2026, 11, 30)


def made(folder: Path, until: date = DAY) -> str:
    """A key of a site."""
    return create(folder / "private", folder / "releases", "Ada", until)


def holder(folder: Path, token: str, today: date = DAY) -> str | None:
    """Whom the public side takes a key for."""
    known = verifier(folder / "releases" / ISSUED)
    return known.holder(token, today) if known else None


def test_a_key_holds_until_its_day(tmp_path: Path) -> None:
    token = made(tmp_path)
    [one] = issued(tmp_path / "private")
    assert (one.name, one.until, one.revoked) == ("Ada", DAY, False)
    assert holder(tmp_path, token) == one.id
    assert holder(tmp_path, token, date(2026, 12, 1)) is None


def test_no_other_key_holds(tmp_path: Path) -> None:
    token = made(tmp_path)
    begin, id, until, signature = token.split(".")
    other = made(tmp_path / "other")
    forged = (
        f"{begin}.{id}.2099-01-01.{signature}",
        f"{begin}.{'0' * 12}.{until}.{signature}",
        f"{begin}.{id}.{until}.{signature[::-1]}",
        f"{begin}.{id}.{until}.{'A' * 86}",
        f"{begin}.{id}.2026-99-99.{signature}",
        other,
        "",
        "fournil.",
        token + "A",
        token.upper(),
    )
    assert [holder(tmp_path, one) for one in forged] == [None] * len(forged)


def test_a_revoked_key_is_none(tmp_path: Path) -> None:
    first, second = made(tmp_path), made(tmp_path)
    gone = revoke(tmp_path / "private", tmp_path / "releases", first.split(".")[1])
    assert gone.revoked
    assert holder(tmp_path, first) is None
    assert holder(tmp_path, second) == second.split(".")[1]
    with pytest.raises(PrivateStateError, match="no key 'nobody'"):
        revoke(tmp_path / "private", tmp_path / "releases", "nobody")


def test_the_public_side_gets_no_secret(tmp_path: Path) -> None:
    token = made(tmp_path)
    told = (tmp_path / "releases" / ISSUED).read_text()
    assert set(json.loads(told)) == {"public", "revoked"}
    secret = (tmp_path / "private" / KEY).read_text().strip()
    signature = token.rsplit(".", 1)[1]
    kept = [path.read_text() for path in tmp_path.rglob("*") if path.is_file()]
    assert secret not in told and "Ada" not in told
    assert [text for text in kept if signature in text] == []
    for name in (KEY, ISSUED):
        assert (tmp_path / "private" / name).stat().st_mode & 0o777 == 0o600


def test_a_lost_key_is_told(tmp_path: Path) -> None:
    made(tmp_path)
    (tmp_path / "private" / KEY).unlink()
    with pytest.raises(PrivateStateError, match="put it back from a backup"):
        made(tmp_path)


@pytest.mark.parametrize("text", ["", "{", "[]", '{"public": "x", "revoked": []}', "{}"])
def test_a_list_that_cannot_be_read_knows_no_key(text: str, tmp_path: Path) -> None:
    (tmp_path / ISSUED).write_text(text)
    assert verifier(tmp_path / ISSUED) is None
    assert verifier(tmp_path / "none.json") is None


def test_the_commands(tmp_path: Path) -> None:
    def run(*words: str) -> str:
        done = CliRunner().invoke(main, ["--site", str(tmp_path), "token", *words])
        assert done.exit_code == 0, done.output
        return done.output

    token = run("create", "Ada & Co", "--until", "2099-12-31").strip()
    id = token.split(".")[1]
    assert run("list") == f"{id}  2099-12-31  valid    Ada & Co\n"
    assert holder(tmp_path, token) == id
    assert "is revoked" in run("revoke", id)
    assert run("list") == f"{id}  2099-12-31  revoked  Ada & Co\n"
    assert holder(tmp_path, token) is None
