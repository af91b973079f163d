"""The normal forms in which texts of each kind are compared and blocked: SQL of DuckDB."""

from collections.abc import Callable, Mapping, Sequence
from functools import reduce

from publish.declare.merging import Compared
from publish.words.streets import STREETS

ARTICLES = ("aux", "chez", "des", "est", "les", "par", "pour", "sur", "une", "the", "and", "for")
"""Words of three letters and more that tell no two names apart."""
SHARED_HOSTS = (
    "facebook.com", "m.facebook.com", "fr-fr.facebook.com", "framaforms.org", "helloasso.com",
    "instagram.com", "linkedin.com", "linktr.ee", "sites.google.com", "twitter.com", "x.com",
    "youtube.com",
)  # fmt: skip
"""Hosts under which everybody has a page: the page is compared, the host is not."""
MAILBOXES = (
    "free.fr", "gmail.com", "gmx.com", "gmx.fr", "hotmail.com", "hotmail.fr", "icloud.com",
    "laposte.net", "live.fr", "mailo.com", "orange.fr", "outlook.com", "outlook.fr",
    "posteo.net", "proton.me", "protonmail.com", "riseup.net", "sfr.fr", "wanadoo.fr", "yahoo.fr",
)  # fmt: skip
"""Hosts at which everybody has an address: the address is compared, the host is not."""
LIGATURES = {"œ": "oe", "æ": "ae", "ß": "ss"}
"""Letters whose accents DuckDB does not strip."""


def whole(kind: Compared, text: str) -> str:
    """The normal form of a text (SQL) of a kind, NULL where nothing of it is left."""
    return _WHOLE[kind](text)


def parts(kind: Compared, form: str) -> dict[str, str]:
    """What a kind compares beside the whole, by suffix: SQL made of the normal form."""
    return {suffix: part(form) for suffix, part in _PARTS.get(kind, {}).items()}


def folded(text: str) -> str:
    """Letters and digits without case and accents, one blank between words."""
    lower = reduce(_replaced, LIGATURES.items(), f"lower(nfc_normalize({text}))")
    apart = rf"regexp_replace(strip_accents({lower}), '[^\p{{L}}\p{{N}}]+', ' ', 'g')"
    return f"nullif(trim({apart}), '')"


def _replaced(text: str, pair: tuple[str, str]) -> str:
    return f"replace({text}, '{pair[0]}', '{pair[1]}')"


def _street(text: str) -> str:
    return reduce(_written_out, STREETS.items(), folded(text))


def _written_out(text: str, pair: tuple[str, str]) -> str:
    return rf"regexp_replace({text}, '\b({pair[0]})\b', '{pair[1]}', 'g')"


def _code(text: str) -> str:
    return f"nullif(replace(upper({folded(text)}), ' ', ''), '')"


def _email(text: str) -> str:
    return rf"nullif(regexp_extract(lower({text}), '[^\s,;<>:]+@[^\s,;<>]+'), '')"


def _page(text: str) -> str:
    found = rf"regexp_replace(lower(trim({text})), '^([a-z]+:)?//', '')"
    found = rf"regexp_replace({found}, '^www\.|[?#\s].*$', '', 'g')"
    return rf"nullif(regexp_extract({found}, '^[^/]+\.[^/.]{{2,}}(/.*[^/]|)'), '')"


def _phone(text: str) -> str:
    digits = rf"regexp_replace({text}, '\D', '', 'g')"
    return f"CASE WHEN length({digits}) > 7 THEN right({digits}, 9) END"


def _words(form: str) -> str:
    """The distinct words of three letters and more, in order; all of them where none is left."""
    every = f"list_sort(list_distinct(string_split({form}, ' ')))"
    telling = f"list_filter({every}, word -> length(word) > 2 AND word NOT IN ({_texts(ARTICLES)}))"
    return f"CASE WHEN len({telling}) > 0 THEN {telling} ELSE {every} END"


def _host(form: str) -> str:
    host = f"split_part({form}, '/', 1)"
    return f"CASE WHEN {host} NOT IN ({_texts(SHARED_HOSTS)}) THEN {host} END"


def _domain(form: str) -> str:
    domain = f"split_part({form}, '@', 2)"
    return f"CASE WHEN {domain} NOT IN ({_texts(MAILBOXES)}) THEN {domain} END"


def _texts(texts: Sequence[str]) -> str:
    return ", ".join(f"'{text}'" for text in texts)


_WHOLE: Mapping[Compared, Callable[[str], str]] = {
    "name": folded,
    "address": _street,
    "postcode": _code,
    "email": _email,
    "website": _page,
    "phone": _phone,
    "code": _code,
}
_PARTS: Mapping[Compared, Mapping[str, Callable[[str], str]]] = {
    "name": {"_w": _words},
    "address": {"_w": _words},
    "email": {"_h": _domain},
    "website": {"_h": _host},
}
