"""Markdown becomes HTML that holds nothing of its writer's own HTML."""

import pytest

from publish.site.text.markdown import by_language, rendered, titled


def test_headings_go_below_those_of_the_page() -> None:
    assert rendered("# Un\n\n## Deux\n", "fr", below=1) == "<h2>Un</h2>\n<h3>Deux</h3>\n"


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "[x](javascript:alert(1))",
        "![x](https://elsewhere.example/a.png)",
    ],
)
def test_nothing_runs_and_nothing_is_loaded(text: str) -> None:
    html = rendered(text, "en")
    assert "<script" not in html and 'href="javascript' not in html and "<img" not in html


def test_french_signs_stay_with_their_word() -> None:
    assert rendered("« Où ? »", "fr") == "<p>«\u00a0Où\u00a0?\u00a0»</p>\n"
    assert rendered("`a ? b` ?", "fr") == "<p><code>a ? b</code>\u00a0?</p>\n"
    assert rendered("Where ?", "en") == "<p>Where ?</p>\n"


def test_a_wide_table_scrolls_and_names_its_columns() -> None:
    html = rendered("| a |\n|---|\n| 1 |\n", "en")
    assert html.startswith('<div class="scroll" tabindex="0" role="region"')
    assert '<th scope="col">a</th>' in html


def test_a_text_gives_its_title() -> None:
    assert titled("# Lieux\n\nDes lieux.") == ("Lieux", "Des lieux.")
    assert titled("Des lieux.") == ("", "Des lieux.")


def test_english_stands_under_its_heading() -> None:
    assert by_language("Des lieux.\n## In English\nPlaces.") == {
        "fr": "Des lieux.\n",
        "en": "\nPlaces.",
    }
    assert by_language("Des lieux.") == {"fr": "Des lieux."}
