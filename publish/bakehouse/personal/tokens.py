"""Keys that open somebody's page or account to whoever has them: in addresses, or alone."""

import re
from math import log2

from publish.bakehouse.personal.kind import Kind, Rule, each, words
from publish.words.told import told

NAMES = (
    r"(?:access_?|refresh_?|id_?|auth_?|reset_?|csrf_?|xsrf_?|invite_?|magic_?|edit_?|login_?)?token"
    r"|(?:api|auth|access|secret|private|edit|admin|magic)[_-]?key|apikey|key|jwt|jeton|cle|secret|auth"
    r"|passw(?:or)?d|pwd|pass|mdp|sig|signature|session(?:_?id)?|sid|phpsessid|jsessionid"
    r"|otp|invite|invitation|confirm(?:ation)?|magic|ticket|nonce|code|t|k|h|s"
)
QUERY = re.compile(
    rf"(?:^|[?&;#/\s])(?:[\w-]{{0,12}}[_-])?(?:{NAMES})=(?P<value>[\w.~+/%=-]{{6,}})", re.IGNORECASE
)
PATH = re.compile(
    r"/(?:reset|token|confirm(?:ation)?|verify|activate|activation|invite|invitation|magic|unsubscribe"
    r"|desinscription|d[ée]sabonnement|edit|modifier|auth|login|session|password|mot-de-passe|s|share"
    r"|partage|acces)/(?P<value>[\w.~-]{15,})",
    re.IGNORECASE,
)
CERTAIN = re.compile(
    r"\beyJ[\w-]{8,}\.eyJ?[\w-]{4,}|\b(?:gh[pousr]_|github_pat_|glpat-|sk-|sk_live_|pk_live_|xox[abp]-|SG\.)"
    r"[\w-]{12,}|\bAKIA[0-9A-Z]{12,}|\bBearer\s+[\w.~+/-]{16,}"
)

LONG = 15


def drawn(text: str) -> bool:
    """Whether a text seems drawn at random: long, of many characters, with digits among letters."""
    if len(text) < LONG or ("-" in text.strip("-") and text.replace("-", "").isalpha()):
        return False
    counts = (text.count(char) / len(text) for char in set(text))
    mixed = any(map(str.isdigit, text)) and any(map(str.isalpha, text))
    return (mixed or text.isdigit()) and -sum(share * log2(share) for share in counts) >= 2.8


def holds_token(text: str) -> bool:
    """Whether a key that opens something stands in a text."""
    if CERTAIN.search(text):
        return True
    return any(drawn(match["value"]) for form in (QUERY, PATH) for match in form.finditer(text))


TOKEN = Kind(
    name="token",
    severity="blocker",
    words=told("keys in web addresses, which open what is somebody's"),
    rules=(
        Rule(
            r"(?:^|[?&;#/\s])[A-Za-z_-]{1,24}=[A-Za-z0-9_.~+/%=-]{15}"
            r"|/[A-Za-zé-]{1,20}/[A-Za-z0-9_.~-]{15}"
            r"|eyJ[\w-]{8}|gh[pousr]_|github_pat_|glpat-|sk[-_]|pk_live|xox[abp]-|AKIA|Bearer\s",
            holds_token,
            hint=r"[A-Za-z_-]=[A-Za-z0-9]|[A-Za-z0-9_.~-]{15}",
            unless=words("photo image media fichier file"),
        ),
    ),
    true=each(
        "https://example.org/compte?token=Zk3vQ9xL2mTn8RbW4yHc",
        "https://example.org/?lang=fr&api_key=9f86d081884c7d659a2feaa0c55ad015",
        "https://example.org/reset/Zk3vQ9xL2mTn8RbW4yHc",
        "https://example.org/s?sid=8f14e45fceea167a5a36dedd4bea2543",
        "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhZGEifQ.c2lnbmF0dXJl",
        "https://example.org/#access_token=ya29.a0AfH6SMBx3kQ9vL2mTn8",
    ),
    false=each(
        "https://example.org/carte?page=2&lang=fr",
        "https://example.org/?key=horaires-d-ouverture-du-lieu",
        "https://www.youtube.com/watch?v=dQw4w9WgXcQ",
        "https://example.org/?currency=USD&click_hash=034e8e7c519df9f9d3dc07afe1905cd0",
        "https://example.org/?utm_source=lettre-2024-11-15-numero-12",
        "https://example.org/media/9f86d081884c7d659a2feaa0c55ad015.jpg",
        "https://example.org/edit/horaires-d-ouverture-du-lieu",
    ),
)
