"""What to change on a portal so that it shows what is wanted: computed before any write.

Every step compares with what is there, so that a push that stopped half-way is gone on with by
the next one: resources first, each with its own date, then the dataset with their order.
"""

import re
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial

from publish.frequencies import FREQUENCIES
from publish.push import covered, upload
from publish.push.files import File
from publish.push.memory import Memory
from publish.push.portal import Json
from publish.push.resources import DATE, FILE, body, changes, echo, is_ours, latest, matched
from publish.push.steps import Step, Work, diff
from publish.push.there import Home, fresh
from publish.push.wanted import Mark, Wanted

KEPT = (
    "description_short", "frequency_date", "access_type", "access_type_reason",
    "access_type_reason_category", "access_audiences", "authorization_request_url",
)  # fmt: skip
"""What people set on the portal: udata forgets some of it where it is not sent again."""
DUE = 6 / 7
"""The share of a period after which unchanged data is dated anew, so that it is never late."""


@dataclass(frozen=True)
class Target:
    """One udata dataset: where it goes, what tells it of ours, what is wanted, what is there.

    `contact` is the id of its contact point, None until it is made; `stands` says whether unchanged
    data may be dated anew.
    """

    home: Home
    mark: Mark
    wanted: Wanted
    there: Json | None
    spatial: Json | None
    contact: str | None
    memory: Memory
    day: date
    stands: bool = True

    @property
    def resources(self) -> list[Json]:
        """The resources there, in order."""
        return list((self.there or {}).get("resources", ()))

    @property
    def matched(self) -> dict[str, Json]:
        """The resource of each file that has one."""
        return matched(self.wanted.files, self.resources)


def work(target: Target) -> Work:
    """What the steps of a plan start from."""
    ids = {name: one["id"] for name, one in target.matched.items()}
    return Work(target.home.portal, (target.there or {}).get("id", ""), ids)


def plan(target: Target) -> list[Step]:
    """The steps that make the portal show what is wanted; none where it does."""
    steps = [*_contact_steps(target)]
    if target.there is None:
        steps.append(_create(target))
    steps += _file_steps(target)
    steps += _dataset_steps(target, changed=bool(steps))
    return steps or [*_touch(target)]


def _contact_steps(target: Target) -> Iterator[Step]:
    if target.contact is None and (asked := contact_fields(target.wanted)):
        lines = tuple(diff(None, f"{asked['name']}, {target.wanted.contact}", "contact"))
        asked["organization"] = target.home.organization

        def do(work: Work) -> None:
            # udata gives back the one there is, when asked twice.
            work.contact = work.portal.post("1/contacts/", asked)["id"]

        yield Step("make the contact point", lines, do)


def contact_fields(wanted: Wanted) -> Json | None:
    """The contact point that is asked for; None where the declared contact is only words."""
    named = {"name": wanted.producer, "role": "contact"}
    if re.fullmatch(r"[^@\s/]+@[^@\s/]+\.[^@\s/]+", wanted.contact):
        return named | {"email": wanted.contact}
    if wanted.contact.startswith(("http://", "https://")):
        return named | {"contact_form": wanted.contact}
    return None


def _create(target: Target) -> Step:
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


def _file_steps(target: Target) -> Iterator[Step]:
    there, fresh = target.matched, target.there is None
    for file in target.wanted.files:
        one = there.get(file.name)
        if file.path is not None:
            yield from _upload_steps(target, file, one)
        elif one is not None and (found := changes(file, one)):
            yield _describe(target, file, one, found)
        elif one is None and not fresh:
            # Made by the update of the dataset, in its place of the list.
            continue
    kept = {one["id"] for one in there.values()}
    for one in target.resources:
        if one["id"] not in kept and is_ours(one):
            yield removal(one)


def _describe(
    target: Target, file: File, one: Json | None, found: dict[str, tuple[object, object]]
) -> Step:
    lines = [line for key, pair in found.items() for line in diff(*pair, f"{file.name} {key}")]

    def do(work: Work) -> None:
        there = one or work.portal.get(work.resource(file.name))
        work.portal.put(work.resource(file.name), body(file, there, target.day))

    return Step(f"update the resource {file.name}", tuple(lines), do)


def _upload_steps(target: Target, file: File, one: Json | None) -> Iterator[Step]:
    """The content where it differs, then its description, which an upload overwrites."""
    content = upload.differs(file, one)
    if content:
        yield Step(
            f"upload {file.name}",
            tuple(diff(None, content, f"{file.name} content")),
            partial(upload.send, file=file, token=secrets.token_hex(3)),
        )
    if content or (one and changes(file, one)):
        found = changes(file, one) if one else {}
        yield _describe(target, file, None if content else one, found)


def removal(one: Json) -> Step:
    """The step that takes a resource away, and its file where the portal keeps it."""

    def do(work: Work) -> None:
        work.portal.delete(f"{work.path}resources/{one['id']}/")

    name = (one.get("extras") or {}).get(FILE) or one["title"]
    return Step(f"remove the resource {name}", (f"- resource {name}",), do)


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


def _dataset_steps(target: Target, *, changed: bool) -> Iterator[Step]:
    there = target.there
    if there is None and all(file.path is None for file in target.wanted.files):
        return
    lines = [*_field_diff(target)] if there else ["+ private: False"]
    listing = _listing(target)
    lines += listing
    if not lines:
        return

    def do(work: Work) -> None:
        asked = _body(target, work) | {"organization": target.home.organization}
        if listing or there is None:
            asked |= {"resources": _ordered(target, work)}
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


def _listing(target: Target) -> list[str]:
    """The lines of a diff of which resources there are, and in which order."""
    there = target.matched
    names = [file.name for file in target.wanted.files]
    ids = {one["id"]: name for name, one in there.items()}
    found = [ids.get(one["id"], "") for one in target.resources if not _goes(one, ids)]
    missing = [f"+ resource {name}" for name in names if name not in there]
    shown = [name for name in names if name in there]
    if missing and target.there is not None:
        return missing
    ordered = [name for name in found if name]
    others = [name for name in found if not name]
    if ordered != shown or found != ordered + others:
        return ["+ order of the resources"]
    return []


def _goes(one: Json, ids: dict[str, str]) -> bool:
    return one["id"] not in ids and is_ours(one)


def _ordered(target: Target, work: Work) -> list[Json]:
    """Every resource as it is to stand: ours in their order, then what others added."""
    files = target.wanted.files
    found = work.portal.get(work.path)["resources"] if _uploads(target) else target.resources
    by_id = {one["id"]: one for one in found}
    listed = [_listed(target, file, by_id.get(work.resources.get(file.name, ""))) for file in files]
    taken = set(work.resources.values())
    return listed + [echo(one) for one in found if one["id"] not in taken and not is_ours(one)]


def _listed(target: Target, file: File, one: Json | None) -> Json:
    """A file's resource in the list: as it is, as it just became, or new."""
    if one is None:
        return body(file, None, target.day)
    if file.path is not None or not changes(file, one):
        return echo(one)
    return body(file, one, target.day) | {"id": one["id"]}


def _uploads(target: Target) -> bool:
    return any(file.path is not None for file in target.wanted.files)


def _touch(target: Target) -> Iterator[Step]:
    """A date anew on the first resource, once a period: the data was looked at, and stands."""
    files = [file for file in target.wanted.files if file.name in target.matched]
    if not files or not target.stands or not due(target):
        return
    one = target.matched[files[0].name]
    day = target.day.isoformat()

    def do(work: Work) -> None:
        work.portal.put(work.resource(files[0].name), body(files[0], one, target.day))

    lines = (f"+ {files[0].name} {DATE}: {day}",)
    yield Step("date the data anew", lines, do, dating=True)


def due(target: Target) -> bool:
    """Whether the declared period is nearly over since the last write, or late there."""
    last = latest(target.matched)
    days = FREQUENCIES[target.wanted.fields["frequency"]].days
    if last is None or target.day <= last:
        return last is None
    quality = (target.there or {}).get("quality") or {}
    late = quality.get("update_fulfilled_in_time") is False
    return late or (days is not None and (target.day - last).days >= max(1.0, days * DUE))
