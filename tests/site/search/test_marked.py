"""What was found is marked, and nothing else becomes HTML."""

import re

from hypothesis import given
from hypothesis import strategies as st

from publish.site.search.finder import CLOSE, OPEN
from publish.site.search.marked import excerpt, marked, marked_words, marks

TEXT = "Réparer ensemble plutôt que jeter : grille-pain, lampes, vêtements, vélos. "
texts = st.text(alphabet=st.sampled_from(["a", "é", " ", "<", ">", "&", '"', OPEN, CLOSE]))


def without_marks(html: str) -> str:
    return re.sub("</?mark>", "", html)


def test_marks_of_the_index() -> None:
    assert marked(f"<b> {OPEN}Café{CLOSE} & thé") == "&lt;b&gt; <mark>Café</mark> &amp; thé"
    assert marks(f"le {OPEN}Café{CLOSE} {OPEN}bar{CLOSE}") == ["Café", "bar"]


def test_words_are_marked_without_their_accents() -> None:
    assert marked_words("Un Café <associatif>", ["CAFE", "asso"]) == (
        "Un <mark>Café</mark> &lt;<mark>associatif</mark>&gt;"
    )
    assert marked_words("Un café", []) == "Un café"


def test_an_excerpt_is_cut_between_words() -> None:
    found = excerpt(TEXT * 9 + "Une bibliothèque. " + TEXT * 9, ["bibliotheque"])
    assert found.startswith("… ") and found.endswith(" …")
    assert "Une bibliothèque." in found
    assert len(found) < 220
    assert excerpt("Court.", ["absent"]) == "Court."


@given(texts)
def test_only_marks_are_html(text: str) -> None:
    for html in (marked(text), marked_words(text, ["a"])):
        assert not set("<>") & set(without_marks(html))
        assert html.count("<mark>") == html.count("</mark>")
