"""Personal tokens: whose they are, until when, and what is written when they are shown."""

import asyncio
import json
import sqlite3
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from datasette.utils.asgi import Request

from publish.corrections import desk_file
from publish.corrections.log import entries
from publish.desk.app import holders
from publish.desk.app.instance import Desk
from publish.desk.app.serve import open_desk
from publish.desk.bearers import Bearer, who
from publish.desk.days import DAY_SECONDS
from publish.desk.erasing import erase
from publish.desk.members import invite, members, revoke, sign_in
from publish.desk.people_file import writing
from publish.desk.refused import Refused
from publish.desk.rights import Action
from publish.desk.tokens import MOST_LIVE, TABLE, end, make, tokens
from publish.desk.visits import NAME, Visit
from publish.errors import DeskError
from tests.desk.entering import open_site


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A desk with the member Ada."""
    with closing(open_desk(open_site(tmp_path / "site"))) as opened:
        invite(opened.folder.desk, "Ada", "reviewer", opened.now())
        yield opened


def ada(desk: Desk) -> str:
    """The id of Ada."""
    [one] = [one.id for one in members(desk.folder.desk) if one.name == "Ada"]
    return one


def made(desk: Desk, days: int = 1, only: Action | None = None, ago: int = 0) -> str:
    """A token of Ada's, made some seconds ago."""
    mine, now = ada(desk), desk.now() - ago
    return desk.token_of(make(desk.folder.desk, mine, days, only, by=mine, now=now))


def ended(desk: Desk, id: int, member: str | None = None) -> bool:
    """Whether a member, or the shell, ended a token."""
    return end(desk.folder.desk, id, member, by=member or "shell", now=desk.now())


def request(**headers: str) -> Request:
    """What a program or browser asks."""
    said = [(name.encode(), text.encode("latin-1")) for name, text in headers.items() if text]
    path = {"path": "/desk/", "raw_path": b"/desk/", "query_string": b""}
    return Request(
        {"type": "http", "method": "GET", "scheme": "http", "headers": said, **path}, None
    )


def asked(desk: Desk, *tokens: str, cookie: str = "") -> list[Visit | Bearer | int | None]:
    """Who shows each token, or the status with which it is refused."""

    async def one(said: str) -> Visit | Bearer | int | None:
        try:
            return await who(desk, request(authorization=said, cookie=cookie))
        except Refused as error:
            assert error.headers["www-authenticate"].startswith('Bearer realm="desk", error=')
            return error.status

    async def all() -> list[Visit | Bearer | int | None]:
        await desk.invoke_startup()
        return [await one(said) for said in tokens]

    return asyncio.run(all())


def id_of(desk: Desk, token: str) -> int:
    """The number that is in a token."""
    found = desk.unsign(token.removeprefix("dsatok_"), "dsatok")
    assert isinstance(found, int)
    return found


def test_a_token_speaks_for_its_member(desk: Desk) -> None:
    [all, only] = asked(desk, f"Bearer {made(desk)}", f"bearer  {made(desk, only='propose')}")
    assert isinstance(all, Bearer)
    assert isinstance(only, Bearer)
    assert (all.member.id, all.member.name, all.member.role) == (ada(desk), "Ada", "reviewer")
    assert (all.covers("review"), all.covers("propose")) == (True, True)
    assert (only.only, only.covers("propose"), only.covers("correct")) == (
        ("propose",),
        True,
        False,
    )


def test_a_token_goes_before_a_cookie(desk: Desk) -> None:
    session = sign_in(desk.folder.desk, invite(desk.folder.desk, "Bob", "officer", desk.now()), "",
                      desk.now())  # fmt: skip
    cookie = f"{NAME}={session}"
    [visit, bearer, bad] = asked(desk, "", f"Bearer {made(desk)}", "Bearer x", cookie=cookie)
    assert isinstance(visit, Visit)
    assert isinstance(bearer, Bearer)
    assert (visit.member.name, bearer.member.name, bad) == ("Bob", "Ada", 401)
    assert asked(desk, "") == [None]


BROKEN: dict[str, Callable[[str], str]] = {
    "nothing": lambda _: "",
    "no mark": lambda token: token.removeprefix("dsatok_"),
    "another handler": lambda token: token.replace("dsatok_", "dstok_"),
    "another number": lambda token: "dsatok_1" + token.removeprefix("dsatok_"),
    "no signature": lambda token: token.partition(".")[0],
    "another signature": lambda token: token[:-3] + ("aaa" if token[-3:] != "aaa" else "bbb"),
    "twice": lambda token: f"{token} {token}",
    "a letter more": lambda token: token + "A",
    "not ascii": lambda token: token + "é",
    "SQL": lambda _: "dsatok_1 OR 1=1",
}


@pytest.mark.parametrize("how", BROKEN)
def test_what_is_no_token_is_nobody_s(desk: Desk, how: str) -> None:
    token = made(desk)
    [right, wrong] = asked(desk, f"Bearer {token}", f"Bearer {BROKEN[how](token)}")
    assert isinstance(right, Bearer)
    assert wrong == 401


@pytest.mark.parametrize("scheme", ["Basic", "Token", "", "Bearer,"])
def test_only_bearers_are_known(desk: Desk, scheme: str) -> None:
    assert asked(desk, f"{scheme} {made(desk)}") == [401]


def test_what_is_signed_for_something_else_is_no_token(desk: Desk) -> None:
    id = id_of(desk, made(desk))
    others = [desk.sign(id, "actor"), desk.sign(str(id), "dsatok"), desk.sign([id], "dsatok"),
              desk.sign({"a": ada(desk)}, "token"), desk.sign(None, "dsatok")]  # fmt: skip
    assert asked(desk, *(f"Bearer dsatok_{one}" for one in others)) == [401] * 5
    assert isinstance(asked(desk, f"Bearer dsatok_{desk.sign(id, 'dsatok')}")[0], Bearer)


def test_an_expired_token_is_over(desk: Desk) -> None:
    over = made(desk, days=1, ago=DAY_SECONDS)
    last = made(desk, days=1, ago=DAY_SECONDS - 60)
    [lives, gone] = asked(desk, f"Bearer {last}", f"Bearer {over}")
    assert isinstance(lives, Bearer)
    assert gone == 401
    assert [one.lives for one in tokens(desk.folder.desk, ada(desk), desk.now())] == [False, True]


@pytest.mark.parametrize(
    "other",
    [
        "expires_after_seconds = NULL",
        "permissions = NULL",
        "permissions = '{}'",
        """permissions = '{"a": []}'""",
        """permissions = '{"d": {"desk": ["correct"]}}'""",
        "token_status = 'E'",
    ],
)
def test_what_the_desk_did_not_make_so_does_not_hold(desk: Desk, other: str) -> None:
    token = made(desk)
    assert isinstance(asked(desk, f"Bearer {token}")[0], Bearer)
    with writing(desk.folder.desk) as database:
        database.execute(f"UPDATE {TABLE} SET {other}")
    assert asked(desk, f"Bearer {token}") == [401]


def test_ended_ones_and_those_of_revoked_members_are_over_at_once(desk: Desk) -> None:
    first, second = made(desk), made(desk)
    assert all(
        isinstance(one, Bearer) for one in asked(desk, f"Bearer {first}", f"Bearer {second}")
    )
    assert ended(desk, id_of(desk, first), ada(desk))
    [gone, there] = asked(desk, f"Bearer {first}", f"Bearer {second}")
    assert (gone, isinstance(there, Bearer)) == (401, True)
    revoke(desk.folder.desk, "Ada", desk.now())
    assert asked(desk, f"Bearer {second}") == [401]
    # Whoever has the name next has another id.
    invite(desk.folder.desk, "Ada", "officer", desk.now())
    assert asked(desk, f"Bearer {second}") == [401]
    assert not ended(desk, id_of(desk, second))


def test_who_is_erased_leaves_no_token(desk: Desk) -> None:
    token, day = made(desk), date(2026, 11, 30)
    assert isinstance(asked(desk, f"Bearer {token}")[0], Bearer)
    erase(desk.folder.desk, "member", "Ada", day)
    assert asked(desk, f"Bearer {token}") == [401]
    with desk_file.reading(desk.folder.desk) as database:
        assert database.execute(f"SELECT count(*) FROM {TABLE}").fetchone()[0] == 0


def test_nobody_ends_another_s_token(desk: Desk) -> None:
    token = made(desk)
    invite(desk.folder.desk, "Bob", "officer", desk.now())
    [bob] = [one.id for one in members(desk.folder.desk) if one.name == "Bob"]
    assert not ended(desk, id_of(desk, token), bob)
    assert isinstance(asked(desk, f"Bearer {token}")[0], Bearer)
    assert tokens(desk.folder.desk, bob, desk.now()) == []


def test_tokens_hold_across_restarts_and_no_longer_than_the_secret(desk: Desk) -> None:
    token = made(desk)
    with closing(open_desk(desk.folder)) as again:
        assert isinstance(asked(again, f"Bearer {token}")[0], Bearer)
    (desk.folder.desk.parent / "secret").unlink()
    with closing(open_desk(desk.folder)) as other:
        assert asked(other, f"Bearer {token}") == [401]


def test_the_use_is_noted_once_a_minute(desk: Desk) -> None:
    token = made(desk)

    def stamp() -> int | None:
        return tokens(desk.folder.desk, ada(desk), desk.now())[0].used

    assert stamp() is None
    asked(desk, f"Bearer {token}")
    first = stamp()
    assert first
    with desk_file.reading(desk.folder.desk) as database:
        [before] = database.execute("PRAGMA data_version").fetchone()
        asked(desk, *[f"Bearer {token}"] * 20)
        assert database.execute("PRAGMA data_version").fetchone()[0] == before
    with writing(desk.folder.desk) as database:
        database.execute(f"UPDATE {TABLE} SET last_used_timestamp = 5")
    asked(desk, f"Bearer {token}")
    assert (stamp() or 0) >= first


def test_the_token_itself_is_in_no_file(desk: Desk) -> None:
    token = made(desk)
    asked(desk, f"Bearer {token}")
    for file in desk.folder.desk.parent.iterdir():
        assert token.encode() not in file.read_bytes(), file


def test_a_member_has_so_many_at_a_time(desk: Desk) -> None:
    for _ in range(MOST_LIVE):
        made(desk)
    with pytest.raises(DeskError, match="a member has 20 tokens at most: end one of them first"):
        made(desk)
    assert ended(desk, tokens(desk.folder.desk, ada(desk), desk.now())[0].id)
    made(desk)


def test_making_and_ending_is_in_the_log(desk: Desk) -> None:
    id = id_of(desk, made(desk))
    assert ended(desk, id, ada(desk))
    assert not ended(desk, id, ada(desk))
    found = [(one.act, one.by) for one in entries(desk.folder.desk, about=f"token {id}")]
    assert found == [("token ended", ada(desk)), ("token made", ada(desk))]


def test_numbers_are_drawn(desk: Desk) -> None:
    ids = sorted(id_of(desk, made(desk)) for _ in range(5))
    assert ids[0] >= 100_000_000
    assert all(second - first > 1 for first, second in pairwise(ids))


def test_many_that_begin_at_once_make_one_table(tmp_path: Path) -> None:
    site = open_site(tmp_path / "site")
    site.desk.parent.mkdir(mode=0o700)
    with ThreadPoolExecutor(8) as pool:
        [*pool.map(holders.prepare, [site.desk] * 8)]
    with closing(sqlite3.connect(site.desk)) as database:
        columns = [row[1] for row in database.execute(f"PRAGMA table_info({TABLE})")]
    assert columns == ["id", "token_status", "description", "actor_id", "permissions",
                       "created_timestamp", "last_used_timestamp", "expires_after_seconds",
                       "ended_timestamp", "secret_version"]  # fmt: skip


def test_what_is_kept_is_what_the_plugin_reads(desk: Desk) -> None:
    token = made(desk, only="correct")
    with desk_file.reading(desk.folder.desk) as database:
        row = dict(database.execute(f"SELECT * FROM {TABLE}").fetchone())
    assert (row["token_status"], json.loads(row["permissions"])) == ("A", {"a": ["correct"]})

    async def plugin() -> object:
        await desk.invoke_startup()
        return await super(Desk, desk).verify_token(token)

    wanted = {"id": ada(desk), "token": "dsatok", "token_id": row["id"], "_r": {"a": ["correct"]}}
    assert asyncio.run(plugin()) == wanted
    assert asyncio.run(desk.verify_token(token)) is None
