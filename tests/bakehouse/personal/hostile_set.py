"""Columns that hide what they hold, beside as many that only seem to hold it; all invented."""

import random

from tests.bakehouse.personal import hidden
from tests.bakehouse.personal import invented as made
from tests.bakehouse.personal.fair_set import FairColumn
from tests.bakehouse.personal.invented import Maker
from tests.bakehouse.personal.look_alikes import HARMLESS

ROWS = 60

PERSONAL: tuple[tuple[str, str, Maker, str], ...] = (
    ("plates (SIV)", "vehicule", hidden.plate, "plate"),
    ("plates (FNI)", "immat", hidden.old_plate, "plate"),
    (
        "plates in texts",
        "remarque",
        hidden.in_text(hidden.plate, "garé devant, {}", "voiture {} mal garée"),
        "plate",
    ),
    (
        "passports",
        "passeport",
        lambda r: f"{made.digits(r, 2)}{r.choice(['AB', 'CF', 'XV'])}{made.digits(r, 5)}",
        "document",
    ),
    ("machine readable zones", "scan", hidden.mrz, "document"),
    ("identity cards", "num_cni", lambda r: made.digits(r, 12), "document"),
    ("IMEI", "champ", hidden.imei, "device"),
    ("advertising ids", "idfa", hidden.uuid, "device"),
    ("devices", "device_id", lambda r: made.hex(r, 16), "device"),
    ("NIR without key", "col_4", hidden.nir, "nir"),
    (
        "NIR without key in texts",
        "note",
        hidden.in_text(hidden.nir, "n° de sécu {}", "sécurité sociale : {}"),
        "nir",
    ),
    ("births in words", "naissance", hidden.born_shortly, "birth"),
    ("births in texts", "presentation", hidden.born_in_text, "birth"),
    ("short addresses", "lieu", hidden.short_address, "address"),
    ("handles", "contact", hidden.handle, "handle"),
    (
        "handles in texts",
        "message",
        hidden.in_text(hidden.handle, "mon insta : {}", "tu me trouves sur Instagram {}"),
        "handle",
    ),
    ("pseudonyms", "pseudo", lambda r: f"{made.ascii(made.first(r))}{r.randint(1, 99)}", "handle"),
    ("odd e-mails", "joindre", hidden.odd_email, "email"),
    ("phones in words", "remarques", hidden.spoken_phone, "phone"),
    ("odd phones", "texte", hidden.odd_phone, "phone"),
    ("tokens in URLs", "lien", hidden.token_url, "token"),
    (
        "JWT",
        "url",
        lambda r: (
            f"https://example.org/?t=eyJhbGciOiJIUzI1NiJ9.eyJ{hidden.secret(r)}.{hidden.secret(r)}"
        ),
        "token",
    ),
    ("salted digests", "cle", hidden.salted, "digest"),
    ("cut digests of people", "user_hash", hidden.cut(12), "digest"),
    ("cut digests that come back", "x7", hidden.again(hidden.cut(16), 20), "digest"),
    (
        "points in degrees and minutes",
        "commentaire",
        hidden.in_text(hidden.degrees_and_minutes, "J’habite ici : {}", "{}"),
        "coordinates",
    ),
    (
        "points with decimal commas",
        "commentaire",
        lambda r: f"chez moi {44 + r.random():.5f} ; 4,{made.digits(r, 5)}".replace(".", ","),
        "coordinates",
    ),
    (
        "geo URIs",
        "message",
        lambda r: f"rdv geo:{44 + r.random():.5f},{4 + r.random():.5f}",
        "coordinates",
    ),
    (
        "plus codes",
        "commentaire",
        lambda r: f"maison 8FQ6{r.choice('23456789C')}6C4+{r.choice(['2V', 'XQ7', 'RH'])}",
        "coordinates",
    ),
    (
        "given name and town",
        "temoin",
        lambda r: f"{made.first(r)}{r.choice([' de ', ', ', ' – '])}{r.choice(hidden.TOWNS)}",
        "name",
    ),
    (
        "given name and town, bracketed",
        "temoignage_de",
        lambda r: f"{made.first(r)} ({r.choice(hidden.TOWNS)})",
        "name",
    ),
    (
        "given name and initial",
        "signature",
        lambda r: f"{made.first(r)} {made.last(r)[0]}.",
        "name",
    ),
    ("initial and name", "par", lambda r: f"{r.choice('ABCDEJMPS')}. {made.last(r)}", "name"),
    ("repeated UUID", "ref_compte", hidden.again(hidden.uuid, 15), "account"),
    ("names of more languages", "qui", hidden.one_of(*hidden.ELSEWHERE), "name"),
    ("names in small letters", "c2", hidden.lower(hidden.ELSEWHERE), "name"),
    ("names in capitals", "c3", hidden.upper(hidden.ELSEWHERE), "name"),
    ("names in other scripts", "c4", hidden.one_of(*hidden.OTHER_SCRIPTS), "name"),
    (
        "names before an at sign",
        "login",
        lambda r: f"{made.ascii(made.first(r))}.{made.ascii(made.last(r))}",
        "handle",
    ),
)


def hostile_set(seed: int = 1) -> list[FairColumn]:
    """The columns, always the same for a seed."""
    r = random.Random(seed)
    personal = [
        FairColumn(label, header, tuple(make(r) for _ in range(ROWS)), frozenset([kind]))
        for label, header, make, kind in PERSONAL
    ]
    return personal + [
        FairColumn(label, header, tuple(make(r) for _ in range(ROWS)))
        for label, header, make in HARMLESS
    ]
