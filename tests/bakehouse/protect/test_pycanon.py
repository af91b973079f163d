"""On real files that a peer measured, where each row is one person, k and l are the same."""

from pathlib import Path

import pytest

from publish.bakehouse.engine import Workspace
from publish.bakehouse.protect.classes import measured, with_class
from publish.bakehouse.protect.recoded import PERSON
from publish.bakehouse.protect.risk import reached

PUPILS = ["Teacher", "Gender", "Ethnic", "Freeredu", "wesson"]
ADULTS = ["age", "education", "occupation", "relationship", "sex", "native-country"]


@pytest.mark.parametrize(
    ("file", "quasi_identifiers", "sensitive", "k", "diversity"),
    [
        ("StudentsMath_Score.csv", PUPILS, "Score", 1, 1),
        ("StudentsMath_Score_k5.csv", PUPILS, "Score", 5, 4),
        ("adult_anonymized_20.csv", ADULTS, "salary-class", 20, 1),
    ],
)
def test_k_and_l_agree(
    shared: Path,
    place: Workspace,
    file: str,
    quasi_identifiers: list[str],
    sensitive: str,
    k: int,
    diversity: int,
) -> None:
    path = shared / "data" / "pycanon" / file
    read = f"SELECT row_number() OVER () AS {PERSON}, * FROM read_csv(?, all_varchar = true)"
    place.con.con.execute(f"CREATE TABLE given AS {read}", [str(path)])
    classes = measured(with_class(place.con.table("given"), quasi_identifiers), {sensitive: 1})
    found = reached(classes, [sensitive])
    assert (found["k_people"], found["k_rows"], found["l"]) == (k, k, {sensitive: diversity})
