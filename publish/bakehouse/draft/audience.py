"""A declaration of a service's statistics, drafted from what its Matomo has seen in 30 days."""

import os
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

import httpx

from publish.bakehouse.draft.names import slug
from publish.bakehouse.draft.put import free_place, put
from publish.bakehouse.draft.statistics import UNDECIDED, statistics
from publish.bakehouse.fetch import fetching
from publish.bakehouse.fetch.kept import Bounds
from publish.bakehouse.fetch.posting import post
from publish.bakehouse.fetch.request import shown
from publish.bakehouse.fetch.web import Web
from publish.bakehouse.read.audience.addresses import HIDDEN
from publish.bakehouse.read.audience.features import OTHER
from publish.bakehouse.read.audience.matomo_reports import REPORTS
from publish.bakehouse.read.audience.matomo_rows import checked_rows, is_rest, number
from publish.bakehouse.read.audience.records import Answer, answers_by_day
from publish.declare.site import SiteFolder
from publish.errors import DeclarationError, SourceError
from publish.words.bilingual import Words

TOKEN = "MATOMO_TOKEN"  # noqa: S105 - the name of a variable
EXAMPLE = "https://stats.example.org/?idSite=3"
MOST = 12
"""Features that are suggested."""
HOME = "home"
LABELS = {
    HOME: {"fr": "Accueil", "en": "Home"},
    OTHER: {"fr": "Autres adresses", "en": "Other addresses"},
}


class Rule(NamedTuple):
    """A pattern of addresses, and the words of the feature that they are."""

    match: str
    words: Words


def new_matomo(site: SiteFolder, address: str, name: str) -> Path:
    """Write data/<name>/dataset.yaml for the site that `address` names (`?idSite=3`, else 1).

    Raises SourceError where Matomo refuses, and DeclarationError where a declaration is there.
    """
    path = free_place(site, name)
    with fetching(site, name) as fetcher:
        web = fetcher.web()
    base, number_there = _asked(address)
    put(path, _written(base, number_there, _parts(base, number_there, web)), [])
    return path


def _asked(address: str) -> tuple[str, int]:
    """The address of a Matomo and the number of the site that `idSite=` names there."""
    url = httpx.URL(address)
    if not url.host:
        raise DeclarationError(f"{address}: no whole address; write for example `{EXAMPLE}`")
    told = {name.lower(): value for name, value in url.params.items()}.get("idsite", "1")
    if not told.isascii() or not told.isdigit():
        raise DeclarationError(f"idSite={told}: no number of a site; write for example `?idSite=3`")
    base = str(url.copy_with(query=None, fragment=None)).removesuffix("index.php").rstrip("/")
    return base, int(told)


def _parts(base: str, site: int, web: Web) -> Counter[str]:
    """How often the pages below each first part of a path were seen."""
    form = {
        "module": "API", "method": REPORTS["features"].method, "idSite": str(site),
        "period": "day", "date": "last30", "format": "JSON", "flat": "1", "filter_limit": "-1",
        "format_metrics": "0", "language": "en",
    }  # fmt: skip
    form |= {"token_auth": os.environ[TOKEN]} if TOKEN in os.environ else {}
    address = f"{base}/index.php"
    bounds = Bounds(f"{shown(address)} (site {site})", web.limits)
    found: Counter[str] = Counter()
    for answer in _answers(address, form, web, bounds).values():
        for row in checked_rows(answer.records, bounds.place, all_asked=True):
            if not is_rest(row):
                (path,) = REPORTS["features"].names(row, bounds.place)
                found[path.split("/")[1]] += number(row, bounds.place, "nb_hits") or 0
    return found


def _answers(address: str, form: Mapping[str, str], web: Web, bounds: Bounds) -> dict[str, Answer]:
    """What Matomo answers by day; where it refuses, also where the token was looked for."""
    try:
        return answers_by_day(post(address, form, web, bounds), bounds.place)
    except SourceError as error:
        if "token" not in str(error):
            raise
        known = "is set" if TOKEN in os.environ else "is not set"
        raise SourceError(f"{error} (the token is read from {TOKEN}, which {known})") from None


def _rules(parts: Mapping[str, int]) -> dict[str, Rule]:
    """A rule for each of the parts that were seen most, by its feature, and the words of it."""
    rules: dict[str, Rule] = {}
    for part, _ in Counter(parts).most_common():
        feature = slug(part, "page", "-") if part else HOME
        if HIDDEN not in part and feature not in rules and len(rules) < MOST:
            safe = "".join(char if char.isalnum() or char in "-_" else "." for char in part)
            match = f"^/{safe}(/|$)" if part else "^/$"
            words = {"fr": part, "en": part} if part else LABELS[HOME]
            rules[feature] = Rule(match, words)
    return rules


def _written(base: str, site: int, parts: Mapping[str, int]) -> str:
    source: dict[str, object] = {"matomo": base, "site": site}
    source |= {"token": TOKEN} if TOKEN in os.environ else {}
    rules = _rules(parts)
    return statistics(
        list(_head(base)),
        {**source, "report": "features"},
        [{"match": rule.match, "feature": feature} for feature, rule in rules.items()],
        {
            "tool": {"matomo": {"fr": "Matomo", "en": "Matomo"}},
            "feature": {feature: rule.words for feature, rule in rules.items()}
            | {OTHER: LABELS[OTHER]},
        },
    )


def _head(base: str) -> Iterator[str]:
    yield f"Drafted by `fournil new` from the pages that {base} has seen in 30 days."
    yield "Features are guesses, by the first part of an address: name what people do there, and"
    yield "say it in words under `labels:`. The first pattern that matches an address counts."
    yield UNDECIDED[0]
    yield UNDECIDED[1]
