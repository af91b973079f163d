"""The outbox and a real server of mail: what arrives, what is tried again, what is given up."""

import ssl
import subprocess
import time
from datetime import UTC, date, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from publish.corrections.decisions import accept, amend, refuse
from publish.corrections.proposals import Edit, Kind
from publish.corrections.strangers import Answer, propose_once
from publish.declare.site import SiteFolder
from publish.desk.mail import outbox
from publish.desk.mail.addresses import sealed
from publish.desk.mail.outbox import PAUSES, State, next_due, state
from publish.desk.mail.sending import LOCK, Carried, send_waiting
from publish.desk.mail.server import PASSWORD, VARIABLE
from publish.desk.people_file import writing
from publish.desk.secret import secret
from publish.errors import DeskError, PrivateStateError
from publish.release.disk import claimed
from tests.mailing import Mailbox, mail_server, text_of, with_mail
from tests.servers import COMMAND, free_port
from tests.sites import published_site

NOW = 1_800_000_000
TODAY = datetime.fromtimestamp(NOW, UTC).date()


@pytest.fixture
def site(tmp_path: Path, box: Mailbox) -> SiteFolder:
    """A site whose desk sends mail."""
    return with_mail(published_site(tmp_path / "site"), box.port)


def ask(
    site: SiteFolder,
    address: str = "ada@example.org",
    key: str = "01",
    lang: str = "en",
    day: date = TODAY,
    kind: Kind = "edit",
) -> int:
    """A proposal whose author wants to hear of the outcome."""
    answer = Answer(sealed(secret(site.desk.parent), address), lang)
    row = ("lieux", "places", (key,) if key else ())
    edits = {"name": Edit(None, "<b>typed</b> by a stranger")}
    told = {"why": "typed why", "evidence": "https://typed.example"}
    number = propose_once(
        site.desk, row, edits, **told, day=day, most=200, answer=answer, kind=kind
    )
    assert number is not None
    return number


def today() -> date:
    """The day of the clock, which commands go by."""
    return datetime.now(UTC).date()


def send(site: SiteFolder, after: int = 0) -> Carried:
    """What a run sends, some seconds later."""
    carried = send_waiting(site, lambda: NOW + after)
    assert carried is not None
    return carried


def kept(site: SiteFolder) -> list[int]:
    """How many rows the tables have that hold addresses."""
    with writing(site.desk) as database:
        return [
            database.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
            for table in ("hearers", "outbox")
        ]


def test_who_proposed_hears_of_it_and_is_forgotten(site: SiteFolder, box: Mailbox) -> None:
    number = ask(site)
    assert (send(site), kept(site)) == (Carried(), [1, 0])
    refuse(site.desk, number, "We were there:\r\nBcc: eve@example.org", TODAY)
    assert send(site) == Carried(sent=1)
    assert (kept(site), box.to) == ([0, 0], ["ada@example.org"])
    [message] = box.messages
    assert {name: str(message[name]) for name in ("From", "To", "Subject", "Auto-Submitted")} == {
        "From": "Essai <desk@example.org>",
        "To": "ada@example.org",
        "Subject": "What became of your suggestion – Essai",
        "Auto-Submitted": "auto-generated",
    }
    assert message["Message-ID"] == f"<1.{NOW}@data.example.org>"
    assert message["Bcc"] is None
    assert text_of(message).splitlines()[:5] == [
        "Your suggestion was read, and not accepted.",
        "Café des Œuvres – Places, Shared places",
        "name",
        "https://data.example.org/lieux/places/01?_lang=en",
        "Why: We were there: Bcc: eve@example.org",
    ]
    assert "typed" not in text_of(message)
    assert b"ada@example.org" not in site.desk.read_bytes()
    assert send(site, 7 * 86_400) == Carried()


def test_who_told_of_a_row_that_is_missing_hears_where_it_belongs(
    site: SiteFolder, box: Mailbox
) -> None:
    accept(site.desk, ask(site, key="", kind="addition"), TODAY)
    send(site)
    [message] = box.messages
    assert text_of(message).splitlines()[:3] == [
        "Your suggestion was accepted: the next publication of the data shows it. Thank you!",
        "Places, Shared places",
        "",
    ]


def test_it_is_said_in_their_language(site: SiteFolder, box: Mailbox) -> None:
    accept(site.desk, ask(site, lang="fr"), TODAY)
    send(site)
    [message] = box.messages
    assert message["Subject"] == "Suite donnée à votre proposition – Essai"
    assert "Votre proposition est acceptée" in text_of(message)


def test_what_was_amended_is_told_so(site: SiteFolder, box: Mailbox) -> None:
    number = ask(site)
    amend(site.desk, number, {"kind": Edit("café", "bar")}, TODAY)
    accept(site.desk, number, TODAY)
    send(site)
    [message] = box.messages
    assert text_of(message).startswith("Your suggestion was accepted, with changes: the next")
    assert "kind" in text_of(message)


def test_an_address_hears_once_a_day_of_all_that_was_decided(
    site: SiteFolder, box: Mailbox
) -> None:
    spelt = ("eve@example.org", "E.V.E@example.org", "eve+1@EXAMPLE.org")
    for number in range(100):
        refuse(site.desk, ask(site, spelt[number % 3]), "no", TODAY)
        if number in (10, 50):
            send(site)
    assert len(box.raw) == 1
    assert send(site, 86_399) == Carried()
    assert send(site, 86_401) == Carried(sent=1)
    assert text_of(box.messages[1]).count("not accepted") == 89
    assert kept(site) == [0, 0]


def test_others_hear_at_once(site: SiteFolder, box: Mailbox) -> None:
    for name in ("ada", "bob"):
        refuse(site.desk, ask(site, f"{name}@example.org"), "no", TODAY)
    assert send(site) == Carried(sent=2)
    assert sorted(box.to) == ["ada@example.org", "bob@example.org"]


def test_an_address_is_kept_for_a_month_at_most(site: SiteFolder, box: Mailbox) -> None:
    ask(site)
    send(site, 30 * 86_400)
    assert kept(site) == [1, 0]
    send(site, 31 * 86_400)
    assert kept(site) == [0, 0]


def test_a_restored_desk_knows_no_address_any_more(site: SiteFolder, box: Mailbox) -> None:
    refuse(site.desk, ask(site), "no", TODAY)
    (site.desk.parent / "secret").unlink()
    assert (send(site), kept(site)) == (Carried(), [0, 0])
    assert box.raw == []


def test_a_server_that_is_down_is_asked_less_and_less_often(site: SiteFolder, box: Mailbox) -> None:
    refuse(site.desk, ask(site), "no", TODAY)
    with_mail(site, free_port())
    after = 0
    for pause in PAUSES:
        assert send(site, after).unreachable == "Connection refused"
        assert send(site, after + pause - 1) == Carried()
        after += pause
    assert state(site.desk).waiting == 1
    assert after == 246_960
    send(site, after)
    assert state(site.desk) == State(0, None, {"no server of mail: Connection refused": 1})
    with_mail(site, box.port)
    assert (send(site, after + 86_400), kept(site)) == (Carried(), [0, 0])
    send(site, after + 31 * 86_400)
    assert state(site.desk).undelivered == {}


def test_what_is_put_off_arrives_later(site: SiteFolder, box: Mailbox) -> None:
    refuse(site.desk, ask(site), "no", TODAY)
    box.refuses = {"ada@example.org": "451 come back later"}
    assert send(site) == Carried(postponed=1)
    box.refuses, box.answer = {}, "452 no room"
    assert send(site, 59) == Carried()
    assert send(site, 60) == Carried(postponed=1)
    box.answer = "250 OK"
    assert send(site, 360) == Carried(sent=1)


def test_who_is_refused_holds_nobody_else_up(site: SiteFolder, box: Mailbox) -> None:
    for name in ("ada", "bob", "eve"):
        refuse(site.desk, ask(site, f"{name}@example.org"), "no", TODAY)
    box.refuses = {"bob@example.org": "550 bob@example.org: no such user"}
    assert send(site) == Carried(sent=2, given_up=1)
    assert state(site.desk).undelivered == {"the server refuses it (550)": 1}
    assert b"bob@example" not in site.desk.read_bytes()


def test_what_may_have_arrived_is_not_sent_again(site: SiteFolder, box: Mailbox) -> None:
    refuse(site.desk, ask(site), "no", TODAY)
    box.closes = True
    assert send(site) == Carried(given_up=1, unreachable=outbox.IN_DOUBT)
    box.closes = False
    assert send(site, 86_400) == Carried()
    assert len(box.raw) == 1
    assert state(site.desk).undelivered == {outbox.IN_DOUBT: 1}


def test_what_a_killed_process_was_handing_over_is_not_sent_again(
    site: SiteFolder, box: Mailbox
) -> None:
    for name in ("ada", "bob"):
        refuse(site.desk, ask(site, f"{name}@example.org"), "no", TODAY)
    down = with_mail(site, free_port())
    send(down)
    with_mail(site, box.port)
    one = next_due(site.desk, NOW + 60)
    assert one is not None
    outbox.mark(site.desk, one)
    assert send(site, 60) == Carried(sent=1)
    assert box.to == ["bob@example.org"]
    assert state(site.desk).undelivered == {outbox.IN_DOUBT: 1}


@pytest.mark.slow("starts a process")
def test_who_is_killed_while_a_slow_server_thinks_sends_it_not_again(
    site: SiteFolder, box: Mailbox
) -> None:
    for name in ("ada", "bob"):
        refuse(site.desk, ask(site, f"{name}@example.org", day=today()), "no", TODAY)
    box.thinks.clear()
    words = [*COMMAND, "--site", str(site.root), "desk", "mail"]
    with subprocess.Popen(words, stdout=subprocess.DEVNULL) as process:
        box.until(lambda: len(box.raw) == 1)
        process.kill()
    box.thinks.set()
    assert state(site.desk).waiting == 2
    assert send(site, int(time.time()) - NOW) == Carried(sent=1)
    assert box.to == ["ada@example.org", "bob@example.org"]
    assert state(site.desk) == State(0, None, {outbox.IN_DOUBT: 1})


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate of 127.0.0.1 with its key, which nobody trusts."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    today = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(today - timedelta(days=1))
        .not_valid_after(today + timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), False
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), True)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("certificate") / "both.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    path.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    return path


@pytest.mark.filterwarnings("ignore:Requiring AUTH")
@pytest.mark.parametrize("tls", ["starttls", "tls"])
def test_a_sealed_connection_with_a_password(
    site: SiteFolder, certificate: Path, monkeypatch: pytest.MonkeyPatch, tls: str
) -> None:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate)
    refuse(site.desk, ask(site), "no", TODAY)
    with mail_server(context, "swordfish", implicit=tls == "tls") as box:
        with_mail(site, box.port, f"tls: {tls}, user: desk")
        monkeypatch.setenv(VARIABLE, "swordfish")
        assert send(site).unreachable.startswith("[SSL: CERTIFICATE_VERIFY_FAILED]")
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        monkeypatch.setenv(VARIABLE, "trout")
        assert send(site, 60).unreachable == "SMTPAuthenticationError (535)"
        monkeypatch.delenv(VARIABLE)
        (site.desk.parent / PASSWORD).write_text("swordfish\n")
        with pytest.raises(PrivateStateError, match="others than its owner may read it"):
            send(site, 360)
        (site.desk.parent / PASSWORD).chmod(0o600)
        assert send(site, 360) == Carried(sent=1)


def test_a_password_is_not_guessed(site: SiteFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)
    refuse(site.desk, ask(site), "no", TODAY)
    with_mail(site, 1, "user: desk")
    with pytest.raises(DeskError, match=f"no password for the mail server: set {VARIABLE} "):
        send(site)


def test_a_server_without_tls_is_not_spoken_to_unless_it_is_meant(
    site: SiteFolder, box: Mailbox
) -> None:
    refuse(site.desk, ask(site), "no", TODAY)
    with_mail(site, box.port, "tls: starttls")
    assert send(site).unreachable == "SMTPNotSupportedError"
    assert box.raw == []


def test_without_a_server_nothing_is_sent(tmp_path: Path) -> None:
    site = published_site(tmp_path / "site")
    assert send_waiting(site, lambda: NOW) is None
    assert state(site.desk) == State(0, None, {})
    assert not site.desk.exists()


def test_two_do_not_send_at_once(site: SiteFolder, box: Mailbox) -> None:
    refuse(site.desk, ask(site), "no", TODAY)
    (lock := site.desk.with_name(LOCK)).touch(mode=0o600)
    with claimed(lock) as alone:
        assert alone
        assert send(site) == Carried()
    assert send(site) == Carried(sent=1)
