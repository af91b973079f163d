"""Checks on partners: whether their licences allow what is published together."""

from collections.abc import Iterable, Iterator, Mapping

from publish.bakehouse.check.inspection import Inspection
from publish.bakehouse.partners.told import PartnerRows
from publish.errors import Problem
from publish.words.compatible import cautions, combined, may_be_under, why_not

Given = Mapping[str, PartnerRows]


def partner_licenses(inspection: Inspection) -> Iterator[Problem]:
    """A table is under the licence that those of its partners allow, or nothing leaves."""
    for name, partners in inspection.partners.items():
        given = {stem: one for stem, one in partners.items() if one.rows}
        if given:
            yield from _unfit(name, inspection.declared.license_of(name), given)


def _unfit(table: str, declared: str, given: Given) -> Iterator[Problem]:
    licenses = [one.declared.license for one in given.values()]
    found = combined(licenses)
    for refusal in found.refused:
        yield Problem(
            "partner-licenses",
            table,
            f"no licence fits all partners ({_who(given, refusal.licenses)}): {refusal.why} "
            f"({refusal.source})",
            "ask one of them for leave to publish under another's licence, and write that as "
            "`license:` in its file; or leave its file out",
        )
    if found.license is None:
        return
    wrong = [id for id in dict.fromkeys(licenses) if not may_be_under(id, declared)]
    for id in wrong:
        refusal = why_not(id, declared)
        yield Problem(
            "partner-licenses",
            table,
            f"{declared} does not fit {_who(given, [id])}: {refusal.why} ({refusal.source})",
            f"write `license: {found.license}`, which fits all of its partners",
        )
    for id, ground in () if wrong else cautions(licenses, declared):
        yield Problem(
            "partner-leave",
            table,
            f"{_who(given, [id])} in a table under {declared}: {ground.caution}",
            f"ask for leave, and write it as `license: {declared}` in the partner's file",
            "warning",
        )


def _who(given: Given, licenses: Iterable[str]) -> str:
    """The partners who give under some licences."""
    wanted = list(licenses)
    return ", ".join(
        f"{name}: {one.declared.license}"
        for name, one in given.items()
        if one.declared.license in wanted
    )
