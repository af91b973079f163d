"""A Matomo asked week by week; what came stays in the private folder and outlives the instance."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

from publish.bakehouse.fetch.kept import Bounds, replacing
from publish.bakehouse.fetch.request import Unreachable, shown
from publish.bakehouse.fetch.web import Web
from publish.bakehouse.read.audience.matomo_api import Api
from publish.bakehouse.read.audience.matomo_asked_referrers import referred
from publish.bakehouse.read.audience.matomo_reports import REPORTS, Report
from publish.bakehouse.read.audience.matomo_rows import checked_rows, name_of, tally_of
from publish.bakehouse.read.audience.matomo_searches import searched
from publish.bakehouse.read.audience.matomo_segments import Ask, visitors_of
from publish.bakehouse.read.audience.periods import Period, parsed
from publish.bakehouse.read.audience.records import Answer, MatomoRefusal
from publish.bakehouse.read.audience.tally import METRICS, Tally, together
from publish.bakehouse.read.audience.writable import writable
from publish.declare.source import Source
from publish.words.json import read_json

FOLDER = "matomo"
WEEKS = 109
"""How far back a Matomo is asked: the 25 months that such data may be kept."""
SEGMENTED = 13
"""Weeks, the latest, for which Matomo is asked for visitors of features: it goes through visits."""
SEVERAL = ("searches", "referrers")
"""Reports that are made of several."""
SETTLED = timedelta(days=2)
"""After a week: until then its last day may still grow, in other time zones and by late visits."""

Row = list[str]


class Asked(NamedTuple):
    """Whether somebody answered, and whether visitors of features were refused."""

    answers: bool
    refused: bool


@dataclass(frozen=True)
class Weeks:
    """The weeks of one report of one site, under `folder`."""

    source: Source
    folder: Path
    web: Web

    def update(self, today: date) -> Asked:
        """Asks for the weeks that are not here whole, latest first.

        Raises SourceError where Matomo refuses, and Unreachable where nothing was ever kept.
        """
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        bounds = self._api.bounds()
        refused = False
        for number, week in enumerate(_weeks(today)):
            wanted = self._is_segmented and number < SEGMENTED and not refused
            if self._is_whole(week) and not (wanted and self._lacks_visitors(week)):
                continue
            try:
                refused |= self._keep(week, today, bounds, wanted=wanted)
            except Unreachable:
                if not any(self.folder.glob("*.json")):
                    raise
                return Asked(False, refused)
        return Asked(True, refused)

    def kept(self) -> dict[str, list[Any]]:
        """The days of the weeks that are kept whole, and their rows: others are still to change.

        A row is a day, names and numbers. Before the first day with rows, and after the last,
        nobody knows whether nobody came or Matomo was not there.
        """
        weeks = [
            (path.stem, kept)
            for path in sorted(self.folder.glob("*.json"))
            if (kept := read_json(path))["whole"]
        ]
        rows = [row for _, kept in weeks for row in kept["rows"]]
        first, last = (
            min((row[0] for row in rows), default=""),
            max((row[0] for row in rows), default=""),
        )
        days = [day.isoformat() for week, _ in weeks for day in parsed(week).each()]
        return {
            "days": [day for day in days if first <= day <= last],
            "rows": rows,
            "visitors": [one for _, kept in weeks for one in self._visitors(kept)],
        }

    def _visitors(self, kept: Mapping[str, Any]) -> list[Row]:
        """Day, feature and visitors, of features as they are declared today."""
        return list(kept.get("visitors", {}).get(self._rules, ()))

    @property
    def _api(self) -> Api:
        return Api(self.source, self.web)

    @property
    def _rules(self) -> str:
        """The name of the features that are declared."""
        declared = "\n".join(f"{rule.match} {rule.feature}" for rule in self.source.features)
        return sha256(declared.encode()).hexdigest()[:12]

    @property
    def _is_segmented(self) -> bool:
        return self.source.report == "features" and bool(self.source.features)

    @property
    def _report(self) -> Report:
        return REPORTS[self.source.report or ""]

    def _path(self, week: Period) -> Path:
        year, number, _ = week.first.isocalendar()
        return self.folder / f"{year}-W{number:02}.json"

    def _is_whole(self, week: Period) -> bool:
        path = self._path(week)
        return path.exists() and bool(read_json(path)["whole"])

    def _lacks_visitors(self, week: Period) -> bool:
        """Whether features are declared otherwise than when their visitors were asked for."""
        return self._rules not in read_json(self._path(week)).get("visitors", {})

    def _keep(self, week: Period, today: date, bounds: Bounds, *, wanted: bool) -> bool:
        """Asks for a week, and for visitors of features where `wanted`; whether these are refused.

        Rows of a week that was whole stay where there are fewer now: Matomo deletes old ones.
        """
        last = min(week.last, today - timedelta(days=1))
        period = Period(week.first, last)
        ask = self._api.asking(period, bounds)
        answers = {} if self.source.report in SEVERAL else ask(self._report.method)
        rows = list(self._rows(answers, period, ask, bounds.place))
        before = read_json(self._path(week)) if self._is_whole(week) else {}
        if before and _actions(rows) < _actions(before["rows"]):
            rows = before["rows"]
        kept: dict[str, Any] = {"whole": today >= week.last + SETTLED, "rows": rows}
        counted = self._counted(answers, ask, bounds.place) if wanted else {}
        kept["visitors"] = {**before.get("visitors", {}), **(counted or {})}
        with replacing(self._path(week)) as file:
            file.write(json.dumps(kept, ensure_ascii=False).encode())
        return counted is None

    def _counted(
        self, answers: Mapping[str, Answer], ask: Ask, place: str
    ) -> dict[str, list[Row]] | None:
        """The visitors of the features that are declared; None where Matomo refuses."""
        try:
            return {self._rules: list(visitors_of(answers, self.source.features, ask, place))}
        except MatomoRefusal:
            return None

    def _rows(
        self, answers: Mapping[str, Answer], period: Period, ask: Ask, place: str
    ) -> Iterator[Row]:
        """Names and numbers of each day, without what may name somebody, before any is kept."""
        if self.source.report == "searches":
            yield from searched(ask, period, place)
            return
        if self.source.report == "referrers":
            named = together(referred(ask, period, place))
        else:
            named = together(self._pairs(answers, period, place))
        kept = writable(named, self._report, self.source.features, place)
        for name, tally in sorted(kept.items()):
            yield [*name, *tally.texts()]

    def _pairs(
        self, answers: Mapping[str, Answer], period: Period, place: str
    ) -> Iterator[tuple[tuple[str, ...], Tally]]:
        """What each day's answer counts, by the day and the names of its rows."""
        for day in period.each():
            told = day.isoformat()
            for one in checked_rows(answers[told].records, place, all_asked=True):
                name = name_of(one, self._report, place)
                yield (told, *name), tally_of(one, Period(day, day), place)


def _actions(rows: Iterable[Row]) -> int:
    place = METRICS.index("actions") - len(METRICS)
    return sum(int(row[place] or 0) for row in rows)


def weeks_of(source: Source, private: Path, web: Web) -> Weeks:
    """The weeks of a source, in a folder that its address, site and report name."""
    named = "\n".join((source.matomo or "", str(source.site), source.report or ""))
    folder = f"{source.report}-{sha256(named.encode()).hexdigest()[:12]}"
    return Weeks(source, private / FOLDER / folder, web)


def brought(source: Source, today: date, kept: Path, private: Path, web: Web) -> str:
    """Writes all that was ever kept of a source into one file; its name in messages."""
    weeks = weeks_of(source, private, web)
    asked = weeks.update(today)
    with replacing(kept) as file:
        whole = {"answers": asked.answers, "refused": asked.refused, **weeks.kept()}
        file.write(json.dumps(whole, ensure_ascii=False).encode())
    return f"{shown(source.matomo or '')} (site {source.site}, {source.report})"


def _weeks(today: date) -> Iterator[Period]:
    """The weeks with a day that is over, latest first."""
    yesterday = today - timedelta(days=1)
    monday = yesterday - timedelta(days=yesterday.weekday())
    for number in range(WEEKS):
        first = monday - timedelta(weeks=number)
        yield Period(first, first + timedelta(days=6))
