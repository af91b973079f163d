"""Joined letters are two."""

import sqlite3

import pytest

from publish.words.letters import joined, parted, parted_sql


@pytest.mark.parametrize(
    ("text", "two"),
    [("Cœur", "Coeur"), ("ŒUVRE", "OeUVRE"), ("Straße", "Strasse"), ("Ælfric", "Aelfric"),
     ("œœ", "oeoe"), ("été", "été"), ("", "")],
)  # fmt: skip
def test_python_and_sql_part_alike(text: str, two: str) -> None:
    assert parted(text) == two
    connection = sqlite3.connect(":memory:")
    assert connection.execute(f"select {parted_sql('?')}", [text]).fetchone() == (two,)
    connection.close()


def test_what_is_parted_is_joined_again() -> None:
    assert joined("coeur strasse") == "cœur straße"
