"""Every address of the desk, by each method, as everyone who may come: what each is answered.

An address that is not in the table fails the first test: whoever adds one decides who is let in.
"""

import asyncio
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date
from itertools import count

import httpx
import pytest

from publish.corrections import desk_file
from publish.corrections.proposals import Edit, proposal, propose
from publish.desk.app.instance import Desk
from publish.desk.app.routes import PROGRAMS, ROUTES
from publish.desk.app.serve import open_desk
from publish.desk.days import DAY_SECONDS
from publish.desk.members import SESSION_SECONDS, invite, members, sign_in
from publish.desk.rights import EVERYWHERE, Role, Scope, Territory
from publish.desk.seals import Sealed, seal, session_mark
from publish.desk.tokens import end, make
from publish.desk.visits import NAME
from tests.desk.entering import FORM, ROW, open_site

# Row 01 is a café of `lieux`, of which all ask.
WHO: dict[str, tuple[Role, Scope] | None] = {
    "anonymous": None,
    "lapsed": ("officer", EVERYWHERE),
    "of another territory": ("corrector", Scope("lieux", territory=Territory("kind", "fablab"))),
    "of another dataset": ("reviewer", Scope("autres")),
    "reviewer": ("reviewer", EVERYWHERE),
    "officer of a dataset": ("officer", Scope("lieux")),
    "officer": ("officer", EVERYWHERE),
}  # fmt: skip
AGE = dict.fromkeys(WHO, 0) | {"lapsed": SESSION_SECONDS}
DAY = date(2026, 11, 30)
MAY_REVIEW = ("reviewer", "officer of a dataset", "officer")
SECRET = "Café de la proposition"
PATCH = {"content-type": "application/merge-patch+json", "if-match": '"none"'}
JSON = {"content-type": "application/json"}


@dataclass
class Caller:
    """Somebody who asks: their session, and a proposal that waits for a decision of theirs."""

    name: str
    id: str = ""
    cookie: str = ""
    mark: str = ""
    proposal: int = 0
    token: str = ""


@dataclass(frozen=True, eq=False)
class Ask:
    """What is asked, and the statuses by caller, in the order of `WHO`."""

    method: str
    path: str
    statuses: str
    form: Callable[[Caller], Mapping[str, str]] = lambda _: {}
    body: object = None
    headers: Mapping[str, str] = field(default_factory=dict)


def decided(caller: Caller) -> dict[str, str]:
    """The form of the inbox, about the caller's proposal."""
    return {"proposal": str(caller.proposal), "decision": "refuse", "reason": "It is right."}


#                                  nobody lapsed territory dataset reviewer officers
TABLE = (
    Ask("GET", "/desk/",                       "200 200 200 200 200 200 200"),
    Ask("GET", "/desk/thanks",                 "200 200 200 200 200 200 200"),
    Ask("GET", "/desk/sign-in",                "403 403 403 403 403 403 403"),
    Ask("POST", "/desk/sign-in",               "403 403 403 403 403 403 403"),
    Ask("GET", "/desk/inbox",                  "403 403 200 200 200 200 200"),
    Ask("POST", "/desk/inbox",                 "403 403 409 409 200 200 200", decided),
    Ask("GET", "/desk/proposals/1",            "403 403 403 403 200 200 200"),
    Ask("POST", "/desk/proposals/2",           "403 403 403 403 200 409 409",
        lambda caller: decided(caller) | {"proposal": "2"}),
    Ask("GET", "/desk/conflicts",              "403 403 200 200 200 200 200"),
    Ask("POST", "/desk/conflicts",             "403 403 400 400 400 400 400"),
    # No partners feed these data.
    Ask("GET", "/desk/lieux/duplicates",       "403 403 404 404 404 404 404"),
    Ask("POST", "/desk/lieux/duplicates",      "403 403 404 404 404 404 404"),
    Ask("GET", "/desk/log",                    "403 403 403 403 403 403 200"),
    Ask("GET", "/desk/requests",               "403 403 403 403 403 403 200"),
    Ask("POST", "/desk/requests",              "403 403 403 403 403 403 400"),
    Ask("GET", "/desk/tokens",                 "403 403 200 200 200 200 200"),
    Ask("POST", "/desk/tokens",                "403 403 200 200 200 200 200",
        lambda _: {"days": "1"}),
    Ask("GET", "/desk/clearance",              "403 403 403 403 403 200 200"),
    Ask("POST", "/desk/clearance",             "403 403 422 422 422 422 422"),
    # No service is declared that hands its users over.
    Ask("POST", "/desk/hand-over",             "403 403 403 403 403 403 403"),
    Ask("GET", "/desk/reuses",                 "403 403 200 200 200 200 200"),
    Ask("POST", "/desk/reuses",                "403 403 400 400 400 400 400"),
    Ask("GET", "/desk/reuses/add",             "200 200 200 200 200 200 200"),
    Ask("POST", "/desk/reuses/add",            "422 422 422 422 422 422 422"),
    Ask("GET", "/desk/reuses/thanks",          "200 200 200 200 200 200 200"),
    # Where metadata.yaml declares no trust.
    Ask("GET", "/desk/trust",                  "403 403 404 404 404 404 404"),
    Ask("POST", "/desk/trust",                 "403 403 404 404 404 404 404"),
    # Whoever comes is told how to ask; members have no data of their own here.
    Ask("GET", "/desk/me",                     "200 200 200 200 200 200 200"),
    Ask("POST", "/desk/me",                    "403 403 403 403 403 403 403"),
    Ask("GET", "/desk/me/leave",               "200 200 200 200 200 200 200"),
    Ask("POST", "/desk/me/leave",              "403 403 403 403 403 403 403"),
    Ask("GET", "/desk/me/enter",               "404 404 404 404 404 404 404"),
    Ask("POST", "/desk/me/enter",              "404 404 404 404 404 404 404"),
    Ask("GET", "/desk/me/answer",              "200 200 200 200 200 200 200"),
    Ask("POST", "/desk/me/answer",             "404 404 404 404 404 404 404"),
    Ask("POST", "/desk/me/answer.zip",         "404 404 404 404 404 404 404"),
    Ask("GET", "/desk/me/send",                "200 200 200 200 200 200 200"),
    # Without an address.
    Ask("POST", "/desk/me/send",               "422 422 422 422 422 422 422"),
    # Where it declares no mail; who leaves needs no more than the link of a letter.
    Ask("GET", "/desk/news",                   "404 404 404 404 404 404 404"),
    Ask("POST", "/desk/news",                  "404 404 404 404 404 404 404"),
    Ask("GET", "/desk/news/thanks",            "200 200 200 200 200 200 200"),
    Ask("GET", "/desk/news/confirm",           "403 403 403 403 403 403 403"),
    Ask("POST", "/desk/news/confirm",          "403 403 403 403 403 403 403"),
    Ask("GET", "/desk/news/leave",             "200 200 200 200 200 200 200"),
    Ask("POST", "/desk/news/leave",            "200 200 200 200 200 200 200"),
    # Of this table nobody may add rows.
    Ask("GET", "/desk/lieux/places/add",       "404 404 404 404 404 404 404"),
    Ask("POST", "/desk/lieux/places/add",      "404 404 404 404 404 404 404"),
    Ask("GET", FORM,                           "200 200 200 200 200 200 200"),
    Ask("POST", FORM,                          "303 303 303 303 303 303 303",
        lambda caller: {"cell.name": f"Bar {caller.name}"}),
    Ask("GET", "/desk/lieux/places/01",        "401 401 403 403 200 200 200"),
    Ask("PATCH", "/desk/lieux/places/01",      "401 401 403 403 412 412 412",
        body={"name": "Bar"}, headers=PATCH),
    # Nothing is declared that says of a row that it is over.
    Ask("DELETE", "/desk/lieux/places/01",     "401 401 405 405 405 405 405",
        headers={"if-match": '"none"'}),
    Ask("POST", "/desk/lieux/places",          "401 401 405 405 405 405 405",
        body={"name": "Bar"}, headers=JSON),
    # Whoever sees the rows may ask which are alike.
    Ask("GET", "/desk/similar?dataset=lieux&table=places&name=Bar",
                                               "200 200 200 200 200 200 200"),
    Ask("POST", "/desk/similar",               "200 200 200 200 200 200 200",
        body={"dataset": "lieux", "table": "places", "row": {"name": "Bar"}}, headers=JSON),
    Ask("GET", "/desk/lieux/outgoing.csv",     "401 401 403 403 200 200 200"),
    Ask("POST", "/desk/changesets",            "401 401 201 201 201 201 201",
        body={"comment": "Hours"}, headers=JSON),
    Ask("GET", "/desk/changesets/1",           "401 401 200 404 404 404 200"),
    # Last, for it ends the session.
    Ask("POST", "/desk/sign-out",              "403 403 303 303 303 303 303"),
)  # fmt: skip


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A desk in this process, which asks nobody to wait."""
    with closing(open_desk(open_site(tmp_path_factory.mktemp("crawl") / "site"))) as opened:
        yield opened


@pytest.fixture(scope="module")
def callers(desk: Desk) -> list[Caller]:
    """Everyone, each with a proposal of their own that waits."""
    return [caller(desk, name, right) for name, right in WHO.items()]


def caller(desk: Desk, name: str, right: tuple[Role, Scope] | None) -> Caller:
    """Somebody, signed in where they have a right."""
    path, now = desk.folder.desk, desk.now()
    edits = {"name": Edit("Café des Œuvres", f"{SECRET} {name}")}
    number = propose(path, ROW, edits, why=SECRET, evidence="", day=DAY)
    found = Caller(name, proposal=number)
    if right:
        session = sign_in(path, invite(path, name, right[0], now, right[1]), "", now - AGE[name])
        assert session
        found.cookie = f"{NAME}={session}"
        found.mark = session_mark(desk.secret, session)
        [found.id] = [one.id for one in members(path) if one.name == name]
    return found


def matching(path: str) -> str:
    """The pattern of an address."""
    asked = path.partition("?")[0]
    return next(pattern for pattern, _pages in ROUTES if re.search(pattern, asked))


def test_every_address_and_method_has_its_line() -> None:
    wanted = {(pattern, method) for pattern, pages in ROUTES for method in pages}
    assert {(matching(one.path), one.method) for one in TABLE} == wanted


def test_everyone_is_answered_as_the_table_says(desk: Desk, callers: list[Caller]) -> None:
    found = asyncio.run(crawled(desk, callers))
    wrong = {
        f"{ask.method} {ask.path}": " ".join(str(one.status_code) for one in answers)
        for ask, answers in found.items()
        if [one.status_code for one in answers] != [int(one) for one in ask.statuses.split()]
    }
    assert wrong == {}
    for ask, answers in found.items():
        for who, answer in zip(callers, answers, strict=True):
            assert answer.headers["cache-control"] == "no-store", (ask, who)
            # What waits is for those who decide of it.
            assert SECRET not in answer.text or (who.name in MAY_REVIEW), (ask, who)
    [inbox] = [one for one in TABLE if (one.method, one.path) == ("GET", "/desk/inbox")]
    assert SECRET in found[inbox][-1].text
    # Nothing was written beyond what each may.
    states = [proposal(desk.folder.desk, one.proposal).state for one in callers]
    assert states == ["open", "refused", "open", "open"] + ["refused"] * 3
    by = [proposal(desk.folder.desk, one) for one in corrected(desk)]
    assert [one.by for one in by] == [callers[4].id]


def corrected(desk: Desk) -> list[int]:
    """The proposals of which there are corrections."""
    with desk_file.reading(desk.folder.desk) as database:
        return [number for (number,) in database.execute("SELECT proposal FROM corrections")]


async def crawled(
    desk: Desk, callers: list[Caller], asks: Sequence[Ask] = TABLE
) -> dict[Ask, list[httpx.Response]]:
    """The answers to all that is asked, by caller."""
    app, address = desk.app(), count(1)

    async def answer(ask: Ask, who: Caller) -> httpx.Response:
        transport = httpx.ASGITransport(app, client=(f"198.51.{next(address)}.1", 1))
        async with httpx.AsyncClient(transport=transport, base_url="http://desk") as client:
            return await client.send(asked(desk, client, ask, who))

    return {ask: [await answer(ask, who) for who in callers] for ask in asks}


def asked(desk: Desk, client: httpx.AsyncClient, ask: Ask, who: Caller) -> httpx.Request:
    """What a caller sends: a program's body, or a form with all marks that a page gives it."""
    said = {"cookie": who.cookie, "desk-mark": who.mark, "authorization": who.token}
    headers = {name: text for name, text in said.items() if text} | dict(ask.headers)
    if ask.method == "GET" or ask.body is not None:
        return client.build_request(ask.method, ask.path, json=ask.body, headers=headers)
    made = seal(desk.secret, ROW, Sealed(desk.now() - 60, "1.0.0"))
    fields = {"mark": who.mark, "form": made, **ask.form(who)}
    return client.build_request(ask.method, ask.path, data=fields, headers=headers)


def token(desk: Desk, who: Caller, ago: int = 0) -> int:
    """The number of a token of a caller, made some seconds ago for a day."""
    return make(desk.folder.desk, who.id, 1, None, by=who.id, now=desk.now() - ago)


def for_programs() -> list[Ask]:
    """What programs ask."""
    patterns = {pattern for pattern, _pages in PROGRAMS}
    return [one for one in TABLE if matching(one.path) in patterns]


def test_a_token_opens_what_its_member_may(desk: Desk, callers: list[Caller]) -> None:
    signed = [one for one in callers if one.id and one.name != "lapsed"]
    programs = [Caller(one.name, token=bearer(desk, token(desk, one))) for one in signed]
    found = asyncio.run(crawled(desk, programs, for_programs()))
    for ask, answers in found.items():
        statuses = [str(one.status_code) for one in answers]
        assert (ask.path, statuses) == (ask.path, ask.statuses.split()[2:])


def test_a_token_that_is_over_opens_nothing(desk: Desk, callers: list[Caller]) -> None:
    officer = callers[-1]
    ended = token(desk, officer)
    assert end(desk.folder.desk, ended, by=officer.id, now=desk.now())
    over, right = token(desk, officer, ago=DAY_SECONDS), bearer(desk, token(desk, officer))
    said = [bearer(desk, ended), bearer(desk, over), f"{right}x", "Bearer ", "Basic eDp5"]
    programs = [Caller("over", cookie=officer.cookie, token=one) for one in said]
    found = asyncio.run(crawled(desk, programs, for_programs()))
    for answers in found.values():
        for answer in answers:
            assert answer.status_code == 401
            assert answer.headers["content-type"] == "application/problem+json"
            assert answer.headers["www-authenticate"].startswith('Bearer realm="desk"')
            assert answer.json()["detail"]


def test_a_token_is_no_session(desk: Desk, callers: list[Caller]) -> None:
    officer = Caller("officer", token=bearer(desk, token(desk, callers[-1])))
    pages = [one for one in TABLE if one not in for_programs()]
    found = asyncio.run(crawled(desk, [officer], pages))
    for ask, [answer] in found.items():
        assert (ask.path, str(answer.status_code)) == (ask.path, ask.statuses.split()[0])


def bearer(desk: Desk, id: int) -> str:
    """How a program shows a token."""
    return f"Bearer {desk.token_of(id)}"
