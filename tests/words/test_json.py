"""A JSON file that is damaged, however, is one kind of error; names of places in one."""

from pathlib import Path

import pytest

from publish.words.json import json_of, pointer, read_json

DEEP = "lists or objects within one another beyond measure"


def test_a_sound_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text('{"été": [1, null]}', encoding="utf-8")
    assert read_json(path) == {"été": [1, None]}


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b"", "Expecting value"),
        (b"\0\0", "Expecting value"),
        (b'{"a": ', "Expecting value"),
        (b"\xff\xfe{", "can't decode byte 0xff"),
        (b"[" * 100_000, DEEP),
        (b'{"a":' * 100_000, DEEP),
    ],
)
def test_whatever_is_wrong_is_a_wrong_value(content: bytes, error: str, tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_bytes(content)
    with pytest.raises(ValueError, match=error):
        read_json(path)


def test_a_text_is_read_alike() -> None:
    assert json_of("[1]") == [1]
    with pytest.raises(ValueError, match=DEEP):
        json_of("[" * 100_000)


def test_a_place_is_named_as_rfc_6901_has_it() -> None:
    assert pointer([]) == ""
    assert pointer(["a/b", "m~n", ""]) == "/a~1b/m~0n/"
    # Not `/` twice over: `~1` is a name of its own.
    assert pointer(["~1"]) == "/~01"
    assert pointer(["a", "/"], "=") == "/=a/=~1"
