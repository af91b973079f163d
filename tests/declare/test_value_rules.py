"""Labels, orders and weights that a column cannot have are refused, with a way out."""

from pathlib import Path

import pytest

from publish.declare.bands import bands_of
from publish.declare.column import Text
from publish.declare.declaration import Dataset
from publish.declare.yaml_file import load
from publish.errors import DeclarationError

BASE = """\
title: {{fr: Visites}}
description: {{fr: Des visites.}}
producer: {{name: Collectif}}
contact: contact@example.org
contributed: false
license: etalab-2.0
frequency: weekly
tables:
  visits:
    title: {{fr: Visites}}
    about: things
    sources: [{{path: exports/visites.csv}}]
    columns:
      visits: {{type: integer, role: open}}
      section: {{type: string, role: open}}
      secret: {{type: integer, role: open, protect: drop}}
      x: {{{column}}}
{more}"""


def told(folder: Path, column: str, more: str = "") -> list[str]:
    path = folder / "dataset.yaml"
    path.write_text(BASE.format(column=column, more=more), encoding="utf-8")
    try:
        load(path, Dataset)
    except DeclarationError as error:
        return [line.removeprefix(f"{path}:") for line in str(error).splitlines()]
    return []


SCORE = "type: integer, role: open, constraints: {minimum: 1, maximum: 5}"
KIND = "type: string, role: open, constraints: {enum: [café, jardin]}"
AGE = "type: integer, role: open, protect: {band: {cuts: [30, 45]}}"
LABEL = "{fr: Aucune, en: None}"


@pytest.mark.parametrize(
    "column",
    [
        f'{SCORE}, labels: {{"1": {LABEL}}}, order: ["5", "1"]',
        f"{KIND}, labels: {{café: {{fr: Café}}}}, order: [jardin]",
        f"{AGE}, unit: {{fr: ans, en: years}}, labels: {{<30: {{fr: Jeunes}}, 30–44: {{fr: A}}}}",
        "type: list, role: open, labels: {wifi: {fr: Wi-Fi}}",
        'type: number, role: open, unit: "%", weight: visits',
    ],
)
def test_what_fits_is_taken(tmp_path: Path, column: str) -> None:
    assert told(tmp_path, column) == []


@pytest.mark.parametrize(
    ("column", "error"),
    [
        (f'{SCORE}, labels: {{"6": {LABEL}}}',
         "17: tables.visits.columns.x.labels.6: '6' is no value of this column; "
         "its values: 1, 2, 3, 4, 5"),
        (f"{SCORE}, order: [un]",
         "17: tables.visits.columns.x.order.0: 'un' is no integer; write for example 12"),
        (f"{KIND}, labels: {{cafe: {LABEL}}}",
         "17: tables.visits.columns.x.labels.cafe: 'cafe' is no value of this column; "
         "did you mean `café`?"),
        (f"{KIND}, order: [café, café]",
         "17: tables.visits.columns.x.order.1: 'café' stands twice; keep one"),
        (f"{AGE}, labels: {{<31: {LABEL}}}",
         "17: tables.visits.columns.x.labels.<31: '<31' is no value of this column; "
         "did you mean `<30`?"),
        (f"{AGE}, order: [45+, <30]",
         "17: tables.visits.columns.x.order: bands come by size of themselves; remove this key"),
        (f'type: number, role: open, labels: {{"1": {LABEL}}}',
         "17: tables.visits.columns.x.labels: only for published values of type string, integer, "
         "list; these are of type number, so remove this key"),
        (f"type: string, role: identifier, labels: {{Ada: {LABEL}}}",
         "17: tables.visits.columns.x.labels: not for the role identifier: its values tell people "
         "apart; remove this key"),
        (f"type: string, role: open, protect: rekey, labels: {{a: {LABEL}}}",
         "17: tables.visits.columns.x.labels: not beside `rekey`, whose values are codes; remove "
         "this key"),
        ("type: number, role: open, weight: visit",
         "17: tables.visits.columns.x.weight: no column 'visit'; did you mean `visits`?"),
        ("type: number, role: open, weight: secret",
         "17: tables.visits.columns.x.weight: 'secret' is dropped and cannot be shown; name a "
         "published column"),
        ("type: number, role: open, weight: section",
         "17: tables.visits.columns.x.weight: 'section' is a string; name a column of numbers, "
         "such as how many each value stands for"),
        ("type: number, role: open, weight: x",
         "17: tables.visits.columns.x.weight: 'x' is this column; name the one that says how much "
         "each counts"),
        ("type: string, role: open, weight: visits",
         "17: tables.visits.columns.x.weight: only numbers have a mean; these are of type string; "
         "remove this key"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused(tmp_path: Path, column: str, error: str) -> None:
    assert told(tmp_path, column) == [error]


RATIO = 'type: number, role: open, unit: "%"'


@pytest.mark.parametrize(
    ("column", "measure", "error"),
    [
        (f"{RATIO}, weight: visits", "mean", None),
        (RATIO, "mean",
         "18: tables.visits.charts.0.measure.mean: 'x' is a share (%) and its rows weigh "
         "unequally; name the column that weighs it: `weight: …`"),
        (RATIO, "sum",
         "18: tables.visits.charts.0.measure.sum: 'x' is a ratio, and a sum of ratios is none; "
         "write `mean`"),
        ("type: number, role: open, weight: visits", "sum",
         "18: tables.visits.charts.0.measure.sum: 'x' is a ratio, and a sum of ratios is none; "
         "write `mean`"),
    ],
)  # fmt: skip
def test_means_of_ratios_need_a_weight(
    tmp_path: Path, column: str, measure: str, error: str | None
) -> None:
    charts = f"    charts: [{{kind: bars, column: section, measure: {{{measure}: x}}}}]\n"
    assert told(tmp_path, column, charts) == ([error] if error else [])


def test_labels_and_units_are_read_by_language(tmp_path: Path) -> None:
    path = tmp_path / "dataset.yaml"
    column = f"{AGE}, unit: {{fr: ans, en: years}}, labels: {{<30: {LABEL}}}"
    path.write_text(BASE.format(column=column, more=""), encoding="utf-8")
    read = load(path, Dataset).tables["visits"].columns["x"]
    assert read.labels == {"<30": Text(fr="Aucune", en="None")}
    assert read.unit_texts == {"fr": "ans", "en": "years"}
    assert bands_of(read) == ("<30", "30–44", "45+")
