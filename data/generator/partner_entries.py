"""Which partner of the network lists which organisation, and how it writes it."""

from dataclasses import dataclass, replace
from datetime import date

from data.generator.draws import Draws
from data.generator.network import Listed, Network
from data.generator.partner_words import OVERSEAS, SHARES, SHORT
from data.generator.people import slug

ALSO_ELSEWHERE, WRITTEN_SHORT, LITTLE_KNOWN = 0.08, 0.4, 0.15
LAST = date(2026, 11, 15)


@dataclass(frozen=True)
class Entry:
    """An organisation in one partner's list: its number there, where it stands, when it changed."""

    number: int
    listed: Listed
    lat: float
    lon: float
    changed: date

    @property
    def name(self) -> str:
        """Its name there."""
        return self.listed.organisation.name

    @property
    def website(self) -> str:
        """Its site; every fourth has none."""
        return f"https://{slug(self.name)}.example.org" if self.number % 4 else ""


def spread(known: Network) -> dict[str, list[Entry]]:
    """Who lists which organisation; some stand in two lists, and each list has its own spelling."""
    draws = Draws("partenaires du reseau")
    found: dict[str, list[Entry]] = {partner: [] for partner in SHARES}
    for listed in known.others:
        far = listed.organisation.commune.department_code in OVERSEAS
        first = "carte" if far else draws.weighted(SHARES)
        found[first].append(_entry(draws, first, len(found[first]) + 1, listed))
        second = draws.weighted({name: of for name, of in SHARES.items() if name != first})
        if draws.chance(ALSO_ELSEWHERE) and not far:
            found[second].append(_entry(draws, second, len(found[second]) + 1, listed))
    return found


def _entry(draws: Draws, partner: str, number: int, listed: Listed) -> Entry:
    where = listed.organisation.commune
    known = _little(listed) if draws.chance(LITTLE_KNOWN) else listed
    written = _short(known) if draws.chance(WRITTEN_SHORT) else known
    return Entry(
        number,
        written,
        round(where.lat + (draws.share() - 0.5) / 50, 5),
        round(where.lon + (draws.share() - 0.5) / 50, 5),
        draws.day(max(listed.organisation.joined, date(2023, 1, 1)), LAST, 0.5),
    )


def _little(listed: Listed) -> Listed:
    """One of which a partner knows neither number nor telephone, and the street alone."""
    street = listed.organisation.address.partition(" ")[2]
    return Listed(replace(listed.organisation, address=street), "", "")


def _short(listed: Listed) -> Listed:
    """The same address in the short forms that people write."""
    address = listed.organisation.address
    for word, short in SHORT.items():
        address = address.replace(word, short)
    return replace(listed, organisation=replace(listed.organisation, address=address))
