"""The steps for the dataset itself: made whole, or updated whole."""

from collections.abc import Iterator
from functools import partial

from publish.portals.udata import covered
from publish.portals.udata.contact import contact_fields
from publish.portals.udata.plan_files import listing, ordered
from publish.portals.udata.portal import Json
from publish.portals.udata.resources import body, matched
from publish.portals.udata.steps import Step, Work, diff
from publish.portals.udata.target import Target
from publish.portals.udata.there import fresh

KEPT = (
    "description_short", "frequency_date", "access_type", "access_type_reason",
    "access_type_reason_category", "access_audiences", "authorization_request_url",
)  # fmt: skip
"""What people set on the portal: udata forgets some of it where it is not sent again."""


def creation(target: Target) -> Step:
    """All at once, resources too, but uploads: until they are there the dataset stays private."""
    files = [file for file in target.wanted.files if file.path is None]
    uploaded = len(files) < len(target.wanted.files)
    lines = [line for key, value in _fields(target).items() for line in diff(None, value, key)]
    lines += [f"+ resource {file.name}" for file in files]

    def do(work: Work) -> None:
        asked = _body(target, work) | {"organization": target.home.organization}
        asked |= {"private": uploaded}
        asked |= {"resources": [body(file, None, target.day) for file in files]} if files else {}
        found = partial(_made, target)
        made = work.portal.post("1/datasets/", asked, found=found)
        work.dataset = made["id"]
        target.memory.keep(target.mark.license, work.dataset)
        there = matched(target.wanted.files, made.get("resources") or ())
        work.resources |= {name: one["id"] for name, one in there.items()}

    return Step("make the dataset", tuple(lines), do)


def _made(target: Target) -> Json | None:
    """The dataset that a request made whose answer was lost."""
    id = fresh(target.home, target.mark)
    found: Json | None = target.home.portal.get(f"1/datasets/{id}/") if id else None
    return found


def _fields(target: Target) -> Json:
    """The fields of the dataset that are ours to say."""
    spatial = target.spatial or covered.shown((target.there or {}).get("spatial"))
    fields = target.wanted.fields | {"spatial": spatial}
    if fields["temporal_coverage"] is None:
        fields |= {"temporal_coverage": (target.there or {}).get("temporal_coverage")}
    return fields


def _body(target: Target, work: Work) -> Json:
    """The whole dataset, since udata keeps some of what is not sent and forgets the rest."""
    there = target.there or {}
    kept = {key: there[key] for key in KEPT if there.get(key)}
    fields = _fields(target)
    extras = (there.get("extras") or {}) | fields["extras"]
    contacts = [id for id in [target.contact or work.contact] if id]
    if not contacts:
        contacts = [one["id"] for one in there.get("contact_points") or ()]
    return kept | fields | {"extras": extras, "contact_points": contacts}


def dataset_steps(target: Target) -> Iterator[Step]:
    there = target.there
    if there is None and all(file.path is None for file in target.wanted.files):
        return
    lines = [*_field_diff(target)] if there else ["+ private: False"]
    listed = listing(target)
    lines += listed
    if not lines:
        return

    def do(work: Work) -> None:
        asked = _body(target, work) | {"organization": target.home.organization}
        if listed or there is None:
            asked |= {"resources": ordered(target, work)}
        work.portal.put(work.path, asked)

    yield Step("update the dataset", tuple(lines), do)


def _field_diff(target: Target) -> Iterator[str]:
    there: Json = target.there or {}
    for key, value in _fields(target).items():
        before = there.get(key)
        if key == "extras":
            before = {name: (before or {}).get(name) for name in value}
        if key == "spatial":
            before = covered.shown(before)
        if before != value:
            yield from diff(before, value, key)
    contacts = [one["id"] for one in there.get("contact_points") or ()]
    if contact_fields(target.wanted) and contacts != [target.contact]:
        yield from diff(", ".join(contacts), target.wanted.contact, "contact point")
