"""The way back from a page: the catalog, the dataset."""

from publish.serving.datasette_site import Site
from publish.serving.languages import gettext as _
from publish.serving.links import Pairs
from publish.serving.releases import Release
from publish.serving.words import text


def to_catalog(site: Site) -> Pairs:
    """The address and the name of the catalog."""
    return [(str(site.urls.instance()), _("Datasets"))]


def to_dataset(site: Site, release: Release) -> Pairs:
    """The catalog, then the dataset."""
    title = text(release.package, "title") or release.dataset
    return [*to_catalog(site), (str(site.urls.database(release.dataset)), title)]
