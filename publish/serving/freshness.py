"""How often a dataset is updated and how old it is, in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from publish import status
from publish.serving.languages import gettext as _


@dataclass(frozen=True)
class Freshness:
    """The ISO day of the last update, what that day is, the rhythm, and whether it is late."""

    day: str
    basis: str
    frequency: str
    late: bool


def freshness(package: Mapping[str, Any], today: date) -> Freshness:
    """What a descriptor says of its dataset's age."""
    updated = package.get("updated") or {"date": package["created"], "basis": "export"}
    day = str(updated["date"])[:10]
    frequency = package.get("frequency", "unknown")
    return Freshness(
        day, _basis(updated.get("basis", "")), often(frequency), _late(day, package, today)
    )


def _late(day: str, package: Mapping[str, Any], today: date) -> bool:
    looked = max(date.fromisoformat(day), date.fromisoformat(package["created"][:10]))
    return status.freshness(package.get("frequency", "unknown"), looked, today).state == "overdue"


def _basis(basis: str) -> str:
    words = {
        "declared": _("date stated by the producer"),
        "read": _("latest date in the data"),
        "export": _("date of the export"),
    }
    return words.get(basis, "")


def often(frequency: str) -> str:
    """A frequency in words; "" for an unknown one."""
    words = {
        "continuous": _("continuously"),
        "hourly": _("every hour"),
        "daily": _("every day"),
        "semiweekly": _("twice a week"),
        "weekly": _("every week"),
        "biweekly": _("every two weeks"),
        "semimonthly": _("twice a month"),
        "monthly": _("every month"),
        "bimonthly": _("every two months"),
        "quarterly": _("every three months"),
        "semiannual": _("twice a year"),
        "annual": _("every year"),
        "biennial": _("every two years"),
        "triennial": _("every three years"),
        "irregular": _("from time to time"),
        "never": _("no longer updated"),
    }
    return words.get(frequency, "")
