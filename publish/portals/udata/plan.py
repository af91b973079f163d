"""What to change on a portal so that it shows what is wanted: computed before any write.

Every step compares with what is there, so that a push that stopped half-way is gone on with by
the next one: resources first, each with its own date, then the dataset with their order.
"""

from collections.abc import Iterator

from publish.portals.udata.contact import contact_steps
from publish.portals.udata.plan_dataset import creation, dataset_steps
from publish.portals.udata.plan_files import file_steps
from publish.portals.udata.resources import DATE, body, latest
from publish.portals.udata.reuses import reuse_steps
from publish.portals.udata.steps import Step, Work
from publish.portals.udata.target import Target
from publish.words.frequencies import FREQUENCIES

DUE = 6 / 7
"""The share of a period after which unchanged data is dated anew, so that it is never late."""


def plan(target: Target) -> list[Step]:
    """The steps that make the portal show what is wanted; none where it does."""
    steps = [*contact_steps(target.home, target.wanted, target.contact)]
    if target.there is None:
        steps.append(creation(target))
    steps += file_steps(target)
    steps += dataset_steps(target)
    steps += reuse_steps(target)
    return steps if any(step.rewrites for step in steps) else [*steps, *_touch(target)]


def _touch(target: Target) -> Iterator[Step]:
    """A date anew on the first resource, once a period: an export came and brought no news."""
    files = [file for file in target.wanted.files if file.name in target.matched]
    if not files or not _confirmed(target) or not due(target):
        return
    one = target.matched[files[0].name]
    day = target.day.isoformat()

    def do(work: Work) -> None:
        work.portal.put(work.resource(files[0].name), body(files[0], one, target.day))

    lines = (f"+ {files[0].name} {DATE}: {day}",)
    yield Step("date the data anew", lines, do, dating=True)


def _confirmed(target: Target) -> bool:
    """Whether an export came since the last write: without one, the portal may call it late."""
    last, newest = latest(target.matched), target.confirmed
    return newest is not None and (last is None or newest > last)


def due(target: Target) -> bool:
    """Whether the declared period is nearly over since the last write, or late there."""
    last = latest(target.matched)
    days = FREQUENCIES[target.wanted.fields["frequency"]].days
    if last is None or target.day <= last:
        return last is None
    quality = (target.there or {}).get("quality") or {}
    late = quality.get("update_fulfilled_in_time") is False
    return late or (days is not None and (target.day - last).days >= max(1.0, days * DUE))
