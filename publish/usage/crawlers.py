"""Whether a browser says that it is a crawler, by the list that `crawler-user-agents` keeps."""

import re
from collections import OrderedDict
from collections.abc import Callable
from functools import cache
from time import monotonic
from typing import NamedTuple

# Libraries by which people's own programs read data: their use is what a site is for.
PROGRAMS = frozenset(
    {
        "[wW]get", "Python-urllib", "python-requests", "aiohttp", "httpx", "libwww-perl",
        "Go-http-client", "okhttp", "^Apache-HttpClient", "HttpUrlConnection", "axios", "^curl",
        "^PHP-Curl-Class", "node-fetch", r"sindresorhus\/got", r"^HTTPie\/",
    }
)  # fmt: skip
MOST = 4_000
# Of what a browser says of itself, crawlers name themselves within so many characters.
CHARACTERS = 300
# A new one takes half a millisecond at most: who changes it with each request is no audience.
NEW_EACH_SECOND = 100
_WRITTEN_OUT = re.compile(r"(?:[^\\^$.|?*+()\[\]{}]|\\\W)+")


class _Listed(NamedTuple):
    """The names of crawlers: nearly all are written out, and sought five times as fast so."""

    names: tuple[str, ...]
    pattern: re.Pattern[str]

    def tell(self, said: str) -> bool:
        """Whether one of them stands there."""
        return any(map(said.__contains__, self.names)) or self.pattern.search(said) is not None


@cache
def _listed() -> _Listed:
    from crawleruseragents import CRAWLER_USER_AGENTS_DATA

    listed = [str(one["pattern"]) for one in CRAWLER_USER_AGENTS_DATA]
    listed = [one for one in listed if one not in PROGRAMS]
    names = [one for one in listed if _WRITTEN_OUT.fullmatch(one)]
    others = "|".join(one for one in listed if not _WRITTEN_OUT.fullmatch(one))
    return _Listed(tuple(re.sub(r"\\(\W)", r"\1", one) for one in names), re.compile(others))


class Crawlers:
    """What was found of the browsers seen last; it never leaves memory."""

    def __init__(self, now: Callable[[], float] = monotonic) -> None:
        self._now = now
        self._known: OrderedDict[str, bool] = OrderedDict()
        self._second, self._new = 0, 0
        _listed()

    def __call__(self, agent: str) -> bool:
        """Whether it is a crawler; so is whoever says nothing, and too many new ones at once."""
        said = agent[:CHARACTERS]
        found = self._known.get(said)
        if found is not None:
            self._known.move_to_end(said)
            return found
        if not said or self._too_many():
            return True
        found = self._known[said] = _listed().tell(said)
        if len(self._known) > MOST:
            self._known.popitem(last=False)
        return found

    def _too_many(self) -> bool:
        second = int(self._now())
        self._second, self._new = second, 1 + (self._new if second == self._second else 0)
        return self._new > NEW_EACH_SECOND
