"""Shared places and the edits that made them, week after week."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from data.generator.communes import Commune, commune
from data.generator.draws import Draws, opaque
from data.generator.people import Person, person
from data.generator.place_words import (
    COMMENTS,
    COMPLEMENTS,
    EXTRAS,
    KINDS,
    STREETS,
    TAGS,
)

PLACES, LATER_EDITS, AUTHORS = 3500, 2500, 420
FIRST_DAY, LAST_DAY = date(2023, 1, 9), date(2026, 11, 15)
ACTIONS = {
    "Correction": 6.0, "Photo": 3.0, "Horaires": 2.0, "Vérification": 2.5, "Signalement": 0.5,
}  # fmt: skip


@dataclass(frozen=True)
class Place:
    """A place as the service keeps it."""

    id: str
    author: Person
    made: date
    name: str
    kind: str
    address: str
    commune: Commune
    lat: float
    lon: float
    opened: date
    seats: int
    area: float
    accessible: bool
    tags: tuple[str, ...]
    description: str


@dataclass(frozen=True)
class Edit:
    """Something that a contributor did to a place."""

    id: str
    place: str
    author: Person
    action: str
    day: date
    minute: int
    comment: str


def history(week: int) -> tuple[list[Place], list[Edit]]:
    """The places and edits that the service holds as of a week: some come, change and go."""
    draws = Draws("lieux-partages")
    authors = [person(draws) for _ in range(AUTHORS)]
    places = [_place(draws, n, authors, draws.day(FIRST_DAY, LAST_DAY, 0.6)) for n in range(PLACES)]
    edits = [_edit(draws, n, place, place.author, "Création") for n, place in enumerate(places)]
    for number in range(LATER_EDITS):
        edits.append(_later_edit(draws, PLACES + number, draws.pick(places), authors, LAST_DAY))
    for later in range(1, week + 1):
        _live_a_week(Draws(f"lieux-partages, week {later}"), later, authors, places, edits)
    return places, edits


def _live_a_week(
    draws: Draws, week: int, authors: list[Person], places: list[Place], edits: list[Edit]
) -> None:
    """Three places close, fifteen are corrected, twelve are added; lists change in place."""
    today, number = LAST_DAY + timedelta(weeks=week), 100 * week + 10_000
    for _ in range(3):
        gone = places.pop(int(draws.share() * len(places)))
        edits[:] = [edit for edit in edits if edit.place != gone.id]
    for step in range(15):
        index = int(draws.share() * len(places))
        places[index] = _changed(draws, places[index])
        edits.append(_later_edit(draws, number + step, places[index], authors, today))
    for step in range(12):
        places.append(_place(draws, number + step, authors, today))
        edits.append(_edit(draws, number + 20 + step, places[-1], places[-1].author, "Création"))


def _place(draws: Draws, number: int, authors: list[Person], made: date) -> Place:
    kind = draws.weighted({kind: words[0] for kind, words in KINDS.items()})
    _, nouns, _, tags = KINDS[kind]
    where = commune(draws)
    spread = 0.004 + 0.012 * min(where.population / 200_000, 1)
    return Place(
        id=opaque("lp", number),
        author=_author(draws, authors),
        made=made,
        name=f"{draws.pick(nouns)} {draws.pick(COMPLEMENTS)}",
        kind=kind,
        address=_address(draws),
        commune=where,
        lat=round(where.lat + (draws.share() + draws.share() - 1) * spread, 5),
        lon=round(where.lon + (draws.share() + draws.share() - 1) * spread * 1.4, 5),
        opened=draws.day(date(1996, 3, 1), made, 0.4),
        seats=_seats(draws),
        area=round(15 + 900 * draws.share() ** 3, 1),
        accessible=draws.chance(0.62),
        tags=tuple(draws.some((*tags, *TAGS), 4)),
        description=_description(draws, kind),
    )


def _author(draws: Draws, authors: list[Person]) -> Person:
    """A few contributors do most of the work."""
    return authors[int(len(authors) * draws.share() ** 3)]


def _address(draws: Draws) -> str:
    number = f"{draws.between(1, 140)}{draws.weighted({'': 12, ' bis': 1, ' ter': 0.3})}"
    return f"{number} {draws.pick(STREETS)}" if draws.chance(0.92) else "Lieu-dit Les Communs"


def _seats(draws: Draws) -> int:
    return draws.between(900, 2400) if draws.chance(0.01) else draws.between(4, 180)


def _description(draws: Draws, kind: str) -> str:
    text = draws.pick(KINDS[kind][2])
    if not draws.chance(0.3):
        return text
    extra = draws.pick(EXTRAS)
    return f"{text}\n{extra}" if draws.chance(0.2) else f"{text} {extra}"


def _changed(draws: Draws, place: Place) -> Place:
    what = draws.between(1, 4)
    if what == 1:
        return replace(place, seats=_seats(draws))
    if what == 2:
        return replace(place, accessible=not place.accessible)
    if what == 3:
        return replace(place, address=_address(draws))
    return replace(place, description=_description(draws, place.kind))


def _edit(draws: Draws, number: int, place: Place, author: Person, action: str) -> Edit:
    return _dated_edit(draws, number, place, author, action, place.made)


def _later_edit(draws: Draws, number: int, place: Place, authors: list[Person], last: date) -> Edit:
    day = max(place.made, draws.day(max(place.made, last - timedelta(days=900)), last))
    return _dated_edit(draws, number, place, _author(draws, authors), draws.weighted(ACTIONS), day)


def _dated_edit(
    draws: Draws, number: int, place: Place, author: Person, action: str, day: date
) -> Edit:
    comment = draws.pick(COMMENTS) if draws.chance(0.25) else ""
    known = {"surname": author.surname, "phone": author.phone, "email": author.email}
    words = comment.format(**known)
    minute = draws.between(7 * 60, 23 * 60)
    return Edit(opaque("c", number), place.id, author, action, day, minute, words)
