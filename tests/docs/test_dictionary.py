"""The pages for reusers tell what each column of `dictionary.csv` holds."""

import re
from pathlib import Path

import pytest

from publish.describe.dictionary import KEYS

DOCS = Path(__file__).parents[2] / "docs"


@pytest.mark.parametrize(
    ("page", "part"),
    [
        ("reuse.md", "## What each column holds"),
        ("fr/reutiliser.md", "## Ce que contient chaque colonne"),
    ],
)
def test_each_column_of_the_dictionary_is_told_once(page: str, part: str) -> None:
    text = (DOCS / page).read_text("utf-8").partition(part)[2].partition("\n## ")[0]
    rows = re.findall(r"^\| (`[^|]+) \|", text, re.MULTILINE)
    assert sorted(re.findall(r"`(\w+)`", " ".join(rows))) == sorted(KEYS)
