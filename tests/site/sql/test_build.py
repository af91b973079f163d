"""A SQLite that cannot be closed is not served with."""

import sqlite3
from types import ModuleType

import pytest

from publish.site.sql import build
from publish.site.sql.build import ATTACKS, UnsafeSqlite, check, holes
from publish.site.sql.rules import FUNCTIONS


def test_this_sqlite_has_no_hole() -> None:
    assert holes() == []
    check()


def test_a_hole_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """A control: with one function more in the list, the same attack is answered."""
    monkeypatch.setattr("publish.site.sql.rules.FUNCTIONS", FUNCTIONS | {"load_extension", "hex"})
    monkeypatch.setattr(build, "ATTACKS", (*ATTACKS, "select hex('a')"))
    assert holes() == ["select hex('a')"]
    with pytest.raises(UnsafeSqlite, match=r"answers what nobody may ask \(select hex\('a'\)\)"):
        check()


def test_an_armed_server_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """A control, where this build has the function that hands out pointers."""
    options = {
        option for (option,) in sqlite3.connect(":memory:").execute("pragma compile_options")
    }
    if "ENABLE_FTS3_TOKENIZER" not in options:
        pytest.skip("this SQLite has no such function")
    monkeypatch.setattr(build, "UNARMED", ATTACKS[:1])
    assert holes() == []
    monkeypatch.setattr(build, "disarm", lambda connection: None)
    assert holes() == [ATTACKS[0]]


def test_a_module_without_limits_is_refused() -> None:
    with pytest.raises(UnsafeSqlite, match="pysqlite3 has no limits for what a query may take"):
        check(ModuleType("pysqlite3"))


def test_an_old_sqlite_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 36, 0))
    with pytest.raises(UnsafeSqlite, match=r"is older than 3\.37\.0; update it"):
        check()
