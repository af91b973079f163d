"""Visit statistics of a service, as a self-hosted audience tool exports them."""

import math
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from data.generator.draws import Draws
from data.generator.files import french, json_lines, table

FIRST_DAY, LAST_DAY = date(2025, 1, 1), date(2026, 11, 15)
OUTAGE = {date(2025, 8, 12), date(2025, 8, 13), date(2026, 3, 29)}
SECTIONS = {
    "Accueil": 620, "Carte": 940, "Fiche lieu": 1350, "Contribuer": 140, "Données ouvertes": 75,
    "À propos": 48, "Aide": 66, "Actualités": 180,
}  # fmt: skip
COUNTRIES = {
    "FR": ("France", 1.0), "BE": ("Belgique", 0.061), "CH": ("Suisse", 0.034),
    "CA": ("Canada", 0.027), "DE": ("Allemagne", 0.016), "ES": ("Espagne", 0.013),
    "IT": ("Italie", 0.009), "MA": ("Maroc", 0.008), "SN": ("Sénégal", 0.006),
    "CI": ("Côte d’Ivoire", 0.004), "LU": ("Luxembourg", 0.004), "GB": ("Royaume-Uni", 0.007),
    "US": ("États-Unis", 0.012), "NA": ("Namibie", 0.002), "NO": ("Norvège", 0.002),
}  # fmt: skip
REFERRERS = {
    ("Moteur de recherche", "Qwant"): 2100, ("Moteur de recherche", "Ecosia"): 2600,
    ("Moteur de recherche", "Autres moteurs"): 14800, ("Accès direct", None): 9900,
    ("Site", "communs.example.org"): 1250, ("Site", "transition.example.net"): 840,
    ("Site", "mairie.example.org"): 610, ("Réseau social", "Mastodon"): 920,
    ("Réseau social", "Autres réseaux"): 1900, ("Campagne", "Lettre d’information"): 1400,
}  # fmt: skip
VISIT_HEADERS = (
    "Date", "Rubrique", "Visites", "Visiteurs (arrondis)", "Pages par visite", "Taux de rebond (%)",
    "Durée moyenne (s)",
)  # fmt: skip


def write(folder: Path) -> list[Path]:
    """Daily visits a year a file (the past year packed), countries, and referrers as JSON lines."""
    draws = Draws("frequentation")
    days = list(_days(draws))
    past, present = ([row for row in days if row[0][:4] == year] for year in ("2025", "2026"))
    return [
        table(folder / "visites-2025.tsv.gz", VISIT_HEADERS, past, "utf-16", "\t"),
        table(folder / "visites-2026.tsv", VISIT_HEADERS, present, "utf-16", "\t"),
        table(folder / "pays.csv", ("Mois", "Code pays", "Pays", "Visites", "Visiteurs (arrondis)"),
              _countries(draws), "utf-8-sig", ","),
        json_lines(folder / "provenances.jsonl", _referrers(draws)),
    ]  # fmt: skip


def _days(draws: Draws) -> Iterator[tuple[str, ...]]:
    day = FIRST_DAY
    while day <= LAST_DAY:
        for section, usual in SECTIONS.items():
            yield (f"{day:%Y-%m-%d}", section, *_measures(draws, day, usual))
        day += timedelta(days=1)


def _measures(draws: Draws, day: date, usual: int) -> tuple[str, ...]:
    if day in OUTAGE:
        return ("n/d",) * 5
    visits = int(usual * _season(day) * (0.82 + 0.36 * draws.share()))
    return (
        f"{visits:,}".replace(",", " "),
        f"{_rounded(visits * 0.78):,}".replace(",", " "),
        french(1.2 + 3 * draws.share()),
        french(22 + 40 * draws.share()),
        str(draws.between(35, 260)),
    )


def _season(day: date) -> float:
    """Growth over the years, a dip in summer and at weekends, a peak when a campaign runs."""
    growth = 1 + 0.5 * (day - FIRST_DAY).days / 365
    summer = 1 - 0.25 * math.exp(-(((day.timetuple().tm_yday - 220) / 25) ** 2))
    weekend = 0.72 if day.weekday() >= 5 else 1.0
    campaign = 2.1 if day.month == 9 and 14 <= day.day <= 22 else 1.0
    return growth * summer * weekend * campaign


def _rounded(visitors: float) -> int:
    return round(visitors / 10) * 10


def _months() -> list[str]:
    return [f"{year}-{month:02}" for year in (2025, 2026) for month in range(1, 13)][:22]


def _countries(draws: Draws) -> Iterator[tuple[str, ...]]:
    for number, month in enumerate(_months()):
        for code, (name, share) in COUNTRIES.items():
            visits = int(82_000 * share * (1 + 0.04 * number) * (0.9 + 0.2 * draws.share()))
            yield (month, code, name, str(visits), str(_rounded(visits * 0.7)))


def _referrers(draws: Draws) -> Iterator[dict[str, Any]]:
    for number, month in enumerate(_months()):
        for (kind, name), usual in REFERRERS.items():
            visits = int(usual * (1 + 0.04 * number) * (0.85 + 0.3 * draws.share()))
            source = {"type": kind, "nom": name}
            yield {"mois": month, "provenance": source, "visites": visits}
