"""The rows that a form is offered for: none where the declaration may say less."""

from pathlib import Path

import pytest

from publish.declare.site import SiteFolder
from publish.desk.rows import release_of, row_of
from tests.sites import published_site


@pytest.fixture
def site(tmp_path: Path) -> SiteFolder:
    return published_site(tmp_path)


def offered(site: SiteFolder) -> list[str] | None:
    """The columns of the form of a row; None without a form."""
    row = row_of(site, "lieux", "places", ["01"])
    return [*row.cells] if row else None


def test_without_a_declaration_the_release_says_what_can_be_corrected(site: SiteFolder) -> None:
    assert offered(site) == ["name", "kind", "open"]
    site.declaration("lieux").unlink()
    assert offered(site) == ["name", "kind", "open"]


@pytest.mark.parametrize("text", ["tables: [", "title: no tables\n", ""])
def test_a_declaration_that_cannot_be_read_offers_nothing(site: SiteFolder, text: str) -> None:
    site.declaration("lieux").write_text(text, encoding="utf-8")
    assert offered(site) is None


@pytest.mark.parametrize("name", ["../releases/lieux", "lieux/", ".", "", "LIEUX", "l" * 300])
def test_what_is_no_dataset_has_no_release(site: SiteFolder, name: str) -> None:
    assert release_of(site, "lieux") is not None
    assert release_of(site, name) is None
