"""Seals: only this desk makes them, for one row and one session."""

import pytest

from publish.desk.seals import Sealed, is_session_mark, seal, session_mark, unsealed

KEY, ROW = b"k" * 32, ("lieux", "places", "01")
MADE = Sealed(1_796_000_000, "1.2.0")


def test_a_seal_says_when_and_of_which_version() -> None:
    assert unsealed(KEY, ROW, seal(KEY, ROW, MADE)) == MADE


@pytest.mark.parametrize(
    ("key", "row"),
    [
        (b"o" * 32, ROW),
        (KEY, ("lieux", "places", "02")),
        (KEY, ("lieux", "places01")),
        (KEY, ("lieux", "places", "0", "1")),
    ],
)
def test_it_is_of_its_key_and_row_alone(key: bytes, row: tuple[str, ...]) -> None:
    assert unsealed(key, row, seal(KEY, ROW, MADE)) is None


@pytest.mark.parametrize("text", ["", "~", "~~", "1~1.0.0~", "²~1.0.0~x", "9" * 5000, "1~é~é"])
def test_what_is_none_is_none(text: str) -> None:
    assert unsealed(KEY, ROW, text) is None


def test_a_later_time_needs_another_signature() -> None:
    later = seal(KEY, ROW, MADE).replace("1796000000", "1796009999")
    assert unsealed(KEY, ROW, later) is None


def test_a_mark_is_of_its_session_alone() -> None:
    assert is_session_mark(KEY, "one", session_mark(KEY, "one"))
    assert not is_session_mark(KEY, "other", session_mark(KEY, "one"))
    assert not is_session_mark(KEY, "one", "")
