"""Which datasets know a person by the same name."""

from publish.declare.site import SiteFolder


def together(site: SiteFolder, dataset: str) -> tuple[str, ...]:
    """The datasets whose contributors are named alike: those that one service hands over."""
    desk = site.metadata().desk
    services = desk.services if desk else ()
    named = {name for one in services if dataset in one.datasets for name in one.datasets}
    return tuple(sorted({dataset, *named}))
