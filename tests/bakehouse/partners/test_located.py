"""Licences that others tell in their own words."""

import pytest

from publish.bakehouse.partners.located import license_named


@pytest.mark.parametrize(
    ("told", "id"),
    [
        ("ODbL-1.0", "ODbL-1.0"),
        ("odbl-1.0 ", "ODbL-1.0"),
        ("odc-odbl", "ODbL-1.0"),
        ("lov2", "etalab-2.0"),
        ("http://opendatacommons.org/licenses/odbl/1-0", "ODbL-1.0"),
        ("https://creativecommons.org/licenses/by/4.0/", "CC-BY-4.0"),
        ("CC-BY-NC-4.0", "CC-BY-NC-4.0"),
        (" ours ", "ours"),
        ("", ""),
    ],
)
def test_a_licence_is_known_by_its_names_and_addresses(told: str, id: str) -> None:
    assert license_named(told) == id
