"""How much one address may ask: work grows with each argument, often with its square."""

from collections import Counter
from urllib.parse import quote_plus

from publish.site.base.refusals import BadRequest, Refusal, TooMuch
from publish.site.http.arguments import NO, OPPOSITES, pairs_of
from publish.site.sql.matching import pieces

# What links of our own pages never reach; proxies draw the same line.
MOST_BYTES = 8_000
MOST_ARGUMENTS = 150
# How often one parameter may stand, and those that name columns.
MOST_OF_ONE, MOST_COLUMNS = 20, 100
MOST_FACETS = 12
MOST_WORDS, MOST_LETTERS = 20, 500
_COLUMNS = ("_col", "_nocol")

Pairs = list[tuple[str, str]]


def too_much(path: str, query: bytes) -> Refusal | None:
    """Why an address asks too much, or None; facets that stand twice count once."""
    if len(path) + len(query) > MOST_BYTES:
        return TooMuch("This address is too long")
    pairs = _pairs(query)
    if len(pairs) > MOST_ARGUMENTS:
        return BadRequest(f"more than {MOST_ARGUMENTS} arguments; ask for less")
    if len([name for name, _ in pairs if _is_facet(name)]) > MOST_FACETS:
        return BadRequest(f"_facet: more than {MOST_FACETS} facets; ask for fewer")
    return _too_often(pairs) or _too_many_words(pairs)


def tidied(query: bytes) -> bytes:
    """A query string that says the same in Datasette's words: the same bytes where it does.

    Without searches for nothing, as an empty box sends them, and repeated facets; `isnull=0` is
    `notnull=1`, for Datasette reads no value there.
    """
    if not any(mark in query for mark in (b"_search", b"_facet", b"null=", b"blank=")):
        return query
    kept = [_meant(*pair) for pair in _pairs(query) if pair[1].strip() or not is_search(pair[0])]
    if kept == pairs_of(query):
        return query
    return "&".join(f"{quote_plus(name)}={quote_plus(value)}" for name, value in kept).encode()


def _meant(name: str, value: str) -> tuple[str, str]:
    """A filter that takes no value, when it is said not to hold, as the one that then holds."""
    column, _, lookup = name.rpartition("__")
    if lookup not in OPPOSITES or value.lower() not in NO:
        return name, value
    return f"{column}__{OPPOSITES[lookup]}", "1"


def is_search(name: str) -> bool:
    """Whether a parameter holds what is searched for."""
    return name == "_search" or name.startswith("_search_")


def _is_facet(name: str) -> bool:
    return name.startswith("_facet") and name != "_facet_size"


def _pairs(query: bytes) -> Pairs:
    """The arguments, each facet once."""
    seen: set[tuple[str, str]] = set()
    kept = []
    for pair in pairs_of(query):
        if pair not in seen or not _is_facet(pair[0]):
            kept.append(pair)
        seen.add(pair)
    return kept


def _too_often(pairs: Pairs) -> BadRequest | None:
    for name, count in Counter(name for name, _ in pairs).items():
        most = MOST_COLUMNS if name in _COLUMNS else MOST_OF_ONE
        if count > most:
            return BadRequest(f"{name}: stands more than {most} times; ask for less")
    return None


def _too_many_words(pairs: Pairs) -> BadRequest | None:
    for name, value in pairs:
        if is_search(name) and (len(value) > MOST_LETTERS or len(pieces(value)) > MOST_WORDS):
            return BadRequest(
                f"{name}: more than {MOST_WORDS} words or {MOST_LETTERS} letters; search for fewer"
            )
    return None
