"""Invented people: nobody bears these names, and neither mail nor calls would reach anyone."""

import unicodedata
from dataclasses import dataclass

from data.generator.draws import Draws

FIRST_NAMES = (
    "Adèle", "Aïcha", "Alban", "Amandine", "Anaïs", "Aurélien", "Baptiste", "Bérénice", "Camille",
    "Céline", "Chloé", "Clément", "Corentin", "Dalila", "Djibril", "Dominique", "Éléonore",
    "Élise", "Émile", "Enora", "Fanny", "Farid", "Félix", "Florence", "Gaëlle", "Gilles",
    "Hélène", "Hugo", "Inès", "Ismaël", "Jeanne", "Joël", "Justine", "Karim", "Kévin", "Laëtitia",
    "Léonie", "Loïc", "Lucas", "Maël", "Malika", "Manon", "Marius", "Mathilde", "Maud", "Nadia",
    "Noé", "Océane", "Odile", "Pascal", "Perrine", "Quentin", "Rachid", "Renée", "Romane",
    "Salomé", "Samir", "Solène", "Théo", "Ursule", "Violette", "Yann", "Yasmine", "Zoé",
)  # fmt: skip
SURNAMES = (
    "Aubépain", "Bâtonnet", "Beauchauffour", "Blédor", "Boismitron", "Bonnefournée", "Brindepâte",
    "Briochin", "Chantefarine", "Coquelevain", "Croûtedor", "Delapétrie", "Doucemie", "Épeautrin",
    "Farinier-Blanc", "Fleurdorge", "Fournelou", "Fromentel", "Gerbedorée", "Grainedavoine",
    "Hautefournaise", "Jolimoulin", "Larquefroment", "Legrignon", "Lemitron-Roux", "Levainier",
    "Mielpain", "Mouturin", "Orgebelle", "Painvin", "Panetonne", "Pétrinou", "Poudrelevain",
    "Quignonet", "Ravitaillon", "Sarrazinot", "Seiglemont", "Semoulier", "Soufflepâte",
    "Tamisier", "Tourtenville", "Trancheblé", "Vieupétrin", "Zestanier",
)  # fmt: skip
MAIL_HOSTS = ("example.org", "example.net", "mail.example.org", "courriel.example.net")
# The ranges that Arcep keeps free of subscribers, for works of fiction.
PHONES = ("01 99 00", "02 61 91", "03 53 01", "04 65 71", "05 36 49")
MOBILE = "06 39 98"


@dataclass(frozen=True)
class Person:
    """An invented person."""

    first_name: str
    surname: str
    email: str
    phone: str


def person(draws: Draws) -> Person:
    """Somebody who does not exist."""
    first_name, surname = draws.pick(FIRST_NAMES), draws.pick(SURNAMES)
    name = f"{slug(first_name)}.{slug(surname)}"
    number = f"{name}{draws.between(1, 99)}" if draws.chance(0.3) else name
    return Person(first_name, surname, f"{number}@{draws.pick(MAIL_HOSTS)}", phone(draws, MOBILE))


def phone(draws: Draws, prefix: str) -> str:
    """A number of a range reserved for fiction, written in one of the usual ways."""
    number = f"{prefix} {draws.between(0, 99):02} {draws.between(0, 99):02}"
    style = draws.share()
    if style < 0.1:
        return number.replace(" ", ".")
    return "+33 " + number[1:] if style < 0.2 else number


def slug(text: str) -> str:
    """The text in a-z, 0-9 and hyphens."""
    flat = text.lower().replace("œ", "oe").replace("’", " ")
    plain = unicodedata.normalize("NFD", flat).encode("ascii", "ignore").decode()
    words = "".join(letter if letter.isalnum() else " " for letter in plain).split()
    return "-".join(words)
