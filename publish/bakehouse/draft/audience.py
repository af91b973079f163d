"""A declaration of a service's statistics, drafted from what its Matomo has seen in 30 days."""

import os
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

import httpx

from publish.bakehouse.draft.names import slug
from publish.bakehouse.draft.put import put
from publish.bakehouse.draft.write import undecided_dataset
from publish.bakehouse.draft.yaml_text import Line, block, document
from publish.bakehouse.fetch import fetching
from publish.bakehouse.fetch.kept import Bounds
from publish.bakehouse.fetch.posting import post
from publish.bakehouse.fetch.web import Web, shown
from publish.bakehouse.read.audience.addresses import HIDDEN
from publish.bakehouse.read.audience.matomo_reports import REPORTS
from publish.bakehouse.read.audience.matomo_rows import checked_rows, is_rest, number
from publish.bakehouse.read.audience.records import answers_by_day
from publish.declare.site import SiteFolder
from publish.errors import DeclarationError

TOKEN = "MATOMO_TOKEN"  # noqa: S105 - the name of a variable
MOST = 12
"""Features that are suggested."""
TEXTS = ("feature", "dataset", "table", "form")
NUMBERS = ("visitors", "visits", "actions", "bounces", "seconds")


def new_matomo(site: SiteFolder, address: str, name: str) -> Path:
    """Write data/<name>/dataset.yaml for the site that `address` names (`?idSite=3`, else 1).

    Raises SourceError where Matomo refuses, and DeclarationError where a declaration is there.
    """
    path = site.data / name / "dataset.yaml"
    if path.exists():
        raise DeclarationError(f"{path}: there already; choose another name by --name")
    with fetching(site, name) as fetcher:
        web = fetcher.web()
    url = httpx.URL(address)
    told = url.params.get("idSite", "1")
    if not told.isascii() or not told.isdigit():
        raise DeclarationError(f"idSite={told}: no number of a site; write for example `?idSite=3`")
    number_there = int(told)
    base = str(url.copy_with(query=None, fragment=None)).removesuffix("index.php").rstrip("/")
    put(path, _written(base, number_there, _parts(base, number_there, web)), [])
    return path


def _parts(base: str, site: int, web: Web) -> Counter[str]:
    """How often the pages below each first part of a path were seen."""
    form = {
        "module": "API", "method": REPORTS["features"].method, "idSite": str(site),
        "period": "day", "date": "last30", "format": "JSON", "flat": "1", "filter_limit": "-1",
        "format_metrics": "0",
    }  # fmt: skip
    form |= {"token_auth": os.environ[TOKEN]} if TOKEN in os.environ else {}
    address = f"{base}/index.php"
    bounds = Bounds(shown(address), web.limits)
    found: Counter[str] = Counter()
    for answer in answers_by_day(post(address, form, web, bounds), bounds.place).values():
        for row in checked_rows(answer.records, bounds.place, all_asked=True):
            if not is_rest(row):
                (path,) = REPORTS["features"].names(row, bounds.place)
                found[path.split("/")[1]] += number(row, bounds.place, "nb_hits") or 0
    return found


def _rules(parts: Mapping[str, int]) -> Iterator[dict[str, str]]:
    """A rule for each of the parts that were seen most."""
    named: set[str] = set()
    for part, _ in Counter(parts).most_common():
        feature = slug(part, "page", "-") if part else "home"
        if HIDDEN not in part and feature not in named and len(named) < MOST:
            named.add(feature)
            safe = "".join(char if char.isalnum() or char in "-_" else "." for char in part)
            yield {"match": f"^/{safe}(/|$)" if part else "^/$", "feature": feature}


def _written(base: str, site: int, parts: Mapping[str, int]) -> str:
    source = {"matomo": base, "site": site}
    source |= {"token": TOKEN} if TOKEN in os.environ else {}
    source |= {"report": "features", "features": list(_rules(parts))}
    table = block(_table(source), indent=4)
    tables = block([("features", table)], indent=2)
    return document(_head(base), block([*undecided_dataset("Fréquentation"), ("tables", tables)]))


def _head(base: str) -> Iterator[str]:
    yield f"Drafted by `fournil new` from the pages that {base} has seen in 30 days."
    yield "Features are guesses, by the first part of an address: name what people do there."
    yield "Lines marked DECIDE wait for a person: the file is refused until the keys below them"
    yield "are uncommented and filled."


def _table(source: dict[str, object]) -> Iterator[Line]:
    yield "title", {"fr": "Fonctions", "en": "Features"}
    yield "about", "things"
    yield "sources", [source]
    yield (
        "counts",
        {
            "behind": "visitors",
            "every": ["week"],
            "by": list(TEXTS),
            "within": "tool",
            "sum": [name for name in NUMBERS if name != "visitors"],
        },
    )
    day = {"type": "date", "role": "open", "constraints": {"required": True}}
    columns: list[Line] = [("day", day)]
    columns += [(name, {"type": "string", "role": "open"}) for name in ("tool", *TEXTS)]
    columns += [(name, {"type": "integer", "role": "open"}) for name in NUMBERS]
    yield "columns", block(columns, indent=6)
