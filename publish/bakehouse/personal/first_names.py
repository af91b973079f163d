"""Given and family names: Faker's lists of all its languages, and a short one of our own."""

from collections.abc import Iterable
from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from faker.providers import person

from publish.bakehouse.personal.kind import plain, words
from publish.bakehouse.personal.more_names import FAMILY, GIVEN, GIVEN_ELSEWHERE

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
    miel ane forum reine lin ami amie renard merle cap sable mal don sante page champ ambre sol
    marin pau ales dax dijon die crest ford audi seat dacia opel suzuki honda park sun sea hill
    field
    fleur fleurs plage libre nature soleil monde vie paix espoir joie lumiere ecole club bureau
    general generale special social local central royal
    lundi mardi mercredi jeudi vendredi samedi dimanche monday friday sunday oui non yes no
    petits grands enfant enfants femme femmes homme hommes jeune jeunes vieux vieille haut haute
    bas basse neuf neuve blanc blanche noir noire vert verte rouge jaune fer bois pain vin sel
    """
)


@cache
def first_names() -> frozenset[str]:
    """Given names in lower case, without accents."""
    return (_names("first_names") | _kept(GIVEN, GIVEN_ELSEWHERE)) - WORDS


@cache
def last_names() -> frozenset[str]:
    """Family names in lower case, without accents."""
    return (_names("last_names") | _kept(FAMILY)) - WORDS


def _kept(*lists: frozenset[str]) -> frozenset[str]:
    return frozenset(plain(name) for names in lists for name in names)


def _names(stem: str) -> frozenset[str]:
    names: set[str] = set()
    for locale in iter_modules(person.__path__):
        provider = import_module(f"{person.__name__}.{locale.name}").Provider
        for attribute in dir(provider):
            listed = getattr(provider, attribute) if attribute.startswith(stem) else ()
            if isinstance(listed, Iterable):
                names.update(plain(name) for name in listed)
    return frozenset(name for name in names if len(name) > 1)
