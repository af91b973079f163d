"""Pseudonyms are keyed, stable and never made with a lost key."""

from pathlib import Path

import pytest

from publish.bakehouse.protect.keys import Keys
from publish.bakehouse.protect.pseudonyms import pseudonym, pseudonymise
from publish.bakehouse.protect.tools import Tools
from publish.declare.techniques import Pseudonymise
from publish.errors import PrivateStateError
from tests.tables import bench, export, rows_of

KEY = bytes(range(32))


def test_a_pseudonym_is_hmac_sha256() -> None:
    assert pseudonym(KEY, "ada@example.org", 16) == "c2ca8524eab3e540"


def test_equal_values_share_a_pseudonym_and_null_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FOURNIL_KEY_LIEUX", KEY.hex())
    keys = Keys("lieux", tmp_path)
    with bench(tmp_path) as place:
        given = export(place, ["who", "n"], [("a", "1"), ("b", "2"), ("a", "3"), (None, "4")])
        tools = Tools(keys, place, tmp_path)
        made = pseudonymise(given.table, "who", Pseudonymise(length=8), tools)
        rows = rows_of(made.order_by("n"))
    assert [row["who"] for row in rows] == [
        pseudonym(KEY, "a", 8),
        pseudonym(KEY, "b", 8),
        pseudonym(KEY, "a", 8),
        None,
    ]


def test_a_key_is_made_once_for_the_owner_alone(tmp_path: Path) -> None:
    keys = Keys("lieux", tmp_path / "private")
    assert keys.key() == keys.key()
    assert (tmp_path / "private" / "key").stat().st_mode & 0o777 == 0o600


def test_a_lost_key_is_not_replaced(tmp_path: Path) -> None:
    with pytest.raises(PrivateStateError) as error:
        Keys("lieux", tmp_path, expected=True).key()
    assert str(error.value).startswith(
        f"{tmp_path / 'key'}: the key of lieux is gone, and earlier releases used it; put it back"
    )


def test_a_key_that_others_can_read_is_refused(tmp_path: Path) -> None:
    (tmp_path / "key").write_text(KEY.hex())
    (tmp_path / "key").chmod(0o644)
    with pytest.raises(PrivateStateError, match="others can read this key; run `chmod 600"):
        Keys("lieux", tmp_path).key()


def test_a_damaged_key_is_refused_without_showing_it(tmp_path: Path) -> None:
    (tmp_path / "key").write_text("not a key")
    (tmp_path / "key").chmod(0o600)
    with pytest.raises(PrivateStateError) as error:
        Keys("lieux", tmp_path).key()
    assert "not a key of 32 bytes" in str(error.value)


def test_the_environment_names_the_dataset() -> None:
    assert Keys("lieux-partages", Path()).variable == "FOURNIL_KEY_LIEUX_PARTAGES"
