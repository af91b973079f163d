"""Values that people, or those who hide them, write otherwise than the forms ask; all invented."""

import hashlib
import random
import string
from collections.abc import Sequence

from tests.bakehouse.personal import invented as made
from tests.bakehouse.personal.invented import Maker

# Given and family names as people in France bear them, of more languages than one.
ELSEWHERE = [
    "Maiwenn Riou",
    "Peio Etcheverry",
    "Ghjulia Casanova",
    "Oihana Irigoyen",
    "Gwendal Le Bihan",
    "Jordi Puig",
    "Moussa Coulibaly",
    "Aïssatou Barry",
    "Ousmane Sissoko",
    "Nadège Célestin",
    "Kassandra Hoareau",
    "Rado Rakoto",
    "Thi Mai Pham",
    "Linh Tran",
    "Siva Kandasamy",
    "Xiaoling Chen",
    "Hüseyin Yıldırım",
    "Berivan Demirtaş",
    "Oleksandr Shevchenko",
    "Nino Beridze",
    "Anahit Sarkissian",
    "Zineb El Idrissi",
    "Yacine Belkacem",
    "Mehdi Ait Ouali",
    "Goran Petrović",
    "Agnieszka Wójcik",
    "Ioana Popescu",
    "Teodora Dimitrova",
    "Rui Figueiredo",
]
OTHER_SCRIPTS = [
    "Олена Коваленко",
    "Иван Соколов",
    "Мария Петрова",
    "Андрій Мельник",
    "Елена Смирнова",
    "Γιώργος Παπαδόπουλος",
    "Μαρία Γεωργίου",
    "محمد علي",
    "فاطمة الزهراء",
    "أحمد حسن",
    "Дмитрий Волков",
    "Наталія Бондаренко",
]
WORDS_OF_DIGITS = ["zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf"]
TENS = ["vingt", "trente", "quarante", "cinquante", "soixante"]
MONTHS = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
]
TOWNS = made.TOWNS.split()


def one_of(*texts: str) -> Maker:
    return lambda r: r.choice(texts)


def _pair(number: int) -> str:
    if number < 10:
        return f"zéro {WORDS_OF_DIGITS[number]}"
    return f"{TENS[number % 5]}{r'-' if number % 3 else ' '}{WORDS_OF_DIGITS[2 + number % 8]}"


def spoken_phone(r: random.Random) -> str:
    return "zéro six " + " ".join(_pair(r.randint(0, 99)) for _ in range(4))


def odd_phone(r: random.Random) -> str:
    number = made.mobile(r)
    joint = r.choice(["*", "_", " | ", ",", "~", " – ", "x"])
    return r.choice(
        [made.pairs(number, joint), "O" + made.pairs(number, " ")[1:], " ".join(number)]
    )


def odd_email(r: random.Random) -> str:
    user, host = made.ascii(made.first(r)) + str(r.randint(1, 99)), "exemple"
    return r.choice(
        [
            f"{user} AT {host} DOT org",
            f"{user} chez {host} point fr",
            f"{user}[@]{host}.org",
            f"{user}@{host},fr",
            f"{user} (chez) gmail (point) com",
            f"{user} arobas {host} . fr",
            f"{user} -at- {host} -dot- com",
            f"{user}@{host}.NOSPAM.org",
            f"{user} @ {host} . fr",
            f"{user} at gmail com",
        ]
    )


def plate(r: random.Random) -> str:
    a, b = ("".join(r.choices("ABCDEFGHJKLMNPQRSTVWXYZ", k=2)) for _ in "ab")
    joint = r.choice(["-", " ", ""])
    return joint.join([a, made.digits(r, 3), b])


def old_plate(r: random.Random) -> str:
    letters = "".join(r.choices("ABCDEFGHJKLMNPQRSTVWXYZ", k=r.choice([2, 3])))
    return f"{r.randint(100, 9999)} {letters} {r.randint(1, 95):02}"


def mrz(r: random.Random) -> str:
    number = "".join(r.choices("0123456789ABCDEF", k=9))
    born, until = f"{r.randint(40, 99)}{r.randint(1, 12):02}{r.randint(1, 28):02}", "310412"
    digits = [str(_check(text)) for text in (number, born, until)]
    return f"{number}{digits[0]}FRA{born}{digits[1]}F{until}{digits[2]}<<<<<<<<<<<<<<02"


def _check(text: str) -> int:
    """The check digit of a machine readable zone (ICAO 9303)."""
    values = (int(char, 36) if char != "<" else 0 for char in text)
    return sum(value * (7, 3, 1)[place % 3] for place, value in enumerate(values)) % 10


def nir(r: random.Random) -> str:
    return (
        f"{r.choice('12')}{r.randint(30, 99)}{r.randint(1, 12):02}{r.randint(1, 95):02}"
        f"{made.digits(r, 6)}"
    )


def born_shortly(r: random.Random) -> str:
    day, month, year = r.randint(1, 28), r.choice(MONTHS), r.randint(30, 99)
    return r.choice([f"{day} {month} {year}", f"{day} {month[:4]}. {year}", f"{day}/3/{year}"])


def born_in_text(r: random.Random) -> str:
    day, month, year = r.randint(1, 28), r.choice(MONTHS), r.randint(1930, 1999)
    return r.choice(
        [
            f"né le {day} {month} {year % 100}, habite le quartier",
            f"ma date de naissance : {day}.{r.randint(1, 12)}.{year % 100}",
            f"née en {month} {year}",
            f"ddn {day:02}/03/{year}",
            f"né le premier {month} mille neuf cent soixante-douze",
        ]
    )


def short_address(r: random.Random) -> str:
    kind = r.choice(
        ["mtée", "imp.", "all.", "chem.", "bd.", "r.", "rte", "pl.", "sq.", "qua.", "av"]
    )
    street = r.choice(["des Lilas", "du Four"])
    return f"{r.randint(1, 90)}{r.choice(['', 'bis', ' B'])} {kind} {street}"


def handle(r: random.Random) -> str:
    return f"@{made.ascii(made.first(r))}{r.choice(['_', '.', ''])}{r.randint(1, 99)}"


def degrees_and_minutes(r: random.Random) -> str:
    return (
        f"{r.randint(43, 49)}°{r.randint(0, 59):02}'{r.random() * 60:04.1f}\"N "
        f"{r.randint(0, 6)}°{r.randint(0, 59):02}'{r.random() * 60:04.1f}\"E"
    )


def in_text(maker: Maker, *frames: str) -> Maker:
    return lambda r: r.choice(frames).format(maker(r))


def again(maker: Maker, different: int) -> Maker:
    """Values that come back, as an account does."""
    known: list[str] = []

    def take(r: random.Random) -> str:
        if len(known) < different:
            known.append(maker(r))
        return r.choice(known)

    return take


def uuid(r: random.Random) -> str:
    text = made.hex(r, 12) + "4" + made.hex(r, 3) + "a" + made.hex(r, 15)
    return "-".join([text[:8], text[8:12], text[12:16], text[16:20], text[20:]])


def cut(length: int) -> Maker:
    return lambda r: hashlib.sha256(made.email(r).encode()).hexdigest()[:length]


def salted(r: random.Random) -> str:
    return f"{made.hex(r, 8)}{r.choice(':$')}{hashlib.sha1(made.email(r).encode()).hexdigest()}"


def secret(r: random.Random) -> str:
    return "".join(r.choices(string.ascii_letters + string.digits, k=32))


def token_url(r: random.Random) -> str:
    way = r.choice(["?token=", "?lang=fr&access_token=", "/reset/", "?auth=", "?session_id="])
    return f"https://forum.example.org/compte{way}{secret(r)}"


def lower(names: Sequence[str]) -> Maker:
    return lambda r: r.choice(names).lower()


def upper(names: Sequence[str]) -> Maker:
    return lambda r: r.choice(names).upper()


def imei(r: random.Random) -> str:
    return made.luhn(r.choice(["35", "86", "01"]) + made.digits(r, 12))
