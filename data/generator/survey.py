"""A survey of the inhabitants of four départements, week after week; everyone in it is invented."""

from datetime import date, timedelta
from pathlib import Path

from data.generator.communes import commune
from data.generator.draws import Draws
from data.generator.files import french, table
from data.generator.people import person

RESPONDENTS, TWICE, EACH_WEEK = 2000, 130, 60
FIRST, LAST = date(2026, 1, 5), date(2026, 11, 15)
DEPARTMENTS = ("07", "26", "38", "42")
AGES = {(18, 29): 18, (30, 44): 27, (45, 59): 26, (60, 94): 29}
JOBS = {"1": 1, "2": 5, "3": 16, "4": 20, "5": 24, "6": 14, "7": 0, "8": 7}
MODES = {
    "Voiture": 55, "Marche": 9, "Vélo": 11, "Transports en commun": 13, "Covoiturage": 5,
    "Travail à domicile": 7,
}  # fmt: skip
QUESTIONS = (
    "Vivre ici", "Transports", "Commerces", "Services publics", "Confiance mairie", "Fins de mois",
)  # fmt: skip
HEADERS = (
    "N° répondant", "Courriel de rappel", "Répondu le", "Code INSEE", "Commune", "Âge", "Genre",
    "Personnes au foyer", "Logement", "Occupation", "PCS", "Trajet principal", "Distance (km)",
    *QUESTIONS, "Commentaire libre",
)  # fmt: skip
COMMENTS = (
    "Plus de trains le soir, s'il vous plaît !",
    "J'habite au-dessus de la boulangerie, rue du Four ; le bruit dès 4 h...",
    "Ma fille {first_name} attend une place en crèche depuis 2024.\nMerci d'y penser.",
    "Rappelez-moi au {phone}, j'ai des choses à dire.",
    'L\'eau coûte 4,20 € le m³, "un scandale" ; le cœur du bourg se vide.',
    "RAS",
)


def write(folder: Path, week: int = 0) -> list[Path]:
    """The survey's export as of a week after the first, in ISO 8859-15 as its old tool writes."""
    draws = Draws("enquete-habitants")
    rows = [_respondent(draws, number, FIRST, LAST) for number in range(1, RESPONDENTS + 1)]
    # Some answered a second time: a person may have several rows.
    rows += [_again(draws, draws.pick(rows)) for _ in range(TWICE)]
    for number in range(1, week + 1):
        rows += _week(number)
    return [table(folder / "reponses.csv", HEADERS, rows, "iso8859-15")]


def _week(week: int) -> list[tuple[str, ...]]:
    """Who answered in a later week."""
    draws, end = Draws(f"enquete-habitants {week}"), LAST + timedelta(weeks=week)
    first = RESPONDENTS + (week - 1) * EACH_WEEK + 1
    numbers = range(first, first + EACH_WEEK)
    return [_respondent(draws, number, end - timedelta(days=6), end) for number in numbers]


def _respondent(draws: Draws, number: int, first: date, last: date) -> tuple[str, ...]:
    where, who = commune(draws, DEPARTMENTS), person(draws)
    age = draws.between(*draws.weighted(AGES))
    flat = draws.chance(0.62 if where.population > 30_000 else 0.3)
    comment = draws.pick(COMMENTS) if draws.chance(0.2) else ""
    return (
        f"R{number:05}",
        who.email if draws.chance(0.3) else "",
        _answered(draws, first, last),
        where.insee,
        where.name,
        str(age),
        draws.weighted({"Femme": 52, "Homme": 45, "Autre": 1, "NSP": 2}),
        draws.weighted({"1": 36, "2": 33, "3": 14, "4": 11, "5": 4, "6": 2}),
        "Appartement" if flat else "Maison",
        draws.weighted({"Propriétaire": 58, "Locataire": 38, "Hébergé": 4}),
        _job(draws, age),
        draws.weighted(MODES),
        draws.weighted({french(60 * draws.share() ** 3): 0.9, "NSP": 0.06, "": 0.04}),
        *_answers(draws),
        comment.format(first_name=who.first_name, phone=who.phone),
    )


def _again(draws: Draws, row: tuple[str, ...]) -> tuple[str, ...]:
    """The same person, another day, other answers."""
    first = HEADERS.index(QUESTIONS[0])
    return (*row[:2], _answered(draws, FIRST, LAST), *row[3:first], *_answers(draws), "")


def _answered(draws: Draws, first: date, last: date) -> str:
    return f"{draws.day(first, last):%d/%m/%Y}"


def _job(draws: Draws, age: int) -> str:
    return draws.weighted({**JOBS, "7": 900 if age >= 64 else 0})


def _answers(draws: Draws) -> tuple[str, ...]:
    """Scores from 1 to 5 that lean with the question and with the mood of the day."""
    mood = draws.share()
    return tuple(_score(draws, mood, lean) for lean in (1.3, 0.8, 0.9, 1.0, 0.9, 0.7))


def _score(draws: Draws, mood: float, lean: float) -> str:
    if draws.chance(0.04):
        return "NSP"
    return str(1 + min(4, int(5 * (0.4 * mood + 0.6 * draws.share()) ** (1 / lean))))
