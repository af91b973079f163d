"""The JSON Schema that editors read: it takes what loads and refuses what does not."""

import json
from pathlib import Path
from typing import Any, get_args

import pytest
from jsonschema import Draft202012Validator
from ruamel.yaml import YAML

from publish.declare.schema import MODELS, Kind, schema
from publish.declare.techniques import TECHNIQUES

ROOT = Path(__file__).parents[2]
DECLARATIONS = sorted(ROOT.glob("data/*/dataset.yaml"))
SITES = [ROOT / "metadata.yaml", ROOT / "publish" / "skeleton" / "metadata.yaml"]
COLUMN: dict[str, Any] = {"type": "string", "role": "open"}


def validator(kind: Kind) -> Draft202012Validator:
    return Draft202012Validator(json.loads(schema(kind)))


def as_json(path: Path) -> Any:
    """The file as an editor sees it: dates are texts."""
    return json.loads(json.dumps(YAML(typ="safe").load(path), default=str))


def dataset(column: dict[str, Any], **more: Any) -> dict[str, Any]:
    table = {
        "title": {"fr": "Lieux"},
        "about": "things",
        "sources": [{"path": "exports/lieux.csv"}],
        "columns": {"x": column},
    }
    return {
        "title": {"fr": "Lieux"},
        "description": {"fr": "Des lieux."},
        "producer": {"name": "Collectif"},
        "contact": "contact@example.org",
        "contributed": True,
        "license": "ODbL-1.0",
        "frequency": "weekly",
        "tables": {"places": table},
    } | more


@pytest.mark.parametrize("kind", MODELS)
def test_it_is_a_json_schema(kind: Kind) -> None:
    Draft202012Validator.check_schema(json.loads(schema(kind)))
    assert set(get_args(Kind)) == set(MODELS)


@pytest.mark.parametrize("path", DECLARATIONS, ids=lambda path: path.parent.name)
def test_it_takes_the_demo_s_declarations(path: Path) -> None:
    assert [error.message for error in validator("dataset").iter_errors(as_json(path))] == []


@pytest.mark.parametrize("path", SITES, ids=lambda path: path.parent.name)
def test_it_takes_the_demo_s_and_a_new_site_s_words(path: Path) -> None:
    assert [error.message for error in validator("metadata").iter_errors(as_json(path))] == []


@pytest.mark.parametrize(
    "column",
    [
        COLUMN,
        COLUMN | {"from": "Nom", "protect": "drop"},
        COLUMN | {"protect": {"pseudonymise": {"length": 20}}},
        COLUMN | {"missing_values": "NR", "constraints": {"minimum": 3, "maximum": "2026-11-01"}},
        COLUMN | {"format": ["%d/%m/%Y", "%Y"]},
    ],
)
def test_it_takes_a_column(column: dict[str, Any]) -> None:
    assert validator("dataset").is_valid(dataset(column))


@pytest.mark.parametrize(
    "column",
    [
        {"type": "string"},
        COLUMN | {"type": "text"},
        COLUMN | {"role": "public"},
        COLUMN | {"header": "Nom"},
        COLUMN | {"protect": "hide"},
        COLUMN | {"protect": {"pseudonymise": {"lenght": 20}}},
        COLUMN | {"protect": {"pseudonymise": {"length": 2}}},
        COLUMN | {"protect": {"drop": {}, "pseudonymise": {}}},
        COLUMN | {"title": "Nom"},
        COLUMN | {"constraints": {"min_length": -1}},
    ],
)
def test_it_refuses_a_wrong_column(column: dict[str, Any]) -> None:
    assert not validator("dataset").is_valid(dataset(column))


@pytest.mark.parametrize(
    "wrong",
    [
        {"license": "ODbL"},
        {"frequency": "often"},
        {"contributed": "yes"},
        {"keyword": ["lieux"]},
        {"tables": {}},
        {"tables": {"Places": {}}},
        {"producer": {"name": "x", "url": "example.org"}},
        {"retention": {"last": 0}},
    ],
)
def test_it_refuses_a_wrong_dataset(wrong: dict[str, Any]) -> None:
    assert not validator("dataset").is_valid(dataset(COLUMN, **wrong))


def test_every_key_has_words_for_an_editor_to_show() -> None:
    for kind in MODELS:
        tree = json.loads(schema(kind))
        models = {**tree["$defs"], kind: tree}
        silent = [
            f"{name}.{key}"
            for name, model in models.items()
            for key, value in model.get("properties", {}).items()
            if "description" not in value and name != "Text"
        ]
        assert silent == []


def test_protect_is_a_technique_or_one_with_parameters() -> None:
    protect = json.loads(schema("dataset"))["$defs"]["Protect"]
    alone, mapping = protect["anyOf"]
    assert set(alone["enum"]) <= set(TECHNIQUES)
    assert set(mapping["properties"]) == set(TECHNIQUES)
