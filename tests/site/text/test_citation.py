"""A citation says who, when, what, which version and where, in forms that tools read."""

import json
from typing import Any

from publish.release.package import Package
from publish.site.text.citation import bibtex, cited, csl_json, sentence
from publish.site.text.languages import Shown, speaking

DESCRIPTOR: dict[str, Any] = {
    "name": "lieux",
    "version": "1.2.0",
    "created": "2026-11-21T00:00:00Z",
    "titles": {"fr": "Lieux & jardins", "en": "Places & gardens"},
    "contributors": [{"title": "Collectif {des} lieux"}],
    "licenses": [{"name": "ODbL-1.0"}],
}
PACKAGE = Package(DESCRIPTOR)
URL = "https://donnees.example.org/lieux"


def test_a_sentence_in_each_language() -> None:
    with speaking(Shown("fr")):
        assert sentence(cited(PACKAGE, "Le Fournil", URL)) == (
            "Collectif {des} lieux (2026). Lieux & jardins, version 1.2.0 [jeu de données]. "
            "Le Fournil. https://donnees.example.org/lieux (Open Database License (ODbL) 1.0)"
        )
    with speaking(Shown("en")):
        assert "Places & gardens, version 1.2.0 [dataset]" in sentence(cited(PACKAGE, "x", URL))


def test_bibtex_escapes_what_tex_reads() -> None:
    with speaking(Shown("fr")):
        entry = bibtex(cited(PACKAGE, "Le Fournil", URL))
    assert entry.startswith("@misc{lieux-1.2.0,\n")
    assert r"  author = {{Collectif \{des\} lieux}}," in entry
    assert r"  title = {{Lieux \& jardins}}," in entry
    assert "  url = {https://donnees.example.org/lieux}," in entry
    assert entry.count("{") == entry.count("}")


def test_csl_json_says_the_same() -> None:
    with speaking(Shown("fr")):
        [item] = json.loads(csl_json(cited(PACKAGE, "Le Fournil", URL)))
    assert item["type"] == "dataset"
    assert item["author"] == [{"literal": "Collectif {des} lieux"}]
    assert item["issued"] == {"date-parts": [[2026, 11, 21]]}
    assert (item["version"], item["URL"], item["publisher"]) == ("1.2.0", URL, "Le Fournil")


def test_without_a_producer_the_publisher_is_cited() -> None:
    assert cited(Package(DESCRIPTOR | {"contributors": []}), "Le Fournil", URL).authors == (
        "Le Fournil",
    )
