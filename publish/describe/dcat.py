"""DCAT-AP 3.0.1: the catalog of a site, which portals harvest.

A dataset whose tables have two licences is described twice, once a licence: portals know one
licence a dataset. Checksums stay out: the type that DCAT-AP asks for makes data.gouv.fr's
harvester refuse the whole dataset. A dataset is modified when its data changes, its files also
when an export brings no news: portals read from these whether it comes as often as announced.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from publish.describe import dcat_values as values
from publish.describe.dcat_values import AUTHORITY
from publish.describe.dpv import governed
from publish.describe.rdf import Iri, Literal, Node, node, walk
from publish.forms.formats import FileType
from publish.release.described import Form
from publish.release.package import Package
from publish.words.frequencies import FREQUENCIES
from publish.words.licenses import LICENSES

LANGUAGES = {"fr": f"{AUTHORITY}/language/FRA", "en": f"{AUTHORITY}/language/ENG"}
# The class of what a property points to.
CLASSES = {
    "dct:language": "dct:LinguisticSystem",
    "dct:accrualPeriodicity": "dct:Frequency",
    "dct:license": "dct:LicenseDocument",
    "dct:accessRights": "dct:RightsStatement",
    "dct:format": "dct:MediaTypeOrExtent",
    "dct:spatial": "dct:Location",
    "dcat:mediaType": "dct:MediaType",
    "dcat:compressFormat": "dct:MediaType",
    "dcat:landingPage": "foaf:Document",
    "foaf:homepage": "foaf:Document",
}
PUBLIC = Iri(f"{AUTHORITY}/access-right/PUBLIC")


@dataclass(frozen=True)
class SiteFacts:
    """What a catalog says of its site; `address` ends without a slash."""

    address: str
    titles: tuple[tuple[str, str], ...]
    descriptions: tuple[tuple[str, str], ...]
    publisher: str
    publisher_url: str | None
    contact: str | None
    languages: tuple[str, ...]


@dataclass(frozen=True)
class CatalogPage:
    """A page of the catalog: its number from 1, of how many, of how many datasets in all."""

    address: str
    number: int
    last: int
    total: int


@dataclass(frozen=True)
class Described:
    """What one dcat:Dataset describes: the files of a dataset under one licence."""

    package: Package
    license: str
    first: bool
    exported: str
    """The ISO day of the newest export that it was made from or confirmed by."""

    @property
    def name(self) -> str:
        """What identifies it in the site: the dataset, and a licence that is not its first."""
        return self.package.name if self.first else f"{self.package.name}/{self.license}"

    def address(self, site: SiteFacts) -> str:
        """Its address, apart from that of its page."""
        return f"{site.address}/{self.package.name}#{'dataset' if self.first else self.license}"

    @property
    def forms(self) -> Iterator[Form]:
        """The files under this licence; those of the whole dataset where there is no other."""
        tables = self.package.tables
        covered = {name for name, one in tables.items() if one.license.name == self.license}
        alone = len(covered) == len(tables)
        for form in self.package.forms:
            if form.table in covered or (form.table is None and alone):
                yield form


def described(packages: Iterable[tuple[Package, date]]) -> list[Described]:
    """Every (dataset, licence) of a site, in order; with each package comes the day of its newest
    export."""
    found = []
    for package, exported in packages:
        used = [table.license.name for table in package.tables.values()]
        for number, license in enumerate(dict.fromkeys(used)):
            found.append(Described(package, license, number == 0, exported.isoformat()))
    return found


def catalog(site: SiteFacts, datasets: Sequence[Described], page: CatalogPage) -> Iterator[Node]:
    """The nodes of one page of the catalog."""
    nodes = list(_nodes(site, datasets, page))
    yield from nodes
    yield from _classes(nodes)


def _classes(nodes: Sequence[Node]) -> Iterator[Node]:
    """What kind of thing each address from elsewhere names, which DCAT-AP asks to say."""
    seen: dict[tuple[str, str], None] = {}
    for one in nodes:
        for term, value in walk(one):
            if isinstance(value, Iri) and term in CLASSES:
                seen[value.address, CLASSES[term]] = None
    for address, type in seen:
        yield node(type, address)


def _nodes(site: SiteFacts, datasets: Sequence[Described], page: CatalogPage) -> Iterator[Node]:
    newest = max((one.package.updated for one in datasets), default=None)
    yield node(
        "dcat:Catalog",
        f"{site.address}/#catalog",
        dct_title=values.literals(dict(site.titles)),
        dct_description=values.literals(dict(site.descriptions) or dict(site.titles)),
        dct_publisher=values.agent(site.publisher, site.publisher_url),
        dct_language=[Iri(LANGUAGES[one]) for one in site.languages],
        dct_modified=values.day(newest) if newest else None,
        foaf_homepage=Iri(f"{site.address}/"),
        dcat_dataset=[Iri(one.address(site)) for one in datasets],
        dcat_service=Iri(f"{site.address}/#api"),
    )
    yield _view(site, page)
    yield _service(site, datasets)
    for one in datasets:
        yield from _dataset(site, one)


def _view(site: SiteFacts, page: CatalogPage) -> Node:
    def at(number: int) -> Iri | None:
        return Iri(f"{page.address}?page={number}") if 1 <= number <= page.last else None

    return node(
        "hydra:PartialCollectionView",
        f"{page.address}?page={page.number}",
        hydra_first=at(1),
        hydra_previous=at(page.number - 1),
        hydra_next=at(page.number + 1),
        hydra_last=at(page.last),
        hydra_totalItems=Literal(str(page.total), datatype="xsd:integer"),
    )


def _service(site: SiteFacts, datasets: Sequence[Described]) -> Node:
    """The JSON API of the site."""
    return node(
        "dcat:DataService",
        f"{site.address}/#api",
        dct_identifier=Literal("api"),
        dct_title=[Literal("API JSON", "fr"), Literal("JSON API", "en")],
        dcat_endpointURL=Iri(f"{site.address}/"),
        dcat_endpointDescription=Iri(f"{site.address}/openapi.json"),
        dct_publisher=values.agent(site.publisher, site.publisher_url),
        dcat_contactPoint=values.contact(site.contact, site.publisher),
        dct_accessRights=PUBLIC,
        dcat_servesDataset=[Iri(one.address(site)) for one in datasets],
    )


def _dataset(site: SiteFacts, one: Described) -> Iterator[Node]:
    package = one.package
    files = [(form, f"{site.address}/{package.name}#{form.path}") for form in one.forms]
    producers = [values.agent(by.title, by.path) for by in package.contributors]
    yield node(
        "dcat:Dataset",
        one.address(site),
        dct_identifier=Literal(one.name),
        dct_title=_titles(one),
        dct_description=values.literals(package.descriptions) or _titles(one),
        dct_publisher=producers[:1],
        dct_creator=producers,
        dcat_contactPoint=values.contact(package.contact or site.contact, site.publisher),
        dct_issued=values.day(package.created),
        dct_modified=_last_change(one),
        dcat_version=Literal(package.version) if package.version else None,
        dcat_keyword=[Literal(word, "fr") for word in package.keywords],
        dct_accrualPeriodicity=values.frequency(package),
        dct_language=Iri(LANGUAGES["fr"]),
        dct_license=Iri(LICENSES[one.license].dcat),
        dct_accessRights=PUBLIC,
        dct_temporal=values.period(package),
        dct_spatial=values.places(package),
        dcat_landingPage=Iri(f"{site.address}/{package.name}"),
        dcat_distribution=[Iri(file) for _, file in files],
        **governed(package),
    )
    for form, file in files:
        yield _distribution(site, one, form, file)


def _last_change(one: Described) -> Literal | None:
    """The day of the last change; None where a later export of an announced rhythm confirmed it.

    DCAT leaves it open there, and udata looks at the days of the files only where their dataset
    has none: it would call late what came in time and brought no news.
    """
    changed, frequency = one.package.updated, one.package.frequency
    announced = frequency is not None and FREQUENCIES[frequency].days is not None
    return None if announced and one.exported > changed[:10] else values.day(changed)


def _titles(one: Described) -> list[Literal]:
    """The dataset's titles; those of its second licence say which."""
    found = one.package.titles or {"fr": one.package.name}
    if one.first:
        return values.literals(found)
    license = LICENSES[one.license].title
    return values.literals({of: f"{title} ({license[of]})" for of, title in found.items()})


def _distribution(site: SiteFacts, one: Described, form: Form, address: str) -> Node:
    package = one.package
    download = Iri(f"{site.address}/download/{package.name}/{form.path}")
    told = package.tables.get(form.table or "", package)
    type = values.file_type(form) or FileType("")
    return node(
        "dcat:Distribution",
        address,
        dct_identifier=Literal(f"{package.name}/{form.path}"),
        dct_title=values.file_titles(told, form),
        dct_description=values.literals(told.descriptions),
        dcat_accessURL=download,
        dcat_downloadURL=download,
        dct_license=Iri(LICENSES[one.license].dcat),
        dct_format=values.file_format(form),
        dcat_mediaType=values.media_type(type.inside or form.mediatype),
        dcat_compressFormat=values.media_type(type.compressed),
        dcat_byteSize=values.integer(form.bytes),
        dct_issued=values.day(package.created),
        dct_modified=values.day(one.exported),
        dct_language=Iri(LANGUAGES["fr"]),
    )
