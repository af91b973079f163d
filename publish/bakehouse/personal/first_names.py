"""Given and family names, from Faker's lists of the languages spoken by many people in France."""

from functools import cache
from importlib import import_module

from publish.bakehouse.personal.kind import plain, words

LOCALES = (
    *("fr_FR", "fr_BE", "fr_CH", "fr_CA", "fr_QC", "fr_DZ", "ar_DZ", "en", "en_US", "en_GB"),
    *("en_IE", "es_ES", "it_IT", "pt_PT", "pt_BR", "de_DE", "nl_NL", "pl_PL", "ro_RO", "tr_TR"),
    *("yo_NG", "ha_NG", "ig_NG", "tw_GH", "vi_VN"),
)
# Names of people that are above all words or places.
WORDS = words(
    """
    france paris saint sainte mai avril marine nord sud est ouest ville centre grand grande petit
    petite pays parc port pont bois lac mer mare bar cafe art arts bio ile tour val vallee mont
    belle bon bonne eau terre ciel soleil lune jour nuit the a an and or of in on to le la les un
    une des du de et ou au aux en sur pour par asia africa europe america india china georgia
    jordan chad israel kenya lyon london roman virginia carolina dakota montana sydney vienna
    florence lourdes verdun nancy may june april august summer spring autumn winter north south
    east west blue green red white black gold silver amber ruby grey gray pink purple brown
    """
)


@cache
def first_names() -> frozenset[str]:
    """Given names in lower case, without accents."""
    return _names("first_names") - WORDS


@cache
def last_names() -> frozenset[str]:
    """Family names in lower case, without accents."""
    return _names("last_names") - WORDS


def _names(stem: str) -> frozenset[str]:
    names: set[str] = set()
    for locale in LOCALES:
        provider = import_module(f"faker.providers.person.{locale}").Provider
        for attribute in dir(provider):
            if attribute.startswith(stem):
                names.update(plain(name) for name in getattr(provider, attribute) or ())
    return frozenset(name for name in names if len(name) > 1)
