"""What the forms of strangers have in common: a trap, and that they come from here, in time."""

from publish.desk.desk import Desk
from publish.desk.seals import LEAST_SECONDS, MOST_SECONDS, Sealed, seal, unsealed
from publish.site.text.languages import gettext as _

# A field that people do not see: what fills it in is a program.
TRAP = "homepage"


def sealed_form(desk: Desk, place: tuple[str, ...], version: str) -> str:
    """The seal of a form about a place, as a version of a release shows it."""
    return seal(desk.secret, place, Sealed(desk.now(), version))


def stale(desk: Desk, place: tuple[str, ...], version: str, form: str) -> str:
    """Why a form cannot be taken as it is, though what was typed may be right; else ""."""
    found = unsealed(desk.secret, place, form)
    if found is None or desk.now() - found.made > MOST_SECONDS:
        return _("This form is too old, or not of this page. Look through it, then send it again.")
    if desk.now() - found.made < LEAST_SECONDS:
        return _("That was fast. Look through it, then send it again.")
    if found.version != version:
        return _("The data was published anew meanwhile. Look through it, then send it again.")
    return ""
