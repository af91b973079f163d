"""MedNum BFC: three exports in six weeks, each with other columns; the declaration follows."""

from typing import Any

import pytest

from publish.bakehouse.steps import Outcome
from publish.errors import GateClosed
from tests.real.real_site import RealSite, found

pytestmark = pytest.mark.slow("publishes three real files")

EXPORT = "mednum-bfc/BFC_TERNUMM - TL - V1.0 - export_csv_solidata-{}-a.masked.csv"
APRIL_9, APRIL_29, MAY_16 = (EXPORT.format(stamp) for stamp in ("200409", "200429", "200516"))
SWAPPED = (
    "coordinates-swapped",
    "lieux.lat+lon",
    "33 rows with latitude and longitude swapped",
)


def publish(real: RealSite, day: str, file: str) -> Outcome:
    return real.publish(f"mednum-bfc/{day}", {"lieux.csv": file}, as_of=day)


def outside(rows: int) -> tuple[str, str, str]:
    return "coordinates-out-of-bounds", "lieux.lat+lon", f"{rows} rows outside the declared bounds"


def test_three_exports_are_three_releases(real: RealSite, facts: dict[str, Any]) -> None:
    first = publish(real, "2020-04-09", APRIL_9)
    assert (first.version, found(first)) == ("1.0.0", [SWAPPED, outside(1)])
    assert len(real.rows("mednum-bfc", "lieux")) == facts[APRIL_9]["rows"] == 560

    second = publish(real, "2020-04-29", APRIL_29)
    emptied = (
        "emptied-column",
        "lieux.code_label",
        "43% of the rows have a value, 69% in the last release",
    )
    assert (second.version, found(second)) == ("2.0.0", [emptied, SWAPPED, outside(2)])
    assert second.reasons == (
        "column lieux.code_access removed",
        "column lieux.dep_txt added",
        "column lieux.code_typo added",
        "column lieux.def_typo added",
        "column lieux.def_label added",
        "column lieux.def_accomp added",
        "date of last update changed",
        "coverage changed",
        "lieux has 606 rows, had 560",
        "browsing of lieux changed",
    )

    third = publish(real, "2020-05-16", MAY_16)
    assert (third.version, found(third)) == ("2.1.0", [SWAPPED, outside(2)])
    assert third.reasons == (
        "column lieux.bfc_id added",
        "column lieux.adresse_full added",
        "column lieux.horaires added",
        'primary key of lieux added: ["bfc_id"]',
        "date of last update changed",
    )
    assert len(real.rows("mednum-bfc", "lieux")) == facts[MAY_16]["rows"] == 606


def test_columns_that_nobody_declared_stop_the_next_export(real: RealSite) -> None:
    publish(real, "2020-04-09", APRIL_9)
    refused = publish(real, "2020-04-09", APRIL_29)
    assert (refused.status, refused.exit_code) == ("refused", GateClosed.exit_code)
    place = "lieux, exports/lieux.csv"
    news = ("dep_txt", "code_typo", "def_typo", "def_label", "def_accomp")
    assert found(refused) == [
        *(("undeclared-header", place, f"the header {new!r} has no column") for new in news),
        (
            "missing-header",
            "lieux.code_access, exports/lieux.csv",
            "the export has no header 'code_access'",
        ),
    ]
    assert real.described("mednum-bfc")["version"] == "1.0.0"


def test_no_name_and_address_is_a_key_as_one_place_stands_twice(real: RealSite) -> None:
    text = real.declaration("mednum-bfc/2020-04-09").replace(
        "    coordinates:", "    primary_key: [nom_structure, adresse, ville]\n    coordinates:"
    )
    refused = real.publish_text("mednum-bfc", text, {"lieux.csv": APRIL_9})
    assert found(refused) == [
        (
            "duplicate-key",
            "lieux.nom_structure+adresse+ville",
            "1 values of this primary key occur more than once (exports/lieux.csv:196, "
            "exports/lieux.csv:197)",
        ),
        (
            "missing-key",
            "lieux.nom_structure+adresse+ville",
            "22 rows have no value here (exports/lieux.csv:100, exports/lieux.csv:127, "
            "exports/lieux.csv:128, exports/lieux.csv:130, exports/lieux.csv:131, "
            "exports/lieux.csv:149, exports/lieux.csv:150, exports/lieux.csv:152, "
            "exports/lieux.csv:153, exports/lieux.csv:160, …)",
        ),
        SWAPPED,
        outside(1),
    ]


def test_nobody_can_be_called_and_the_stricter_licence_holds(real: RealSite) -> None:
    publish(real, "2020-05-16", MAY_16)
    described = real.described("mednum-bfc")
    assert [one["name"] for one in described["licenses"]] == ["ODbL-1.0"]
    for file in real.release("mednum-bfc").iterdir():
        assert b"@example.org" not in file.read_bytes().replace(b"contact@example.org", b"")
        assert b"03 53 01" not in file.read_bytes()


def test_html_stays_the_text_it_is(real: RealSite, facts: dict[str, Any]) -> None:
    publish(real, "2020-05-16", MAY_16)
    hours = "SELECT count(*) FROM lieux WHERE horaires LIKE '<ul>%'"
    assert real.ask("mednum-bfc", hours) == [(facts[MAY_16]["html_cells"],)]


def test_codes_become_lists(real: RealSite) -> None:
    publish(real, "2020-05-16", MAY_16)
    codes = "SELECT DISTINCT code_typo FROM lieux WHERE code_typo LIKE '%F%' ORDER BY 1 LIMIT 2"
    assert real.ask("mednum-bfc", codes) == [('["C","F"]',), ('["F","I","F"]',)]
