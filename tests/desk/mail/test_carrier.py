"""The desk on a real server that sends mail: what a form asks for, and who hears of it."""

from collections.abc import Iterator

import httpx
import pytest

from publish.corrections.decisions import refuse
from publish.desk.mail.outbox import state
from publish.desk.mail.subscribers import leave, numbers
from publish.desk.people_file import writing
from tests.desk.entering import FORM, Desk, told
from tests.desk.mail.test_sending import TODAY
from tests.mailing import Mailbox, text_of, with_mail
from tests.servers import serving
from tests.sites import published_site

pytestmark = pytest.mark.slow("starts a server")


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory, server: Mailbox) -> Iterator[Desk]:
    """A site whose desk sends mail."""
    site = with_mail(published_site(tmp_path_factory.mktemp("carrier") / "site"), server.port)
    with serving(site.root) as served:
        yield Desk(site, served.address)


def addresses(desk: Desk) -> list[str]:
    """Those that are kept, sealed."""
    with writing(desk.site.desk) as database:
        return [row["address"] for row in database.execute("SELECT address FROM hearers")]


@pytest.mark.parametrize(
    "typed",
    [
        "ada",
        "ada@example",
        "ada@example.org, eve@example.org",
        "ada@example.org\r\nBcc: eve@example.org",
        "Ada <ada@example.org>",
        '"ada eve"@example.org',
        "ada@exämple.org",
        "a" * 65 + "@example.org",
    ],
)
def test_what_is_no_address_is_told_and_nothing_is_taken(desk: Desk, typed: str) -> None:
    before = desk.waiting()
    fields = {"form": desk.sealed(), "cell.name": "Bar", "mail": typed}
    answer = desk.send(FORM, fields, {"x-forwarded-for": f"198.51.100.{len(typed)}"})
    assert answer.status_code == 422
    assert "Give one e-mail address, such as ada@example.org." in told(answer)
    assert (desk.waiting(), addresses(desk)) == (before, [])


def test_who_left_an_address_hears_of_the_outcome(desk: Desk, box: Mailbox) -> None:
    page = desk.get(FORM)
    assert 'name="mail" type="email"' in page.text
    fields = {"form": desk.sealed(), "cell.name": "Bar", "mail": " ada@example.org "}
    assert desk.send(FORM, fields).status_code == 303
    [one] = desk.waiting()
    [kept] = addresses(desk)
    # Nor as bytes; what is random never holds as many letters by chance.
    assert b"ada@example" not in bytes.fromhex(kept)
    with desk.member() as client:
        assert "ada@example.org" not in client.get("/desk/inbox").text
    refuse(desk.site.desk, one.id, "it is a café", TODAY)
    # The process beside the workers sends it by itself.
    box.until(lambda: bool(box.raw) and state(desk.site.desk).waiting == 0)
    [message] = box.messages
    assert "Why: it is a café" in text_of(message)
    assert (box.to, addresses(desk)) == (["ada@example.org"], [])


def news(desk: Desk, address: str, who: int, **more: str) -> httpx.Response:
    """What becomes of the form of news, from one more address of the network."""
    fields = {"form": desk.sealed(row=("news",), version=""), "mail": address, **more}
    return desk.send("/desk/news", fields, {"x-forwarded-for": f"203.0.113.{who}"})


def test_news_begin_and_end_by_pages(desk: Desk, box: Mailbox) -> None:
    page = desk.get("/desk/news", dataset="lieux")
    assert 'name="dataset" value="lieux" checked' in page.text
    assert "/desk/news?dataset=lieux" in desk.get("/lieux").text
    sent = news(desk, "eve@example.org", 1, dataset="lieux")
    assert (sent.status_code, sent.headers["location"]) == (303, "/desk/news/thanks?_lang=en")
    box.until(lambda: len(box.raw) == 1)
    secret = text_of(box.messages[0]).partition("?link=")[2].partition("&")[0]
    # A program that looks through mail opens the link, and nothing begins.
    assert "Shared places" in told(desk.get("/desk/news/confirm", link=secret))
    assert numbers(desk.site.desk, 0).subscribers == 0
    assert desk.send("/desk/news/confirm", {"link": secret}).status_code == 200
    assert numbers(desk.site.desk, 0).by_dataset == {"lieux": 1}
    replayed = desk.send("/desk/news/confirm", {"link": secret})
    assert (replayed.status_code, "used already" in told(replayed)) == (403, True)
    with writing(desk.site.desk) as database:
        [reader] = database.execute("SELECT secret FROM subscribers").fetchall()
    assert "One press" in told(desk.get("/desk/news/leave", link=reader["secret"]))
    assert numbers(desk.site.desk, 0).subscribers == 1
    # As providers of mail send it (RFC 8058).
    known, unknown = (
        httpx.post(
            f"{desk.address}/desk/news/leave",
            params={"link": link, "_lang": "en"},
            files={"List-Unsubscribe": (None, "One-Click")},
        )
        for link in (reader["secret"], "unknown")
    )
    assert (known.status_code, told(known)) == (200, told(unknown))
    assert numbers(desk.site.desk, 0).subscribers == 0


def test_nobody_learns_who_has_news(desk: Desk) -> None:
    with writing(desk.site.desk) as database:
        row = ("bob@example.org", "[]", "en", "secret-of-bob", 0)
        database.execute(
            "INSERT INTO subscribers (address, datasets, language, secret, since)"
            " VALUES (?, ?, ?, ?, ?)",
            row,
        )
    answers = [news(desk, f"{name}@example.org", 2) for name in ("bob", "new", "bob", "bob")]
    assert {(one.status_code, one.text, one.headers["location"]) for one in answers} == {
        (303, "", "/desk/news/thanks?_lang=en")
    }
    leave(desk.site.desk, "secret-of-bob")


def test_forms_of_news_that_are_none(desk: Desk) -> None:
    def written() -> int:
        return numbers(desk.site.desk, 0).asked

    before = written()
    assert news(desk, "trap@example.org", 3, homepage="x").status_code == 303
    wrong = news(desk, "trap@example.org\r\nBcc: x@example.org", 3)
    assert (wrong.status_code, "Give one e-mail address" in told(wrong)) == (422, True)
    assert news(desk, "trap@example.org", 3, dataset="private").status_code == 400
    fast = desk.sealed(ago=0, row=("news",), version="")
    assert "That was fast" in told(news(desk, "trap@example.org", 3, form=fast))
    of_a_row = news(desk, "trap@example.org", 3, form=desk.sealed())
    assert "not of this page" in told(of_a_row)
    assert written() == before
    assert news(desk, "trap@example.org", 3).status_code == 303
    assert written() == before + 1
