"""E-mail addresses, however disguised."""

import re

from publish.bakehouse.personal.kind import Kind, Rule, each, words
from publish.bakehouse.personal.organisations import is_role
from publish.words.told import told

# An `@`, and what people write in its place so that robots do not see it.
AT = re.compile(
    r"\s*(?:[(\[{<]\s*(?:at|a|à|@|arr?obase?|chez)\s*[)\]}>]|\barr?obase?\b|[_*\"'-]at[_*\"'-]"
    r"|%40|&#0*64;|&#x0*40;|&commat;)\s*",
    re.IGNORECASE,
)
DOT = re.compile(
    r"\s*[(\[{<]\s*(?:dot|point|pt|\.)\s*[)\]}>]\s*|[_*\"'-](?:dot|point)[_*\"'-]|\s(?:dot|point)\s",
    re.IGNORECASE,
)
ADDRESS = re.compile(
    r"(?<![\w@.+-])(?P<local>[\w.!#$%&'*+=?^`{|}~-]*\w)(?:@| @ )"
    r"(?:[\w-]+\.)+(?P<top>[^\W\d_]{2,24})\b"
)
TOPS = (
    "com|org|net|info|eu|fr|be|ch|lu|ca|uk|de|es|it|nl|pt|re|nc|pf|gp|mq|gf|yt|io|me|co|coop|asso"
    "|gouv|edu|bzh|paris|alsace|corsica|eus|bio|earth|example|test"
)
SPOKEN = re.compile(
    rf"\b[\w.+-]+ (?:at|chez) [\w-]+(?: (?:dot|point) [\w-]+)* (?:dot|point) (?:{TOPS})\b"
    rf"|(?<![\w.])\w+[._]\w+ (?:at|chez) (?:[\w-]+\.)+(?:{TOPS})\b",
    re.IGNORECASE,
)
PROVIDERS = (
    "gmail|googlemail|hotmail|yahoo|outlook|orange|free|laposte|wanadoo|sfr|icloud|proton|protonmail"
    "|live|gmx|bbox|neuf|aol|riseup|mailo|numericable"
)
LOOSE = re.compile(
    rf"\b[\w.+-]+\s?(?:@|\bat|\bchez|\barr?obas\w*)\s(?:{PROVIDERS})\s?(?:[. ,]|dot"
    rf"|point)\s?(?:com|fr|net|org|me|ch)\b"
    rf"|\b\w*[._\d]\w*\s?(?:@|\bat|\bchez|\barr?obas\w*)\s?(?:{PROVIDERS})\b"
    rf"|\w@[\w-]+(?:\s?[,;]\s?|\s\.\s?|\s)(?:com|fr|org|net)\b"
    r"|\w @ [\w-]+ ?\. ?(?:com|fr|org|net)\b"
    r"|(?:\w ){3,}(?:@|at) (?:\w ){2,}\. \w \w"
    r"|\b(?:moc|rf|gro|ten)\.[\w-]+@\w[\w.]*",
    re.IGNORECASE,
)
FILES = words(
    "png jpg jpeg gif svg webp avif css js mjs ts json html htm php md py mp3 mp4 pdf txt csv xml"
)
NOBODY = frozenset(["git"])

EMAIL_PATTERN = (
    r"[^\s@][@＠]\s?[^\s@]|[^\s@] @ [^\s@]|%40|&#0*64;|&#[xX]0*40;|&commat;"
    r"|(?i:[(\[{<]\s*(?:at|a|à|arr?obase?|chez)\s*[)\]}>]|\barr?obas\w*\b|[_*\"'-]at[_*\"'-])"
    r"|(?i:\w (?:at|chez) [\w.-]+(?:\.|,| dot | point | (?:com|fr|net|org)\b| ?$)|\w(?:at"
    r"|chez) (?:gmail|hotmail|yahoo|outlook|laposte))"
)

EMAIL_HINT = r"[@＠%&]|(?i:at\b|chez\b|obas|[({\[<]\s?[aà]\s?[)}\]>])|[_*-]at"


def holds_email(text: str) -> bool:
    """Whether somebody's e-mail address stands in a text; `contact@`, a role, is nobody's."""
    if any(not is_role(match.group()) for form in (SPOKEN, LOOSE) for match in form.finditer(text)):
        return True
    addresses = ADDRESS.finditer(DOT.sub(".", AT.sub("@", text)))
    return any(
        match["top"].lower() not in FILES
        and match["local"].lower() not in NOBODY
        and not is_role(match["local"])
        for match in addresses
    )


EMAIL = Kind(
    name="email",
    severity="blocker",
    words=told("e-mail addresses"),
    rules=(Rule(EMAIL_PATTERN, holds_email, hint=EMAIL_HINT),),
    true=each(
        "ada@example.org",
        "Ada Lovelace <ada.lovelace+lieux@mail.example.co.uk>",
        "mailto:ada@example.org",
        "Écrire à ada@example.org, merci",
        "ada [at] example (dot) org",
        "ada(at)example.org",
        "ada arobase exemple point fr",
        "ada@exemple point fr",
        "ada @ exemple.fr",
        "ada_at_exemple_dot_fr",
        "ada at example dot org",
        "ada.lovelace at example.org",
        "ada%40example.org",
        "ada&#64;example.org",
        "ada＠example.org",
        "renée@exemple.fr",
        "contact.sophie.martin@example.org",
        "ada at gmail com",
        "ada@exemple,fr",
        "ada.l chez laposte.net",
        "moc.liamg@ada",
    ),
    false=each(
        "@mairie_de_lyon",
        "Suivez @cafe.lyon sur les réseaux",
        "@cafe@mastodon.example.org",
        "https://mastodon.example.org/@cafe",
        "3 kg @ 2.50 €",
        "logo@2x.png",
        "leaflet@1.9.4",
        "git@github.com:cafe/lieux.git",
        "Rendez-vous at example.org",
        "Meet at the dot on the map",
        "https://maps.example.org/@48.8566,2.3522,15z",
        "Ouvert (a) midi.",
        "contact@example.org",
        "mairie.crest@exemple.fr",
        "Secretariat-general@exemple.fr, no-reply@example.org",
        "abonné chez orange depuis 2012",
    ),
)
