"""Of too few people nothing is told apart, whatever the figures are."""

from hypothesis import given
from hypothesis import strategies as st

from publish.figures.chart import Figures, Mark, Part
from publish.figures.few import without_few

ROWS = st.integers(0, 30)
MARKS = st.lists(ROWS, max_size=12).map(
    lambda rows: tuple(Mark(f"v{place}", n, n) for place, n in enumerate(rows))
)


@given(MARKS, st.none() | ROWS, st.none() | ROWS, st.integers(2, 15), st.booleans())
def test_no_number_stands_for_a_few(
    marks: tuple[Mark, ...], rest: int | None, missing: int | None, least: int, named: bool
) -> None:
    parts = (Part("a", marks), Part(None, marks))
    others = [None if n is None else Mark(None, n, n) for n in (rest, missing)]
    found = without_few(Figures(marks, others[0], missing=others[1], parts=parts), least, named)
    told = [*found.marks, found.rest, found.missing, *(m for one in found.parts for m in one.marks)]
    for mark in filter(None, told):
        assert mark.rows == 0 or mark.rows >= least
        assert not mark.amount or mark.amount >= least
    assert all(len(one.marks) == len(found.marks) for one in found.parts)


def test_bars_of_a_few_go_to_the_others_unless_these_are_few_too() -> None:
    marks = (Mark("a", 20, 20), Mark("b", 4, 4), Mark("c", 3, 3))
    few = without_few(Figures(marks, values=3), 11, named=True)
    assert [mark.value for mark in few.marks] == ["a"]
    assert few.rest == Mark(None, 0, None, hidden=True)
    many = without_few(Figures(marks, Mark(None, 6, 6), values=9), 11, named=True)
    assert many.rest == Mark(None, 13, 13)


def test_the_ends_of_a_line_go_and_its_middle_is_hidden() -> None:
    marks = tuple(Mark(f"2026-0{n}", rows, rows) for n, rows in enumerate((1, 20, 5, 30, 0, 2), 1))
    found = without_few(Figures(marks), 11, named=False)
    assert [(mark.value, mark.rows, mark.hidden) for mark in found.marks] == [
        ("2026-02", 20, False), ("2026-03", 0, True), ("2026-04", 30, False),
    ]  # fmt: skip
    assert without_few(Figures(marks), 1, named=False).marks == marks
