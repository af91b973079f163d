"""What a service is used for, day by day, as a self-hosted audience tool exports it."""

import math
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from data.generator.draws import Draws
from data.generator.files import table

FIRST_DAY, LAST_DAY = date(2025, 1, 1), date(2026, 11, 15)
OUTAGE = {date(2025, 8, 12), date(2025, 8, 13), date(2026, 3, 29)}
PLACES, EDITS = ("lieux-partages", "places"), ("lieux-partages", "contributions")
PAGES = {
    "home": 620, "map": 940, "place": 1350, "contribute": 140, "data": 75, "about": 48, "help": 66,
    "news": 180,
}  # fmt: skip
FILES = {
    ("download", *PLACES, "csv"): 24, ("download", *PLACES, "xlsx"): 19,
    ("download", *PLACES, "geojson"): 9, ("download", *EDITS, "csv"): 5,
    ("api", *PLACES, "json"): 13, ("feed", "lieux-partages", "", "atom"): 4,
}  # fmt: skip
COUNTRIES = {
    "FR": ("France", 1.0), "BE": ("Belgique", 0.061), "CH": ("Suisse", 0.034),
    "CA": ("Canada", 0.027), "DE": ("Allemagne", 0.016), "ES": ("Espagne", 0.013),
    "IT": ("Italie", 0.009), "MA": ("Maroc", 0.008), "SN": ("Sénégal", 0.006),
    "CI": ("Côte d’Ivoire", 0.004), "LU": ("Luxembourg", 0.004), "GB": ("Royaume-Uni", 0.007),
    "US": ("États-Unis", 0.012), "NA": ("Namibie", 0.002), "NO": ("Norvège", 0.002),
}  # fmt: skip
REFERRERS = {
    ("Moteur de recherche", "Qwant"): 70, ("Moteur de recherche", "Ecosia"): 87,
    ("Moteur de recherche", "Autres moteurs"): 493, ("Accès direct", ""): 330,
    ("Site", "communs.example.org"): 42, ("Site", "transition.example.net"): 28,
    ("Site", "mairie.example.org"): 13, ("Site", "forum.example.com"): 4,
    ("Réseau social", "Mastodon"): 31, ("Réseau social", "Autres réseaux"): 63,
    ("Campagne", "Lettre d’information"): 47,
}  # fmt: skip
DEVICES = {"smartphone": 640, "desktop": 470, "tablet": 45, "tv": 3}
MEASURES = ("Visiteurs", "Visites", "Actions")
HEADERS = ("Date", "Fonction", "Jeu", "Table", "Forme", *MEASURES, "Rebonds", "Secondes")


def write(folder: Path) -> list[Path]:
    """Each report a row a day and thing; what people did a year a file, as texts of two bytes."""
    draws = Draws("frequentation")
    uses = list(_uses(draws))
    return [
        *(
            table(
                folder / f"visites-{year}.tsv.gz",
                HEADERS,
                (row for row in uses if row[0][:4] == year),
                "utf-16",
                "\t",
            )
            for year in ("2025", "2026")
        ),
        table(folder / "pays.csv.gz", ("Date", "Code pays", "Pays", *MEASURES),
              _rows(draws, {(code, name): 1150 * of for code, (name, of) in COUNTRIES.items()}),
              "utf-8-sig", ","),
        table(folder / "provenances.csv.gz", ("Date", "Type", "Provenance", *MEASURES),
              _rows(draws, REFERRERS), "utf-8"),
        table(folder / "appareils.csv.gz", ("Date", "Appareil", *MEASURES),
              _rows(draws, {(name,): usual for name, usual in DEVICES.items()}), "utf-8"),
        table(folder / "recherches.csv.gz", ("Date", "Visiteurs", "Recherches", "Sans résultat"),
              _searches(draws), "utf-8"),
    ]  # fmt: skip


def _every_day() -> Iterator[date]:
    day = FIRST_DAY
    while day <= LAST_DAY:
        yield day
        day += timedelta(days=1)


def _uses(draws: Draws) -> Iterator[tuple[str, ...]]:
    things = {(name, "", "", ""): usual for name, usual in PAGES.items()} | FILES
    for day in _every_day():
        for thing, usual in things.items():
            visits = _visits(draws, day, usual)
            # A file is no page: nobody stays on it, nor leaves from it.
            staying = _staying(draws, visits) if thing[0] in PAGES else ("", "")
            if visits or day in OUTAGE:
                yield (f"{day}", *thing, *_measures(draws, day, visits), *staying)


def _rows(draws: Draws, things: dict[tuple[str, ...], float]) -> Iterator[tuple[str, ...]]:
    """A report by one thing: its visitors, visits and actions."""
    for day in _every_day():
        for thing, usual in things.items():
            if visits := _visits(draws, day, usual):
                yield (f"{day}", *thing, *_measures(draws, day, visits))


def _visits(draws: Draws, day: date, usual: float) -> int:
    return int(usual * _season(day) * (0.82 + 0.36 * draws.share()))


def _measures(draws: Draws, day: date, visits: int) -> tuple[str, ...]:
    if day in OUTAGE:
        return ("n/d",) * 3
    actions = int(visits * (1.2 + 1.5 * draws.share()))
    return tuple(map(_blanks, (math.ceil(visits * 0.78), visits, actions)))


def _staying(draws: Draws, visits: int) -> tuple[str, str]:
    """Visits of one page, and seconds."""
    return _blanks(int(visits * (0.22 + 0.4 * draws.share()))), _blanks(
        visits * draws.between(35, 260)
    )


def _searches(draws: Draws) -> Iterator[tuple[str, ...]]:
    for day in _every_day():
        searches = _visits(draws, day, 210)
        empty = int(searches * (0.04 + 0.06 * draws.share()))
        if day not in OUTAGE:
            yield (f"{day}", *map(_blanks, (int(searches * 0.7), searches, empty)))


def _season(day: date) -> float:
    """Growth over the years, a dip in summer and at weekends, a peak when a campaign runs."""
    growth = 1 + 0.5 * (day - FIRST_DAY).days / 365
    summer = 1 - 0.25 * math.exp(-(((day.timetuple().tm_yday - 220) / 25) ** 2))
    weekend = 0.72 if day.weekday() >= 5 else 1.0
    campaign = 2.1 if day.month == 9 and 14 <= day.day <= 22 else 1.0
    return growth * summer * weekend * campaign


def _blanks(number: int) -> str:
    """A number with blanks between thousands."""
    return f"{number:,}".replace(",", " ")
