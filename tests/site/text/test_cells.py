"""Values are shown as people read them."""

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publish.release.table import Field
from publish.site.text.cells import whole, writer
from publish.site.text.languages import Shown, speaking

TYPES = ("string", "integer", "number", "boolean", "date", "datetime", "array", "any")
CELLS = [
    ("string", "Café <b>", "Café &lt;b&gt;"),
    ("string", None, ""),
    ("string", "01004", "01004"),
    ("string", "https://lieu.example.org/",
     '<a href="https://lieu.example.org/" rel="noopener nofollow">lieu.example.org</a>'),
    ("string", "javascript:alert(1)", "javascript:alert(1)"),
    ("string", 'https://a.example/"onclick', '<a href="https://a.example/&#34;onclick" '
     'rel="noopener nofollow">a.example/&#34;onclick</a>'),
    ("string", "ada@example.org", '<a href="mailto:ada@example.org">ada@example.org</a>'),
    ("string", b"\x00", "données binaires"),
    ("integer", 1998, "1998"),
    ("integer", 12500, "12\u202f500"),
    ("integer", -1234567, "-1\u202f234\u202f567"),
    ("number", 12.0, "12"),
    ("number", 48.85661, "48,85661"),
    ("number", 12500.5, "12\u202f500,5"),
    ("number", "beaucoup", "beaucoup"),
    ("boolean", 1, "oui"),
    ("boolean", 0, "non"),
    ("boolean", None, ""),
    ("date", "2026-11-01", '<time datetime="2026-11-01">1er novembre 2026</time>'),
    ("date", "2026-02-31", "2026-02-31"),
    ("date", "jadis", "jadis"),
    ("datetime", "2026-11-01T12:30:00Z",
     '<time datetime="2026-11-01T12:30:00Z">1er novembre 2026 12:30</time>'),
    ("array", '["été", "<b>"]',
     '<ul class="tags"><li class="badge">été</li><li class="badge">&lt;b&gt;</li></ul>'),
    ("array", "[]", ""),
    ("any", '{"a": 1}', "<code>{&#34;a&#34;: 1}</code>"),
]  # fmt: skip


@pytest.mark.parametrize(("type", "value", "shown"), CELLS)
def test_a_cell_shows_its_type(type: str, value: Any, shown: str) -> None:
    with speaking(Shown("fr")):
        assert str(writer(Field({"type": type}))(value)) == shown


def test_english_has_its_own_signs() -> None:
    with speaking(Shown("en")):
        assert writer(Field({"type": "number"}))(12500.5) == "12,500.5"
        assert writer(Field({"type": "boolean"}))(1) == "yes"


def test_a_long_text_folds_between_words() -> None:
    text = "mot " * 60
    cell = str(writer(Field({"type": "string"}))(text))
    assert cell.startswith('<details class="long"><summary>mot mot')
    assert cell.replace("<span>…</span></summary>", "").count("mot") == 60
    assert str(whole(Field({"type": "string"}), text)) == text


def test_a_page_of_one_row_tells_units() -> None:
    with speaking(Shown("fr")):
        assert whole(Field({"type": "integer", "unit": "places"}), 12) == "12\u00a0places"
        assert whole(Field({"type": "integer", "unit": "places"}), None) == ""


@given(
    type=st.sampled_from(TYPES),
    value=st.one_of(st.text(), st.integers(), st.floats(), st.none(), st.binary()),
)
def test_no_value_breaks_a_cell_nor_escapes_it(type: str, value: Any) -> None:
    for written in (writer(Field({"type": type}))(value), whole(Field({"type": type}), value)):
        tags = re.findall(r"<(\w+)", str(written))
        assert set(tags) <= {"a", "ul", "li", "time", "code", "details", "summary", "span"}
