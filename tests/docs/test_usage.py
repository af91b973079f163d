"""What `docs/usage.md` says of audience tools is what is read."""

import re
from pathlib import Path
from textwrap import indent

import pytest

from publish.bakehouse.read.audience.matomo_reports import REPORTS
from publish.declare.declaration import Dataset
from publish.declare.yaml_file import load
from publish.usage.check.conditions import CONDITIONS
from tests.sites import ABOUT

PAGE = (Path(__file__).parents[2] / "docs" / "usage.md").read_text("utf-8")
FRENCH = Path(__file__).parents[2] / "docs" / "fr" / "frequentation.md"


def test_the_declaration_of_a_matomo_loads(tmp_path: Path) -> None:
    (example,) = re.findall(r"```yaml\n(tables:\n  features:.*?)```", PAGE, re.DOTALL)
    path = tmp_path / "dataset.yaml"
    path.write_text(ABOUT.replace("tables:\n", "") + example, encoding="utf-8")
    source = load(path, Dataset).tables["features"].sources[0]
    assert [rule.feature for rule in source.features] == ["place", "places"]


def test_the_declaration_of_months_loads(tmp_path: Path) -> None:
    (example,) = re.findall(r"```yaml\n(  countries:.*?)```", PAGE, re.DOTALL)
    path = tmp_path / "dataset.yaml"
    path.write_text(ABOUT + example, encoding="utf-8")
    counts = load(path, Dataset).tables["countries"].counts
    assert counts is not None
    assert (counts.every, counts.by) == (("month",), ("country",))


def test_every_report_and_condition_is_explained() -> None:
    told = set(re.findall(r"`([a-z-]+)`", "".join(re.findall(r"^\| `.*?\|", PAGE, re.MULTILINE))))
    assert set(REPORTS) <= told
    assert set(CONDITIONS) <= told


@pytest.mark.parametrize("number", [0, 1])
def test_the_sources_of_the_french_page_load(number: int, tmp_path: Path) -> None:
    """They stand in the place of those of the English page."""
    french = FRENCH.read_text("utf-8")
    sources = re.findall(r"```yaml\n(sources:\n.*?)```", french, re.DOTALL)[number]
    (example,) = re.findall(r"```yaml\n(tables:\n  features:.*?)```", PAGE, re.DOTALL)
    old = example[example.index("    sources:\n") : example.index("    counts:")]
    text = example.replace(old, indent(sources, "    "))
    path = tmp_path / "dataset.yaml"
    path.write_text(ABOUT.replace("tables:\n", "") + text, encoding="utf-8")
    (source,) = load(path, Dataset).tables["features"].sources
    assert source.report == "features"
    assert source.features[-1].match == "^/lieux"


@pytest.mark.parametrize("page", ["index.md", "usage.md", "fr/guide.md", "fr/exploiter.md"])
def test_the_french_page_is_found_from(page: str) -> None:
    assert re.search(
        r"\]\((fr/)?frequentation\.md\)", (FRENCH.parents[1] / page).read_text("utf-8")
    )
