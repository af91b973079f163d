"""Names of people, whole cells and inside sentences."""

import re
from collections.abc import Iterable, Sequence

from publish.bakehouse.personal.first_names import WORDS, first_names, last_names
from publish.bakehouse.personal.kind import Kind, Rule, column, each, plain, words
from publish.words.told import told

CIVILITIES = words("m mr mme mlle mmes mm mrs ms miss dr pr me monsieur madame docteur maitre sir")
PARTICLES = words("de du des d la le l van von der den el al ben bin ibn dos da di del st y e")
# With one of these, a cell names a place or a company that bears a person's name.
NOT_PEOPLE = words(
    """
    rue avenue av bd boulevard place chemin impasse allee allees route quai cours square passage
    ruelle sentier faubourg esplanade promenade pont parc jardin jardins stade gymnase
    piscine ecole college lycee universite institut centre maison espace salle foyer residence
    hopital clinique pharmacie cabinet eglise chapelle cathedrale basilique temple mosquee
    cimetiere mairie hotel musee theatre cinema bibliotheque mediatheque conservatoire gare
    station arret metro aeroport port ferme cafe bar restaurant
    boulangerie epicerie librairie atelier ateliers garage supermarche magasin boutique
    maison villa chalet gite domaine table chaise fauteuil lampe vase tarte gateau sauce
    association amis club comite collectif compagnie societe fondation cooperative entreprise sarl
    sas scop scic gaec earl group groupe services service france communaute syndicat agence
    street road drive court square school college university church chapel cathedral
    hospital station hotel museum theatre library bridge centre center farm shop store
    cafe inn pub company ltd inc llc foundation trust society city county lake river mount mont
    saint sainte st ste san santa sur sous les aux ville village hameau lotissement zone cite
    crèche creche ehpad camping plage lac ile iles grotte monument fontaine statue kiosque
    type modele version niveau classe n no numero
    """
)
STREET_BEFORE = re.compile(
    r"\b(?:(?:"
    + "|".join(sorted(word for word in NOT_PEOPLE if len(word) >= 3))
    + r"|école|collège|lycée|université|théâtre|médiathèque|bibliothèque|hôpital|église|allée)s?\s+"
    r"(?:(?:de la|de|du|des)\s+|d['’]|l['’])?"
    r"|(?:du|des|d['’]|général|maréchal|capitaine|président|abbé)\s*)$",
    re.IGNORECASE,
)
ROMAN = re.compile("[IVX]{2,}")
TOKEN = re.compile(r"[^\W\d_]+(?:['’.-][^\W\d_]+)*\.?")
TITLED = re.compile(
    r"\b(?P<title>M\.|Mr\.?|Mrs\.?|Ms\.?|Mme\.?|Mlle\.?|Monsieur|Madame|Mademoiselle|Dr\.?|Docteur|Me|Maître)"
    r" (?P<name>[A-ZÀ-Þ][\w'’-]+)"
)
PAIR = re.compile(r"\b([A-ZÀ-Þ][^\W\d_]+(?:-[A-ZÀ-Þ][^\W\d_]+)?) ([A-ZÀ-Þ][^\W\d_]{2,})\b")


def _parts(token: str) -> list[str]:
    return [part for part in re.split(r"['’.-]", plain(token)) if part]


def _given(token: str) -> bool:
    """Whether a token is a given name, double ones such as Jean-Pierre too."""
    parts, names = _parts(token), first_names()
    return bool(parts) and ("-".join(parts) in names or all(part in names for part in parts))


def _capital(token: str) -> bool:
    return token[:1].isupper() or plain(token) in PARTICLES or token[:2].lower() in ("d'", "d’")


def is_full_name(text: str) -> bool:
    """Whether a cell reads `Prénom Nom`, `NOM Prénom`, `P. Nom` or `Mme Nom`."""
    tokens = TOKEN.findall(text)
    lowered = [plain(token).rstrip(".") for token in tokens]
    if not 2 <= len(tokens) <= 6 or NOT_PEOPLE.intersection(lowered):
        return False
    bearing = [token for token in tokens if plain(token) not in PARTICLES]
    if not all(map(_capital, tokens)):
        return len(tokens) == 2 and _both_listed(tokens)
    if lowered[0] in CIVILITIES:
        return True
    if not 2 <= len(bearing) <= 4 or any(map(ROMAN.fullmatch, bearing[1:])):
        return False
    return any(map(_given, (bearing[0], bearing[-1]))) or _initial(bearing)


def _both_listed(tokens: Sequence[str]) -> bool:
    """Whether of two words in small letters one is a given name and the other a family name."""
    first, last = tokens
    listed = last_names()
    return (_given(first) and plain(last) in listed) or (_given(last) and plain(first) in listed)


def _initial(tokens: Sequence[str]) -> bool:
    """Whether one of two tokens is an initial and the other a family name."""
    initials = [token for token in tokens if len(token.rstrip(".")) == 1]
    rest = [token for token in tokens if token not in initials]
    return len(initials) == 1 and all(plain(token) in last_names() for token in rest)


def is_given_name(text: str) -> bool:
    """Whether a cell is one given name, and no common word."""
    tokens = TOKEN.findall(text)
    return len(tokens) == 1 and plain(tokens[0]) not in WORDS and _given(tokens[0])


def is_family_name(text: str) -> bool:
    """Whether a cell is one family name of the lists."""
    tokens = TOKEN.findall(text)
    return len(tokens) == 1 and plain(tokens[0]) in last_names()


def names_somebody(text: str) -> bool:
    """Whether a sentence names somebody: after a civility, or by two names in a row."""
    titled = any(_before(text, match) for match in TITLED.finditer(text))
    return titled or any(
        _given(match[1])
        and plain(match[1]) not in NOT_PEOPLE
        and plain(match[2]) in last_names()
        and _before(text, match)
        for match in PAIR.finditer(text)
    )


def _before(text: str, match: re.Match[str]) -> bool:
    """Whether nothing before says that the name is that of a street or a school."""
    return not STREET_BEFORE.search(text[: match.start()])


def various(values: Iterable[str]) -> bool:
    """Whether several names come: three words of a list are no proof of people."""
    return len({plain(value) for value in values}) >= 3


NAME_HEADERS = words(
    "prenom prenoms firstname lastname surname forename givenname patronyme fullname nomfamille "
    "nomdefamille nomusage nomdusage nomnaissance"
)
PERSON_HEADERS = NAME_HEADERS | words(
    """
    nom noms auteur auteurs author authors contributeur contributrice contributor contact
    responsable referent referente membre member adherent adherente benevole volunteer
    participant participante animateur animatrice president presidente tresorier secretaire
    signataire proprietaire owner creator editor user utilisateur
    """
)
LETTERS = r"^[\p{L}\p{M} .,'’\-\x{a0}]+$"

NAME = Kind(
    name="name",
    severity="warning",
    words=told("names of people"),
    rules=(
        Rule(LETTERS, is_full_name, share=0.5),
        Rule(LETTERS, is_given_name, share=0.6, least=4),
        Rule(LETTERS, share=0.5, headers=NAME_HEADERS),
        Rule(LETTERS, is_family_name, share=0.3, least=2, headers=PERSON_HEADERS),
        Rule(r"\p{Lu}\p{L}+[ .]+\p{Lu}", names_somebody, share=0.1),
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
        column("color", "Rose", "Violette", "Rouge", "Bleu", "Vert", "Jaune"),
        column("commune", "Lyon", "Nancy", "Valence", "Grenoble", "Romans", "Annonay"),
        column("nom", "Café des Halles", "Le Rucher"),
    ),
)
