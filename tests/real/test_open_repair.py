"""Open Repair: four versions of one schema are one series of releases."""

from typing import Any

import pytest

from publish.bakehouse.steps import Outcome
from tests.real.real_site import RealSite, found

pytestmark = pytest.mark.slow("publishes four real files")

FOLDER = "openrepair/FixitClinic"
FILES = {
    "2019-09": f"{FOLDER}/201909/OpenRepairData_v0.1_FixitClinic_201909.csv",
    "2020-09": f"{FOLDER}/202009/OpenRepairData_v0.2.1_FixitClinic_202009.csv",
    "2021-10": f"{FOLDER}/202110/OpenRepairData_v0.3_FixitClinic_202110.masked.csv",
    "2025-07": f"{FOLDER}/202507/OpenRepairData_v0.3_FixitClinic_202507.csv",
}
CATEGORIES = {"categories.csv": "openrepair/OpenRepairData_v0.3_Product_Categories.csv"}


def exports(month: str) -> dict[str, str]:
    return {"repairs.csv": FILES[month]} | (CATEGORIES if month > "2021" else {})


def publish(real: RealSite, month: str) -> Outcome:
    return real.publish(f"open-repair/{month}", exports(month), as_of=f"{month}-28")


def test_four_schemas_are_four_releases(real: RealSite, facts: dict[str, Any]) -> None:
    outcomes, rows = [], []
    for month in FILES:
        outcomes.append(publish(real, month))
        rows.append(len(real.rows("open-repair", "repairs")))
    assert [outcome.version for outcome in outcomes] == ["1.0.0", "2.0.0", "2.1.0", "2.1.1"]
    # Two records of the first are shifted by a comma and left out.
    noted = [facts[file]["rows"] for file in FILES.values()]
    assert rows == [noted[0] - 2, *noted[1:]] == [475, 487, 583, 1033]
    assert outcomes[1].reasons == (
        "column repairs.language removed",
        "column repairs.model removed",
        "column repairs.problem_rest removed",
        "column repairs.partner_product_category added",
        "column repairs.repair_barrier_if_end_of_life added",
        "date of last update changed",
        "repairs has 487 rows, had 475",
    )
    assert outcomes[2].reasons[:4] == (
        "column repairs.product_category_id added",
        "column repairs.product_age added",
        "foreign key repairs.product_category_id to product_categories.product_category_id added",
        "table product_categories added",
    )
    assert outcomes[3].reasons == (
        "date of last update changed",
        "repairs has 1033 rows, had 583",
    )
    assert real.described("open-repair")["updated"] == {"date": "2025-07-27", "basis": "read"}


def test_rows_cut_by_a_comma_are_named_with_their_lines(real: RealSite) -> None:
    rejected = (
        "rejected-rows",
        "repairs.year_of_manufacture",
        "2 rows rejected: the value does not match the declared pattern "
        "(exports/repairs.csv:153, exports/repairs.csv:285)",
    )
    outcome = publish(real, "2019-09")
    assert (outcome.status, found(outcome)) == ("published", [rejected])
    strict = real.declaration("open-repair/2019-09").replace("max: 2", "max: 0")
    outcome = real.publish_text("open-repair", strict, exports("2019-09"))
    assert (outcome.status, found(outcome)) == ("refused", [rejected])


def test_a_column_without_header_has_to_be_named(real: RealSite) -> None:
    naive = real.declaration("open-repair/2020-09")
    outcome = real.publish_text("open-repair", naive, exports("2019-09"))
    assert outcome.message == (
        "exports/repairs.csv: line 1: no header in column 13; name all columns by `header: […]`, "
        "with `skip:` for the lines above the records"
    )


def test_years_that_are_question_marks_are_missing(real: RealSite) -> None:
    publish(real, "2020-09")
    years = "SELECT count(*), count(year_of_manufacture) FROM repairs"
    assert real.ask("open-repair", years) == [(487, 487 - 332)]
    vague = "SELECT count(*) FROM repairs WHERE year_of_manufacture = 'earlier than 2011'"
    assert real.ask("open-repair", vague) == [(7,)]


def test_the_producers_own_schema_refuses_the_file(real: RealSite) -> None:
    strict = "open-repair/2025-07-by-its-schema"
    first, *_ = found(real.publish(strict, exports("2025-07")))
    assert first == (
        "rejected-rows",
        "repairs.id",
        "1033 rows rejected: the value does not match the declared pattern "
        "(exports/repairs.csv:2, exports/repairs.csv:3, exports/repairs.csv:4)",
    )
    # Identifiers have _ where the schema has -; behind that, a value that its list does not know.
    mended = real.declaration(strict).replace("[a-z]+-[0-9]+", "[a-z]+_[0-9]+")
    [(code, place, what)] = found(real.publish_text("open-repair", mended, exports("2025-07")))
    assert (code, place) == ("rejected-rows", "repairs.repair_barrier_if_end_of_life")
    assert what.startswith("11 rows rejected: ")
