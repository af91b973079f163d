"""What nobody sees in a text is found, and shown."""

import pytest

from publish.words.unseen import escaped, has_unseen, plain


@pytest.mark.parametrize(
    "character",
    [
        "\0", "\x1b", "\r", "\x7f", "\x9b", "\u061c", "\u200b", "\u200e", "\u200f", "\u202a",
        "\u202e", "\u2060", "\u2066", "\u2069", "\ufeff", "\ufdd0", "\ufffe", "\uffff",
        "\U0001fffe", "\ud800",
    ],
)  # fmt: skip
def test_what_nobody_sees_is_found(character: str) -> None:
    assert has_unseen(f"a{character}b")


@pytest.mark.parametrize(
    "text", ["", "Café\u00a0: l’Œuvre", "two\nlines\tand", "👩\u200d🚀", "עברית", "\ufffd"]
)
def test_what_people_write_is_none(text: str) -> None:
    assert not has_unseen(text)


def test_nothing_unseen_reaches_a_terminal() -> None:
    said = escaped("é\x1b[2J\n\r\x9b\x7f\u202e\u2028\U000e0001")
    assert said == "é\\u001b[2J\\n\\r\\u009b\\u007f\\u202e\\u2028\\udb40\\udc01"


def test_a_header_is_one_line_of_what_is_seen() -> None:
    assert plain(" Les lieux\r\nBcc: eve@example.org\u202e \t ") == "Les lieux Bcc: eve@example.org"
