"""The desk on a real server that sends mail: what a form asks for, and who hears of it."""

from collections.abc import Iterator

import pytest

from publish.corrections.decisions import refuse
from publish.desk.mail.outbox import state
from publish.desk.people_file import writing
from tests.desk.entering import FORM, Desk, told
from tests.desk.mail.test_sending import TODAY
from tests.mailing import Mailbox, mail_server, text_of, with_mail
from tests.servers import serving
from tests.sites import published_site

pytestmark = pytest.mark.slow("starts a server")


@pytest.fixture(scope="module")
def box() -> Iterator[Mailbox]:
    """A server of mail."""
    with mail_server() as found:
        yield found


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory, box: Mailbox) -> Iterator[Desk]:
    """A site whose desk sends mail."""
    site = with_mail(published_site(tmp_path_factory.mktemp("carrier") / "site"), box.port)
    with serving(site.root) as server:
        yield Desk(site, server.address)


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
    assert "ada" not in kept
    with desk.member() as client:
        assert "ada@example.org" not in client.get("/desk/inbox").text
    refuse(desk.site.desk, one.id, "it is a café", TODAY)
    # The process beside the workers sends it by itself.
    box.until(lambda: bool(box.raw) and state(desk.site.desk).waiting == 0)
    [message] = box.messages
    assert "Why: it is a café" in text_of(message)
    assert (box.to, addresses(desk)) == (["ada@example.org"], [])
