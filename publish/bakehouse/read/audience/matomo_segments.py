"""The visitors of a feature: whom pages count twice, Matomo counts once in a segment of visits."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

from publish.bakehouse.read.audience.features import features_of
from publish.bakehouse.read.audience.matomo_reports import PAGE_URLS
from publish.bakehouse.read.audience.matomo_rows import checked_rows, is_rest, number
from publish.bakehouse.read.audience.records import Answer
from publish.declare.audience import FeatureRule
from publish.errors import SourceError

METHOD = "VisitsSummary.get"
MOST = 30
"""Features that are asked for, a request each."""
HOSTS = 3
"""Hosts of one site that a segment names, those with most pages."""
SITE = re.compile(r"https?://(?:www\.)?([a-z0-9.-]+(?::\d+)?)/", re.IGNORECASE)
PREFIX = re.compile(r"https?://(?:www\.)?", re.IGNORECASE)
BEGINS = re.compile(r"\^((?:[A-Za-z0-9/_-]|\\[./_-])+)(.*)", re.DOTALL)
FOLDER = ("(/|$)", "(?:/|$)", "($|/)", "(?:$|/)")
ALL = ("", ".*", ".*$")


class Ask(Protocol):
    """Asks a method for each day."""

    def __call__(self, method: str, segment: str = "") -> Mapping[str, Answer]:
        """The answers by day."""


@dataclass(frozen=True)
class Part:
    """Addresses whose path begins with `text`, or is it where it is `whole`.

    It is `exact` where the pattern finds all of these, and no others.
    """

    text: str
    whole: bool
    exact: bool

    def said(self, host: str) -> str:
        """The condition of a segment, for one host."""
        return f"pageUrl{'==' if self.whole else '=^'}https://{host}{self.text}"

    def takes(self, host: str, page: "Page") -> bool:
        """Whether Matomo would find it in the address; it compares without case and accents."""
        sought = _folded(host + self.text)
        return page.folded == sought if self.whole else page.folded.startswith(sought)


@dataclass(frozen=True)
class Page:
    """A page of a week: its address as Matomo has it, and the path that patterns are matched to."""

    address: str
    path: str

    @cached_property
    def folded(self) -> str:
        """The address as databases compare it, as it is kept there."""
        return _folded(PREFIX.sub("", self.address))


def parts_of(pattern: str) -> tuple[Part, ...]:
    """What a segment can say of a pattern: how addresses begin; nothing where it does not say."""
    found = BEGINS.fullmatch(pattern)
    if not found or _alternates(found[2]):
        return ()
    text, rest = re.sub(r"\\(.)", r"\1", found[1]), found[2]
    if rest in FOLDER and not text.endswith("/"):
        return Part(text, True, True), Part(f"{text}/", False, True)
    if rest == "$":
        return (Part(text, True, True),)
    if rest[:1] in ("*", "?", "{"):
        text, rest = text[:-1], "?"
    return (Part(text, False, rest in ALL),) if text else ()


def segments_of(
    pages: Sequence[Page], rules: Sequence[FeatureRule], place: str, *, is_cut: bool
) -> dict[str, str]:
    """The segment of each feature that can be asked for: all visitors in it used this feature.

    A segment that finds a page of another feature is none; where the list `is_cut`, only what a
    pattern says exactly is asked for, for nobody knows the other pages.
    """
    features = features_of([page.path for page in pages], rules, place)
    hosts = _hosts(pages)
    found: dict[str, str] = {}
    for feature in [*dict.fromkeys(rule.feature for rule in rules)][:MOST]:
        asked = [
            part.said(host)
            for part in _parts(feature, rules, is_cut=is_cut)
            for host in hosts
            if {features[one.path] for one in pages if part.takes(host, one)} == {feature}
        ]
        if asked:
            found[feature] = ",".join(asked)
    return found


def visitors_of(
    answers: Mapping[str, Answer], rules: Sequence[FeatureRule], ask: Ask, place: str
) -> Iterator[list[str]]:
    """Day, feature and visitors of the features of a week's pages, where Matomo can count them.

    Raises MatomoRefusal where it does not.
    """
    pages, is_cut = _pages(answers, place)
    for feature, segment in segments_of(pages, rules, place, is_cut=is_cut).items():
        for day, answer in ask(METHOD, segment).items():
            if answer.records and not answer.single:
                raise SourceError(f"{place}: the answer to {METHOD} is a list; ask again")
            for record in answer.records:
                if visitors := number(record, place, "nb_uniq_visitors"):
                    yield [day, feature, str(visitors)]


def _pages(answers: Mapping[str, Answer], place: str) -> tuple[list[Page], bool]:
    """The pages of the days, and whether Matomo left some out."""
    rows = [
        row
        for answer in answers.values()
        for row in checked_rows(answer.records, place, all_asked=True)
    ]
    pages = {
        Page(row.values.get("url") or row.label, *PAGE_URLS.names(row, place))
        for row in rows
        if not is_rest(row)
    }
    return list(pages), any(map(is_rest, rows))


def _parts(feature: str, rules: Sequence[FeatureRule], *, is_cut: bool) -> Iterator[Part]:
    for place, rule in enumerate(rules):
        before = [one for one in rules[:place] if one.feature != feature]
        for part in parts_of(rule.match) if rule.feature == feature else ():
            if not is_cut or (part.exact and all(_apart(part, one) for one in before)):
                yield part


def _apart(part: Part, rule: FeatureRule) -> bool:
    """Whether no address of the part can be of the rule, which comes before."""
    others = parts_of(rule.match)
    return bool(others) and not any(
        part.text.startswith(one.text) or one.text.startswith(part.text) for one in others
    )


def _hosts(pages: Sequence[Page]) -> list[str]:
    found = Counter(one[1].lower() for page in pages if (one := SITE.match(page.address)))
    return [host for host, _ in found.most_common(HOSTS)]


def _alternates(pattern: str) -> bool:
    """Whether a `|` may stand outside of all brackets, so that what precedes it is no beginning."""
    depth = 0
    for sign in re.sub(r"\\.", "", pattern):
        depth += (sign in "([") - (sign in ")]")
        if sign == "|" and depth <= 0:
            return True
    return False


def _folded(text: str) -> str:
    """As databases compare texts: without case and accents."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in plain if not unicodedata.combining(char))
