"""Forty columns as services export them, twenty of them harmless: what the role guesses face.

Labels were written before the guesses were tried on them.
"""

from collections import Counter
from collections.abc import Callable, Iterable

ROWS = 120
FIRST = ("Camille", "Océane", "Enzo", "Mohamed", "Jeanne", "Hugo", "Inès", "Paul", "Zoé", "Ali")
LAST = ("MARTIN", "BERNARD", "DUBOIS", "PETIT", "MOREAU", "LAURENT", "SIMON", "MICHEL", "GARCIA")
WORDS = (
    "Bel endroit",
    "à revoir",
    "calme",
    "bondé le soir",
    "parfait pour travailler",
    "un peu loin",
)


def _each(write: Callable[[int], object]) -> list[str]:
    return [str(write(number)) for number in range(ROWS)]


def _of(*values: str) -> list[str]:
    return _each(lambda n: values[n % len(values)])


def _hex(number: int) -> str:
    """Twenty-four digits such as document databases give, long runs of decimal ones among them."""
    return f"{number * 2654435761 % 2**96 + (number % 9 + 1) * 10**27:024x}"[-24:]


HARMLESS: dict[str, list[str]] = {
    "votes": _each(lambda n: n % 7),
    "n-comments": _each(lambda n: n * 3 % 11),
    "nb_messages": _each(lambda n: n * 5 % 40),
    "users": _each(lambda n: n * 13 % 17),
    "new_users": _each(lambda n: n % 5),
    "participants": _each(lambda n: 10 + n * 7 % 60),
    "membres": _each(lambda n: n * 11 % 90),
    "comment-id": _each(lambda n: n),
    "date_commentaire": _each(lambda n: f"2024-{n % 12 + 1:02}-{n % 28 + 1:02}"),
    "timestamp": _each(lambda n: 1403647090037 + n * 186762197),
    "item_id": _each(lambda n: _hex(n + 1)),
    "occupation_pdc": _of("libre", "occupe", "inconnu"),
    "occupation_sol": _of("vigne", "forêt", "prairie", "verger", "bâti"),
    "labels_handicap": _of("auditif", "mental", "moteur", "visuel"),
    "acces_handicap": _of("oui", "non"),
    "revenu_median": _each(lambda n: 18000 + n * 71),
    "age_moyen": _each(lambda n: f"{30 + n % 20}.{n % 10}"),
    "ip": _of("IP44", "IP54", "IP67"),
    "type_utilisateur": _of("association", "collectivité", "particulier"),
    "syndicat_eau": _of("Syndicat du Haut-Doubs", "SIE de la Loue", "Syndicat du Plateau"),
}
PERSONAL: dict[str, list[str]] = {
    "contact": _each(lambda n: f"{FIRST[n % 10].lower()}{n}@example.org"),
    "joindre": _each(lambda n: f"06 39 98 {n % 100:02} {n * 7 % 100:02}"),
    "gérant": _each(lambda n: f"{FIRST[n % 10]} {LAST[n % 9]}"),
    "saisi par": _each(lambda n: f"compte{n % 30}"),
    "user_id": _each(lambda n: 40000 + n * 7919 % 900000),
    "author": _each(lambda n: 100000 + n * 104729 % 800000),
    "visitIp": _each(lambda n: f"156.5.{n % 250}.{n * 3 % 250}"),
    "adresse machine": _each(lambda n: f"2001:db8:85a3::8a2e:370:{n + 4096:x}"),
    "empreinte": _each(lambda n: f"{n * 2654435761 % 2**128 + 2**120 * 179 + n**9:032x}"[-32:]),
    "n_secu": _each(lambda n: f"2{n % 60 + 40}{n % 12 + 1:02}25{n % 900:03}{n * 7 % 999:03}"),
    "commentaire": _of(*WORDS),
    "remarques": [*_of("rien", "ok")[:-1], "demander à Mme Dupont, 06 39 98 01 02"],
    "sexe": _of("F", "M"),
    "date de naissance": _each(lambda n: f"{1940 + n % 60}-03-{n % 28 + 1:02}"),
    "revenu mensuel": _each(lambda n: 1200 + n * 37),
    "état de santé": _of("bon", "moyen", "mauvais"),
    "nb_enfants": _each(lambda n: n % 5),
    "profession": _of("menuisier", "infirmière", "enseignant", "sans emploi", "retraité"),
    "vote": _of("1", "-1", "0"),
    "adresse": _each(lambda n: f"{n + 1} rue des Lilas"),
}


def counted(columns: Iterable[tuple[str, list[str]]]) -> dict[str, Counter[str]]:
    """The columns as the guesses take them."""
    return {header: Counter(values) for header, values in columns}
