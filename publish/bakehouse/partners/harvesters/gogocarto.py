"""A map made with GoGoCarto: its elements, full or compact, with the names of their categories."""

from collections.abc import Iterator, Mapping
from urllib.parse import urlsplit, urlunsplit

from pydantic import JsonValue

from publish.bakehouse.partners.harvested import Asked, Record
from publish.bakehouse.partners.page import Page
from publish.errors import SourceError

OLD_MAPPING: list[JsonValue] = ["id", "name", "latitude", "longitude", "categories"]
"""What stands where in a compact element of a map that does not say so."""
OPTIONS = ("options", "suboptions", "@graph")
GROUPS = (*OPTIONS, "subcategories")
NAMED = "categoriesFull"
"""Where elements of newer maps have their categories with ids and names."""


def harvest(asked: Asked) -> Iterator[Record]:
    """The elements of `…/api/elements.json` or `.jsonld`, each as an object.

    A compact element is named by the map's own `mapping`. Categories that are numbers become names,
    from `…/api/taxonomy.json`, and stay in `categoriesFull`, as newer maps have both.
    """
    page = asked.web.page(asked.address, "application/json")
    where = _where(page)
    elements = _compact(page) if page.begins_with(b"[", where) else page.objects(where)
    names: Mapping[str, str] | None = None
    for element in elements:
        if NAMED not in element and _numbers(element):
            names = _names(asked) if names is None else names
            yield {**element, **_named(element, names)}
        else:
            yield element


def _where(page: Page) -> str:
    """The key of the list of elements; raises SourceError where there is none."""
    for key in ("data", "@graph"):
        if page.lists(key):
            return key
    if page.is_markup():
        raise page.no_json()
    raise SourceError(
        f"{page.shown}: no list of elements under `data` there; give the address of "
        "`elements.json` that the map's page «API» shows, with its token if it asks for one"
    )


def _compact(page: Page) -> Iterator[dict[str, JsonValue]]:
    said = page.json()
    assert isinstance(said, dict)
    mapping, rows = said.get("mapping", OLD_MAPPING), said["data"]
    if not isinstance(mapping, list) or not isinstance(rows, list):
        raise SourceError(f"{page.shown}: `mapping` is no list; ask for `ontology=gogofull`")
    for number, row in enumerate(rows, 1):
        if not isinstance(row, list):
            raise SourceError(f"{page.shown}: element {number} is no list, as others are")
        yield _object(mapping, row)


def _object(mapping: list[JsonValue], row: list[JsonValue]) -> dict[str, JsonValue]:
    """The values of a row by their names; names that are listed together have theirs in a list."""
    found: dict[str, JsonValue] = {}
    for name, value in zip(mapping, row, strict=False):
        if isinstance(name, list) and isinstance(value, list):
            found |= _object(name, value)
        elif isinstance(name, str):
            found[name] = value
    return found


def _numbers(element: Mapping[str, JsonValue]) -> list[int]:
    categories = _categories(element)
    return [one for one in categories if isinstance(one, int) and not isinstance(one, bool)]


def _categories(element: Mapping[str, JsonValue]) -> list[JsonValue]:
    categories = element.get("categories")
    return categories if isinstance(categories, list) else []


def _named(
    element: Mapping[str, JsonValue], names: Mapping[str, str]
) -> dict[str, list[JsonValue]]:
    """The categories of an element by name, and with their numbers; one without a name stays."""
    known = {one: names.get(str(one)) for one in _numbers(element)}
    return {
        "categories": [_name(one, known) for one in _categories(element)],
        NAMED: [{"id": one, "name": name} for one, name in known.items()],
    }


def _name(category: JsonValue, known: Mapping[int, str | None]) -> JsonValue:
    if isinstance(category, int) and category in known:
        return known[category] or str(category)
    return category


def _names(asked: Asked) -> dict[str, str]:
    """The names of a map's categories by their numbers."""
    parts = urlsplit(asked.address)
    path = f"{parts.path.rpartition('/')[0]}/taxonomy.json"
    taxonomy = asked.web.json(urlunsplit((parts.scheme, parts.netloc, path, parts.query, "")))
    return dict(_options(taxonomy))


def _options(taxonomy: JsonValue) -> Iterator[tuple[str, str]]:
    """The options of a tree, however deep, by number: what groups them has numbers of its own."""
    waiting = [(taxonomy, isinstance(taxonomy, list))]
    while waiting:
        here, option = waiting.pop()
        if isinstance(here, list):
            waiting += [(one, option) for one in here]
        elif isinstance(here, dict):
            number, name = here.get("id"), here.get("name")
            if option and "options" not in here and isinstance(name, str):
                yield str(number), name
            waiting += [(one, key in OPTIONS) for key, one in here.items() if key in GROUPS]
