"""How often a dataset is updated: our words (DCMI's), the European authority's codes, the days."""

from dataclasses import dataclass
from typing import Literal

FrequencyName = Literal[
    "continuous", "hourly", "daily", "semiweekly", "weekly", "biweekly", "semimonthly", "monthly",
    "bimonthly", "quarterly", "semiannual", "annual", "biennial", "triennial", "irregular",
    "never", "unknown",
]  # fmt: skip


@dataclass(frozen=True)
class Frequency:
    """A code of http://publications.europa.eu/resource/authority/frequency and the days between."""

    code: str
    days: float | None = None

    @property
    def uri(self) -> str:
        """The address that DCAT-AP asks for."""
        return f"http://publications.europa.eu/resource/authority/frequency/{self.code}"


FREQUENCIES: dict[FrequencyName, Frequency] = {
    "continuous": Frequency("CONT", 0),
    "hourly": Frequency("HOURLY", 1 / 24),
    "daily": Frequency("DAILY", 1),
    "semiweekly": Frequency("WEEKLY_2", 3.5),
    "weekly": Frequency("WEEKLY", 7),
    "biweekly": Frequency("BIWEEKLY", 14),
    "semimonthly": Frequency("MONTHLY_2", 15),
    "monthly": Frequency("MONTHLY", 31),
    "bimonthly": Frequency("BIMONTHLY", 62),
    "quarterly": Frequency("QUARTERLY", 92),
    "semiannual": Frequency("ANNUAL_2", 184),
    "annual": Frequency("ANNUAL", 366),
    "biennial": Frequency("BIENNIAL", 731),
    "triennial": Frequency("TRIENNIAL", 1096),
    "irregular": Frequency("IRREG"),
    "never": Frequency("NEVER"),
    "unknown": Frequency("UNKNOWN"),
}
