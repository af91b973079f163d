"""Reuses are listed in a file that people may write as well, and for the public at once."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from publish.declare.site import SiteFolder
from publish.errors import DeclarationError
from publish.release.reuse import reuses_of
from publish.upkeep.reuses import add, remove
from tests.sites import DAY, ROWS, deliver, make_site, publish_one

pytestmark = pytest.mark.slow("publishes a small site")
MAP: dict[str, Any] = {
    "title": {"fr": "Carte des cafés", "en": "Map of cafés"},
    "url": "https://example.org/carte",
    "by": "Association Exemple",
    "kind": "visualisation",
    "since": date(2026, 11, 20),
}
DATABASE = MAP | {"url": "https://example.org/base", "kind": "database", "license": "ODbL-1.0"}
WRITTEN = """\
# Seen by hand
reuses:
  - title: {fr: Un article}  # the first
    url: https://example.org/article
    by: Le Journal
    kind: article
    since: 2026-11-01
"""


@pytest.fixture
def site(tmp_path: Path) -> SiteFolder:
    """A site with a release."""
    site = make_site(tmp_path / "site")
    assert publish_one(site, DAY).status == "published"
    return site


def addresses(site: SiteFolder) -> list[str]:
    """The addresses that the public side lists, the newest first."""
    return [one.url for one in reuses_of(site.releases / "lieux")]


def test_a_reuse_is_public_at_once_and_stays_with_the_next_release(site: SiteFolder) -> None:
    [told] = add(site, "lieux", MAP)
    assert told.startswith("lieux: Carte des cafés is listed in ")
    assert addresses(site) == [MAP["url"]]
    deliver(site, *ROWS, "09;Friche;atelier;oui;eve@example.org")
    publish_one(site, DAY)
    assert addresses(site) == [MAP["url"]]


def test_what_a_person_wrote_stays_as_it_is(site: SiteFolder) -> None:
    path = site.data / "lieux" / "reuses.yaml"
    path.write_text(WRITTEN, encoding="utf-8")
    list(add(site, "lieux", MAP))
    assert path.read_text(encoding="utf-8").startswith("# Seen by hand\nreuses:\n")
    assert "# the first" in path.read_text(encoding="utf-8")
    assert addresses(site) == [MAP["url"], "https://example.org/article"]


def test_one_that_was_written_by_hand_comes_with_the_next_run(site: SiteFolder) -> None:
    (site.data / "lieux" / "reuses.yaml").write_text(WRITTEN, encoding="utf-8")
    assert publish_one(site, DAY).status == "unchanged"
    assert addresses(site) == ["https://example.org/article"]


def test_one_that_is_removed_is_listed_no_more(site: SiteFolder) -> None:
    list(add(site, "lieux", MAP))
    list(add(site, "lieux", DATABASE))
    assert remove(site, "lieux", MAP["url"]) == "Carte des cafés"
    assert addresses(site) == [DATABASE["url"]]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"url": "example.org"}, "'example.org' is no web address; write https://…"),
        ({"url": "javascript:alert(1)"}, "is no web address"),
        ({"kind": "database"}, "a database says its licence; add `license: ODbL-1.0`"),
        ({"license": "MIT"}, "unknown license 'MIT'"),
        ({"by": "A"}, "reuses.0.by"),
        ({"since": "soon"}, "'soon' is not a date such as"),
    ],
)
def test_what_does_not_fit_changes_nothing(
    site: SiteFolder, wrong: dict[str, Any], said: str
) -> None:
    with pytest.raises(DeclarationError) as refused:
        list(add(site, "lieux", MAP | wrong))
    assert said in str(refused.value)
    assert not (site.data / "lieux" / "reuses.yaml").exists()
    assert addresses(site) == []


def test_an_address_stands_once(site: SiteFolder) -> None:
    list(add(site, "lieux", MAP))
    before = (site.data / "lieux" / "reuses.yaml").read_bytes()
    with pytest.raises(DeclarationError, match="stands twice; keep one"):
        list(add(site, "lieux", MAP))
    assert (site.data / "lieux" / "reuses.yaml").read_bytes() == before


def test_a_database_that_is_not_shared_alike_is_told(site: SiteFolder) -> None:
    [_, note] = add(site, "lieux", DATABASE | {"license": "etalab-2.0"})
    assert note == (
        "note: ODbL-1.0 is share-alike: what is made of lieux is under it, not etalab-2.0"
    )
    assert len(list(add(site, "lieux", DATABASE | {"url": "https://example.org/b"}))) == 1


def test_one_that_is_not_there_cannot_be_removed(site: SiteFolder) -> None:
    list(add(site, "lieux", MAP))
    with pytest.raises(DeclarationError, match=r"no reuse at 'x'; there: https://example.org/c"):
        remove(site, "lieux", "x")


def test_a_file_that_is_wrong_refuses_the_next_run_with_its_line(site: SiteFolder) -> None:
    wrong = WRITTEN.replace("kind: article", "kind: articl")
    (site.data / "lieux" / "reuses.yaml").write_text(wrong, encoding="utf-8")
    outcome = publish_one(site, DAY)
    assert outcome.status == "refused"
    assert "reuses.yaml:6: reuses.0.kind: " in outcome.message
    assert "did you mean `article`?" in outcome.message
