"""Any single range is the slice that it names."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publish.site.downloads.ranges import ByteSpan, Unsatisfiable, not_modified, wanted

ETAG = '"abc"'
NUMBERS = st.integers(0, 40)


def part(header: str, content: bytes, **others: str) -> bytes | None:
    """The bytes that a Range header leads to; None for 416."""
    try:
        span = wanted({"range": header, **others}, len(content), ETAG)
    except Unsatisfiable:
        return None
    return content[span.start : span.end] if span else content


@given(content=st.binary(max_size=30), first=NUMBERS, last=NUMBERS)
def test_a_range_is_the_slice(content: bytes, first: int, last: int) -> None:
    found = part(f"bytes={first}-{last}", content)
    if last < first:
        assert found == content
    else:
        assert found == (content[first : last + 1] if first < len(content) else None)


@given(content=st.binary(max_size=30), first=NUMBERS)
def test_an_open_range_is_the_rest(content: bytes, first: int) -> None:
    assert part(f"bytes={first}-", content) == (content[first:] if first < len(content) else None)


@given(content=st.binary(max_size=30), last=NUMBERS)
def test_a_suffix_is_the_end(content: bytes, last: int) -> None:
    assert part(f"bytes=-{last}", content) == (content[-last:] if last and content else None)


@given(header=st.text(max_size=20))
def test_what_is_no_range_is_ignored_or_refused(header: str) -> None:
    content = b"0123456789"
    assert part(header, content) in (content, part(header, content))


@pytest.mark.parametrize(
    "header",
    ["", "bytes", "bytes=", "bytes=-", "bytes=a-b", "bytes=0-1,4-5", "lines=1-2", "bytes=1--2"],
)
def test_other_words_mean_the_whole(header: str) -> None:
    assert part(header, b"0123456789") == b"0123456789"


def test_numbers_of_any_length_are_understood() -> None:
    assert part("bytes=2-" + "9" * 5000, b"0123") == b"23"
    assert part("bytes=" + "0" * 5000 + "2-", b"0123") == b"23"
    assert part("bytes=" + "9" * 5000 + "-", b"0123") is None


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        (ETAG, ByteSpan(2, 4)),
        ('"other"', None),
        (f"W/{ETAG}", None),
        ("Sat, 21 Nov 2026 00:00:00 GMT", None),
    ],
)
def test_a_part_of_another_content_is_never_sent(condition: str, expected: ByteSpan | None) -> None:
    assert wanted({"range": "bytes=2-", "if-range": condition}, 4, ETAG) == expected


@pytest.mark.parametrize(
    ("header", "expected"),
    [(ETAG, True), (f"W/{ETAG}", True), (f'"x", {ETAG}', True), ("*", True), ('"x"', False)],
)
def test_who_holds_it_already(header: str, expected: bool) -> None:
    assert not_modified({"if-none-match": header}, ETAG) is expected
