"""DCAT-AP 3.0.1: the catalog of a site, which portals harvest.

A dataset whose tables have two licences is described twice, once a licence: portals know one
licence a dataset. Checksums stay out: the type that DCAT-AP asks for makes data.gouv.fr's
harvester refuse the whole dataset.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from publish.describe.file_types import FILE_TYPES, NO_TYPE
from publish.describe.forms import Form, Json, Package, forms, license_of, period, texts, updated
from publish.describe.rdf import Iri, Literal, Node, node, walk
from publish.frequencies import FREQUENCIES
from publish.licenses import LICENSES

AUTHORITY = "http://publications.europa.eu/resource/authority"
MEDIA_TYPES = "https://www.iana.org/assignments/media-types"
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
class Page:
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

    @property
    def name(self) -> str:
        """What identifies it in the site: the dataset, and a licence that is not its first."""
        name: str = self.package["name"]
        return name if self.first else f"{name}/{self.license}"

    def address(self, site: SiteFacts) -> str:
        """Its address, apart from that of its page."""
        return f"{site.address}/{self.package['name']}#{'dataset' if self.first else self.license}"

    @property
    def forms(self) -> Iterator[Form]:
        """The files under this licence; those of the whole dataset where there is no other."""
        covered = {
            one["name"]
            for one in self.package["resources"]
            if license_of(self.package, one)["name"] == self.license
        }
        alone = len(covered) == len(self.package["resources"])
        for form in forms(self.package):
            if form.table in covered or (form.table is None and alone):
                yield form


def described(packages: Sequence[Package]) -> list[Described]:
    """Every (dataset, licence) of a site, in order."""
    found = []
    for package in packages:
        used = [license_of(package, one)["name"] for one in package["resources"]]
        for number, license in enumerate(dict.fromkeys(used)):
            found.append(Described(package, license, first=number == 0))
    return found


def catalog(site: SiteFacts, datasets: Sequence[Described], page: Page) -> Iterator[Node]:
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


def _nodes(site: SiteFacts, datasets: Sequence[Described], page: Page) -> Iterator[Node]:
    newest = max((updated(one.package) for one in datasets), default=None)
    yield node(
        "dcat:Catalog",
        f"{site.address}/#catalog",
        dct_title=_words(dict(site.titles)),
        dct_description=_words(dict(site.descriptions) or dict(site.titles)),
        dct_publisher=_agent(site.publisher, site.publisher_url),
        dct_language=[Iri(LANGUAGES[one]) for one in site.languages],
        dct_modified=_date(newest) if newest else None,
        foaf_homepage=Iri(f"{site.address}/"),
        dcat_dataset=[Iri(one.address(site)) for one in datasets],
        dcat_service=Iri(f"{site.address}/#api"),
    )
    yield _view(site, page)
    yield _service(site, datasets)
    for one in datasets:
        yield from _dataset(site, one)


def _view(site: SiteFacts, page: Page) -> Node:
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
        dct_publisher=_agent(site.publisher, site.publisher_url),
        dcat_contactPoint=_contact(site.contact, site.publisher),
        dct_accessRights=PUBLIC,
        dcat_servesDataset=[Iri(one.address(site)) for one in datasets],
    )


def _dataset(site: SiteFacts, one: Described) -> Iterator[Node]:
    package = one.package
    files = [(form, f"{site.address}/{package['name']}#{form.path}") for form in one.forms]
    producers = [_agent(by["title"], by.get("path")) for by in package.get("contributors", ())]
    yield node(
        "dcat:Dataset",
        one.address(site),
        dct_identifier=Literal(one.name),
        dct_title=_titles(one),
        dct_description=_words(texts(package, "description")) or _titles(one),
        dct_publisher=producers[:1],
        dct_creator=producers,
        dcat_contactPoint=_contact(package.get("contact") or site.contact, site.publisher),
        dct_issued=_date(package["created"][:10]),
        dct_modified=_date(updated(package)),
        dcat_version=Literal(package["version"]) if package.get("version") else None,
        dcat_keyword=[Literal(word, "fr") for word in package.get("keywords", ())],
        dct_accrualPeriodicity=_frequency(package),
        dct_language=Iri(LANGUAGES["fr"]),
        dct_license=Iri(LICENSES[one.license].dcat),
        dct_accessRights=PUBLIC,
        dct_temporal=_period(package),
        dct_spatial=_places(package),
        dcat_landingPage=Iri(f"{site.address}/{package['name']}"),
        dcat_distribution=[Iri(file) for _, file in files],
    )
    for form, file in files:
        yield _distribution(site, one, form, file)


def _titles(one: Described) -> list[Literal]:
    """The dataset's titles; those of its second licence say which."""
    found = texts(one.package, "title") or {"fr": one.package["name"]}
    if one.first:
        return _words(found)
    license = LICENSES[one.license].title
    return _words({of: f"{title} ({license[of]})" for of, title in found.items()})


def _distribution(site: SiteFacts, one: Described, form: Form, address: str) -> Node:
    package = one.package
    download = Iri(f"{site.address}/download/{package['name']}/{form.path}")
    table = next((t for t in package["resources"] if t["name"] == form.table), package)
    type = FILE_TYPES.get(form.format, NO_TYPE)
    return node(
        "dcat:Distribution",
        address,
        dct_identifier=Literal(f"{package['name']}/{form.path}"),
        dct_title=_file_titles(table, form),
        dct_description=_words(texts(table, "description")),
        dcat_accessURL=download,
        dcat_downloadURL=download,
        dct_license=Iri(LICENSES[one.license].dcat),
        dct_format=_format(form),
        dcat_mediaType=_media_type(type.inside or form.mediatype),
        dcat_compressFormat=_media_type(type.compressed),
        dcat_byteSize=_number(form.bytes),
        dct_issued=_date(package["created"][:10]),
        dct_modified=_date(updated(package)),
        dct_language=Iri(LANGUAGES["fr"]),
    )


def _format(form: Form) -> Iri | Node:
    """The European code of a format, or its name where it has none."""
    if form.format in FILE_TYPES:
        return Iri(f"{AUTHORITY}/file-type/{FILE_TYPES[form.format].code}")
    return node("dct:MediaTypeOrExtent", rdfs_label=Literal(form.format))


def _media_type(name: str | None) -> Iri | None:
    return Iri(f"{MEDIA_TYPES}/{name}") if name else None


def _file_titles(table: Json | Package, form: Form) -> list[Literal]:
    titles = texts(table, "title") or {"fr": table["name"]}
    return _words({of: f"{title} ({form.path})" for of, title in titles.items()})


def _words(found: dict[str, str]) -> list[Literal]:
    return [Literal(text, language) for language, text in found.items()]


def _date(iso: str) -> Literal:
    return Literal(iso, datatype="xsd:date")


def _number(count: int | None) -> Literal | None:
    return None if count is None else Literal(str(count), datatype="xsd:nonNegativeInteger")


def _agent(name: str, url: str | None) -> Node:
    return node("foaf:Agent", foaf_name=Literal(name), foaf_homepage=Iri(url) if url else None)


def _contact(contact: str | None, publisher: str) -> Node | None:
    """Where to write: an e-mail address, a page, or words."""
    if not contact:
        return None
    email = Iri(f"mailto:{contact}") if "@" in contact and "/" not in contact else None
    page = Iri(contact) if contact.startswith(("http://", "https://")) else None
    name = Literal(publisher if email or page else contact)
    return node("vcard:Kind", vcard_fn=name, vcard_hasEmail=email, vcard_hasURL=page)


def _frequency(package: Package) -> Iri | None:
    found = FREQUENCIES.get(package.get("frequency", ""))
    return Iri(found.uri) if found else None


def _period(package: Package) -> Node | None:
    days = period(package)
    if not days:
        return None
    start, end = map(_date, days)
    return node("dct:PeriodOfTime", dcat_startDate=start, dcat_endDate=end)


def _places(package: Package) -> list[Iri | Node]:
    coverage = package.get("coverage", {})
    found: list[Iri | Node] = []
    if place := coverage.get("spatial"):
        web = place.startswith(("http://", "https://"))
        named = node("dct:Location", rdfs_label=Literal(place, "fr"))
        found.append(Iri(place) if web else named)
    if box := coverage.get("bbox"):
        found.append(node("dct:Location", dcat_bbox=_polygon(*box)))
    return found


def _polygon(west: float, south: float, east: float, north: float) -> Literal:
    corners = [(west, south), (east, south), (east, north), (west, north), (west, south)]
    ring = ", ".join(f"{x} {y}" for x, y in corners)
    return Literal(f"POLYGON(({ring}))", datatype="geo:wktLiteral")
