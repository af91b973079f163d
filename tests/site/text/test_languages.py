"""Both languages say everything, and a page keeps to the one that was asked for."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from babel.messages.catalog import Catalog
from babel.messages.jslexer import tokenize
from jinja2 import Environment

from assets.words import collected, path, untranslated, updated, written
from publish.site.app.datasette_site import Site
from publish.site.text.languages import LANGUAGES, Shown, asked_for, catalog, chosen
from tests.conftest import ROOT

BOTH = ("fr", "en")
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
SCRIPTS = sorted((ROOT / "static").rglob("*.js"))
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%%")
# What stands for a Jinja expression in a template; no letter.
HOLE = "\ufffc"
SHOWN_ATTRIBUTES = {"alt", "title", "placeholder", "aria-label", "aria-description", "label"}
SHOWN_PROPERTIES = {"textContent", "innerText", "title", "placeholder", "alt", "ariaLabel"}
# Names of forms and standards, the same in every language.
NAMES = {
    "API",
    "CSV",
    "JSON",
    "SQL",
    "SVG",
    "PNG",
    "GeoJSON",
    "BibTeX",
    "CSL-JSON",
    "Python",
    "R",
    "curl",
}


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("", ""),
        ("en", "en"),
        ("en-GB,en;q=0.8", "en"),
        ("de, en;q=0.3", "en"),
        ("de", ""),
        ("en;q=0.4, fr;q=0.5", "fr"),
        ("en;q=0.5, fr;q=0.4", "en"),
        ("en;q=0", ""),
        ("fr;q=0, en;q=0.1", "en"),
        ("en;q=x", ""),
        ("*", ""),
        (",;q=,", ""),
    ],
)
def test_the_language_a_browser_prefers(header: str, language: str) -> None:
    assert asked_for({"headers": [(b"accept-language", header.encode())]}, BOTH) == (
        Shown(language) if language else None
    )


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        (b"", Shown("en")),
        (b"_lang=fr", Shown("fr", asked=True)),
        (b"_lang=en&_lang=fr", Shown("fr", asked=True)),
        (b"_lang=de", Shown("en")),
        (b"_lang=", Shown("en")),
        (b"_lang=%00", Shown("en")),
    ],
)
def test_an_address_may_ask_for_a_language(query: bytes, shown: Shown) -> None:
    scope = {"query_string": query, "headers": [(b"accept-language", b"en")]}
    assert chosen(scope, BOTH) == shown


def test_a_site_offers_what_it_wants() -> None:
    scope = {"query_string": b"_lang=en", "headers": []}
    assert chosen(scope, ("fr",)) == Shown("fr")


async def test_a_page_says_its_language(site: Site) -> None:
    response = await site.client.get("/?_lang=en")
    assert response.headers["content-language"] == "en"
    assert "Accept-Language" not in response.headers["vary"]
    assert '<html lang="en">' in response.text
    assert links(response.text, "/lieux")[0] == "/lieux?_lang=en"


async def test_who_prefers_no_language_gets_the_usual_one(site: Site) -> None:
    response = await site.client.get("/")
    assert response.headers["content-language"] == "fr"
    assert "Accept-Language" in response.headers["vary"]
    assert '<html lang="fr">' in response.text
    assert "_lang" not in links(response.text, "/lieux")[0]


@pytest.mark.parametrize("page", ["/", "/search?q=cafe", "/search", "/lieux", "/licenses"])
async def test_a_language_asked_for_is_kept(page: str, still: Site) -> None:
    joint = "&" if "?" in page else "?"
    response = await still.client.get(f"{page}{joint}_lang=en")
    assert '<html lang="en">' in response.text
    pages = [one for one in links(response.text) if leads_to_a_page(one)]
    assert pages and [one for one in pages if "_lang=" not in one] == []
    forms = re.findall(r"<form.*?</form>", response.text, re.DOTALL)
    assert [form for form in forms if 'name="_lang" value="en"' not in form] == []


async def test_an_unknown_language_is_not_kept(site: Site) -> None:
    response = await site.client.get("/?_lang=xx")
    assert (response.status_code, response.headers["location"]) == (301, "/")


def links(html: str, start: str = "/") -> list[str]:
    """The addresses of the links of a page."""
    return [href for href in re.findall(r'<a [^>]*?href="([^"]*)"', html) if href.startswith(start)]


def leads_to_a_page(href: str) -> bool:
    """Not to a file, a feed or an answer for programs."""
    path = href.partition("?")[0]
    return "." not in path.rpartition("/")[2] and not path.startswith(("/download/", "/static/"))


@pytest.mark.slow("collects the words of the whole source")
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_message_is_in_the_catalog(language: str) -> None:
    """`make words` would change nothing."""
    assert ids(catalog(language)) == ids(collected(language))
    assert path(language).read_text(encoding="utf-8") == written(updated(language))


def ids(found: Catalog) -> set[Any]:
    """The messages of a catalog, plurals as pairs."""
    return {tuple(one.id) if one.pluralizable else one.id for one in found if one.id}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_message_is_translated(language: str) -> None:
    assert [message.id for message in untranslated(catalog(language))] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_translations_have_the_same_places_to_fill(language: str) -> None:
    wrong = [message.id for message in catalog(language) if message.id and not fits(message)]
    assert wrong == []


def fits(message: Any) -> bool:
    """A plural message may say "one" in words."""
    if not message.pluralizable:
        return places(message.string) == places(message.id)
    wanted = places(message.id[1])
    return places(message.string[-1]) == wanted and places(message.string[0]) <= wanted


def places(text: str) -> set[str]:
    return set(PLACEHOLDER.findall(text))


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_templates_say_nothing_untranslated(template: Path) -> None:
    reader = Said()
    reader.feed("".join(skeleton(template.read_text(encoding="utf-8"))))
    reader.close()
    assert [one for one in reader.said if has_words(one)] == []


def test_a_template_that_speaks_is_caught() -> None:
    reader = Said()
    text = (
        '{# no #}<p title="Yes {{ x }}">{{ _("a") }} – no:<code>x</code>{% if y %}!{% endif %}</p>'
    )
    reader.feed("".join(skeleton(text)))
    assert [one for one in reader.said if has_words(one)] == [f"Yes {HOLE}", f"{HOLE} – no:"]


def skeleton(template: str) -> Iterator[str]:
    """A template with a hole for each expression and statement."""
    environment = Environment(extensions=["jinja2.ext.i18n"], autoescape=True)
    translated = False
    for _line, kind, value in environment.lex(template):
        if kind == "name" and value in ("trans", "endtrans"):
            translated = value == "trans"
        elif kind == "data" and not translated:
            yield value
        elif kind in ("variable_end", "block_end"):
            yield HOLE


def has_words(text: str) -> bool:
    """Whether a text holds letters beside the names that every language shares."""
    words = re.findall(r"[^\W\d_][\w-]*", re.sub(r"&\w+;", "", text))
    return any(word not in NAMES for word in words)


class Said(HTMLParser):
    """What a template shows or reads out, outside of code."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []
        self.silent: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("script", "style", "code", "pre", "kbd"):
            self.silent.append(tag)
        self.said += [value for name, value in attrs if name in SHOWN_ATTRIBUTES and value]

    def handle_endtag(self, tag: str) -> None:
        if self.silent and self.silent[-1] == tag:
            self.silent.pop()

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.said.append(data.strip())


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_scripts_say_nothing_untranslated(script: Path) -> None:
    assert list(spoken(script.read_text(encoding="utf-8"))) == []


def test_a_script_that_speaks_is_caught() -> None:
    text = 'a.textContent = "Yes"; b.title = _("No"); c.setAttribute("aria-label", "Oh"); d = "x";'
    assert list(spoken(text)) == ['"Yes"', '"Oh"']


def spoken(script: str) -> Iterator[str]:
    """Texts with letters that are set as what is shown or read out."""
    tokens = [
        token for token in tokenize(script) if token.type not in ("linecomment", "multilinecomment")
    ]
    for at, token in enumerate(tokens[2:], 2):
        if token.type not in ("string", "template_string") or not has_words(token.value):
            continue
        before, name = tokens[at - 1].value, tokens[at - 2].value
        if (before == "=" and name.split(".")[-1] in SHOWN_PROPERTIES) or (
            before == "," and name.strip("\"'`") in SHOWN_ATTRIBUTES
        ):
            yield token.value
