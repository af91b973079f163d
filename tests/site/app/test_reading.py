"""What a site tells of a dataset is read without a server, as anyone reads it."""

from pathlib import Path

from publish.declare.site import SiteFolder
from publish.site.app.reading import pages_about
from tests.site.pages.test_downloads import write_history


def test_a_page_and_a_feed_are_read_in_each_language(root: Path) -> None:
    write_history(root, ("1.0.0", "kept"))
    pages = pages_about(SiteFolder(root), "lieux")
    starts = [page[:5].lower() for page in pages]
    assert starts == ["<!doc", "<!doc", "<?xml", "<?xml"]
    assert "<h1>Lieux partagés</h1>" in pages[0] and "<h1>Shared places</h1>" in pages[1]
    assert 'xml:lang="fr"' in pages[2] and 'xml:lang="en"' in pages[3]


def test_of_what_is_not_served_nothing_is_read(root: Path) -> None:
    assert pages_about(SiteFolder(root), "ailleurs") == []
