"""The lines that the page offers run as they are."""

import json
import shlex

from publish.site.frame.examples import examples

HOME = "https://donnees.example.org"


def code(language: str) -> str:
    """The lines for a language, filtering by a value that shells and programs must quote."""
    found = examples(HOME, "lieux", "places", {"kind": 'Café d\'"ici"'})
    return next(one.code for one in found if one.language == language)


def test_curl_quotes_its_arguments() -> None:
    last = shlex.split(code("curl").replace("\\\n", ""), comments=True)
    assert 'kind=Café d\'"ici"' in last
    assert f"{HOME}/lieux/places.json" in last


def test_python_compiles() -> None:
    compile(code("Python"), "example", "exec")
    assert json.dumps(
        {"_shape": "array", "_size": 5, "kind": 'Café d\'"ici"'}, ensure_ascii=False
    ) in code("Python")


def test_r_asks_for_texts_and_encodes_the_query() -> None:
    assert 'colClasses = "character"' in code("R")
    assert f"{HOME}/lieux/places.json?_shape=array&_size=5&kind=Caf%C3%A9+d%27%22ici%22" in code(
        "R"
    )
