"""Turns that a French reader stumbles over stand in no text of ours: found once, kept out."""

import re
from collections.abc import Iterator

import pytest
import yaml

from publish.release import attacked, criteria, protection, report
from publish.site.text.languages import Shown, catalog, speaking
from publish.site.text.words import elided
from publish.words.licenses import LICENSES
from tests.conftest import ROOT

# The turn, and how a French reader says it.
TURNS = {
    r"\bcontre (sa|leur) description": "à sa description",
    r"\best dite? sur\b|\bdites? sur (sa|leur) page": "est indiquée sur",
    r"\btémoins? de connexion|\bde témoin\b": "cookie",
    r"\bCombien d’habitants .* se déplacent": "Comment les habitants se déplacent",
    r"\bne répond(ent)? à ces filtres": "ne correspond à ces filtres",
    r"\bComment marche l’": "Comment fonctionne l’",
    r"\bciter leur source aide": "citer leur source est apprécié",
    r"\bvous approuve\b": "vous soutient",
    r"\blignes égales\b": "lignes qui ont cette valeur",
    r"\binterface pour programmes": "API",
    r"\bPeu confiance": "Peu de confiance",
    r"\bveulent dire et contiennent": "signification et contenu",
    r"\best content de\b": "est satisfait de",
    r"\b[Vv]ersions de %\(": "Versions : %(, sans élision",
    r"\bde (avril|août|octobre)\b": "d’avril",
    r"(?<!-)\b(le|la|de|que|ne|se) (?=[aàâeéèêiîoôuù])(?!onz|oui|un\b)": "élision",
    r"(?<=\w)'(?=\w)": "’",
}  # fmt: skip
# Names of other languages, and letters that are said one by one.
AS_THEY_ARE = re.compile(r"`[^`]*`|<[^>]*>|\{[^}]*\}|\[[^\]]*\]\([^)]*\)|%\(\w+\)s|la une\b|_\w+")


def texts() -> Iterator[tuple[str, str]]:
    """Where a French text stands, and the text."""
    for message in catalog("fr"):
        said = message.string if isinstance(message.string, tuple) else (message.string,)
        yield from ((f"{message.id}"[:40], one) for one in said if message.id)
    for path in sorted((ROOT / "publish" / "pages").glob("*.fr.md")):
        yield from ((path.name, line) for line in path.read_text("utf-8").splitlines())
    for path in sorted((ROOT / "data").glob("*/dataset.yaml")):
        yield from ((path.parent.name, said) for said in _french(yaml.safe_load(path.read_text())))
    for license in LICENSES.values():
        yield license.id, license.summary["fr"]
    for words in (attacked.SENTENCES, criteria.SENTENCES, protection.FIGURES, report.SENTENCES):
        yield from ((str(code), said["fr"]) for code, said in words.items())


def _french(tree: object) -> Iterator[str]:
    """The texts under `fr` of a declaration."""
    if isinstance(tree, dict):
        for key, value in tree.items():
            if key == "fr" and isinstance(value, str):
                yield value
            else:
                yield from _french(value)
    elif isinstance(tree, list):
        for one in tree:
            yield from _french(one)


def found(turn: str, said: str) -> bool:
    """Whether a text has a turn, outside what is no French."""
    return re.search(turn, AS_THEY_ARE.sub("X", said)) is not None


@pytest.mark.parametrize("turn", TURNS)
def test_no_text_has_it(turn: str) -> None:
    assert [(where, said) for where, said in texts() if found(turn, said)] == []


@pytest.mark.parametrize(
    ("turn", "said"),
    [
        (r"\bcontre (sa|leur) description", "vérifie chaque colonne contre sa description"),
        (r"\bde (avril|août|octobre)\b", "de avril 2025 à juin 2025"),
        (r"(?<=\w)'(?=\w)", "l'ordre"),
        (r"\bComment marche l’", "Comment marche l’API"),
    ],
)
def test_it_would_be_found(turn: str, said: str) -> None:
    assert turn in TURNS
    assert found(turn, said)


def test_all_texts_are_read() -> None:
    places = {where for where, _said in texts()}
    assert {"about.fr.md", "enquete-habitants", "ODbL-1.0", "verdict"} <= places
    assert len(list(texts())) > 1000


def test_periods_are_elided_before_a_vowel() -> None:
    assert elided("de avril 2025 à juin 2025") == "d’avril 2025 à juin 2025"
    assert elided("de mars 2025 à avril 2025") == "de mars 2025 à avril 2025"
    with speaking(Shown("en")):
        assert elided("de avril") == "de avril"
