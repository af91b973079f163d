"""How old the data of a dataset is, and how often it should come, in words."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from publish.release.package import Package
from publish.release.status import Freshness, State, age
from publish.site.text.languages import gettext as _
from publish.site.text.languages import ngettext
from publish.words.frequencies import frequency_of


@dataclass(frozen=True)
class Dated:
    """What a page says of a dataset's age; days are ISO.

    `exported` is the day of the newest export, "" where nobody noted it; `changed` that of the last
    change, `basis` what the latter is; `frequency` and `words` tell the rhythm and the `state`.
    """

    exported: str
    changed: str
    basis: str
    frequency: str
    state: State
    words: str


def dated(folder: Path, package: Package, today: date) -> Dated:
    """The age of the release that is served from a dataset's folder."""
    found = age(folder, package, today)
    return Dated(
        exported=found.exported.isoformat() if found.exported else "",
        changed=found.changed.isoformat(),
        basis=_basis(package.basis),
        frequency=often(package.frequency or "unknown"),
        state=found.freshness.state,
        words=stands(found.freshness),
    )


def stands(found: Freshness) -> str:
    """How data stands against its rhythm."""
    late = ngettext("Overdue by %(num)d day", "Overdue by %(num)d days", found.days)
    return {
        "fresh": _("Up to date"),
        "due": _("Due"),
        "overdue": late % {"num": found.days},
        "unscheduled": _("No schedule"),
        "withdrawn": _("Withdrawn"),
        "unreleased": _("Not released yet"),
    }[found.state]


def _basis(basis: str) -> str:
    words = {
        "declared": _("date stated by the producer"),
        "read": _("latest date in the data"),
        "export": _("date of the export"),
    }
    return words.get(basis, "")


def often(frequency: str) -> str:
    """A frequency in words; "" for an unknown one."""
    known = frequency_of(frequency)
    return known.often.spoken(_) if known and frequency != "unknown" else ""
