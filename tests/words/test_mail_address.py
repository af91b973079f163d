"""Which texts are one address of e-mail, and which of them are one mailbox."""

import pytest

from publish.words.mail_address import is_address, mailbox


@pytest.mark.parametrize(
    "text", ["ada@example.org", "a.b-c+d@sub.example.co.uk", "o'neill@xn--exmple-cua.org"]
)
def test_these_are(text: str) -> None:
    assert is_address(text)


@pytest.mark.parametrize(
    "text",
    [
        "", "ada", "ada@", "@example.org", "ada@example", "ada@example.org ", "ada@example.org\n",
        "ada@example.org\r\nBcc: eve@example.org", "ada@example.org,eve@example.org",
        "Ada <ada@example.org>", '"ada"@example.org', "a..b@example.org", ".a@example.org",
        "ada@[127.0.0.1]", "ada@-example.org", "adä@example.org", "a" * 65 + "@example.org",
        "ada@" + "a." * 130 + "org", "ada@example.org\x00",
    ],
)  # fmt: skip
def test_these_are_not(text: str) -> None:
    assert not is_address(text)


def test_capitals_dots_and_what_follows_a_plus_make_no_other_mailbox() -> None:
    assert mailbox("A.D.A+x@Example.org") == mailbox("ada@example.org")
    assert mailbox("ada@example.org") != mailbox("adb@example.org")
