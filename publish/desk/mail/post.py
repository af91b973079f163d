"""What letters are made from, and the links in them."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

from publish.declare.declaration import SiteMetadata
from publish.declare.mail import Mail
from publish.declare.site import SiteFolder
from publish.desk.secret import secret
from publish.site.text.languages import PARAMETER, language
from publish.words.unseen import plain

Clock = Callable[[], int]
NO_SERVER = "no server of mail; write `desk: {mail: {host: smtp.example.org, from: …}}`"


@dataclass(frozen=True)
class Post:
    """The site, its words, its server of mail, the desk's secret, the time."""

    site: SiteFolder
    declared: SiteMetadata
    mail: Mail
    key: bytes
    now: Clock

    @property
    def path(self) -> Path:
        """The desk's file."""
        return self.site.desk

    @property
    def title(self) -> str:
        """The site's title in the language spoken, on one line."""
        return plain(self.declared.title.language(language())[0])

    @property
    def home(self) -> str:
        """The site's address, without a last slash."""
        return str(self.declared.address).rstrip("/")

    def link(self, path: str, **arguments: str) -> str:
        """The address of a page of the site, in the language spoken."""
        return f"{self.home}{path}?{urlencode({**arguments, PARAMETER: language()})}"


def post_of(site: SiteFolder, now: Clock) -> Post | None:
    """The post of a site; None where metadata.yaml names no server of mail.

    Raises DeclarationError, PrivateStateError, OSError.
    """
    declared = site.metadata()
    if declared.desk is None or declared.desk.mail is None:
        return None
    return Post(site, declared, declared.desk.mail, secret(site.desk.parent), now)
