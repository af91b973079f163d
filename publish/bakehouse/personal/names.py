"""Names of people, whole cells and inside sentences."""

import re
from collections import Counter
from collections.abc import Sequence

from publish.bakehouse.personal.first_names import WORDS, first_names, last_names
from publish.bakehouse.personal.kind import Kind, Rule, column, each, plain
from publish.bakehouse.personal.name_words import (
    CIVILITIES,
    FLOWERS,
    NAME_HEADERS,
    NAMED_AFTER,
    NOT_PEOPLE,
    PARTICLES,
    PEOPLE_HEADERS,
    PERSON_HEADERS,
    TOKEN,
    is_given,
    parts_of,
)
from publish.bakehouse.personal.sentences import names_somebody, speaks_of
from publish.words.told import told

ROMAN = re.compile("[IVX]{2,}")
OF_A_TOWN = re.compile(
    r"(?P<name>[^\W\d_]+(?:-[^\W\d_]+)?)(?: [^\W\d_]\.?)?"
    r"(?:,? \(?\d{1,2} ans\)?.*|\s?[,(/|–—-]\s?(?:d['’]|de |du "
    r"|à )?[^\W\d_][\w' ’-]+\)?(?: \(?\d\d\d?\)?)?)"
)


def _capital(token: str) -> bool:
    """Whether a word begins as names do: with a capital, where its script has such."""
    return not token[:1].islower() or plain(token) in PARTICLES or token[:2].lower() in ("d'", "d’")


def is_full_name(text: str) -> bool:
    """Whether a cell reads `Prénom Nom`, `NOM Prénom`, `P. Nom` or `Mme Nom`."""
    tokens = TOKEN.findall(text)
    lowered = [plain(token).rstrip(".") for token in tokens]
    if not 2 <= len(tokens) <= 6 or NOT_PEOPLE.intersection(lowered):
        return False
    bearing = [token for token in tokens if plain(token) not in PARTICLES]
    if not all(map(_capital, tokens)):
        return len(bearing) in (2, 3) and _both_listed(bearing)
    if lowered[0] in CIVILITIES:
        return True
    if not 2 <= len(bearing) <= 4 or any(map(ROMAN.fullmatch, bearing[1:])):
        return False
    return any(map(is_given, (bearing[0], bearing[-1]))) or _initial(bearing)


def _both_listed(tokens: Sequence[str]) -> bool:
    """Whether of words in small letters one end is a given name and the others family names."""
    return any(
        is_given(given) and all(map(_listed, others))
        for given, others in ((tokens[0], tokens[1:]), (tokens[-1], tokens[:-1]))
    )


def _listed(token: str) -> bool:
    name = plain(token)
    return name in last_names() or name in first_names()


def _initial(tokens: Sequence[str]) -> bool:
    """Whether one of two tokens is an initial and the other a family name."""
    initials = [token for token in tokens if len(token.rstrip(".")) == 1]
    rest = [token for token in tokens if token not in initials]
    return len(initials) == 1 and all(plain(token) in last_names() for token in rest)


def is_given_name(text: str) -> bool:
    """Whether a cell is one given name, and no common word."""
    tokens = TOKEN.findall(text)
    return len(tokens) == 1 and plain(tokens[0]) not in WORDS | FLOWERS and is_given(tokens[0])


def is_family_name(text: str) -> bool:
    """Whether a cell is one family name of the lists."""
    tokens = TOKEN.findall(text)
    return len(tokens) == 1 and plain(tokens[0]) in last_names()


def is_of_a_town(text: str) -> bool:
    """Whether a cell is a given name and a town, or an age: `Ada (Lyon)`, `Ada, 36 ans`."""
    match = OF_A_TOWN.fullmatch(text.strip())
    return match is not None and plain(match["name"]) not in NOT_PEOPLE and is_given(match["name"])


def is_shaped(text: str) -> bool:
    """Whether a cell has the shape of a name, listed or not: two or three words in capitals."""
    tokens = TOKEN.findall(text)
    lowered = {plain(token).rstrip(".") for token in tokens}
    bearing = [token for token in tokens if plain(token) not in PARTICLES]
    capitals = all(map(_capital, bearing)) and len(bearing) in (2, 3)
    return capitals and not NOT_PEOPLE & lowered and not any(map(str.isdigit, text))


def is_shouted(text: str) -> bool:
    """Whether a cell has the shape of a name whose family name alone is in capitals."""
    tokens = [token for token in TOKEN.findall(text) if plain(token) not in PARTICLES]
    loud = [len(token) > 1 and token.isupper() for token in tokens]
    return is_shaped(text) and any(loud) and not all(loud)


def partly_listed(values: Sequence[str]) -> bool:
    """Whether a fifth of the names are known to the lists, and no word is in half of them."""
    known = first_names() | last_names()
    spoken = [
        {part for token in TOKEN.findall(value) for part in parts_of(token)} for value in values
    ]
    often = Counter(word for words in spoken for word in words - PARTICLES)
    listed = sum(bool(words & known) for words in spoken)
    return 5 * listed >= len(values) >= 2 and max(often.values(), default=0) * 2 <= len(values) + 1


LETTERS = r"^[\p{L}\p{M} .,_'’\-\x{a0}]+$"

NAME = Kind(
    name="name",
    severity="warning",
    words=told("names of people"),
    rules=(
        Rule(LETTERS, is_full_name, share=0.5, unless=NAMED_AFTER),
        Rule(LETTERS, is_given_name, share=0.65, least=4, unless=NAMED_AFTER),
        Rule(LETTERS, is_shaped, share=0.6, headers=PEOPLE_HEADERS, together=partly_listed),
        Rule(LETTERS, is_shouted, share=0.6, least=4, unless=NAMED_AFTER, together=partly_listed),
        Rule(LETTERS, is_family_name, share=0.8, least=8, unless=NAMED_AFTER),
        Rule(
            r"^\s*\p{L}[\p{L}-]+(?: \p{L}\.?)?(?:,? \(?\d\d? ans|\s?[,(/|–—-]\s?\p{L}).*$",
            is_of_a_town,
            share=0.4,
            least=2,
            unless=NAMED_AFTER,
        ),
        Rule(LETTERS, share=0.5, headers=NAME_HEADERS),
        Rule(LETTERS, is_family_name, share=0.3, least=2, headers=PERSON_HEADERS),
        Rule(r"\p{Lu}\p{L}+[ .]+\p{Lu}", names_somebody, share=0.1, unless=NAMED_AFTER),
        Rule(
            r"(?i:suis|appell?e|name is|am|mon|ma|contact|joindre|demande|avec|s['’]adresser"
            r"|part de"
            r"|cordialement|sign|call|ask|merci|thanks)[^.!?]{0,16}[ :,]\p{L}{2}",
            speaks_of,
            share=0.005,
        ),
    ),
    true=(
        *each(
            "Ada Lovelace",
            "LOVELACE Ada",
            "Lovelace, Ada",
            "Jean-Pierre Martin",
            "Marie-Claude de La Tour",
            "Mme Dupont",
            "M. Martin",
            "J. Martin",
            "MARTIN J.",
            "martin sophie",
            "Fatoumata Traoré Sophie",
            "Animé par Sophie Martin et ses voisins.",
            "Voir avec Mme Dupont pour les clés",
        ),
        column("temoin", "Ada (Lyon)", "Sophie, 34 ans", "Camille – Crest", "Karim, Valence"),
        column("referent", "Pelgazh Roudoute", "Sophie Karvellec", "Yuna Tribodiz"),
        column("x", "Sophie KARVELLEC", "Yuna TRIBODIZ", "Paul ROUDOUTE", "Zelda PELGAZH"),
        column("x", "олена коваленко", "Иван Соколов", "محمد علي"),
        *each("Demander Sophie à l’accueil", "Je suis Karim, du quartier"),
        column("x", "Camille", "Océane", "Enzo", "Kévin", "Mohamed"),
        column("prenom", "Camille"),
        column("Nom de famille", "Kirkmoe"),
        column("nom", "MARTIN", "BERNARD", "DUBOIS"),
    ),
    false=(
        *each(
            "rue Jean Moulin",
            "Place Victor Hugo",
            "École Jules Ferry",
            "12 rue du Docteur Roux",
            "à l’angle de la rue Jean Martin",
            "Les Amis de Martin",
            "Café Martin",
            "France Services",
            "Maison de la Rose",
            "Fauteuil Louis XV",
            "Villa Marie",
            "Saint-Denis",
            "La Rochelle",
            "Rosa canina",
            "Ouvert à tous",
        ),
        column("arret", "Jean Jaurès", "Victor Hugo", "Louise Michel"),
        column("commune", "Nancy (Meurthe-et-Moselle)", "Lourdes (Hautes-Pyrénées)"),
        *each("Demander la clé à l’accueil", "Contacter Emmaüs"),
        column("color", "Rose", "Violette", "Rouge", "Bleu", "Vert", "Jaune"),
        column("commune", "Lyon", "Nancy", "Valence", "Grenoble", "Romans", "Annonay"),
        column("nom", "Café des Halles", "Le Rucher"),
    ),
)
