"""`/partners`: who gives which rows, how fresh, under which licence; and a page of each."""

from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass

from publish.release.partner import SOURCE, ListedPartner
from publish.release.release import Release
from publish.release.table import Table
from publish.site.base.answers import Response
from publish.site.base.refusals import NotFound
from publish.site.base.site import Request, Site
from publish.site.downloads.files import checksums
from publish.site.frame import frame
from publish.site.frame.links import Pairs, address, file_address, link
from publish.site.text.contact import Contact, mailed
from publish.site.text.languages import gettext as _
from publish.site.text.languages import language
from publish.site.text.words import text
from publish.words.licenses import LICENSES


@dataclass(frozen=True)
class Gift:
    """What a partner gives to a table: its rows there, their licence, and how fresh they are."""

    listed: ListedPartner
    dataset_title: str
    dataset: str
    table_title: str
    rows: str
    license: str
    logo: str


@dataclass(frozen=True)
class ShownPartner:
    """A partner of some tables of the site; what is said of it is of where it gives most rows.

    Two datasets may call two partners alike: `title` is then that of each, and no more is said.
    """

    name: str
    title: str
    url: str
    contact: Contact | None
    logo: str
    gifts: tuple[Gift, ...]

    @property
    def rows(self) -> int:
        """All that it gives."""
        return sum(gift.listed.rows for gift in self.gifts)

    @property
    def licenses(self) -> dict[str, str]:
        """The licences of what it gives: id -> title."""
        return {gift.listed.license: gift.license for gift in self.gifts}

    @property
    def copied(self) -> str:
        """The day of its newest copy, "" where none is known."""
        return max(gift.listed.copy for gift in self.gifts)

    @property
    def stale(self) -> bool:
        """Whether some of it could not be had anew."""
        return any(gift.listed.stale for gift in self.gifts)


async def list_page(datasette: Site, request: Request) -> Response:
    """All partners of the tables that the visitor may see, by their titles."""
    found = await _partners(datasette, request)
    return await frame.page(datasette, request, "partners.html", {"partners": found})


async def partner_page(datasette: Site, request: Request) -> Response:
    """One of them: what it gives, and where its rows are; raises NotFound."""
    name = request.url_vars["partner"]
    found = [one for one in await _partners(datasette, request) if one.name == name]
    if not found:
        raise NotFound("No partner of that name gives rows here.")
    trail: Pairs = [(str(datasette.urls.path("/partners")), _("Partners"))]
    context = {"partner": found[0], "trail": trail}
    return await frame.page(datasette, request, "partner.html", context)


async def _partners(site: Site, request: Request) -> list[ShownPartner]:
    gifts: dict[str, list[Gift]] = {}
    async for gift in _gifts(site, request):
        gifts.setdefault(gift.listed.name, []).append(gift)
    found = [_shown(name, given) for name, given in gifts.items()]
    return sorted(found, key=lambda one: (one.title.casefold(), one.name))


async def _gifts(site: Site, request: Request) -> AsyncIterator[Gift]:
    for database in site.databases.values():
        release: Release = database.release
        for table in release.tables.values():
            # What tells where rows come from holds no other ones.
            if not table.partners or SOURCE not in table.columns:
                continue
            if await site.may(request.actor, "view-table", release.dataset, table.name):
                for one in table.partners:
                    yield _gift(site, release, table, one)


def _gift(site: Site, release: Release, table: Table, one: ListedPartner) -> Gift:
    base = str(site.urls.table(release.dataset, table.name))
    return Gift(
        listed=one,
        dataset_title=text(release.package, "title") or release.dataset,
        dataset=str(site.urls.database(release.dataset)),
        table_title=text(table, "title") or table.name,
        rows=link(address(base, [(f"{SOURCE}__arraycontains", one.name)])),
        license=LICENSES[one.license].title[language()],
        logo=_logo(site, release, one),
    )


def _logo(site: Site, release: Release, one: ListedPartner) -> str:
    """The address of its logo in this version, "" where the release has none."""
    if not one.logo or one.logo not in checksums(release.folder):
        return ""
    return str(site.urls.path(file_address(release.dataset, one.logo, release.version)))


def _shown(name: str, given: Iterable[Gift]) -> ShownPartner:
    gifts = tuple(sorted(given, key=lambda gift: -gift.listed.rows))
    first = gifts[0].listed
    titles = dict.fromkeys(gift.listed.title for gift in gifts)
    one = len(titles) == 1
    return ShownPartner(
        name=name,
        title=" / ".join(titles),
        url=first.url if one else "",
        contact=mailed(first.contact if one else ""),
        logo=next(filter(None, (gift.logo for gift in gifts if one)), ""),
        gifts=gifts,
    )
