"""A page in one language marks what it says in the other one, for those who have it read aloud."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from tests.site.browser.kinds import KINDS, url

pytestmark = pytest.mark.slow("publishes and serves the demo")

FRENCH = re.compile(
    r"\w*[àâçèéêëîïôûùœÀÂÇÈÉÊÎÔ]\w*|\b(?:de|du|des|les|une|est|et|dans|pour|avec|sur|aux)\b"
)
ENGLISH = re.compile(r"\b(?:the|of|and|with|from|are|is|was|this|that|which|here)\b")
# English has the first two as well; the others are names of places.
ALSO_ENGLISH = re.compile(
    r"départements?|cafés?|Ardèche|Drôme|Isère|La Réunion|Île-de-France|Québec", re.IGNORECASE
)
VOID = frozenset(
    "area base br col embed hr img input link meta source track wbr".split()  # noqa: SIM905
)
# Not read as sentences, or in the one language that a database speaks.
CODE = frozenset({"title", "script", "style", "svg", "pre", "code", "textarea", "q"})
# Known gaps: values in sentences and figures of charts, choices of forms, names in notices
# of licences and in lists of changes, and pages of text, which are written in Markdown.
GAPS = frozenset({"figure", "option", "section.license", "article.prose", "ul.versions"})
UNASKED = {"sql", "wrong sql", "table near a place", "chart of areas", "chart of two columns"}
NOTICE = "The database "
PAGES = [*sorted(set(KINDS) - UNASKED), "/usage", "/usage/method"]


class Texts(HTMLParser):
    """The texts of a page, each with the language that it is said to be in."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[tuple[str, str, str]] = [("", "", "")]
        self.found: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Notes the language, which what stands inside has too."""
        given = dict(attrs)
        spoken = given.get("lang") or self.open[-1][2]
        if tag not in VOID:
            first = (given.get("class") or "").partition(" ")[0]
            self.open.append((tag, f"{tag}.{first}", spoken))

    def handle_endtag(self, tag: str) -> None:
        """Closes it, and what was left open inside."""
        while len(self.open) > 1 and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        """A text, but of code and where gaps are known."""
        inside = {name for one in self.open for name in one[:2]}
        if data.strip() and not inside & (CODE | GAPS):
            self.found.append((self.open[-1][2], " ".join(data.split())))


def texts(html: str, language: str) -> Iterator[str]:
    """What a page says in a language."""
    page = Texts()
    page.feed(html)
    yield from (text for spoken, text in page.found if spoken == language)


def unmarked(html: str, language: str) -> list[str]:
    """What is in the other language and is not marked so."""
    other = FRENCH if language == "en" else ENGLISH
    said = (text for text in texts(html, language) if not text.startswith(NOTICE))
    return [text for text in said if other.search(ALSO_ENGLISH.sub("", text))]


def page_of(address: str, kind: str, language: str) -> str:
    """A page of the demo, also one that fails."""
    known = kind in KINDS
    place = url(address, kind, language) if known else f"{address}{kind}?_lang={language}"
    try:
        with urlopen(place) as answer:
            return str(answer.read().decode())
    except HTTPError as answer:
        return answer.read().decode()


@pytest.mark.parametrize("kind", PAGES)
def test_french_on_an_english_page_says_so(kind: str, address: str) -> None:
    assert unmarked(page_of(address, kind, "en"), "en") == []


@pytest.mark.parametrize("kind", PAGES)
def test_english_on_a_french_page_says_so(kind: str, address: str) -> None:
    assert unmarked(page_of(address, kind, "fr"), "fr") == []


@pytest.mark.parametrize(
    ("html", "language", "found"),
    [
        ('<html lang="en"><p>Réseau', "en", ["Réseau"]),
        ('<html lang="en"><p lang="fr">Réseau</p><p>the département', "en", []),
        ('<html lang="en"><p lang="fr">a<br>b</p>les lieux', "en", ["les lieux"]),
        ('<html lang="fr"><p>The name of the <b lang="en">of</b>', "fr", ["The name of the"]),
        ('<html lang="fr"><pre>select the', "fr", []),
    ],
)
def test_what_is_not_marked_is_found(html: str, language: str, found: list[str]) -> None:
    assert unmarked(html, language) == found
