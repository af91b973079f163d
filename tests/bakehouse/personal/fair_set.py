"""Columns as contributory services export them, half of which only look personal; people invented.

Made anew from a seed: nothing here belongs to anybody. Numbers lie in ranges kept for fiction or
documentation where there are such.
"""

import hashlib
import random
from dataclasses import dataclass

from tests.bakehouse.personal import invented as made
from tests.bakehouse.personal.invented import Maker

ROWS = 100


@dataclass(frozen=True)
class FairColumn:
    """A column, and the kinds of personal data that it holds."""

    label: str
    header: str
    values: tuple[str, ...]
    kinds: frozenset[str] = frozenset()
    type: str = "string"
    people: bool = False


PERSONAL: tuple[tuple[str, str, Maker, str], ...] = (
    ("e-mails", "courriel", made.email, "email"),
    ("e-mails in disguise", "contact", made.hidden_email, "email"),
    (
        "an e-mail in few comments",
        "remarque",
        made.mostly_nothing(lambda r: f"{made.prose(r)} {made.email(r)}", made.prose),
        "email",
    ),
    ("mobiles, bare", "champ_7", made.mobile, "phone"),
    (
        "mobiles, in pairs",
        "telephone",
        lambda r: made.pairs(made.mobile(r), r.choice(" .-")),
        "phone",
    ),
    ("overseas phones", "tel", made.overseas, "phone"),
    ("phones abroad", "phone", made.abroad, "phone"),
    ("phones whose zero was lost", "Téléphone", lambda r: made.mobile(r)[1:], "phone"),
    (
        "a phone in few texts",
        "acces",
        made.mostly_nothing(
            lambda r: f"Appeler le {made.pairs(made.mobile(r), ' ')} avant.", made.prose
        ),
        "phone",
    ),
    ("NIR", "num", made.nir, "nir"),
    ("IBAN", "compte", made.iban, "iban"),
    ("cards", "paiement", made.card, "card"),
    ("IP addresses", "source", made.ip, "ip"),
    ("IP addresses, version 6", "client", made.ip6, "ip"),
    ("MAC addresses", "borne", made.mac, "mac"),
    ("md5 of e-mails", "auteur", made.digest("md5"), "digest"),
    ("sha256 of e-mails", "uid", made.digest("sha256"), "digest"),
    ("base64 of digests", "cle", made.base64_digest, "digest"),
    ("full names", "referent", made.full, "name"),
    ("titled names", "interlocuteur", made.titled, "name"),
    ("given names", "prenom", made.first, "name"),
    ("given names, header silent", "col3", made.first, "name"),
    ("family names", "nom", lambda r: made.last(r).upper(), "name"),
    ("names in comments", "commentaire", made.told, "name"),
    ("addresses", "adresse", made.address, "address"),
    ("addresses in English", "address", made.home, "address"),
    ("dates of birth", "ddn", made.born, "birth"),
    ("dates of birth, header silent", "date2", made.born, "birth"),
    ("IMEI", "serial", lambda r: made.luhn("35" + made.digits(r, 12)), "device"),
    ("profiles", "lien", made.profile, "profile"),
)

HARMLESS: tuple[tuple[str, str, Maker], ...] = (
    (
        "e-mails of roles",
        "mail",
        lambda r: f"{r.choice(['contact', 'info'])}@{made.ascii(made.last(r))}.example.org",
    ),
    ("prose", "description", made.prose),
    (
        "street names",
        "voie",
        lambda r: f"{r.choice(['rue', 'avenue', 'place'])} {r.choice(made.STREETS.split('|'))}",
    ),
    (
        "school names",
        "nom",
        made.school,
    ),
    (
        "names of places",
        "nom",
        made.named_place,
    ),
    ("communes", "commune", lambda r: r.choice(made.TOWNS.split())),
    ("EAN-13", "code_barres", made.ean),
    ("ISBN", "isbn", made.isbn),
    ("versions", "version", made.version),
    ("versions in prose", "logiciel", lambda r: f"firmware v{made.version(r)} du 12/03/2024"),
    ("colours", "couleur", lambda r: f"#{r.randint(0, 0xFFFFFF):06x}"),
    (
        "names of colours",
        "color",
        lambda r: r.choice(
            ["Rose", "Violet", "Brown", "Green", "White", "Olive", "Gray", "Black", "Ruby", "Amber"]
        ),
    ),
    ("commits", "commit", lambda r: hashlib.sha1(made.digits(r, 9).encode()).hexdigest()),
    (
        "checksums of files",
        "file_sha256",
        lambda r: hashlib.sha256(made.digits(r, 9).encode()).hexdigest(),
    ),
    (
        "UUID",
        "uuid",
        lambda r: "-".join(
            (
                made.hex(r, 8),
                made.hex(r, 4),
                "4" + made.hex(r, 3),
                "a" + made.hex(r, 3),
                made.hex(r, 12),
            )
        ),
    ),
    (
        "UUID without dashes",
        "id",
        lambda r: made.hex(r, 12) + "4" + made.hex(r, 3) + "a" + made.hex(r, 15),
    ),
    ("OSM numbers", "osm_id", lambda r: str(r.randint(10**8, 10**10))),
    ("ten digits", "id", lambda r: made.digits(r, 10)),
    ("nine digits", "ref", lambda r: made.digits(r, 9)),
    ("sixteen digits", "transaction", lambda r: "4" + made.digits(r, 15)),
    ("SIREN", "siren", made.siren),
    ("SIRET", "etablissement", made.siret),
    ("opening dates", "ouverture", made.day(1930, 2024)),
    ("recent dates", "maj", made.day(2015, 2026)),
    ("moments", "updated_at", lambda r: f"{made.day(2020, 2026)(r)}T{r.randint(0, 23):02}:30:00Z"),
    (
        "hours",
        "horaires",
        lambda r: f"Mo-Fr {r.randint(8, 10):02}:00-12:30,14:00-{r.randint(17, 20)}:00; PH off",
    ),
    (
        "prices",
        "prix",
        lambda r: (
            f"{r.randint(1, 9)} {made.digits(r, 3)} {made.digits(r, 3)},{made.digits(r, 2)} €"
        ),
    ),
    ("decimals", "valeur", lambda r: f"{r.random() * 100:.10f}"),
    ("degrees of places", "geo", lambda r: f"{44 + r.random():.6f}, {4 + r.random():.6f}"),
    (
        "handles in prose",
        "reseaux",
        lambda r: f"Sur les réseaux : @{made.ascii(made.first(r))}_{made.ascii(made.last(r))}",
    ),
    ("pages of groups", "site", lambda r: f"https://www.facebook.com/groups/{made.digits(r, 9)}"),
    (
        "sites",
        "site",
        lambda r: f"https://{made.ascii(made.last(r))}.example.org/lieu/{made.digits(r, 4)}",
    ),
    ("INSEE codes", "insee", lambda r: f"{r.randint(1, 95):02}{made.digits(r, 3)}"),
    ("département codes", "dep", lambda r: r.choice(["01", "2A", "2B", "07", "26", "971", "974"])),
    (
        "parcels",
        "parcelle",
        lambda r: f"{r.randint(1, 95):02}{made.digits(r, 3)}000AB{made.digits(r, 4)}",
    ),
    (
        "address keys",
        "cle_ban",
        lambda r: (
            f"{r.randint(1, 95):02}{made.digits(r, 3)}_{made.digits(r, 4)}_{made.digits(r, 5)}"
        ),
    ),
    ("associations (RNA)", "rna", lambda r: f"W{made.digits(r, 9)}"),
    (
        "short numbers",
        "numero",
        lambda r: r.choice(["15", "18", "112", "3949", "116 117", "0 800 123 456"]),
    ),
    (
        "species",
        "espece",
        lambda r: r.choice(["Rosa canina", "Quercus robur", "Iris pumila", "Acer campestre"]),
    ),
    (
        "brands",
        "marque",
        lambda r: r.choice(
            ["Philips", "Bosch", "Siemens", "Miele", "Calor", "Seb", "Moulinex", "Braun"]
        ),
    ),
    (
        "places for cars",
        "parking",
        lambda r: f"{r.randint(2, 90)} places de parking, {r.randint(1, 3)} voies",
    ),
    (
        "themes",
        "themes",
        lambda r: r.choice(["Alimentation", "Énergie", "Numérique et communs", "Mobilité"]),
    ),
)


def fair_set(seed: int = 1) -> list[FairColumn]:
    """The columns, always the same for a seed."""
    r = random.Random(seed)
    personal = [
        FairColumn(label, header, tuple(make(r) for _ in range(ROWS)), frozenset([kind]))
        for label, header, make, kind in PERSONAL
    ]
    harmless = [
        FairColumn(label, header, tuple(make(r) for _ in range(ROWS)))
        for label, header, make in HARMLESS
    ]
    near = tuple(f"{44 + r.random():.6f}" for _ in range(ROWS))
    coarse = tuple(f"{44 + r.random():.2f}" for _ in range(ROWS))
    homes = FairColumn("degrees of homes", "lat", near, frozenset(["coordinates"]), people=True)
    listed = tuple(f'["{made.email(r)}", "{made.prose(r)}"]' for _ in range(ROWS))
    nested = tuple(f'{{"contact": {{"tel": "{made.mobile(r)}"}}}}' for _ in range(ROWS))
    return [
        *personal,
        homes,
        FairColumn("e-mails in lists", "contacts", listed, frozenset(["email"]), "list"),
        FairColumn("phones in JSON", "data", nested, frozenset(["phone"]), "json"),
        *harmless,
        FairColumn("degrees of a grid", "lat", coarse, people=True),
    ]
