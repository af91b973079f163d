"""A transition network: its organisations, as one of its branches lists them, and its members."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

from data.generator.communes import Commune, commune
from data.generator.draws import Draws, opaque
from data.generator.files import table
from data.generator.network_words import (
    COMPLEMENTS,
    FORMS,
    MEMBER_THEMES,
    NORTH,
    NOUNS,
    ROLES,
    SOUTH,
    THEMES,
)
from data.generator.people import PHONES, Person, person, phone, slug
from data.generator.place_words import STREETS

NEW_WORDS = date(2025, 6, 1)
"""From this day on the membership form asks in other words whether one may write."""
IN_NORTH, IN_SOUTH, IN_BOTH, MEMBERS, EACH_WEEK = 330, 215, 55, 400, 5
FIRST, LAST = date(2016, 1, 1), date(2026, 11, 15)
NORTH_HEADERS = (
    "Identifiant", "Nom de la structure", "Statut", "SIRET", "Adresse", "Code postal", "Commune",
    "Code INSEE", "Département", "Téléphone", "Courriel", "Site", "Thèmes", "Créée en",
    "Adhérents", "Membre depuis", "Fiche saisie par",
)  # fmt: skip
MEMBER_HEADERS = (
    "N° adhérent", "Nom", "Prénom", "Courriel", "Téléphone", "Rôle", "Thème principal",
    "Structure", "Commune", "Code INSEE", "Département", "Adhésion", "Accord structure le",
    "Accord contact le", "Version des mots", "Accord annuaire le",
)  # fmt: skip


@dataclass(frozen=True)
class Organisation:
    """An organisation, and who typed its record."""

    id: str
    name: str
    form: str
    siret: str
    address: str
    commune: Commune
    phone: str
    themes: tuple[str, ...]
    founded: int
    members: int
    joined: date
    author: Person


@dataclass(frozen=True)
class Listed:
    """An organisation as partners other than the North branch list it: some leave cells empty."""

    organisation: Organisation
    siret: str
    phone: str


@dataclass(frozen=True)
class Network:
    """The rows of the North branch, what the others list, and the draws that members come from."""

    north: list[tuple[str, ...]]
    others: list[Listed]
    names: list[str]
    draws: Draws


def network() -> Network:
    """The organisations; some fifty of the North branch are known elsewhere too."""
    draws = Draws("reseau-transition")
    authors = [person(draws) for _ in range(60)]
    north = [_organisation(draws, n, NORTH, authors) for n in range(IN_NORTH)]
    south = [_organisation(draws, IN_NORTH + n, SOUTH, authors) for n in range(IN_SOUTH)]
    south += [_rewritten(draws, n, north[n * 5]) for n in range(IN_BOTH)]
    rows = [_north(draws, o) for o in north]
    return Network(rows, [_listed(draws, o) for o in south], [o.name for o in north + south], draws)


def write(folder: Path, week: int = 0) -> list[Path]:
    """The members as of a later week."""
    known = network()
    return [
        table(folder / "membres.csv", MEMBER_HEADERS, _members(known.draws, known.names, week)),
    ]


def _organisation(
    draws: Draws, number: int, departments: tuple[str, ...], authors: list[Person]
) -> Organisation:
    joined = draws.day(date(2015, 1, 1), date(2026, 11, 15), 0.8)
    return Organisation(
        id=opaque("org", number),
        name=f"{draws.pick(NOUNS)} {draws.pick(COMPLEMENTS)}",
        form=draws.weighted(FORMS),
        siret=_siret(draws),
        address=f"{draws.between(1, 90)} {draws.pick(STREETS)}",
        commune=commune(draws, departments),
        phone=phone(draws, draws.pick(PHONES)),
        themes=tuple(draws.some(THEMES, 3)) or (draws.pick(THEMES),),
        founded=draws.between(1974, joined.year),
        members=int(5 + 1800 * draws.share() ** 5),
        joined=joined,
        author=draws.pick(authors),
    )


def _rewritten(draws: Draws, number: int, same: Organisation) -> Organisation:
    """The same organisation as the other partner knows it."""
    written = draws.pick((same.name.upper(), f"Asso {same.name}", same.name.replace("’", "'")))
    return replace(
        same, id=opaque("org", 5000 + number), name=written, themes=same.themes[:1],
        members=same.members + draws.between(-3, 12),
        joined=draws.day(same.joined, date(2026, 11, 15)),
    )  # fmt: skip


def _siret(draws: Draws) -> str:
    """Fourteen digits that no company can bear: their check digit is wrong."""
    digits = "".join(str(draws.between(0, 9)) for _ in range(8)) + "0000" + str(draws.between(1, 9))
    doubled = sum(sum(divmod(int(digit) * 2, 10)) for digit in digits[::-1][::2])
    key = -(doubled + sum(int(digit) for digit in digits[::-1][1::2])) % 10
    return f"{digits}{(key + draws.between(1, 9)) % 10}"


def _spaced(siret: str) -> str:
    return f"{siret[:3]} {siret[3:6]} {siret[6:9]} {siret[9:]}"


def _known_siret(draws: Draws, organisation: Organisation) -> str:
    unknown = organisation.form == "Collectif informel" or draws.chance(0.1)
    return "" if unknown else organisation.siret


def _north(draws: Draws, organisation: Organisation) -> tuple[str, ...]:
    where, siret = organisation.commune, _known_siret(draws, organisation)
    return (
        organisation.id, organisation.name, organisation.form, _spaced(siret) if siret else "NR",
        organisation.address, where.postcode, where.name, where.insee, where.department,
        draws.weighted({organisation.phone: 0.85, "NR": 0.1, "": 0.05}),
        f"contact@{slug(organisation.name)}.example.org",
        f"https://{slug(organisation.name)}.example.org" if draws.chance(0.7) else "",
        " / ".join(organisation.themes), str(organisation.founded),
        draws.weighted({f"{organisation.members:,}".replace(",", " "): 0.9, "?": 0.1}),
        f"{organisation.joined:%d/%m/%Y}", organisation.author.email,
    )  # fmt: skip


def _listed(draws: Draws, organisation: Organisation) -> Listed:
    siret = _known_siret(draws, organisation)
    return Listed(organisation, siret, organisation.phone if draws.chance(0.8) else "")


def _members(draws: Draws, organisations: list[str], week: int) -> list[tuple[str, ...]]:
    """The members; each week some join, and one takes back the consent to be listed."""
    rows = [_member(draws, n, organisations, FIRST, LAST) for n in range(1, MEMBERS + 1)]
    for number in range(1, week + 1):
        weekly, end = Draws(f"membres {number}"), LAST + timedelta(weeks=number)
        first, begun = len(rows) + 1, end - timedelta(days=6)
        numbers = range(first, first + EACH_WEEK)
        rows += [_member(weekly, n, organisations, begun, end) for n in numbers]
        listed = [index for index, row in enumerate(rows) if row[-1]]
        gone = weekly.pick(listed)
        rows[gone] = (*rows[gone][:-1], "")
    return rows


def _member(
    draws: Draws, number: int, organisations: list[str], first: date, last: date
) -> tuple[str, ...]:
    who, where = person(draws), commune(draws)
    joined = draws.day(first, last)
    agreed = draws.day(max(joined, date(2024, 1, 1)), last)
    role, theme = draws.weighted(ROLES), draws.weighted(MEMBER_THEMES)
    organisation = draws.pick(organisations) if draws.chance(0.6) else ""
    listed = f"{agreed:%d/%m/%Y}" if draws.chance(0.35) else ""
    return (
        f"A{number:04}", who.surname, who.first_name, who.email, who.phone, role, theme,
        organisation, where.name, where.insee, where.department, f"{joined:%d/%m/%Y}",
        # Whoever agreed to be listed let their organisation be shown, too, where they have one.
        listed if organisation else "", *_may_be_written_to(number, joined, last), listed,
    )  # fmt: skip


def _may_be_written_to(number: int, joined: date, last: date) -> tuple[str, str]:
    """The day on which somebody agreed to be written to, and in which words; often neither."""
    draws = Draws(f"accord contact {number}")
    agreed = draws.day(max(joined, date(2024, 1, 1)), last)
    if not draws.chance(0.4):
        return "", ""
    return f"{agreed:%d/%m/%Y}", "2025" if agreed >= NEW_WORDS else "2023"
