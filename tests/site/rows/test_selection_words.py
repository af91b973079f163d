"""What a selection says of itself, wherever it is shown."""

import pytest

from publish.site.app.datasette_site import Site
from publish.site.rows.selection_words import conditions, plain, selection_in_words, titled
from tests.site.rows.test_selection import of


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("", ""),
        ("_sort=name&_col=name&_page=2", ""),
        ("insee=01004", "Insee = 01004"),
        ("insee=", "Insee = (texte vide)"),
        ("kind=a", "Kind = Café"),
        ("kind__not=a", "Kind\xa0: sauf Café"),
        ("kind=gone", "Kind = gone"),
        ('kind__in=["a","b"]', "Kind = Café ou Atelier"),
        ("kind__notin=a,b", "Kind\xa0: aucun de Café, Atelier"),
        ("insee__in=1,2,3,4,5,6", "Insee = 1, 2, 3, … (6)"),
        (
            "seats__gt=1&seats__lt=5",
            "Seats\xa0: plus de 1\xa0sièges\u202f; Seats\xa0: moins de 5\xa0sièges",
        ),
        ("opened__gte=2026-03-01&opened__lte=2026-03-31", "Opened = mars 2026"),
        ("opened__gte=2026-01-01&opened__lte=2026-12-31", "Opened = 2026"),
        ("opened__gte=2026-03-02", "Opened\xa0: à partir du 2 mars 2026"),
        (
            "opened__gte=2025-01-01&opened__lte=2026-11-15",
            "Opened\xa0: du 1er janvier 2025 au 15 novembre 2026",
        ),
        ("opened__isnull=1", "Opened\xa0: non renseigné"),
        ("tags__arraycontains=été", "Tags\xa0: avec «\xa0été\xa0»"),
        ("_search=café", "mots «\xa0café\xa0»"),
        ("_search_name=café&_searchmode=raw", "mots «\xa0café\xa0»"),
        ("_where=seats > 2", "_where seats > 2"),
        ("insee=<b>&kind=a", "Insee = <b>\u202f; Kind = Café"),
    ],
)
async def test_a_selection_says_which_rows_it_holds(query: str, words: str, still: Site) -> None:
    assert selection_in_words(await of(still, query)) == words


async def test_a_title_tells_the_rows_behind_it(still: Site) -> None:
    assert titled("Lieux", await of(still, "")) == "Lieux"
    assert titled("Lieux", await of(still, "kind=a")) == "Lieux – Kind = Café"


async def test_each_value_is_a_condition_and_leaves_the_others(still: Site) -> None:
    found = conditions(await of(still, "_search=café&kind__in=a,b&seats__gt=1"))
    assert [plain(one.words) for one in found] == [
        "mots «\xa0café\xa0»", "Kind = Café", "Kind = Atelier", "Seats\xa0: plus de 1\xa0sièges"
    ]  # fmt: skip
    assert [selection_in_words(one.without) for one in found][1:] == [
        "mots «\xa0café\xa0»\u202f; Seats\xa0: plus de 1\xa0sièges\u202f; Kind = Atelier",
        "mots «\xa0café\xa0»\u202f; Seats\xa0: plus de 1\xa0sièges\u202f; Kind = Café",
        "mots «\xa0café\xa0»\u202f; Kind = Café ou Atelier",
    ]
    assert found[0].argument == ("_search", "café")


async def test_what_is_said_is_escaped_for_pages(still: Site) -> None:
    [one] = conditions(await of(still, "insee=<b>&_nocol=name"))
    assert one.words == "Insee = &lt;b&gt;"
    assert plain(one.words) == "Insee = <b>"
