"""What a portal shows of data that is no longer published: nothing of it stays there."""

from collections.abc import Collection, Iterator
from functools import partial

from publish.portals.udata import covered
from publish.portals.udata.french import withdrawn
from publish.portals.udata.plan_dataset import KEPT
from publish.portals.udata.plan_files import removal
from publish.portals.udata.resources import is_ours
from publish.portals.udata.sending import Planned, Sending
from publish.portals.udata.steps import Step, Work, diff
from publish.portals.udata.there import Gone, known, licenses
from publish.portals.udata.wanted import OwnMark
from publish.release.described import Json
from publish.release.index import Entry


def withdrawals(sending: Sending) -> Iterator[Planned]:
    """The files of a dataset without a release go; its page says why, and keeps its address."""
    gone = [entry for entry in sending.store.entries() if entry.state == "withdrawn"]
    for mark, there in _remembered(sending):
        yield _planned(sending, mark, there, _emptied(there, gone[-1] if gone else None))


def licenses_gone(sending: Sending, used: set[str]) -> Iterator[Planned]:
    """The udata dataset of a licence that no table has any more goes as a whole.

    Its files before: udata keeps those of a deleted dataset, for whoever has their address.
    """
    for mark, there in _remembered(sending, used):
        steps = [*_removals(there), _deleted(sending, mark, there)]
        yield _planned(sending, mark, there, steps)


def _remembered(sending: Sending, but: Collection[str] = ()) -> Iterator[tuple[OwnMark, Json]]:
    """What is on the portal under our marks, but for the licences that are in use."""
    ids = sending.memory.ids() or licenses(sending.home, sending.site, sending.name)
    for license, id in ids.items():
        if license in but:
            continue
        try:
            there = known(sending.home, id)
        except Gone:
            continue
        yield OwnMark(sending.site, sending.name, license), there


def _planned(sending: Sending, mark: OwnMark, there: Json, steps: list[Step]) -> Planned:
    return Planned(there["title"], mark, tuple(steps), Work(sending.home.portal, there["id"]))


def _removals(there: Json) -> list[Step]:
    return [removal(one) for one in there["resources"] if is_ours(one)]


def _emptied(there: Json, entry: Entry | None) -> list[Step]:
    steps = _removals(there)
    if entry is None or entry.withdrawn is None:
        return steps
    text = withdrawn(there["title"], entry.why or "", entry.withdrawn)
    if there["description"] != text:
        lines = tuple(diff(there["description"], text, "description"))
        steps.append(Step("say that it was withdrawn", lines, partial(_tell, there, text)))
    return steps


def _tell(there: Json, text: str, work: Work) -> None:
    kept = {
        key: there[key]
        for key in (*KEPT, "title", "acronym", "license", "frequency", "tags", "private")
        if there.get(key) is not None
    }
    if there.get("temporal_coverage"):
        kept["temporal_coverage"] = there["temporal_coverage"]
    if place := covered.shown(there.get("spatial")):
        kept["spatial"] = place
    extras = {key: value for key, value in there["extras"].items() if key != "fournil:version"}
    contacts = [one["id"] for one in there.get("contact_points") or ()]
    organization = there["organization"]["id"]
    work.portal.put(
        work.path,
        kept
        | {"description": text, "extras": extras, "contact_points": contacts}
        | {"organization": organization},
    )


def _deleted(sending: Sending, mark: OwnMark, there: Json) -> Step:
    def do(work: Work) -> None:
        work.portal.delete(work.path)
        sending.memory.drop(mark.license)

    return Step("delete the dataset", (f"- dataset {there['title']} ({mark.license})",), do)
