"""A file is called by its table, its filters and the day of its release."""

import pytest

from publish.site.app.datasette_site import Site
from publish.site.downloads.file_names import file_name
from tests.site.rows.test_selection import of


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("", "places"),
        ("_sort=name", "places"),
        ("kind=a", "places-kind-cafe"),
        ("kind__in=a,b&seats__gt=3", "places-kind-cafe-atelier-seats-gt-3"),
        ("opened__gte=2026-01-01&opened__lte=2026-12-31", "places-opened-2026"),
        ("opened__gte=2026-01-02", "places-opened-gte-2026-01-02"),
        ("opened__isnull=1", "places-opened-isnull"),
        ("insee__not=01004", "places-insee-not-01004"),
        ("_search=L%E2%80%99%C5%92uf+à+vélo", "places-search-l-oeuf-a-velo"),
        ('insee="; filename=x.exe\r\n', "places-insee-filename-x-exe"),
        ("insee=%D0%9A%D0%B0%D1%84%D0%B5", "places-insee"),
        ("insee=../../etc", "places-insee-etc"),
    ],
)
async def test_a_selection_has_a_name(query: str, name: str, still: Site) -> None:
    assert file_name(await of(still, query)) == f"{name}-2026-11-21"


async def test_a_long_one_is_cut_between_its_parts(still: Site) -> None:
    found = file_name(await of(still, f"insee__in={','.join(map(str, range(1, 200)))}"), "chart")
    assert found.startswith("places-insee-1-2-3-")
    assert found.endswith("-chart-2026-11-21")
    assert len(found) == 122
