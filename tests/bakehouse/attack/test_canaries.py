"""Private words are found in any bytes, wherever they begin, packed or not."""

import gzip

import pytest

from publish.bakehouse.attack.canaries import found_in
from publish.bakehouse.attack.contents import unpacked

WORDS = (b"diary-003", b"diary-004", b"R00001", "Zoé Lefèvre".encode())


@pytest.mark.parametrize("before", range(9))
def test_a_word_is_found_wherever_it_begins(before: int) -> None:
    assert found_in(b"." * before + b"diary-004", WORDS) == {b"diary-004"}
    assert found_in(b"." * before + b"R00001" + b"x" * before, WORDS) == {b"R00001"}


def test_half_a_word_is_none() -> None:
    assert found_in(b"diary-00 R0000 diary-0", WORDS) == set()
    assert found_in(b"", WORDS) == set()
    assert found_in(b"diary-003", ()) == set()


def test_letters_with_accents_are_found() -> None:
    assert found_in("… par Zoé Lefèvre, hier".encode(), WORDS) == {WORDS[3]}


def test_archives_are_unpacked_as_deep_as_they_go() -> None:
    packed = gzip.compress(gzip.compress(b"diary-003"))
    assert [name for name, _ in unpacked("a.csv.gz.gz", packed)] == [
        "a.csv.gz.gz",
        "a.csv.gz",
        "a.csv",
    ]
    assert [found_in(data, WORDS) for _, data in unpacked("a", packed)][-1] == {b"diary-003"}
