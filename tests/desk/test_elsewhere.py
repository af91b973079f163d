"""Which addresses are of a person's own place, and what of them a policy may say."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publish.desk.elsewhere import origin_of
from publish.desk.policy import policy


@pytest.mark.parametrize(
    ("address", "origin"),
    [
        ("https://cloud.example.org/dav/files/zoé/", "https://cloud.example.org"),
        ("https://Cloud.Example.org:443", "https://cloud.example.org"),
        ("https://box.local:8443/x?y#z", "https://box.local:8443"),
        ("https://192.168.1.20/dav/", "https://192.168.1.20"),
        ("https://bibliothèque.example/", "https://xn--bibliothque-59a.example"),
    ],
)
def test_the_origin_is_told_of_an_https_address(address: str, origin: str) -> None:
    assert origin_of(address) == origin


@pytest.mark.parametrize(
    "address",
    [
        "",
        "cloud.example.org",
        "http://cloud.example.org/",
        "javascript:alert(1)",
        "https:",
        "https://",
        "https://*",
        "https://*.example.org",
        "https://zoe:secret@cloud.example.org/",
        "https://good.example\\@evil.example/",
        "https://evil.example\\.good.example/",
        "https://good.example; script-src 'unsafe-inline'",
        "https://good.example,https://evil.example/",
        "https://good.example 'unsafe-eval'/",
        "https://good.example:99999/",
        "https://good.example:x/",
        "https://[::1]/",
        "https://a..example/",
        f"https://cloud.example.org/{'a' * 2_000}",
    ],
)
def test_what_is_no_such_address_has_none(address: str) -> None:
    assert origin_of(address) is None


@given(st.text() | st.text().map("https://".__add__))
def test_whatever_is_typed_adds_one_word_to_a_policy_at_most(address: str) -> None:
    origin = origin_of(address)
    if origin is not None:
        assert re.fullmatch(r"https://[a-z0-9.-]+(:\d+)?", origin)
        assert policy(origin) == policy("X").replace("X", origin)
        assert len(policy(origin).split(";")) == len(policy().split(";"))
