"""How often a dataset is updated: our words (DCMI's), the European authority's codes, the days."""

from dataclasses import dataclass
from typing import Literal

from publish.words.told import Told, told

FrequencyName = Literal[
    "continuous", "hourly", "daily", "semiweekly", "weekly", "biweekly", "semimonthly", "monthly",
    "bimonthly", "quarterly", "semiannual", "annual", "biennial", "triennial", "irregular",
    "never", "unknown",
]  # fmt: skip


@dataclass(frozen=True)
class Frequency:
    """A code of http://publications.europa.eu/resource/authority/frequency and the days between."""

    code: str
    often: Told
    days: float | None = None

    @property
    def uri(self) -> str:
        """The address that DCAT-AP asks for."""
        return f"http://publications.europa.eu/resource/authority/frequency/{self.code}"


FREQUENCIES: dict[FrequencyName, Frequency] = {
    "continuous": Frequency("CONT", told("continuously"), 0),
    "hourly": Frequency("HOURLY", told("every hour"), 1 / 24),
    "daily": Frequency("DAILY", told("every day"), 1),
    "semiweekly": Frequency("WEEKLY_2", told("twice a week"), 3.5),
    "weekly": Frequency("WEEKLY", told("every week"), 7),
    "biweekly": Frequency("BIWEEKLY", told("every two weeks"), 14),
    "semimonthly": Frequency("MONTHLY_2", told("twice a month"), 15),
    "monthly": Frequency("MONTHLY", told("every month"), 31),
    "bimonthly": Frequency("BIMONTHLY", told("every two months"), 62),
    "quarterly": Frequency("QUARTERLY", told("every three months"), 92),
    "semiannual": Frequency("ANNUAL_2", told("twice a year"), 184),
    "annual": Frequency("ANNUAL", told("every year"), 366),
    "biennial": Frequency("BIENNIAL", told("every two years"), 731),
    "triennial": Frequency("TRIENNIAL", told("every three years"), 1096),
    "irregular": Frequency("IRREG", told("from time to time")),
    "never": Frequency("NEVER", told("no longer updated")),
    "unknown": Frequency("UNKNOWN", told("not known")),
}


def frequency_of(word: str | None) -> Frequency | None:
    """The frequency of a word that a release or a declaration says; None for one unknown to us."""
    return next((one for name, one in FREQUENCIES.items() if name == word), None)
