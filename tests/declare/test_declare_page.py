"""`docs/declare.md` and the glossary say what the code does."""

import re
from pathlib import Path
from typing import get_args

import pytest

from publish.declare import chart, column, declaration, policy, source, sources, table
from publish.declare.declaration import Dataset, Model, Role, SiteMetadata, Type
from publish.declare.techniques import TECHNIQUES
from publish.declare.yaml_file import load
from publish.words.frequencies import FREQUENCIES
from publish.words.licenses import LICENSES

DOCS = Path(__file__).parents[2] / "docs"
PAGE = (DOCS / "declare.md").read_text("utf-8")
GLOSSARY = (DOCS / "glossary.md").read_text("utf-8")
WORDS = set(re.findall(r"\w+(?:[.-]\w+)*", " ".join(re.findall(r"`[^`\n]+`", PAGE))))
MODELS = [
    model
    for module in (chart, column, declaration, policy, source, table)
    for model in vars(module).values()
    if isinstance(model, type) and issubclass(model, Model) and model.__module__ == module.__name__
]


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_key_is_explained(model: type[Model]) -> None:
    if model is not declaration.Protect:
        keys = {field.alias or name for name, field in model.model_fields.items()}
        assert keys - WORDS == set()


def test_every_key_of_the_list_of_sources_is_explained() -> None:
    page = (DOCS / "intranet.md").read_text("utf-8")
    words = set(re.findall(r"\w+", " ".join(re.findall(r"`[^`\n]+`", page))))
    models = (sources.AllowedHost, sources.Command, sources.Connection, sources.Sources)
    assert {key for model in models for key in model.model_fields} - words == set()
    assert set(sources.SCHEMES) - set(re.findall(r"`(\w+)://", page)) == set()


def test_every_choice_is_explained() -> None:
    choices = {*get_args(Type), *get_args(Role), *FREQUENCIES, *LICENSES, *TECHNIQUES}
    fields = [one.parameters.model_fields.items() for one in TECHNIQUES.values()]
    parameters = {field.alias or name for named in fields for name, field in named}
    assert (choices | parameters) - WORDS == set()


def examples(model: str) -> list[str]:
    return [block for block in re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL) if model in block]


def test_the_whole_example_loads(tmp_path: Path) -> None:
    path = tmp_path / "dataset.yaml"
    (whole,) = examples("producer:")
    path.write_text(whole, encoding="utf-8")
    assert list(load(path, Dataset).tables) == ["kinds", "places"]


def test_the_example_of_columns_loads(tmp_path: Path) -> None:
    (whole,), (columns,) = examples("producer:"), examples("account:")
    start = whole[: whole.index("    columns:")]
    path = tmp_path / "dataset.yaml"
    indented = "".join(f"    {line}\n" for line in columns.splitlines())
    path.write_text(
        re.sub("(    primary_key|updated|coverage): .*\n", "", start) + indented,
        encoding="utf-8",
    )
    assert len(load(path, Dataset).tables["kinds"].columns) == 7


def test_the_site_s_example_loads(tmp_path: Path) -> None:
    path = tmp_path / "metadata.yaml"
    (whole,) = examples("publisher:")
    path.write_text(whole, encoding="utf-8")
    assert load(path, SiteMetadata).languages == ("fr", "en")


@pytest.mark.parametrize("role", get_args(Role))
def test_the_glossary_knows_every_role(role: str) -> None:
    assert f"| `{role}` |" in GLOSSARY


def test_the_glossary_gives_the_french_word_everywhere() -> None:
    rows = re.findall(r"^\| ([^|]+) \| ([^|]+) \|", GLOSSARY, re.MULTILINE)
    assert [word for word, french in rows if french in ("", "–")] == []
    assert len(rows) > 40
