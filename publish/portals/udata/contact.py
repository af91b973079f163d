"""The contact point of a dataset: found in the organisation, or made."""

from collections.abc import Iterator

from publish.portals.udata.portal import Json
from publish.portals.udata.steps import Step, Work, diff
from publish.portals.udata.there import Home
from publish.portals.udata.wanted import Wanted
from publish.words.contact import is_email


def contact_steps(place: Home, wanted: Wanted, known: str | None) -> Iterator[Step]:
    """The step that makes the contact point, unless its id is known."""
    if known is None and (asked := contact_fields(wanted)):
        lines = tuple(diff(None, f"{asked['name']}, {wanted.contact}", "contact"))
        asked["organization"] = place.organization

        def do(work: Work) -> None:
            # udata gives back the one there is, when asked twice.
            work.contact = work.portal.post("1/contacts/", asked)["id"]

        yield Step("make the contact point", lines, do)


def contact_fields(wanted: Wanted) -> Json | None:
    """The contact point that is asked for; None where the declared contact is only words."""
    named = {"name": wanted.producer, "role": "contact"}
    if is_email(wanted.contact):
        return named | {"email": wanted.contact}
    if wanted.contact.startswith(("http://", "https://")):
        return named | {"contact_form": wanted.contact}
    return None


def known_contact(place: Home, wanted: Wanted) -> str | None:
    """The id of the contact point that the organisation has already."""
    fields = contact_fields(wanted)
    page: int | None = 1
    while fields and page:
        path = f"1/organizations/{place.organization}/contacts/"
        listed = place.portal.get(path, page=page, page_size=100)
        for one in listed["data"]:
            if all(one.get(key) == value for key, value in fields.items()):
                return str(one["id"])
        page = page + 1 if listed.get("next_page") else None
    return None
