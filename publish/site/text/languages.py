"""The language of an answer: what its address asks for, else what the browser prefers.

A page is negotiated once: a browser that names languages is sent to the address in its own, so that
a shared cache keeps one copy a language. What is no page speaks the usual one unless it is asked.

Messages are written in English in the code; `publish/locale/` holds a gettext catalog a language.
"""

import gettext as standard
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from typing import Any
from urllib.parse import parse_qs, quote

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from publish.site.base.answers import answer
from publish.site.base.asgi import App, Message, Receive, Scope, Send
from publish.site.base.folders import shipped

# Each with its own name for itself.
LANGUAGES = {"fr": "Français", "en": "English"}
PARAMETER = "_lang"
_DOMAIN = "fournil"


@dataclass(frozen=True)
class Shown:
    """A language, and whether the address asked for it: then the links of the page do too."""

    language: str
    asked: bool = False


_shown: ContextVar[Shown | None] = ContextVar("language", default=None)


def shown() -> Shown:
    """How the language of the running request was chosen."""
    return _shown.get() or Shown("fr")


def language() -> str:
    """The language of the running request: "fr" or "en"."""
    return shown().language


@contextmanager
def speaking(choice: Shown) -> Iterator[None]:
    """What runs inside the block speaks this language."""
    token = _shown.set(choice)
    try:
        yield
    finally:
        _shown.reset(token)


@contextmanager
def negotiated(
    scope: Scope, declared: Mapping[str, Any], usual: str | None = None
) -> Iterator[Mapping[str, str]]:
    """What runs inside the block speaks as was asked, else `usual`; gives headers that say so.

    For what has no address of its own in each language, such as refusals to programs.
    """
    choice = asked_for(scope, languages_of(declared)) or Shown(usual or language())
    varies = not choice.asked and not scope.get("negotiable")
    told = {"content-language": choice.language}
    with speaking(choice):
        yield told | ({"vary": "Accept-Language"} if varies else {})


def gettext(message: str) -> str:
    """A message in the language of the request."""
    return translations(language()).gettext(message)


def ngettext(singular: str, plural: str, number: int) -> str:
    """A message that depends on a number, in the language of the request."""
    return translations(language()).ngettext(singular, plural, number)


@cache
def translations(language: str) -> standard.NullTranslations:
    """The messages of a language, compiled in memory."""
    compiled = BytesIO()
    write_mo(compiled, catalog(language))
    compiled.seek(0)
    return standard.GNUTranslations(compiled)


@cache
def script_messages(language: str) -> dict[str, str]:
    """The messages that our scripts show, by their English text."""
    return {
        str(message.id): str(message.string)
        for message in catalog(language)
        if any(str(file).endswith(".js") for file, _ in message.locations)
    }


def catalog(language: str) -> Catalog:
    """The catalog of a language as it is written."""
    path = shipped("locale") / language / "LC_MESSAGES" / f"{_DOMAIN}.po"
    with path.open("rb") as file:
        return read_po(file, locale=language, domain=_DOMAIN)


def chosen(scope: Scope, offered: Sequence[str]) -> Shown:
    """The language for a request, of those that a site offers, the usual one first."""
    return asked_for(scope, offered) or Shown(offered[0])


def asked_for(scope: Scope, offered: Sequence[str]) -> Shown | None:
    """The offered language that an address or else a browser asks for; None without either."""
    asked = parse_qs(scope.get("query_string", b"").decode("latin-1")).get(PARAMETER, [""])[-1]
    if asked in offered:
        return Shown(asked, asked=True)
    headers = dict(scope.get("headers", ()))
    wished = _wished(headers.get(b"accept-language", b"").decode("latin-1"), offered)
    return Shown(wished) if wished else None


def _wished(header: str, offered: Sequence[str]) -> str | None:
    """The offered language that an Accept-Language header (RFC 9110, 12.5.4) weighs most."""
    weights: dict[str, float] = {}
    for part in filter(None, header.split(",")):
        tag, _, quality = part.strip().partition(";")
        name = tag.strip().lower().partition("-")[0]
        weights[name] = max(weights.get(name, 0.0), _weight(quality))
    best = max(offered, key=lambda name: weights.get(name, 0.0))
    return best if weights.get(best, 0.0) > 0 else None


def _weight(quality: str) -> float:
    """The value of `q=…`; 1 without one, 0 where it cannot be read."""
    text = quality.strip().removeprefix("q=")
    try:
        return float(text) if text else 1.0
    except ValueError:
        return 0.0


def languages_of(declared: Mapping[str, Any]) -> Sequence[str]:
    """The languages of a site, the usual one first."""
    return declared.get("languages") or tuple(LANGUAGES)


# What is no page, though its address has no ending.
_NO_PAGE = re.compile(r"//|/[^/]*\\|/-/|.*/download/|.*/-/(?!query$|chart$|map$)|.*\.[^/]*$")


def in_its_language(app: App, offered: Sequence[str]) -> App:
    """`app` answering each request in its language, which its pages name in their headers.

    `scope["lang"]` is the language; `scope["negotiable"]` says that browsers get another answer
    than who prefers no language.
    """

    async def speak(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await app(scope, receive, send)
            return
        choice = chosen(scope, offered)
        negotiable = not choice.asked and len(offered) > 1 and _is_page_address(scope)
        if negotiable and any(name == b"accept-language" for name, _ in scope["headers"]):
            await _send_on(scope, choice.language, send)
            return
        choice = choice if choice.asked else Shown(offered[0])
        told = {**scope, "lang": choice.language, "negotiable": negotiable}
        with speaking(choice):
            await app(told, receive, _named(send, choice.language, negotiable))

    return speak


def _is_page_address(scope: Scope) -> bool:
    return scope["method"] in ("GET", "HEAD") and not _NO_PAGE.match(scope["path"])


async def _send_on(scope: Scope, language: str, send: Send) -> None:
    """The way to the same page in a language."""
    raw: bytes = scope.get("raw_path") or quote(scope["path"]).encode()
    query = b"&".join(filter(None, (scope["query_string"], f"{PARAMETER}={language}".encode())))
    headers = [
        (b"location", raw.partition(b"?")[0] + b"?" + query),
        (b"cache-control", b"private, no-store"),
        (b"vary", b"Accept-Language"),
        (b"access-control-allow-origin", b"*"),
        (b"content-length", b"0"),
    ]
    await answer(send, 302, headers)


def _named(send: Send, language: str, negotiable: bool) -> Send:
    async def send_named(message: Message) -> None:
        if message["type"] == "http.response.start" and _is_page(message):
            spoken = {name.lower() for name, _ in message["headers"]} & {b"content-language"}
            more = [] if spoken else [(b"content-language", language.encode())]
            more += [(b"vary", b"Accept-Language")] if negotiable else []
            message = {**message, "headers": [*message["headers"], *more]}
        await send(message)

    return send_named


def _is_page(message: Message) -> bool:
    headers = dict(message.get("headers", ()))
    return bool(headers.get(b"content-type", b"").startswith(b"text/html"))
