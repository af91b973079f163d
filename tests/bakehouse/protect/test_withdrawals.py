"""Who withdrew is out of tables about people, and the list of them is read strictly."""

from datetime import date
from pathlib import Path

import pyarrow as pa
import pytest

from publish.bakehouse.protect.withdrawal_list import (
    forget,
    key_of,
    person,
    read,
    seal,
    withdrawn,
    withdrawn_on,
)
from publish.bakehouse.protect.withdrawals import remaining
from publish.errors import PrivateStateError
from tests.sites import DAY
from tests.tables import bench, column, rows_of, table


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "withdrawals.csv"


def left(folder: Path, *who: str | int, type: str = "string", about: str = "people") -> list[str]:
    """Whose rows remain of one row each."""
    declared = table({"who": column(type, "identifier")}, about=about, contributor="who")
    with bench(folder) as place:
        given = place.con.create_table("given", pa.table({"who": list(who)}))
        found = rows_of(remaining(given, declared, folder, DAY, place))
    return sorted(str(row["who"]) for row in found)


def test_without_a_list_everybody_remains(tmp_path: Path) -> None:
    assert left(tmp_path, "ada", "bob") == ["ada", "bob"]


def test_listed_people_leave_whatever_blanks_stand_around_their_name(
    tmp_path: Path, path: Path
) -> None:
    path.write_text("contributor\n bob \n\n", encoding="utf-8")
    assert left(tmp_path, "ada", "bob ", "bob", "bobby") == ["ada", "bobby"]


def test_a_later_date_holds_from_that_day(tmp_path: Path, path: Path) -> None:
    path.write_text("contributor,date\nada,2026-11-21\nbob,2026-11-22\neve,\n", encoding="utf-8")
    assert left(tmp_path, "ada", "bob", "eve") == ["bob"]


def test_numbers_are_compared_as_numbers(tmp_path: Path, path: Path) -> None:
    path.write_text("contributor\n007\n", encoding="utf-8")
    assert left(tmp_path, 7, 8, type="integer") == ["8"]


@pytest.mark.parametrize("who", ["--5", "-", "1" * 5000])
def test_a_name_that_looks_like_a_number_is_a_name(tmp_path: Path, who: str) -> None:
    forget(tmp_path, [who])
    assert left(tmp_path, who, "5", "-5") == ["-5", "5"]


def test_tables_about_things_keep_their_rows(tmp_path: Path, path: Path) -> None:
    path.write_text("contributor\nada\n", encoding="utf-8")
    assert left(tmp_path, "ada", "bob", about="things") == ["ada", "bob"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", ":1: expected the header `contributor` or `contributor,date`, in this order"),
        ("who\nada\n", ":1: expected the header `contributor` or `contributor,date`"),
        ("contributor\nada,2026-11-21\n", ":2: 2 cells, but 1 headers"),
        ("contributor,date\nada,21/11/2026\n", ":2: no date; write it as 2026-11-21"),
        ("contributor,date\nbob,\n ,2026-11-21\n", ":3: no contributor; write one or remove"),
        ('contributor\n"ada\n', ": no CSV (unexpected end of data); mend the quotes"),
    ],
)
def test_a_damaged_list_is_refused_without_naming_anybody(
    path: Path, text: str, words: str
) -> None:
    path.write_text(text, encoding="utf-8")
    with pytest.raises(PrivateStateError) as error:
        read(path)
    assert str(error.value).startswith(f"{path}{words}")
    assert "ada" not in str(error.value)


def test_a_list_in_another_encoding_is_refused(path: Path) -> None:
    path.write_bytes("contributor\nRenée\n".encode("cp1252"))
    with pytest.raises(PrivateStateError, match="not in UTF-8; save it as CSV UTF-8"):
        read(path)


def test_forgetting_adds_each_once_for_the_owner_alone(tmp_path: Path) -> None:
    private = tmp_path / "private"
    assert forget(private, ["ada", " bob ", "", "ada"]) == 2
    assert forget(private, ["bob", 'Eve "the, last"']) == 1
    path, key = private / "withdrawals.csv", key_of(private)
    names = ("ada", "bob", 'Eve "the, last"')
    assert withdrawn(private, DAY) == [person(key, who) for who in names]
    assert path.stat().st_mode & 0o777 == 0o600
    assert {one.name for one in private.iterdir()} == {"key", "withdrawals.csv"}


def test_dates_stay_when_someone_is_added(path: Path) -> None:
    path.write_text("contributor,date\nada,2026-01-02\n", encoding="utf-8")
    forget(path.parent, ["bob"])
    assert [day for _, day in read(path)] == [date(2026, 1, 2), None]
    assert len(withdrawn(path.parent, date(2026, 1, 1))) == 1


def test_the_day_on_which_somebody_was_forgotten_is_kept_and_stays(tmp_path: Path) -> None:
    forget(tmp_path, ["ada"], date(2026, 3, 4))
    assert forget(tmp_path, ["ADA", "bob"], date(2026, 5, 6)) == 1
    forget(tmp_path, ["eve"])
    days = [day for _, day in withdrawn_on(tmp_path, date(2026, 1, 1))]
    assert days == [date(2026, 3, 4), date(2026, 5, 6), None]
    # It holds at once, whatever day is noted.
    assert left(tmp_path, "Ada", "zoe") == ["zoe"]


def test_of_a_name_that_was_written_by_hand_its_own_date_is_told(path: Path) -> None:
    path.write_text("contributor,date\nada,2026-01-02\n", encoding="utf-8")
    seal(path.parent)
    assert [day for _, day in withdrawn_on(path.parent, DAY)] == [date(2026, 1, 2)]


def test_a_day_that_is_none_is_refused(path: Path) -> None:
    forget(path.parent, ["ada"], DAY)
    path.write_text(path.read_text("utf-8").replace(str(DAY), "soon"), encoding="utf-8")
    with pytest.raises(PrivateStateError, match=r"withdrawals\.csv: a digest ends in no day"):
        withdrawn(path.parent, DAY)


def test_the_list_says_of_nobody_that_they_asked(tmp_path: Path, path: Path) -> None:
    path.write_text("contributor,date\nolga,\n007,2026-01-02\n", encoding="utf-8")
    before = withdrawn(tmp_path, DAY)
    seal(tmp_path)
    written = path.read_text(encoding="utf-8")
    assert "olga" not in written
    assert withdrawn(tmp_path, DAY) == before
    assert left(tmp_path, "OLGA", "bob") == ["bob"]
    assert left(tmp_path, 7, 8, type="integer") == ["8"]
    seal(tmp_path)
    assert path.read_text(encoding="utf-8") == written


def test_a_list_of_another_key_is_refused_and_not_taken_for_nobody(tmp_path: Path) -> None:
    forget(tmp_path, ["ada"])
    (tmp_path / "key").write_text("ab" * 32, encoding="ascii")
    with pytest.raises(PrivateStateError, match=r"withdrawals\.csv: not written with the key in"):
        withdrawn(tmp_path, DAY)
    (tmp_path / "key").unlink()
    with pytest.raises(PrivateStateError, match="is gone, and earlier releases used it"):
        withdrawn(tmp_path, DAY)
