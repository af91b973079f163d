"""Columns that only seem to hold what is personal: references, versions, names of things."""

from tests.bakehouse.personal import hidden
from tests.bakehouse.personal import invented as made
from tests.bakehouse.personal.invented import Maker

HARMLESS: tuple[tuple[str, str, Maker], ...] = (
    ("SIREN of organisations", "siren", made.siren),
    ("SIRET of organisations", "siret", made.siret),
    (
        "role mail",
        "courriel",
        lambda r: (
            f"{r.choice(['contact', 'mairie', 'accueil', 'info'])}"
            f"@{made.ascii(r.choice(hidden.TOWNS))}.example.org"
        ),
    ),
    (
        "town halls’ mail",
        "mail",
        lambda r: f"mairie.{made.ascii(r.choice(hidden.TOWNS))}@exemple.fr",
    ),
    (
        "versions of four parts",
        "version",
        lambda r: (
            f"{r.randint(80, 120)}.{r.randint(33, 90)}.{r.randint(0, 99)}.{r.randint(1, 255)}"
        ),
    ),
    (
        "small versions",
        "logiciel",
        lambda r: f"{r.randint(1, 9)}.{r.randint(0, 60)}.{r.randint(0, 60)}.{r.randint(0, 9)}",
    ),
    (
        "references that start with 06",
        "reference",
        lambda r: f"06{r.randint(2019, 2026)}{made.digits(r, 4)}",
    ),
    ("files of the 06", "dossier", lambda r: f"06-{r.randint(2019, 2026)}-{made.digits(r, 4)}"),
    ("references in texts", "objet", lambda r: f"Réf. 06{made.digits(r, 8)} du marché"),
    ("references, short", "ref", lambda r: f"06{made.digits(r, 6)}"),
    (
        "products",
        "produit",
        lambda r: f"{r.choice(['AB', 'XT'])}-{made.digits(r, 4)}-{r.choice('ABC')}",
    ),
    ("roads", "voie", lambda r: f"D {r.randint(1, 999)}"),
    ("bus lines", "ligne", lambda r: f"{r.choice('ABC')}{r.randint(1, 99)}"),
    ("flights", "vol", lambda r: f"AF {r.randint(100, 9999)}"),
    ("moments in milliseconds", "ts", lambda r: str(1710000000000 + r.randint(0, 10**9))),
    ("EAN-13 of shops", "code", lambda r: made.ean(r)),
    ("fifteen digits", "serie", lambda r: made.digits(r, 15)),
    ("short commits", "commit", lambda r: made.hex(r, 7)),
    ("keys of rows", "id", lambda r: f"lp-{made.hex(r, 8)}"),
    ("document keys", "_id", lambda r: f"65{made.hex(r, 6)}f86cd7994390{r.randint(10, 99)}00"),
    ("UUID of places", "place_id", hidden.again(hidden.uuid, 15)),
    ("UUID of rows", "uuid", hidden.uuid),
    (
        "accounts of organisations",
        "twitter",
        lambda r: (
            f"@{r.choice(['mairie_de_', 'ville_', 'asso_'])}{made.ascii(r.choice(hidden.TOWNS))}"
        ),
    ),
    (
        "packages",
        "paquet",
        lambda r: f"@{r.choice(['types', 'babel', 'vue'])}/{r.choice(['core', 'node'])}",
    ),
    (
        "pages with parameters",
        "url",
        lambda r: (
            f"https://example.org/carte?page={r.randint(1, 40)}&lang=fr"
            f"&utm_source=lettre-{made.digits(r, 5)}"
        ),
    ),
    ("addresses of media", "photo", lambda r: f"https://example.org/media/{made.hex(r, 32)}.jpg"),
    ("degrees of places", "position", lambda r: f"{44 + r.random():.6f},{4 + r.random():.6f}"),
    ("temperatures", "mesure", lambda r: f"{r.randint(1, 30)}° {r.randint(0, 59)}' de soleil"),
    ("sums", "calcul", lambda r: f"{r.randint(10, 99)}{r.choice('ABC')}+{r.randint(10, 99)}"),
    (
        "numbers in words",
        "texte",
        lambda r: (
            f"{r.choice(hidden.WORDS_OF_DIGITS[2:])} tables et {r.choice(hidden.TENS)}"
            f" chaises, six bancs"
        ),
    ),
    (
        "centuries in words",
        "epoque",
        hidden.one_of(
            "bâti au dix-huitième siècle",
            "ouvert en mars 1985",
            "inauguré le 12 mars 1998",
            "rénové en 2004",
        ),
    ),
    (
        "opening days",
        "ouverture",
        lambda r: f"{r.randint(1, 28)} {r.choice(hidden.MONTHS)} {r.randint(1950, 2020)}",
    ),
    (
        "roads and squares",
        "emplacement",
        lambda r: (
            f"{r.choice(['Place', 'Rue', 'Impasse', 'Montée'])} "
            f"{r.choice(['des Lilas', 'du Four', 'Jean Jaurès', 'Louise Michel'])}"
        ),
    ),
    (
        "kilometres",
        "reperes",
        lambda r: f"{r.randint(1, 30)} km de route, {r.randint(2, 9)} allées",
    ),
    (
        "halls named after people",
        "salle",
        lambda r: (
            f"Salle {r.choice(['Simone Veil', 'Jean Vilar', 'Louise Michel', 'Nelson Mandela'])}"
        ),
    ),
    (
        "communes of the south",
        "commune",
        hidden.one_of(
            "Die",
            "Crest",
            "Romans-sur-Isère",
            "Saint-Vallier",
            "Valence",
            "Montélimar",
            "Nyons",
            "Livron",
            "Loriol",
            "Dieulefit",
        ),
    ),
    (
        "kinds of places",
        "type",
        hidden.one_of(
            "Café associatif",
            "Jardin partagé",
            "Ressourcerie",
            "Atelier vélo",
            "Fab lab",
            "Tiers-lieu",
            "Épicerie",
            "Recyclerie",
        ),
    ),
    (
        "titles of films",
        "titre",
        hidden.one_of(
            "Les Quatre Cents Coups",
            "La Belle Équipe",
            "Le Petit Poucet",
            "Nuit Blanche",
            "Grand Soir",
            "Belle Étoile",
            "Terre Neuve",
        ),
    ),
    (
        "animals",
        "animal",
        hidden.one_of(
            "Vache salers",
            "Chien loup",
            "Âne gris",
            "Cheval de trait",
            "Mouton noir",
            "Chèvre alpine",
            "Poule rousse",
        ),
    ),
    (
        "departments",
        "departement",
        hidden.one_of(
            "Drôme", "Ardèche", "Isère", "Loire", "Rhône", "Ain", "Savoie", "Aude", "Lot", "Gers"
        ),
    ),
    ("networks", "masque", hidden.one_of("255.255.255.0", "0.0.0.0", "127.0.0.1", "255.255.0.0")),
    ("scores", "score", lambda r: f"{r.randint(0, 9)}-{r.randint(0, 9)} / {r.randint(0, 99)}"),
)
