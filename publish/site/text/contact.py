"""Where visitors write: an e-mail address as a link with its subject, or a web address."""

from dataclasses import dataclass
from urllib.parse import quote

from publish.site.text.languages import gettext as _


@dataclass(frozen=True)
class Contact:
    """An address as it is shown, and the link behind it; `href` is None for plain words."""

    shown: str
    href: str | None


def mailed(contact: str | None, about: str = "") -> Contact | None:
    """How to write to a contact about a dataset; None where none is declared."""
    if not contact:
        return None
    if contact.startswith(("http://", "https://")):
        return Contact(contact, contact)
    if "@" not in contact:
        return Contact(contact, None)
    subject = _("About the dataset %(name)s") % {"name": about} if about else ""
    query = f"?subject={quote(subject)}" if subject else ""
    return Contact(contact, f"mailto:{quote(contact, safe='@+')}{query}")
