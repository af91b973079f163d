"""Letters of answer: each says what became, why, and to whom one may complain."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import get_args

import pytest

from publish.declare.site import SiteFolder
from publish.errors import DeclarationError, DeskError
from publish.people.answer_letters import letter
from publish.people.register import KINDS, OUTCOMES, Kind, Noted, Outcome
from tests.sites import METADATA

AUTHORITY = "authority: {name: CNIL, url: https://www.cnil.fr/fr/plaintes}\n"
OPEN = Noted(3, "access", "post", date(2026, 11, 30), "en", "26/41")
CLOSED = replace(OPEN, closed=date(2026, 12, 8), outcome="given")
TOLD = [one for one in OUTCOMES if one != "taken back"]


def site(root: Path, more: str = AUTHORITY) -> SiteFolder:
    """A site that names an authority."""
    (root / "metadata.yaml").write_text(METADATA + more, encoding="utf-8")
    return SiteFolder(root)


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("outcome", TOLD)
def test_every_letter_says_whose_number_and_where_to_complain(
    tmp_path: Path, outcome: Outcome, language: str
) -> None:
    one = replace(CLOSED, outcome=outcome, language=language, why="Parce que <x>.")
    text = letter(site(tmp_path), one)
    for said in ("CNIL (https://www.cnil.fr/fr/plaintes)", "26/41", "Parce que <x>."):
        assert text.count(said) == 1, said
    assert "{" not in text and "\n\n\n" not in text


def test_no_two_outcomes_have_the_same_letter(tmp_path: Path) -> None:
    here = site(tmp_path)
    letters = {letter(here, replace(CLOSED, outcome=one, why="So.")) for one in TOLD}
    assert len(letters) == len(TOLD) == len(get_args(Outcome)) - 1


@pytest.mark.parametrize(
    ("kind", "article"), [*zip(KINDS, ("15", "20", "16", "17", "21"), strict=True)]
)
def test_it_names_the_article(tmp_path: Path, kind: Kind, article: str) -> None:
    text = letter(site(tmp_path), replace(CLOSED, kind=kind))
    assert f"art.\u00a0{article})" in text
    assert "Our number 3 " in text
    assert "your request of 30 November 2026" in text and "8 December 2026" in text


def test_an_extension_says_until_when_and_why(tmp_path: Path) -> None:
    one = replace(OPEN, extended=date(2026, 12, 5), why="Many files.")
    text = letter(site(tmp_path), one)
    assert "will answer by 28 February 2027 at the latest (art.\u00a012 (3)). The reasons:" in text
    assert text.count("Many files.") == 1
    french = letter(site(tmp_path), replace(one, language="fr"))
    assert "vous aurez notre réponse le 28 février 2027 au plus tard" in french
    assert "raisons\u00a0:" in french


def test_without_an_authority_or_anything_to_tell_there_is_no_letter(tmp_path: Path) -> None:
    with pytest.raises(DeclarationError, match=r"write `authority: \{name: CNIL, url: https:"):
        letter(site(tmp_path, ""), CLOSED)
    here = site(tmp_path)
    with pytest.raises(DeskError, match="request 3 is open, by 2026-12-30: a letter tells how"):
        letter(here, OPEN)
    with pytest.raises(DeskError, match="request 3 was taken back by who asked: no letter is due"):
        letter(here, replace(CLOSED, outcome="taken back"))
