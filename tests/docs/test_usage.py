"""What `docs/usage.md` says of audience tools is what is read."""

import re
from pathlib import Path

from publish.bakehouse.read.audience.matomo_reports import REPORTS
from publish.declare.declaration import Dataset
from publish.declare.yaml_file import load
from publish.usage.check.conditions import CONDITIONS
from tests.sites import ABOUT

PAGE = (Path(__file__).parents[2] / "docs" / "usage.md").read_text("utf-8")


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
