"""What is left of an address: nothing typed, nothing that may name somebody."""

import pytest

from publish.bakehouse.read.audience.addresses import HIDDEN, host_of, path_of, without_persons


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
        "0612345678",
        "06 12 34 56 78",
        "+33-6-12-34-56-78",
        "8b2f7a90-1c1d-4e7a-9f7e-1b2c3d4e5f60",
        "d41d8cd98f00b204e9800998ecf8427e",
        "aB3dE5fG7hJ9kL1mN3pQ_5rS",
    ],
)
def test_what_looks_personal_is_hidden(personal: str) -> None:
    assert path_of(f"/compte/{personal}/lieux") == f"/compte/{HIDDEN}/lieux"


def test_titles_lose_the_words_that_name_somebody() -> None:
    assert without_persons(" Fiche de ada@example.org - Lieux") == "Fiche de … - Lieux"


def test_a_host_stands_without_account_and_port() -> None:
    assert host_of("https://ada:secret@Example.org:8080/x?y") == "example.org"
    assert host_of("/x") == ""
