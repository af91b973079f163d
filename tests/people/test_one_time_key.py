"""The key of an answer: long enough, typed as people type, and no way back to it."""

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from publish.corrections.sealed import sealed_file, unsealed_file
from publish.people.one_time_key import LETTERS, new_key, private_half, public_half, sealing


def test_it_is_seven_groups_of_letters_that_nobody_mistakes() -> None:
    keys = {new_key() for _ in range(100)}
    assert len(keys) == 100
    assert all(re.fullmatch(r"([0-9A-HJKMNP-TV-Z]{4}-){6}[0-9A-HJKMNP-TV-Z]{4}", k) for k in keys)
    # 28 letters of 32: 140 bits.
    assert len(LETTERS) == 32


def test_it_is_read_however_it_is_typed() -> None:
    key = "0123-4567-89AB-CDEF-GHJK-MNPQ-RSTV"
    for typed in (key.lower(), key.replace("-", ""), f"  {key} ", key.replace("0", "O"),
                  key.replace("1", "l"), key.replace("-", " – ")):  # fmt: skip
        assert public_half(typed) == public_half(key)
    assert public_half(key[:-1]) != public_half(key)


@settings(max_examples=30, deadline=None)
@given(st.text())
def test_any_text_has_halves_and_is_told_apart_by_none(text: str) -> None:
    box = sealed_file(sealing(public_half(text)), b"answer")
    assert unsealed_file(private_half(text), box) == b"answer"


@settings(max_examples=30, deadline=None)
@given(st.binary(max_size=200_000))
def test_files_come_back_whole_and_tell_little_of_their_length(content: bytes) -> None:
    key = private_half("x")
    box = sealed_file(key.public_key(), content)
    assert unsealed_file(key, box) == content
    size = len(box) - 48
    assert size >= 1 << 16
    assert size & (size - 1) == 0
