"""Why a record is set aside has a code, which is told in both languages."""

import ast
import re
from pathlib import Path

import pytest

from publish.bakehouse.values import CONVERTERS
from publish.release.rejects import REASONS, Reason, said

CODE = Path(__file__).parents[2] / "publish/bakehouse"
TYPES = {f"not-{type}" for type in CONVERTERS}
# Codes that are given by a statement of SQL, by the number of cells, or for all rows of a sheet.
ELSEWHERE = {"record-not-json", "not-object", "key-twice", "one-cell", "cells"} | {
    "id-twice",
    "error-cell",
    "no-day",
}


def codes(path: Path) -> set[str]:
    """The codes of the reasons that a module makes."""
    calls = [
        node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Call)
    ]
    given = [call.args[0] for call in calls if getattr(call.func, "id", "") == "Reason"]
    return {str(code.value) for code in given if isinstance(code, ast.Constant)}


@pytest.mark.slow("reads every reader for its codes")
def test_every_code_that_is_made_has_words() -> None:
    made = set().union(*map(codes, CODE.glob("**/*.py")))
    assert made | TYPES | ELSEWHERE == REASONS.keys()


@pytest.mark.parametrize("code", REASONS)
def test_it_says_the_same_in_each_language(code: str) -> None:
    told = REASONS[code]
    assert told.keys() == {"fr", "en"} and told["fr"] != told["en"]
    assert len(re.findall("%s", told["fr"])) == len(re.findall("%s", told["en"]))


def test_a_reason_is_its_english_sentence() -> None:
    reason = Reason("cells", 4, 2)
    assert (reason, reason.code, reason.values) == (
        "4 cells where the header has 2",
        "cells",
        ("4", "2"),
    )


def test_a_report_tells_it_in_a_language() -> None:
    reject = {"reason": "is over the maximum 90", "code": "maximum", "values": ["90"]}
    assert said(reject, "fr") == ("dépasse le maximum 90", "fr")
    assert said(reject, "en") == ("is over the maximum 90", "en")


def test_what_has_no_code_stays_english() -> None:
    for reject in ({"reason": "is odd"}, {"reason": "is odd", "code": "of-a-later-fournil"}):
        assert said(reject, "fr") == ("is odd", "en")
