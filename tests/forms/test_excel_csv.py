"""What Excel reads of a CSV: decimals of its language, and no formula of a stranger's."""

import pytest

from publish.forms.excel_csv import excel_rows


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("=1+1", "'=1+1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("+cmd|' /C calc'!A0", "'+cmd|' /C calc'!A0"),
        ("-2+A1", "'-2+A1"),
        ("\t=1", "'\t=1"),
        ("+33 1 23 45 67 89", "+33 1 23 45 67 89"),
        ("-12,5", "-12,5"),
        ("a=b", "a=b"),
        ("", ""),
        (None, None),
        (12, 12),
        (-0.5, "-0,5"),
        (1e22, "1e+22"),
    ],
)
def test_a_cell(cell: object, written: object) -> None:
    assert list(excel_rows([[cell]], "fr")) == [[written]]  # type: ignore[list-item]


def test_english_keeps_its_point() -> None:
    assert list(excel_rows([[0.5]], "en")) == [["0.5"]]
