"""The consents that a person's rows tell, purpose by purpose, and which of them were withdrawn."""

from collections.abc import Iterator
from dataclasses import replace

from publish.bakehouse.protect.agreed import expires_on, given_on
from publish.bakehouse.protect.parted import withdrawn_of
from publish.bakehouse.protect.partings import partings
from publish.bakehouse.protect.withdrawal_list import key_of
from publish.declare.consents import Consent
from publish.declare.site import SiteFolder
from publish.declare.table import Table
from publish.people.answer_files import HeldConsent, HeldRow, HeldTable
from publish.words.governance import Purpose


def held_consents(site: SiteFolder, held: HeldTable, who: str) -> Iterator[HeldConsent]:
    """The consents that the rows of a table tell, each once; raises PrivateStateError."""
    yield from dict.fromkeys(_of_rows(site, held, who))


def _of_rows(site: SiteFolder, held: HeldTable, who: str) -> Iterator[HeldConsent]:
    declared, private = site.dataset(held.dataset).tables[held.table], site.private / held.dataset
    known = partings(private, held.table)
    for row in held.rows:
        values = dict(row.values)
        ended = withdrawn_of(declared, known, key_of(private), who, values) if known else []
        days = {one.how: one.day for one in sorted(ended, key=lambda one: one.day)}
        for purpose, consent in declared.asked_for.items():
            told = _told(held, declared, row, purpose, consent)
            if told:
                yield replace(told, withdrawn=days.get(purpose, ""))


def _told(
    held: HeldTable, declared: Table, row: HeldRow, purpose: Purpose, consent: Consent
) -> HeldConsent | None:
    """The consent of a row to a purpose; None where it tells none."""
    told = row.values.get(consent.column)
    if told in (None, False, ""):
        return None
    # A day in a column of yes and no tells neither.
    dated = declared.columns[consent.column].type != "boolean"
    given = given_on(row.values, consent) if dated else None
    expires = expires_on(row.values, consent) if given else None
    version = row.values.get(consent.version) if consent.version else None
    return HeldConsent(
        held.dataset,
        held.table,
        # Of a moment all that is told of it.
        str(told) if given else "",
        consent.covers,
        consent.why,
        purpose,
        "" if version is None else str(version),
        expires.isoformat() if expires else "",
        outdated=consent.version is not None and str(version) not in consent.versions,
        unread=given is None and told is not True,
    )
