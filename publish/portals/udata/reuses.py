"""What was made of a dataset, as reuses of the organisation on the portal."""

from collections.abc import Iterator, Mapping

from publish.portals.udata.portal import Answered, Json
from publish.portals.udata.steps import Step, Work, diff
from publish.portals.udata.target import Target
from publish.release.reuse import ListedReuse
from publish.words.reuses import KINDS

MARK = "fournil:reuse"
COMPARED = ("title", "description", "type", "url")
TAKEN = "already registered"


def reuse_steps(target: Target) -> Iterator[Step]:
    """The steps that make the portal list the reuses of a dataset, and no others of it."""
    ours = _ours(target)
    for one in target.reuses:
        yield from _listed(target, one, ours.get(one.id))
    kept = {one.id for one in target.reuses}
    yield from (_removed(there) for id, there in ours.items() if id not in kept)


def fields(target: Target, one: ListedReuse) -> Json:
    """The reuse as the portal has it: it asks for a text, and for one of its own themes."""
    by = f"Réalisé par {one.by}."
    return {
        "title": one.titles.get("fr", one.url),
        "description": "\n\n".join(filter(None, [one.descriptions.get("fr"), by])),
        "type": KINDS[one.kind].udata,
        "url": one.url,
        "topic": "others",
        "organization": target.home.organization,
        "extras": {**_mark(target), MARK: one.id},
    }


def _mark(target: Target) -> Json:
    return {"fournil:site": target.mark.site, "fournil:dataset": target.mark.dataset}


def _ours(target: Target) -> Mapping[str, Json]:
    """The living reuses that bear our mark, by the id of what they show."""
    found = {}
    for there in target.home.reuses:
        extras = there.get("extras") or {}
        if _mark(target).items() <= extras.items() and MARK in extras:
            found[str(extras[MARK])] = there
    return found


def _listed(target: Target, one: ListedReuse, there: Json | None) -> Iterator[Step]:
    asked = fields(target, one)
    lines = [line for key in COMPARED for line in diff((there or {}).get(key), asked[key], key)]
    if there is None:

        def make(work: Work) -> None:
            _post(work, asked | {"datasets": [{"id": work.dataset}]}, one)

        yield Step(f"list the reuse {asked['title']}", tuple(lines), make)
    elif any(there.get(key) != asked[key] for key in COMPARED):
        datasets = [{"id": dataset["id"]} for dataset in there.get("datasets") or ()]

        def change(work: Work) -> None:
            work.portal.put(f"1/reuses/{there['id']}/", asked | {"datasets": datasets})

        yield Step(f"change the reuse {asked['title']}", tuple(lines), change)


def _post(work: Work, asked: Json, one: ListedReuse) -> None:
    """Lists it; an address that somebody else registered there is theirs, and told."""
    try:
        work.portal.post("1/reuses/", asked)
    except Answered as no:
        if TAKEN not in str(no) and "déjà" not in str(no):
            raise
        work.notes.append(f"the reuse {one.url} is listed there by somebody else")


def _removed(there: Json) -> Step:
    def do(work: Work) -> None:
        work.portal.delete(f"1/reuses/{there['id']}/")

    return Step(f"list the reuse {there['title']} no more", (f"- url: {there['url']}",), do)
