"""Shared places and edits as their service exports them: hastily typed, in several ways."""

from pathlib import Path

from data.generator.draws import Draws
from data.generator.files import french, table
from data.generator.people import slug
from data.generator.places import Edit, Place, history

PLACE_HEADERS = (
    "Identifiant", "Nom", "Type", "Adresse", "Code INSEE", "Commune", "Code postal",
    "Département", "Région", "Latitude", "Longitude", "Date d'ouverture", "Places assises",
    "Surface (m²)", "Accessible PMR", "Site web", "Étiquettes", "Présentation",
    "Courriel auteur", "Note interne",
)  # fmt: skip
EDIT_HEADERS = (
    "Numéro", "Lieu", "Contributeur·rice", "Action", "Date", "Horodatage", "Commentaire",
)  # fmt: skip


def write(folder: Path, week: int = 0) -> list[Path]:
    """The two exports as of a week after the first."""
    places, edits = history(week)
    return [
        table(folder / "lieux.csv", PLACE_HEADERS, map(place_row, places)),
        table(folder / "contributions.csv", EDIT_HEADERS, map(edit_row, edits)),
    ]


def place_row(place: Place) -> tuple[str, ...]:
    """A line of `lieux.csv`; the same place is always typed with the same slips."""
    slips, where = Draws(f"slips of {place.id}"), place.commune
    located = not slips.chance(0.015)
    return (
        place.id,
        place.name,
        place.kind,
        slips.weighted({place.address: 0.97, "NR": 0.02, "": 0.01}),
        where.insee,
        where.name,
        where.postcode,
        where.department,
        where.region,
        _degrees(place.lat) if located else "NR",
        _degrees(place.lon) if located else "NR",
        _opened(place, slips),
        _seats(place, slips),
        slips.weighted({french(place.area): 0.8, "-": 0.1, "": 0.1}),
        _accessible(place, slips),
        website(place) if slips.chance(0.55) else slips.pick(("", "-", "NR ")),
        slips.pick(("|", "|", " | ")).join(place.tags),
        place.description,
        place.author.email,
        slips.weighted({"": 0.9, f"Relancer {place.author.phone}": 0.06, "Vu le 3/2": 0.04}),
    )


def edit_row(edit: Edit) -> tuple[str, ...]:
    """A line of `contributions.csv`."""
    day = f"{edit.day:%d/%m/%Y}"
    hour = f"{edit.minute // 60:02}:{edit.minute % 60:02}"
    return (edit.id, edit.place, edit.author.email, edit.action, day, f"{day} {hour}", edit.comment)


def website(place: Place) -> str:
    """An address that can never exist."""
    return f"https://{slug(place.name)}.{slug(place.commune.name)}.example.org"


def _degrees(angle: float) -> str:
    return f"{angle:.5f}".replace(".", ",")


def _opened(place: Place, slips: Draws) -> str:
    written = {
        f"{place.opened:%d/%m/%Y}": 0.86,
        f"{place.opened:%Y-%m-%d}": 0.06,
        f" {place.opened:%d/%m/%Y}": 0.02,
        "": 0.03,
        "NR": 0.03,
    }
    return slips.weighted(written)


def _seats(place: Place, slips: Draws) -> str:
    written = f"{place.seats:,}".replace(",", " ")
    return slips.weighted({written: 0.85, f"{written} ": 0.03, "NR ": 0.05, "-": 0.03, "": 0.04})


def _accessible(place: Place, slips: Draws) -> str:
    word = "oui" if place.accessible else "non"
    written = {word: 0.8, word.title(): 0.08, word.upper(): 0.02, f"{word} ": 0.02, "NR": 0.08}
    return slips.weighted(written)
