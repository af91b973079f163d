"""A statement to copy gives the rows that it gave with its parameters."""

import sqlite3

from hypothesis import given
from hypothesis import strategies as st

from publish.site.rows.table_rows import with_values

TEXTS = st.text(alphabet=st.characters(exclude_characters="\0", exclude_categories=("Cs",)))


@given(first=TEXTS, second=st.one_of(TEXTS, st.integers(-(2**62), 2**62), st.none()))
def test_values_are_written_out(first: str, second: object) -> None:
    connection = sqlite3.connect(":memory:")
    sql = "select :p0, :p1, ':p0', [:p1] from (select 1 as [:p1])"
    parameters = {"p0": first, "p1": second}
    found = connection.execute(sql, parameters).fetchone()
    assert connection.execute(with_values(sql, parameters)).fetchone() == found
    connection.close()


def test_a_search_is_written_for_sqlite() -> None:
    sql = "select rowid from t where t match escape_fts(:search)"
    assert with_values(sql, {"search": "l'art a"}) == (
        'select rowid from t where t match \'("l\'\'art" OR "art" OR "arts" OR "artx")\''
    )
