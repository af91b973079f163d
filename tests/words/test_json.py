"""A JSON file that is damaged, however, is one kind of error."""

from pathlib import Path

import pytest

from publish.words.json import json_of, read_json

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
