"""Who asks is known within a request, and all its statements share one time."""

import pytest

from publish.site.sql.asker import Asker, asked_by, asker


def test_nobody_asks_unless_somebody_does() -> None:
    assert asker() is None
    who = Asker("192.0.2.1", sql=True)
    with asked_by(who):
        assert asker() is who
        with asked_by(None):
            assert asker() is None
        assert asker() is who
    assert asker() is None


@pytest.mark.parametrize(("sql", "seconds"), [(True, 2.0), (False, 4.0)])
def test_all_statements_of_a_request_share_a_time(sql: bool, seconds: float) -> None:
    who = Asker("192.0.2.1", sql=sql)
    assert who.left(1.0) == 1.0
    who.spent = seconds - 0.25
    assert who.left(1.0) == 0.25
    who.spent = seconds + 1
    assert who.left(1.0) == 0.0


def test_time_is_counted() -> None:
    who = Asker("192.0.2.1", sql=True)
    with pytest.raises(ValueError, match="why"), who.spending():
        raise ValueError("why")
    assert who.spent > 0
