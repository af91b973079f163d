"""What stands in a catalog's properties: formats, texts, days, bodies, periods and places."""

from publish.describe.rdf import Iri, Literal, Node, node
from publish.forms.formats import FileType, known
from publish.release.described import DescribedPart as Part
from publish.release.described import Form, Texts
from publish.release.package import Package
from publish.words.frequencies import FREQUENCIES

AUTHORITY = "http://publications.europa.eu/resource/authority"
MEDIA_TYPES = "https://www.iana.org/assignments/media-types"


def file_format(form: Form) -> Iri | Node:
    """The European code of a format, or its name where it has none."""
    if type := file_type(form):
        return Iri(f"{AUTHORITY}/file-type/{type.code}")
    return node("dct:MediaTypeOrExtent", rdfs_label=Literal(form.format))


def file_type(form: Form) -> FileType | None:
    """What is known of its format; None for a file of no known one."""
    found = known(form.format)
    return found.file_type if found else None


def media_type(name: str | None) -> Iri | None:
    """A media type as IANA names it."""
    return Iri(f"{MEDIA_TYPES}/{name}") if name else None


def file_titles(told: Part, form: Form) -> list[Literal]:
    """What a file is called: its table's title and its path."""
    titles = told.titles or {"fr": told.name}
    return literals({of: f"{title} ({form.path})" for of, title in titles.items()})


def literals(found: Texts) -> list[Literal]:
    """A text in each of its languages."""
    return [Literal(text, language) for language, text in found.items()]


def day(iso: str) -> Literal:
    """A date, as ISO 8601 writes it."""
    return Literal(iso, datatype="xsd:date")


def integer(count: int | None) -> Literal | None:
    """A count; None where there is none."""
    return None if count is None else Literal(str(count), datatype="xsd:nonNegativeInteger")


def agent(name: str, url: str | None) -> Node:
    """A person or body, with its page."""
    return node("foaf:Agent", foaf_name=Literal(name), foaf_homepage=Iri(url) if url else None)


def contact(written: str | None, publisher: str) -> Node | None:
    """Where to write: an e-mail address, a page, or words."""
    if not written:
        return None
    email = Iri(f"mailto:{written}") if "@" in written and "/" not in written else None
    page = Iri(written) if written.startswith(("http://", "https://")) else None
    name = Literal(publisher if email or page else written)
    return node("vcard:Kind", vcard_fn=name, vcard_hasEmail=email, vcard_hasURL=page)


def frequency(package: Package) -> Iri | None:
    """How often it comes, as the EU names it."""
    return Iri(FREQUENCIES[package.frequency].uri) if package.frequency else None


def period(package: Package) -> Node | None:
    """The first and last day that the data are of."""
    if not package.period:
        return None
    start, end = map(day, package.period)
    return node("dct:PeriodOfTime", dcat_startDate=start, dcat_endDate=end)


def places(package: Package) -> list[Iri | Node]:
    """The places that the data are of: a name or address, and a box."""
    coverage = package.coverage
    found: list[Iri | Node] = []
    if place := coverage.spatial:
        web = place.startswith(("http://", "https://"))
        named = node("dct:Location", rdfs_label=Literal(place, "fr"))
        found.append(Iri(place) if web else named)
    if box := coverage.bbox:
        found.append(node("dct:Location", dcat_bbox=_polygon(*box)))
    return found


def _polygon(west: float, south: float, east: float, north: float) -> Literal:
    corners = [(west, south), (east, south), (east, north), (west, north), (west, south)]
    ring = ", ".join(f"{x} {y}" for x, y in corners)
    return Literal(f"POLYGON(({ring}))", datatype="geo:wktLiteral")
