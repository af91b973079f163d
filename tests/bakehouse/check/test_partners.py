"""What the gate says of partners' licences, and of rows that are taken out."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pytest

from publish.bakehouse.check.inspection import Inspection
from publish.bakehouse.check.partners import partner_licenses
from publish.bakehouse.partners.told import PartnerRows
from publish.declare.partner import Partner
from tests.bakehouse.check.test_policy import columns, inspection, told
from tests.tables import column, table


def partner(license: str) -> Partner:
    return Partner.model_validate(
        {
            "name": "Les jardins",
            "license": license,
            "agreed": {"by": "Ada", "on": date(2026, 1, 1), "until": date(2027, 1, 1)},
            "source": {"path": "jardins.csv"},
            "id": "ref",
            "map": {"name": "Nom"},
        }
    )


def fed(license: str, **licenses: str) -> Inspection:
    """A table under a licence, fed by partners under theirs."""
    given: Mapping[str, PartnerRows] = {
        name: PartnerRows(partner(id), 2, "", "2026-11-20") for name, id in licenses.items()
    }
    found = inspection(table(columns(id=column())), license=license)
    return replace(found, partners={"rows": given})


@pytest.mark.parametrize(
    ("license", "partners"),
    [
        ("ODbL-1.0", {"nord": "etalab-2.0", "sud": "ODbL-1.0"}),
        ("ODbL-1.0", {"nord": "etalab-2.0", "sud": "CC0-1.0"}),
        ("etalab-2.0", {"nord": "etalab-2.0"}),
        ("CC-BY-4.0", {"nord": "etalab-2.0", "sud": "CC-BY-4.0"}),
        ("etalab-2.0", {}),
    ],
)
def test_licences_that_fit_are_no_matter(license: str, partners: dict[str, str]) -> None:
    assert told(partner_licenses(fed(license, **partners))) == []


def test_a_table_under_a_licence_that_its_partners_do_not_allow_is_told_the_right_one() -> None:
    assert told(partner_licenses(fed("etalab-2.0", nord="etalab-2.0", sud="ODbL-1.0"))) == [
        "blocker partner-licenses: rows: etalab-2.0 does not fit sud: ODbL-1.0: ODbL 1.0 §4.4 "
        "wants every database that holds such data to be under the ODbL "
        "(https://opendatacommons.org/licenses/odbl/1-0/); write `license: ODbL-1.0`, which fits "
        "all of its partners"
    ]


def test_partners_that_no_licence_fits_are_named_with_the_reason_and_a_way_out() -> None:
    [problem] = partner_licenses(fed("ODbL-1.0", a="CC-BY-SA-4.0", b="ODbL-1.0", c="etalab-2.0"))
    assert problem.severity == "blocker"
    assert "(a: CC-BY-SA-4.0, b: ODbL-1.0)" in problem.what
    assert "ODbL 1.0 §4.4" in problem.what
    assert problem.fix.startswith("ask one of them for leave")


def test_leave_to_ask_for_is_a_warning() -> None:
    [problem] = partner_licenses(fed("ODbL-1.0", a="CC-BY-4.0", b="CC-BY-4.0", c="ODbL-1.0"))
    assert (problem.code, problem.severity) == ("partner-leave", "warning")
    assert problem.what.startswith("a: CC-BY-4.0, b: CC-BY-4.0 in a table under ODbL-1.0: ")


def test_a_table_that_nobody_feeds_is_no_matter() -> None:
    assert told(partner_licenses(inspection(table(columns(id=column()))))) == []
