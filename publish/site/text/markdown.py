"""Texts in Markdown, as HTML that a page may hold: no raw HTML, no pictures from elsewhere."""

import re
from collections.abc import Iterator, MutableMapping, Sequence
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markupsafe import Markup, escape

from publish.site.text.languages import gettext as _

_TITLE = re.compile(r"\A\s*# (.+?)\s*$", re.MULTILINE)
_IN_ENGLISH = re.compile(r"^## In English\s*$", re.MULTILINE)


def rendered(text: str, language: str, below: int = 0) -> Markup:
    """The HTML of a text in a language, its headings `below` levels deeper."""
    reader = MarkdownIt("commonmark", {"html": False}).enable("table").disable("image")
    reader.add_render_rule("table_open", _table)
    reader.add_render_rule("table_close", _table_end)
    tokens = reader.parse(text)
    for token in tokens:
        _placed(token, below)
        if language == "fr":
            _spaced(token.children or ())
    return Markup(reader.renderer.render(tokens, reader.options, {}))  # noqa: S704 - html is off


def titled(text: str) -> tuple[str, str]:
    """The first heading of a text ("" without one), and the rest."""
    found = _TITLE.match(text)
    return (found[1], text[found.end() :].lstrip()) if found else ("", text)


def by_language(text: str) -> dict[str, str]:
    """A French text and the English one that it may hold under `## In English`."""
    parts = _IN_ENGLISH.split(text, maxsplit=1)
    return dict(zip(("fr", "en"), parts, strict=False))


def _placed(token: Token, below: int) -> None:
    if token.type in ("heading_open", "heading_close"):
        token.tag = f"h{min(6, int(token.tag[1]) + below)}"
    if token.type == "th_open":
        token.attrSet("scope", "col")


def _spaced(tokens: Sequence[Token]) -> None:
    """No line of French begins with a colon or a closing quotation mark."""
    for token in tokens:
        if token.type == "text":
            words = re.sub(r" (?=[:;?!»])", "\u00a0", token.content)
            token.content = words.replace("« ", "«\u00a0")


def _table(
    renderer: RendererHTML,
    tokens: Sequence[Token],
    index: int,
    options: Any,
    env: MutableMapping[str, Any],
) -> str:
    """Wide tables scroll by themselves, with the keyboard too."""
    label = escape(_("Table: %(columns)s") % {"columns": ", ".join(_headers(tokens[index:]))})
    return f'<div class="scroll" tabindex="0" role="region" aria-label="{label}"><table>'


def _headers(tokens: Sequence[Token]) -> Iterator[str]:
    """The words of a table's first row, which tell it from other tables."""
    for token in tokens:
        if token.type == "thead_close":
            return
        if token.type == "inline":
            yield token.content


def _table_end(*_: Any) -> str:
    return "</table></div>"
