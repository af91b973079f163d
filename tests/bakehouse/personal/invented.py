"""Invented values, each drawn from a seeded generator: people, numbers, texts."""

import base64
import hashlib
import random
from collections.abc import Callable

FIRST = (
    "Camille Océane Enzo Kévin Mohamed Fatoumata Yvette Josiane Lucas Mathéo Aminata Youssef "
    "Karim Rachid Samira Inès Zoé Maëlys Gwenaëlle Yann Erwan Solène Corentin Thibault Ludovic "
    "Jérôme Amandine Sylvie Ginette Marcel Raymond Mamadou Khadija Bilal Ilyes Manon Lola Noah "
    "Gabriel Clémence Apolline John Emily Sarah Ahmed Noémie Odile Solange Thierry Stéphane "
    "Cindy Dylan Jean-Pierre Marie-Claude Anne-Sophie"
)
LAST = (
    "Martin Bernard Dubois Lefèvre Moreau Garcia Traoré Benali Nguyen Le-Goff Kervella Da-Silva "
    "Rousseau Chevalier Gauthier Diallo Haddad Schmitt Muller Perrin Robin Masson Sanchez Brun "
    "Giraud Fontaine Lacroix Fabre Aubert Rolland Marchand Carpentier Meyer Renard Picard Colin"
)
STREETS = "des Lilas|de la République|Jean Moulin|du Moulin|Victor Hugo|des Écoles|de l’Église"
TOWNS = "Valence Privas Annonay Grenoble Lyon Nancy Saint-Étienne Romans Die Crest Lamastre"


Maker = Callable[[random.Random], str]


def first(r: random.Random) -> str:
    return r.choice(FIRST.split())


def last(r: random.Random) -> str:
    return r.choice(LAST.split()).replace("-", " ")


def ascii(text: str) -> str:
    table = str.maketrans("éèêëàâäîïôöûüçÉÎÔ", "eeeeaaaiioouucEIO")
    return text.translate(table).replace(" ", "").lower()


def email(r: random.Random) -> str:
    host = r.choice(["example.org", "mail.example.com", "exemple.fr", "example.co.uk"])
    return f"{ascii(first(r))}{r.choice(['.', '_', ''])}{ascii(last(r))}{r.randint(1, 99)}@{host}"


def hidden_email(r: random.Random) -> str:
    user, host = ascii(first(r)), r.choice(["exemple", "example"])
    forms = [
        f"{user} [at] {host} [dot] org",
        f"{user}(at){host}.fr",
        f"{user} arobase {host} point fr",
        f"{user}[arobase]{host}.org",
        f"{user} (a) {host} (point) fr",
        f"{user}&#64;{host}.org",
    ]
    return r.choice(forms)


def digits(r: random.Random, count: int) -> str:
    return "".join(str(r.randint(0, 9)) for _ in range(count))


def pairs(text: str, joint: str) -> str:
    return joint.join(text[i : i + 2] for i in range(0, len(text), 2))


def mobile(r: random.Random) -> str:
    return "063998" + digits(r, 4)


def overseas(r: random.Random) -> str:
    start = r.choice(["0590", "0596", "0594", "0262", "0692", "0690", "0639"])
    number = start + digits(r, 6)
    return r.choice([number, pairs(number, " "), f"{start} {pairs(number[4:], ' ')}"])


def abroad(r: random.Random) -> str:
    return r.choice(
        [
            f"+32 470 {pairs(digits(r, 6), ' ')}",
            f"+44 7700 900{digits(r, 3)}",
            f"+1 555 555 {digits(r, 4)}",
            f"0041 79 {digits(r, 3)} {digits(r, 2)} {digits(r, 2)}",
            f"+262 692 {pairs(digits(r, 6), ' ')}",
        ]
    )


def nir(r: random.Random) -> str:
    body = f"{r.choice('12')}{r.randint(0, 99):02}{r.randint(1, 12):02}{r.randint(1, 95):02}"
    body += digits(r, 6)
    key = 97 - int(body) % 97
    whole = f"{body}{key:02}"
    spaced = f"{body[0]} {body[1:3]} {body[3:5]} {body[5:7]} {body[7:10]} {body[10:]} {key:02}"
    return r.choice([whole, spaced])


def iban(r: random.Random) -> str:
    body = digits(r, 23)
    key = 98 - int(body + "152700") % 97
    code = f"FR{key:02}{body}"
    return r.choice([code, " ".join(code[i : i + 4] for i in range(0, 27, 4))])


def luhn(body: str) -> str:
    total = 0
    for place, char in enumerate(reversed(body)):
        double = int(char) * 2 if place % 2 == 0 else int(char)
        total += double - 9 if double > 9 else double
    return body + str(-total % 10)


def card(r: random.Random) -> str:
    number = luhn(r.choice(["4970", "5131", "4111"]) + digits(r, 11))
    return r.choice([number, " ".join(number[i : i + 4] for i in range(0, 16, 4))])


def ip(r: random.Random) -> str:
    return f"{r.choice(['203.0.113', '198.51.100', '192.168.1'])}.{r.randint(1, 254)}"


def ip6(r: random.Random) -> str:
    return "2001:db8:" + ":".join(f"{r.randint(0, 65535):x}" for _ in range(6))


def mac(r: random.Random) -> str:
    return r.choice(":-").join(f"{r.randint(0, 255):02x}" for _ in range(6))


def digest(name: str) -> Maker:
    return lambda r: hashlib.new(name, email(r).encode()).hexdigest()


def base64_digest(r: random.Random) -> str:
    return base64.b64encode(hashlib.sha256(mobile(r).encode()).digest()).decode()


def full(r: random.Random) -> str:
    given, family = first(r), last(r)
    return r.choice([f"{given} {family}", f"{family.upper()} {given}", f"{family}, {given}"])


def titled(r: random.Random) -> str:
    return f"{r.choice(['Mme', 'M.', 'Mr', 'Dr'])} {last(r)}"


def told(r: random.Random) -> str:
    return r.choice(
        [
            f"Signalé par {first(r)} {last(r)} le matin",
            f"Voir avec {r.choice(['Mme', 'M.'])} {last(r)} pour la clé",
            "Rien à signaler",
            f"Animé par {first(r)} {last(r)} depuis l’ouverture",
        ]
    )


def address(r: random.Random) -> str:
    street = r.choice(STREETS.split("|"))
    kind = r.choice(["rue", "avenue", "chemin", "place", "Bd", "impasse"])
    return f"{r.randint(1, 120)}{r.choice(['', ' bis', ','])} {kind} {street.title()}"


def home(r: random.Random) -> str:
    road = r.choice(["Baker Street", "Church Lane", "Victoria Road", "Mill Close"])
    return f"{r.randint(1, 200)} {road}, {r.choice(['London', 'Leeds', 'York'])}"


def born(r: random.Random) -> str:
    return f"{r.randint(1, 28):02}/{r.randint(1, 12):02}/{r.randint(1935, 2007)}"


def profile(r: random.Random) -> str:
    user = ascii(first(r)) + str(r.randint(1, 99))
    return r.choice(
        [
            f"https://mastodon.example.org/@{user}",
            f"https://www.facebook.com/{user}",
            f"https://forum.example.org/users/{user}",
            f"https://www.openstreetmap.org/user/{user}",
            f"https://twitter.com/{user}",
        ]
    )


def mostly_nothing(rare: Maker, usual: Maker) -> Maker:
    return lambda r: rare(r) if r.random() < 0.08 else usual(r)


def prose(r: random.Random) -> str:
    return r.choice(
        [
            "Ouvert le mardi de 10:00 à 12:30, entrée libre.",
            "Prêt d’outils 2 fois par mois, adhésion de 12,50 € l’an.",
            "Suivez @lesrucheurs ou #zerodechet pour les dates.",
            f"Fermé du {r.randint(1, 28)}/08/2024 au 02/09/2024, sauf réservation.",
            "Bus 12, 14 et 27, arrêt Place de la Mairie.",
            f"Salle de {r.randint(20, 300)} m², 3 marches à l’entrée.",
        ]
    )


def ean(r: random.Random) -> str:
    body = "376" + digits(r, 9)
    total = sum(int(char) * (3 if place % 2 else 1) for place, char in enumerate(body))
    return body + str(-total % 10)


def isbn(r: random.Random) -> str:
    return f"978-2-07-{digits(r, 6)}-{r.randint(0, 9)}"


def version(r: random.Random) -> str:
    return ".".join(str(r.randint(0, 12)) for _ in range(4))


def day(first: int, last: int) -> Maker:
    return lambda r: f"{r.randint(first, last)}-{r.randint(1, 12):02}-{r.randint(1, 28):02}"


def siren(r: random.Random) -> str:
    return luhn("7" + digits(r, 7))


def siret(r: random.Random) -> str:
    return luhn(siren(r) + f"000{r.randint(10, 99)}"[:4])


def hex(r: random.Random, count: int) -> str:
    return "".join(r.choice("0123456789abcdef") for _ in range(count))


def school(r: random.Random) -> str:
    kind = r.choice(["École", "Collège", "Lycée"])
    return f"{kind} {r.choice(['Jules Ferry', 'Jean Moulin', 'Marie Curie', 'Victor Hugo'])}"


def named_place(r: random.Random) -> str:
    kind = r.choice(["Café", "Atelier", "Jardin", "Les Amis de"])
    return f"{kind} {r.choice(['Martin', 'Camille', 'Jean', 'Sainte-Anne', 'des Halles'])}"
