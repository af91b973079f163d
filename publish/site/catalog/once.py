"""What is written once for a state of the releases, and served until they change."""

from collections.abc import Callable, Hashable
from weakref import WeakKeyDictionary

from publish.site.base.site import Site

# Addresses come from requests where none is declared: they must not fill the memory.
KEPT = 64

State = tuple[tuple[str, str, str], ...]
_written: WeakKeyDictionary[Site, tuple[State, dict[Hashable, str]]] = WeakKeyDictionary()


def once(site: Site, key: Hashable, write: Callable[[], str]) -> str:
    """The text under a key, written now unless it was since the releases last changed."""
    releases = [database.release for database in site.databases.values()]
    state = tuple((one.dataset, one.version, one.hash) for one in releases)
    if site not in _written or _written[site][0] != state:
        _written[site] = (state, {})
    texts = _written[site][1]
    if key not in texts:
        text = write()
        if len(texts) >= KEPT:
            texts.clear()
        texts[key] = text
    return texts[key]
