"""Names that people take on networks and forums: `@ada_l`, `ada.lovelace`, `Ada#1815`."""

import re
from collections.abc import Sequence

from publish.bakehouse.personal.first_names import first_names, last_names
from publish.bakehouse.personal.kind import Kind, Rule, column, each, plain, words
from publish.words.told import told

NETWORKS = (
    r"insta(?:gram)?|ig|twitter|x|mastodon|masto|discord|telegram|tg|signal|snap(?:chat)?|tik ?tok"
    r"|facebook|fb|messenger|skype|linkedin|bluesky|bsky|threads|twitch|github|gitlab|steam|psn"
    r"|strava|whatsapp|keybase|matrix|wire|viber"
)
SPOKEN = re.compile(
    rf"\b(?:{NETWORKS}|pseudo(?:nyme)?|login|identifiant|compte|handle|username|nick(?:name)?)\b"
    r"(?:\s+(?:est|is|c['’]est|sous|sur|chez|as|perso))?\W{0,3}(?:@|:\s?@?)\s?(?P<user>[\w][\w.-]{2,29})",
    re.IGNORECASE,
)
# Said by somebody of an account of their own.
OWN = re.compile(
    r"\b(?:mon|ma|mes|moi|me|m['’]|my|ajoute[rz]?|add|contacte[rz]?|[ée]cri(?:re|s|vez)|par|dm|mp|via)\b"
    r"[^@]{0,40}@(?P<user>\w[\w.]{2,29})",
    re.IGNORECASE,
)
NUMBERED = re.compile(r"(?<!\w)[^\W\d_][\w.]{1,31}#\d{4}(?!\w)")
# Counted in Python: thirty classes of letters in a row take the database 50 ms to make ready.
LONGEST = 30
AT_SIGN = re.compile(r"@(?P<user>[\w][\w.-]{1,29})")
NETWORK_ID = re.compile(r"(?<![\w/])@[\w.=-]+:(?:[\w-]+\.)+[a-z]{2,}")
ORGANISATIONS = words(
    """
    mairie ville commune asso association collectif cafe bar officiel official france region
    departement metropole agglo communaute team equipe club comite festival media radio musee
    bibliotheque mediatheque theatre cinema maison centre atelier tiers lieu lieux fablab lab amap
    recyclerie ressourcerie jardin ferme ecole college lycee universite univ office tourisme
    service services info infos contact news presse coop reseau federation ong fondation parc
    public prefecture gouv city bistrot librairie marche biocoop velo repair
    """
)
LONG = tuple(word for word in ORGANISATIONS if len(word) >= 5)
NOT_HANDLES = words("type count nb nombre date provider mode url statut status at")
HANDLE_HEADERS = words(
    """
    pseudo pseudos pseudonyme pseudonymes username usernames login logins handle handles nickname
    nick screenname nomutilisateur utilisateur twitter instagram insta mastodon discord telegram
    skype snapchat tiktok bluesky bsky
    """
)


def _of_people(user: str) -> bool:
    """Whether nothing in it says an organisation: a word of theirs, apart or run together."""
    parts = re.findall(r"[a-z]+", plain(user))
    return not "".join(parts).startswith(LONG) and ORGANISATIONS.isdisjoint(parts)


def is_handle(text: str) -> bool:
    """Whether a whole text is `@somebody`, and no organisation's."""
    match = AT_SIGN.fullmatch(text.strip())
    return match is not None and _of_people(match["user"])


def is_user(text: str) -> bool:
    """Whether a whole text may be what somebody logs in with."""
    user = text.strip().removeprefix("@")
    return len(user.partition("#")[0]) <= LONGEST and not user.isdigit() and _of_people(user)


def holds_handle(text: str) -> bool:
    """Whether a sentence gives somebody's name on a network."""
    if NUMBERED.search(text) or NETWORK_ID.search(text):
        return True
    return any(_of_people(match["user"]) for form in (SPOKEN, OWN) for match in form.finditer(text))


def is_made_of_a_name(text: str) -> bool:
    """Whether a text is a name run together: `ada.lovelace`, `martin_s`, `jdupont42`."""
    parts = re.findall(r"[a-z]+", plain(text))
    given, family = first_names(), last_names()
    if len(parts) == 2:
        first, last = sorted(parts, key=lambda part: part not in given)
        return (first in given and (last in family or len(last) == 1)) or _initialled(parts, family)
    return len(parts) == 1 and bool(re.search(r"\d$", text)) and _one_word(parts[0])


def _initialled(parts: Sequence[str], family: frozenset[str]) -> bool:
    short, long = sorted(parts, key=len)
    return len(short) == 1 and long in family


def _one_word(word: str) -> bool:
    return (len(word) >= 4 and word in first_names()) or (
        len(word) >= 5 and word[1:] in last_names()
    )


def several(texts: Sequence[str]) -> bool:
    """Whether several come: two or three words are kinds, and no people."""
    return len(set(texts)) >= 3


HANDLE = Kind(
    name="handle",
    severity="warning",
    words=told("names of people on networks"),
    rules=(
        Rule(r"^\s*@[\p{L}\p{N}_][\p{L}\p{N}_.-]+\s*$", is_handle, share=0.5, least=3),
        Rule(
            r"^\s*@?[\p{L}\p{N}_][\p{L}\p{N}_.-]+(?:#\d{4})?\s*$",
            is_user,
            share=0.5,
            least=3,
            headers=HANDLE_HEADERS,
            unless=NOT_HANDLES,
        ),
        Rule(
            r"^\s*[\p{L}]+(?:[._-]?[\p{L}]+)?[._-]?\d{0,4}\s*$",
            is_made_of_a_name,
            share=0.5,
            least=4,
            together=several,
            unless=words("slug fichier file code ref nom name prenom"),
        ),
        Rule(
            rf"(?i:\b(?:{NETWORKS}|pseudo(?:nyme)?|login|identifiant|compte|handle|username|nick)\b).{{0,12}}[@:]"
            r"|[ :(]@[\p{L}\p{N}_]{2}|\p{L}#\d{4}|^@[\w.=-]+:\w",
            holds_handle,
            hint=r"@[\p{L}\p{N}_]|\p{L}#\d{4}|\p{L} ?: ?[\p{L}@]",
        ),
    ),
    true=(
        column("x", "@ada_l", "@grace.h", "@katherine62", "@hedy"),
        column("pseudo", "toto26", "marmotte", "ada.l"),
        column("pseudo", *(f"{letter * LONGEST}#1815" for letter in "abc")),
        column("x", "ada.lovelace", "sophie.martin", "jean_dubois", "marie.laurent", "paul-moreau"),
        *each(
            "Mon insta : @ada_l pour les photos",
            "Discord : ada#1815",
            "ajoutez-moi, @ada.lovelace",
            "pseudo : marmotte26",
            "@ada:matrix.example.org",
        ),
    ),
    false=(
        column("x", "@mairie_de_lyon", "@ville_de_crest", "@cafe.lyon", "@asso_velo"),
        column("login_type", "google", "facebook", "email"),
        column("pseudo", *(letter * (LONGEST + 1) for letter in "abc")),
        column("x", "@types/node", "@babel/core", "@vue/cli"),
        *each("Suivez @cafe.lyon sur les réseaux", "Horaires : 10:00", "#1234", "@media print"),
    ),
)
