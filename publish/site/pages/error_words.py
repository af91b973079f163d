"""What an error page says: what happened, what to do, and what may have been meant."""

from collections.abc import Mapping
from difflib import get_close_matches
from urllib.parse import unquote

from publish.site.base.site import Site
from publish.site.text.languages import gettext as _
from publish.site.text.words import text


def heading(status: int) -> str:
    """What happened."""
    words = {
        400: _("This request cannot be answered"),
        403: _("This is not open to the public"),
        404: _("There is nothing at this address"),
        405: _("This address is only for reading"),
        410: _("This is gone"),
        413: _("This is too much at once"),
        414: _("This address is too long"),
        429: _("Too much is asked at once"),
        500: _("Something broke on our side"),
    }
    return words.get(status, words[500] if status >= 500 else words[400])


def advice(status: int) -> str:
    """What to do."""
    words = {
        400: _("Something in the address cannot be understood, or is too much. Go back and change "
               "it, or begin again from the dataset."),
        403: _("The publisher keeps it private. Everything else on this site may be read without "
               "an account."),
        404: _("It may have moved or been withdrawn, or the address may hold a slip. Search for it,"
               " or begin again from the list of datasets."),
        405: _("Nothing can be sent here; the data is read, never written."),
        429: _("Wait a few seconds, then load the page again. Whole tables are downloads, which "
               "never wait."),
        410: _("It was here and is no longer. The latest version may replace it."),
        500: _("It is not your fault, and it was written down. Try again in a while; if it lasts, "
               "tell us."),
    }  # fmt: skip
    return words.get(status, words[500] if status >= 500 else words[400])


def near(site: Site, path: str) -> list[tuple[str, str]]:
    """(path, title) of the datasets and tables whose names look like what was asked."""
    places = dict(_places(site))
    wanted = unquote(path).strip("/").lower().partition(".")[0]
    names = {place.strip("/"): place for place in places}
    found = get_close_matches(wanted, names, n=3, cutoff=0.6)
    return [(site.urls.path(names[name]), places[names[name]]) for name in found]


def _places(site: Site) -> Mapping[str, str]:
    """Address -> title of every dataset and table."""
    found: dict[str, str] = {}
    for name, database in site.databases.items():
        package = database.release.package
        found[f"/{name}"] = text(package, "title") or name
        for table, one in package.tables.items():
            found[f"/{name}/{table}"] = f"{found[f'/{name}']} – {text(one, 'title')}"
    return found
