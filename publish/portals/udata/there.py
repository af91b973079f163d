"""What a portal holds of ours: the organisation, the datasets that bear our marks."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from publish.errors import PushRefused
from publish.portals.udata.portal import Answered, Json, Portal
from publish.portals.udata.wanted import OwnMark

LISTED = "data{id,title,deleted,extras,harvest{dct_identifier}},next_page"


class Gone(PushRefused):
    """A dataset that was deleted on the portal."""


@dataclass(frozen=True)
class Home:
    """Where to publish: the portal, the organisation's id, the licences known there."""

    portal: Portal
    organization: str
    licenses: frozenset[str]

    @cached_property
    def listed(self) -> list[Json]:
        """The organisation's datasets before this push, deleted and private ones too."""
        return list(_listed(self))

    @cached_property
    def reuses(self) -> list[Json]:
        """The organisation's living reuses before this push."""
        return [one for one in _reuses(self) if not one.get("deleted")]


def home(portal: Portal, organization: str) -> Home:
    """The organisation on the portal, once the key may publish for it; raises PushRefused."""
    portal.get("1/me/", fields="id")
    try:
        found = portal.get(f"1/organizations/{organization}/", fields="id,name,deleted,permissions")
    except Answered as no:
        if no.status not in (404, 410):
            raise
        raise PushRefused(
            f"{portal.name} has no organisation {organization!r}; write its id, or the last part "
            "of its page's address, under `push.data_gouv.organization`"
        ) from None
    if found.get("deleted") or not (found.get("permissions") or {}).get("private"):
        raise PushRefused(
            f"the key may not publish for {found['name']} on {portal.name}; ask an administrator "
            "of that organisation there to make you an editor"
        )
    licenses = portal.get("1/datasets/licenses/", fields="id")
    return Home(portal, found["id"], frozenset(one["id"] for one in licenses))


def known(place: Home, id: str) -> Json:
    """A dataset that was ours; raises PushRefused where it was deleted or given away."""
    try:
        found: Json = place.portal.get(f"1/datasets/{id}/")
    except Answered as no:
        if no.status not in (404, 410):
            raise
        raise Gone(_decided(place, id, "is no longer there")) from None
    if found.get("deleted"):
        raise Gone(_decided(place, id, f"was deleted there on {found['deleted'][:10]}"))
    owner = found.get("organization") or {}
    if owner.get("id") != place.organization:
        whom = owner.get("name") or "a person"
        raise PushRefused(_decided(place, id, f"was transferred to {whom}"))
    if found.get("archived"):
        raise PushRefused(_decided(place, id, f"was archived on {found['archived'][:10]}"))
    return found


def _decided(place: Home, id: str, what: str) -> str:
    """Someone decided something on the portal: it is not undone from here."""
    return (
        f"dataset {id} on {place.portal.name} {what}; nothing was made anew: restore it there, or "
        "accept it and push with --anew"
    )


def marked(place: Home, mark: OwnMark, *, anew: bool = False) -> str | None:
    """The id of the dataset that bears a mark; None where there is none.

    Raises PushRefused where it was deleted there, unless `anew`, and where the portal harvests
    the same dataset.
    """
    ours = [one for one in place.listed if mark.on(one.get("extras") or {})]
    living = [one for one in ours if not one.get("deleted")]
    if living:
        return str(living[-1]["id"])
    if ours and not anew:
        raise Gone(
            _decided(place, ours[0]["id"], f"was deleted there on {ours[0]['deleted'][:10]}")
        )
    for one in place.listed:
        harvested = (one.get("harvest") or {}).get("dct_identifier")
        if harvested in (mark.dataset, f"{mark.dataset}/{mark.license}") and not one["deleted"]:
            raise PushRefused(
                f"{place.portal.name} already harvests this as {one['title']!r} ({one['id']}); "
                "choose one way: end the harvesting there, or remove `push`"
            )
    return None


def fresh(place: Home, mark: OwnMark) -> str | None:
    """The id of the dataset that bears a mark at this moment; None where there is none."""
    found = [one for one in _listed(place) if mark.on(one.get("extras") or {})]
    return next((str(one["id"]) for one in found if not one.get("deleted")), None)


def licenses(place: Home, site: str, dataset: str) -> dict[str, str]:
    """The living datasets that bear the marks of a dataset of ours: licence -> id."""
    found = {}
    for one in place.listed:
        extras = one.get("extras") or {}
        license = extras.get("fournil:license")
        if license and not one.get("deleted") and OwnMark(site, dataset, license).on(extras):
            found[str(license)] = str(one["id"])
    return found


def _reuses(place: Home) -> Iterator[Json]:
    page: int | None = 1
    while page:
        query: dict[str, str | int] = {"organization": place.organization, "page_size": 100}
        found = place.portal.get("1/reuses/", None, page=page, **query)
        yield from found["data"]
        page = page + 1 if found.get("next_page") else None


def _listed(place: Home) -> Iterator[Json]:
    """Every dataset of the organisation, newest first, deleted and private ones too."""
    page: int | None = 1
    while page:
        query: dict[str, str | int] = {"organization": place.organization, "page_size": 100}
        found = place.portal.get("2/datasets/", fields=LISTED, page=page, **query)
        yield from found["data"]
        page = page + 1 if found.get("next_page") else None
