"""data.gouv.fr, and every other portal that udata runs: one udata dataset a licence.

The state there is read first and the whole plan made before anything is written.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from publish.describe.dcat import Described, described
from publish.errors import PortalDown, PushRefused
from publish.portals.udata import covered, leaving
from publish.portals.udata.contact import known_contact
from publish.portals.udata.plan import plan
from publish.portals.udata.quality import score, shortcomings
from publish.portals.udata.sending import Planned, Sending
from publish.portals.udata.target import Target, work
from publish.portals.udata.there import known, marked
from publish.portals.udata.wanted import OwnMark, wanted
from publish.release.described import Json
from publish.release.release import Release, read_report
from publish.release.reuse import reuses_of
from publish.release.status import may_stand, newest_export
from publish.words.licenses import LICENSES


@dataclass(frozen=True)
class Sent:
    """How a udata dataset is after a push: its page, its score, what the maintainer should know."""

    page: str
    score: float | None
    notes: tuple[str, ...]


def planned(sending: Sending) -> list[Planned]:
    """The plan for every udata dataset of a dataset; raises PushRefused and PortalDown."""
    release = sending.store.current()
    if release is None:
        return [*leaving.withdrawals(sending)]
    _refuse(sending, release)
    found = [_planned(sending, release, one) for one in _described(sending, release)]
    return [*found, *leaving.licenses_gone(sending, {one.mark.license for one in found})]


def _described(sending: Sending, release: Release) -> list[Described]:
    package = release.package
    return described([(package, newest_export(sending.store.folder, package))])


def _refuse(sending: Sending, release: Release) -> None:
    if release.package.demo:
        raise PushRefused(f"{sending.name} is fictional (`demo: true`) and is never pushed")
    if sending.declared.mode == "remote" and not sending.address:
        raise PushRefused(
            f"{sending.name}: the portal links to this site's files and needs its `address` in "
            "metadata.yaml; a site without one uploads: `mode: upload` under `push.data_gouv`"
        )
    for one in _described(sending, release):
        id = LICENSES[one.license].data_gouv
        if id not in sending.home.licenses:
            raise PushRefused(
                f"{sending.home.portal.name} does not know the licence {id} ({one.license}) and "
                "would show none; nothing was sent"
            )


def _planned(sending: Sending, release: Release, one: Described) -> Planned:
    mark = OwnMark(sending.site, sending.name, one.license)
    asked = wanted(
        release, one, sending.declared, mark, sending.address, read_report(release.folder)
    )
    target = Target(
        home=sending.home,
        mark=mark,
        wanted=asked,
        there=found(sending, mark),
        spatial=covered.spatial(sending.home.portal, asked.place, asked.box),
        contact=known_contact(sending.home, asked),
        memory=sending.memory,
        day=sending.day,
        confirmed=date.fromisoformat(one.exported) if may_stand(sending.store.folder) else None,
        reuses=tuple(reuses_of(sending.store.folder)) if one.first else (),
    )
    return Planned(
        asked.fields["title"], mark, tuple(plan(target)), work(target), target, asked.notes
    )


def found(sending: Sending, mark: OwnMark) -> Json | None:
    """The udata dataset that bears a mark, remembered or found again; None before the first."""
    memory, place = sending.memory, sending.home
    id = memory.ids().get(mark.license)
    if id:
        try:
            return known(place, id)
        except PushRefused:
            if not sending.anew:
                raise
    id = marked(place, mark, anew=sending.anew)
    return known(place, id) if id else None


def send(sending: Sending, one: Planned) -> Sent:
    """Do the steps, read back what came of them; raises PushRefused and PortalDown."""
    done: list[str] = []
    try:
        for step in one.steps:
            step.do(one.work)
            done.append(step.what)
    except (PushRefused, PortalDown) as error:
        words = _account(error, done, [step.what for step in one.steps])
        raise (PortalDown if isinstance(error, PortalDown) else PushRefused)(words) from None
    return _read_back(sending, one)


def _account(error: Exception, done: list[str], all: list[str]) -> str:
    left = all[len(done) :]
    lines = [str(error), f"done: {', '.join(done) or 'nothing'}", f"not done: {', '.join(left)}"]
    return "\n".join([*lines, "push again to go on from here"])


def _read_back(sending: Sending, one: Planned) -> Sent:
    target, portal = one.target, sending.home.portal
    if target is None:
        return Sent(page(portal.address, one.work.dataset), None, one.notes)
    there: Any = target.there
    if one.steps or there is None:
        there = known(sending.home, one.work.dataset)
    sending.memory.keep(one.mark.license, there["id"])
    _compare(portal.name, target, there)
    notes = (*one.notes, *one.work.notes, *_differences(target, there), *shortcomings(there))
    return Sent(page(portal.address, there["id"]), score(there), notes)


def _compare(portal: str, target: Target, there: Json) -> None:
    asked, got = target.wanted.fields["license"], there.get("license")
    if asked != got:
        raise PushRefused(
            f"{portal} stores the licence {got!r} instead of {asked!r} on dataset {there['id']}; "
            "put it right there, then push again"
        )


def _differences(target: Target, there: Json) -> Iterator[str]:
    """What the portal keeps otherwise than it was sent."""
    for key in ("title", "description", "frequency", "tags", "temporal_coverage"):
        asked = target.wanted.fields[key]
        if asked is not None and there.get(key) != asked:
            yield f"{key}: the portal keeps another value than was sent"


def page(address: str, id: str) -> str:
    """The address of a dataset's page."""
    return f"{address}/datasets/{id}/"
