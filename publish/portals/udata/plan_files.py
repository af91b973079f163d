"""The steps for the resources of a dataset, and the order in which they stand."""

import secrets
from collections.abc import Iterator
from functools import partial

from publish.portals.udata import upload
from publish.portals.udata.files import File
from publish.portals.udata.portal import Json
from publish.portals.udata.resources import FILE, body, changes, echo, is_ours
from publish.portals.udata.steps import Step, Work, diff
from publish.portals.udata.target import Target


def file_steps(target: Target) -> Iterator[Step]:
    """Uploads, changes and removals; a new link is made with the dataset, in its place there."""
    there = target.matched
    for file in target.wanted.files:
        one = there.get(file.name)
        if file.path is not None:
            yield from _upload_steps(target, file, one)
        elif one is not None and (found := changes(file, one)):
            yield _describe(target, file, one, found)
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

    return Step(f"update the resource {file.name}", tuple(lines), do, rewrites=True)


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


def listing(target: Target) -> list[str]:
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


def ordered(target: Target, work: Work) -> list[Json]:
    """Every resource as it is to stand: ours in their order, then what others added."""
    files = target.wanted.files
    found = work.portal.get(work.path)["resources"] if _uploads(target) else target.resources
    by_id = {one["id"]: one for one in found}
    listed = [
        _as_listed(target, file, by_id.get(work.resources.get(file.name, ""))) for file in files
    ]
    taken = set(work.resources.values())
    return listed + [echo(one) for one in found if one["id"] not in taken and not is_ours(one)]


def _as_listed(target: Target, file: File, one: Json | None) -> Json:
    """A file's resource in the list: as it is, as it just became, or new."""
    if one is None:
        return body(file, None, target.day)
    if file.path is not None or not changes(file, one):
        return echo(one)
    return body(file, one, target.day) | {"id": one["id"]}


def _uploads(target: Target) -> bool:
    return any(file.path is not None for file in target.wanted.files)
