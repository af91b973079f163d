"""The filters beside the rows: long lists are in an order that one finds things in."""

import re
from pathlib import Path

from tests.site.conftest import opened
from tests.sites import deliver, make_site, publish_one

# In the order of their numbers of rows, least first.
TOWNS = (
    "Évry", "Zuydcoote", "Étampes", "Angers", "Œuilly", "Caen", "Brest", "Dax", "Foix", "Gap",
    "Hyères", "Istres", "Jonzac", "Laon",
)  # fmt: skip


def choices(html: str) -> list[str]:
    """The values of the facet of kinds, as they are read."""
    group = html[html.index('id="filter-kind"') :].partition("</fieldset>")[0]
    return re.findall(r"<span>([^<]+)</span>", group)


async def test_all_of_a_long_list_goes_from_a_to_z(tmp_path: Path) -> None:
    site = make_site(tmp_path)
    many = [town for place, town in enumerate(TOWNS) for _ in range(place + 1)]
    deliver(site, *(f"{n:03};Lieu {n};{town};oui;a@example.org" for n, town in enumerate(many)))
    publish_one(site)
    async with opened(site.root) as served:
        few = (await served.client.get("/lieux/places?_lang=fr")).text
        whole = (await served.client.get("/lieux/places?_lang=fr&_more=kind")).text
    assert choices(few) == [*TOWNS[:5:-1]]
    assert choices(whole) == [
        "Angers", "Brest", "Caen", "Dax", "Étampes", "Évry", "Foix", "Gap", "Hyères", "Istres",
        "Jonzac", "Laon", "Œuilly", "Zuydcoote",
    ]  # fmt: skip
    assert '<fieldset id="filter-kind" data-by-name>' in whole
    assert '<fieldset id="filter-kind">' in few
