"""Travel diaries that other volunteers keep, week after week; everyone in them is invented."""

from datetime import date, timedelta
from pathlib import Path

from data.generator.communes import Commune, commune
from data.generator.draws import Draws
from data.generator.files import french, table
from data.generator.survey import DEPARTMENTS, MODES

KEEPERS, EACH_WEEK = 700, 30
FIRST, LAST = date(2026, 3, 2), date(2026, 11, 15)
HEADERS = ("Carnet", "Jour", "Code INSEE", "Âge", "Motif", "Moyen", "Distance (km)")
PURPOSES = {
    "Travail ou études": 38, "Achats": 24, "Loisirs et visites": 21, "Démarches et soins": 11,
    "Accompagnement": 6,
}  # fmt: skip


def write(folder: Path, week: int = 0) -> list[Path]:
    """The diaries' export as of a week after the first: a trip a line, several by most people."""
    draws = Draws("carnets")
    rows = [row for n in range(1, KEEPERS + 1) for row in _diary(draws, n, FIRST, LAST)]
    for number in range(1, week + 1):
        rows += _week(number)
    return [table(folder / "carnets.csv", HEADERS, rows, "utf-8")]


def _week(week: int) -> list[tuple[str, ...]]:
    """The diaries that begin in a later week."""
    draws, end = Draws(f"carnets {week}"), LAST + timedelta(weeks=week)
    first, begun = KEEPERS + (week - 1) * EACH_WEEK + 1, end - timedelta(days=6)
    numbers = range(first, first + EACH_WEEK)
    return [row for number in numbers for row in _diary(draws, number, begun, end)]


def _diary(draws: Draws, number: int, first: date, last: date) -> list[tuple[str, ...]]:
    """The trips of a person: most keep a diary for a few of them, some for many."""
    home, age = commune(draws, DEPARTMENTS), draws.between(18, 88)
    trips = draws.weighted({1: 20, 2: 25, 3: 22, 4: 15, 5: 10, 9: 8})
    return [_trip(draws, f"C{number:04}", home, age, first, last) for _ in range(trips)]


def _trip(
    draws: Draws, diary: str, home: Commune, age: int, first: date, last: date
) -> tuple[str, ...]:
    return (
        diary,
        f"{draws.day(first, last):%d/%m/%Y}",
        home.insee,
        str(age),
        draws.weighted(PURPOSES),
        draws.weighted(MODES),
        french(0.4 + 48 * draws.share() ** 3),
    )
