"""The commands on the desk's mail."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from publish.cli import main
from publish.corrections.decisions import refuse
from publish.declare.site import SiteFolder
from publish.desk.mail import outbox
from publish.desk.people_file import writing
from publish.progress import Silent
from publish.upkeep.mail import lines
from publish.upkeep.update import update
from tests.desk.mail.test_sending import NOW, TODAY, ask, today
from tests.mailing import Mailbox, mail_server, text_of, with_mail
from tests.servers import free_port
from tests.sites import DAY, METADATA, published_site


@pytest.fixture(scope="module")
def box() -> Iterator[Mailbox]:
    """A server of mail."""
    with mail_server() as found:
        yield found


@pytest.fixture
def site(tmp_path: Path, box: Mailbox) -> SiteFolder:
    """A site whose desk sends mail."""
    box.clear()
    return with_mail(published_site(tmp_path / "site"), box.port)


def run(site: SiteFolder, *words: str) -> Result:
    return CliRunner().invoke(main, ["--site", str(site.root), "desk", *words])


def test_a_link_is_mailed_and_the_address_is_not_kept(site: SiteFolder, box: Mailbox) -> None:
    result = run(site, "invite", "Ada", "--mail", "ada@example.org")
    said, mailed = result.output.splitlines()
    link = said.removeprefix("Ada, reviewer: ")
    assert link.startswith("https://data.example.org/desk/sign-in?link=")
    assert mailed == "mailed to ada@example.org"
    [message] = box.messages
    assert message["Subject"] == "Votre accès au guichet de Essai"
    assert link in text_of(message)
    assert b"ada@example.org" not in site.desk.read_bytes()


def test_a_link_that_cannot_be_mailed_is_printed_all_the_same(site: SiteFolder) -> None:
    with_mail(site, free_port())
    result = run(site, "invite", "Ada", "--mail", "ada@example.org")
    assert result.exit_code == 12
    assert "/desk/sign-in?link=" in result.output
    assert "the link could not be mailed (Connection refused); hand it over" in result.output
    wrong = run(site, "invite", "Bob", "--mail", "bob@example.org\nBcc: eve@example.org")
    assert "is no e-mail address, such as ada@example.org" in wrong.output


def test_what_waits_is_sent(site: SiteFolder, box: Mailbox) -> None:
    assert run(site, "mail").output == "sent: 0, waiting: 0, given up: 0\n"
    refuse(site.desk, ask(site, day=today()), "no", TODAY)
    assert run(site, "mail").output == "sent: 1, waiting: 0, given up: 0\n"
    assert box.to == ["ada@example.org"]


def test_what_cannot_be_sent_is_told(site: SiteFolder) -> None:
    with_mail(site, free_port())
    refuse(site.desk, ask(site, day=today()), "no", TODAY)
    result = run(site, "mail")
    assert result.exit_code == 12
    assert result.output == (
        "sent: 0, waiting: 1, given up: 0\nthe server could not be spoken to: Connection refused\n"
    )
    (site.root / "metadata.yaml").write_text(f"{METADATA}desk: {{}}\n", encoding="utf-8")
    told = run(site, "mail")
    assert (told.exit_code, "metadata.yaml: no server of mail; write " in told.output) == (12, True)


def test_the_doctor_sees_what_waits_and_what_was_lost(site: SiteFolder) -> None:
    assert [*lines(site, TODAY)] == [("0 messages wait", "")]
    with writing(site.desk) as database:
        outbox.add(database, "outcome", "fr", NOW, {"proposals": []}, address="00")
    assert [*lines(site, TODAY)] == [("1 messages wait", "")]
    later = date.fromordinal(TODAY.toordinal() + 2)
    assert [*lines(site, later)] == [
        (f"1 messages wait, the oldest since {TODAY}", "see why: `fournil desk mail`")
    ]
    one = outbox.next_due(site.desk, NOW)
    assert one is not None
    outbox.give_up(site.desk, one, "the server refuses it (550)", NOW)
    [(what, way_out)] = lines(site, later)
    assert what == ("1 messages of the last 30 days never arrived: the server refuses it (550)")
    assert way_out.startswith("look at `desk: mail:`")


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("{host: smtp.example.org, from: desk}", "'desk' is no e-mail address, such as"),
        (
            "{host: smtp.example.org, from: desk@example.org, tls: none, user: desk}",
            "a password is never sent unsealed; write `tls: starttls` or `tls`",
        ),
        (
            "{host: smtp.example.org, from: desk@example.org}",
            "its links need the site's address; write `address: https://data.example.org`",
        ),
        (
            "{host: smtp.example.org, from: desk@example.org, password: swordfish}",
            "password",
        ),
    ],
)
def test_what_cannot_be_declared(site: SiteFolder, said: str, why: str) -> None:
    (site.root / "metadata.yaml").write_text(
        f"{METADATA}desk: {{mail: {said}}}\n", encoding="utf-8"
    )
    result = run(site, "mail")
    assert (result.exit_code, why in result.output) == (3, True), result.output


def test_the_timer_sends_too(site: SiteFolder, box: Mailbox) -> None:
    refuse(site.desk, ask(site, day=today()), "no", TODAY)
    done = update(site, DAY, Silent())
    assert (done.exit_code, box.to) == (0, ["ada@example.org"])
    with_mail(site, free_port())
    refuse(site.desk, ask(site, "bob@example.org", day=today()), "no", TODAY)
    assert update(site, DAY, Silent()).needs == ("mail: Connection refused; `fournil desk mail`",)


def test_readers_are_counted_and_not_shown(site: SiteFolder, box: Mailbox) -> None:
    assert run(site, "news").output == (
        "0 get news by mail, 0 of them of all datasets\n"
        "0 were asked whether their address is theirs, and did not answer yet\n"
    )
    with writing(site.desk) as database:
        for number, datasets in enumerate(("[]", '["lieux"]', '["lieux"]')):
            row = (f"a{number}@example.org", datasets, "fr", str(number), 0)
            database.execute(
                "INSERT INTO subscribers (address, datasets, language, secret, since)"
                " VALUES (?, ?, ?, ?, ?)",
                row,
            )
    told = run(site, "news").output
    assert told.startswith("3 get news by mail, 1 of them of all datasets\n  lieux: 2\n")
    assert "@" not in told
