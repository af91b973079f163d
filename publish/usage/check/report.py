"""What is told of a checked configuration, in French or in English."""

from collections.abc import Iterator, Mapping

from publish.usage.check.conditions import CONDITIONS, Met
from publish.words.bilingual import Words, bilingual

STATES: dict[Met, Words] = {
    True: bilingual("remplie", "met"),
    False: bilingual("NON remplie", "NOT met"),
    None: bilingual("pas visible d'ici", "not visible from outside"),
}
SETTING = bilingual("réglage", "setting")


def told(states: Mapping[str, Met], language: str) -> Iterator[str]:
    """A line for each condition, with the setting to change or to look at below it."""
    colon = "\u00a0: " if language == "fr" else ": "
    for name, met in states.items():
        condition = CONDITIONS[name]
        yield colon.join((name, STATES[met][language], condition.asks[language]))
        if met is not True:
            yield f"  {SETTING[language]}{colon}{condition.setting[language]}"
