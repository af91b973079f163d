"""French pages in French typography: spaces that do not break, curly apostrophes."""

import re
from pathlib import Path

import pytest

PAGES = sorted((Path(__file__).parents[2] / "docs" / "fr").glob("*.md"))
CODE = re.compile(r"```.*?```|`[^`]*`|\]\([^)]*\)|<[^>]+>", re.DOTALL)
"""Code, targets of links and addresses have a spelling of their own."""
WRONG = re.compile(
    r"[^\u00a0\u202f|:-]:(?=\s)|[^\u202f\s][;!?](?=\s|$)|[ \n][;:!?»](?=\s)"
    r"|«[^\u00a0]|[^\u00a0]»|\w'\w"
)


def mistakes(text: str) -> list[str]:
    """What breaks a rule, with the letters around it."""
    prose = CODE.sub("x", text)
    return [prose[max(0, at.start() - 20) : at.end() + 5] for at in WRONG.finditer(prose)]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_french_page_is_written_as_french_is(page: Path) -> None:
    assert mistakes(page.read_text("utf-8")) == []


@pytest.mark.parametrize(
    "wrong", ["Voici : un mot", "Voici: un mot", "Oui ? Non", "« oui »", "l'eau", "Quoi! non"]
)
def test_a_mistake_is_found(wrong: str) -> None:
    assert mistakes(wrong)
