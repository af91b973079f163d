"""What is left of an address: nothing typed, nothing that may name somebody."""

import pytest

from publish.bakehouse.read.audience.addresses import HIDDEN, host_of, path_of, plain


@pytest.mark.parametrize(
    ("address", "path"),
    [
        ("https://example.org/lieux/12?q=ada@example.org#top", "/lieux/12"),
        ("/lieux/12#ada@example.org", "/lieux/12"),
        ("/lieux%2F12%3Fq=ada", "/lieux/12"),
        ("/page;jsessionid=81A2", "/page"),
        ("https://example.org", "/"),
        ("http://[broken/x?y", "/x"),
        ("lieux", "/lieux"),
        ("/caf%C3%A9", "/café"),
        ("/survey-your-opinion-matters-2014", "/survey-your-opinion-matters-2014"),
        ("/piwik-2-1-massive-performance", "/piwik-2-1-massive-performance"),
    ],
)
def test_a_path_has_no_query_and_no_fragment(address: str, path: str) -> None:
    assert path_of(address) == path


@pytest.mark.parametrize(
    "personal",
    [
        "ada@example.org",
        "ada%40example.org",
        "ada%2540example.org",
        "ada%252525252540example.org",
        "ada&#64;example.org",
        "ada%26%2364%3Bexample.org",
        "ada&bob@example.org",
        "ada\\x40example.org",
        "ada%u0040example.org",
        "ada%EF%BC%A0example.org",
        "ada-at-example.org",
        "ada.lovelace-gmail.com",
        "Ada+Lovelace",
        "Ada%20Lovelace",
        "q=ada",
        "06%2012%2034%2056%2078",
        "s3cr3tT0k3n",
        "abcdefghijklmnopqrstuvwxyzab",
        "a" * 101,
        "%25" * 20 + "61",
        "06 12 34 56 78",
        "+33-6-12-34-56-78",
        "8b2f7a90-1c1d-4e7a-9f7e-1b2c3d4e5f60",
        "d41d8cd98f00b204e9800998ecf8427e",
        "aB3dE5fG7hJ9kL1mN3pQ_5rS",
    ],
)
def test_what_looks_personal_is_hidden(personal: str) -> None:
    assert path_of(f"/compte/{personal}") == f"/compte/{HIDDEN}"
    assert path_of(f"/compte/{HIDDEN}") == f"/compte/{HIDDEN}"


@pytest.mark.parametrize(
    ("part", "left"),
    [
        ("0612345678", "0000000000"),
        ("06_12_34_56_78", "00_00_00_00_00"),
        ("06.12.34.56.78", "00.00.00.00.00"),
        ("%30%36%31%32%33%34%35%36%37%38", "0000000000"),
        ("０６１２３４", "000000"),
        ("lieu-123456.html", "lieu-000000.html"),
        ("1984-03-12", "0000-00-00"),
        ("06/12/34/56/78", "00/00/00/00/00"),
        ("2014/05/12", "2014/05/12"),
        ("12345", "12345"),
    ],
)
def test_long_numbers_keep_their_form_alone(part: str, left: str) -> None:
    assert path_of(f"/lieux/{part}") == f"/lieux/{left}"


def test_a_title_is_decoded_until_nothing_of_it_is_encoded() -> None:
    assert plain("Caf%25C3%25A9 &amp;amp; th\\xc3\\xa9") == "Café & thé"


def test_a_host_stands_without_account_and_port() -> None:
    assert host_of("https://ada:secret@Example.org:8080/x?y") == "example.org"
    assert host_of("/x") == ""


@pytest.mark.parametrize(
    "address",
    ["http://192.0.2.1/", "http://[2001:db8::1]/", "https://0612345678.example.org/", "http://x/"],
)
def test_a_host_that_may_be_somebodys_is_hidden(address: str) -> None:
    assert host_of(address) == HIDDEN
