"""Everything that would refuse a dataset, from its declaration to the gate, found in one run."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from publish.bakehouse.dry_run.layers import look
from publish.bakehouse.dry_run.notes import Finding, Notes
from publish.bakehouse.dry_run.place import in_place, set_aside
from publish.declare.site import SiteFolder
from publish.errors import DeclarationError
from publish.progress import Reporter
from publish.release.disk import reason


@dataclass(frozen=True)
class Findings:
    """All that was found of a dataset; `unlooked` says what could not be looked at, and why.

    `waits` where nothing would leave today, `until` the day until which, None where not known.
    """

    dataset: str
    found: tuple[Finding, ...]
    unlooked: tuple[str, ...] = ()
    waits: bool = False
    until: date | None = None

    @property
    def exit_code(self) -> int:
        """1 where a publication would be refused."""
        return int(any(finding.refuses for finding in self.found))


def findings_of(site: SiteFolder, name: str, as_of: date, reporter: Reporter) -> Findings:
    """What a publication of the dataset would say, all of it at once; nothing of the site changes.

    Raises DeclarationError for a dataset that nobody declared, Busy while another run works.
    """
    site.declaration(name)
    notes = Notes()
    aside = site
    try:
        with set_aside(site, name) as aside:
            look(aside, name, as_of, reporter, notes)
    except DeclarationError as error:
        raise DeclarationError(in_place(str(error), aside, site)) from None
    except OSError as error:
        notes.errors("site", [reason(error)])
    found = (replace(one, what=in_place(one.what, aside, site)) for one in notes.found)
    return Findings(
        name, tuple(dict.fromkeys(found)), tuple(notes.unlooked), notes.waits, notes.until
    )


def describe(findings: Findings) -> str:
    """A few lines for a maintainer: a head, what was found by layer, what was not looked at."""
    return "\n".join(_lines(findings))


def _lines(findings: Findings) -> Iterator[str]:
    yield f"{findings.dataset}: {_head(findings)}"
    layers = dict.fromkeys(one.layer for one in findings.found)
    for layer in layers:
        yield f"  {layer}:"
        yield from (f"    {line}" for line in _grouped(findings.found, layer))
    yield from (f"  not looked at: {what}" for what in findings.unlooked)


def _grouped(found: Sequence[Finding], layer: str) -> Iterator[str]:
    """A line for each finding; one for those that say the same of several places."""
    places: dict[str, list[str]] = {}
    for one in found:
        if one.layer == layer:
            same = str(replace(one.problem, place="…")) if one.problem else one.what
            places.setdefault(same, []).append(one.problem.place if one.problem else "")
    for same, where in places.items():
        yield same.replace("…", ", ".join(where), 1) if where[0] else same


def _head(findings: Findings) -> str:
    refusing = sum(one.refuses for one in findings.found)
    told = len(findings.found) - refusing
    warnings = f"; {told} to read" if told else ""
    if refusing:
        return f"would be refused, {refusing} to mend{warnings}"
    if findings.until:
        return f"nothing refuses it; everything waits until {findings.until}{warnings}"
    if findings.waits:
        return f"nothing refuses it; everything waits until more people change{warnings}"
    return f"nothing refuses it{warnings}"
