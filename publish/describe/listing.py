"""What crawlers and language models read first: the site's map, its summary, its rules."""

from collections.abc import Iterable, Iterator
from xml.sax.saxutils import escape

from publish.describe.dcat import SiteFacts
from publish.release.package import Package
from publish.words.licenses import LICENSES

# Pages that are about no dataset.
PAGES = (
    "about",
    "api",
    "licenses",
    "reuses",
    "status",
    "usage",
    "usage/method",
    "accessibility",
    "legal",
    "takedown",
)
SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"


def sitemap(site: SiteFacts, packages: Iterable[Package]) -> str:
    """`sitemap.xml`: the pages of the site, its datasets and their tables."""
    given = list(packages)
    pages: list[tuple[str, str | None]] = [
        (f"{site.address}/", None),
        *((f"{site.address}/{page}", None) for page in (*PAGES, *_partners(given))),
    ]
    for package in given:
        home = f"{site.address}/{package.name}"
        pages.append((home, package.updated))
        pages += [(f"{home}/{table}", package.updated) for table in package.tables]
    lines = "".join(_page(address, day) for address, day in pages)
    head = '<?xml version="1.0" encoding="utf-8"?>\n'
    return f'{head}<urlset xmlns="{SITEMAP}">\n{lines}</urlset>\n'


def _partners(packages: Iterable[Package]) -> Iterator[str]:
    """The pages of those whose rows the tables hold, where there are any."""
    tables = [table for package in packages for table in package.tables.values()]
    names = sorted({one.name for table in tables for one in table.partners})
    yield from ["partners", *(f"partners/{name}" for name in names)] if names else []


def _page(address: str, day: str | None) -> str:
    changed = f"<lastmod>{day}</lastmod>" if day else ""
    return f"  <url><loc>{escape(address)}</loc>{changed}</url>\n"


def llms(site: SiteFacts, packages: Iterable[Package]) -> str:
    """`llms.txt`: the datasets, their licences and files, and how to ask for rows."""
    titles, descriptions = dict(site.titles), dict(site.descriptions)
    lines = [f"# {titles.get('en') or titles['fr']}", ""]
    if found := descriptions.get("en") or descriptions.get("fr"):
        lines += [f"> {_line(found)}", ""]
    lines += [
        f"- [JSON API (OpenAPI 3.1)]({site.address}/openapi.json)",
        f"- [Catalog (DCAT-AP)]({site.address}/catalog.ttl)",
        f"- [Licences]({site.address}/licenses)",
        f"- Tools for assistants (Model Context Protocol, where installed): {site.address}/mcp",
    ]
    for package in packages:
        lines += ["", *_dataset(site, package)]
    return "\n".join(lines) + "\n"


def _dataset(site: SiteFacts, package: Package) -> Iterator[str]:
    name = package.name
    yield f"## {package.title}"
    yield ""
    if package.demo:
        yield "Fictional data: a demonstration."
        yield ""
    yield _line(package.description or "")
    yield ""
    for table in package.tables.values():
        license = LICENSES[table.license.name].title["en"]
        rows = f"[{table.name}]({site.address}/{name}/{table.name}.json)"
        yield f"- {rows}: {_line(table.title)}; {license}"
    for form in package.forms:
        yield f"- [{form.path}]({site.address}/download/{name}/{form.path})"


def _line(text: str) -> str:
    return " ".join(text.split())


def robots(site: SiteFacts) -> str:
    """`robots.txt`: no queries and no filters, which no crawler should try without end."""
    # The longest rule that fits wins (RFC 9309): pages in a language, and of the catalog, are read.
    spoken = [f"Allow: /*?_lang={language}$" for language in site.languages]
    paged = ("Allow: /?page=", "Allow: /catalog.*?page=")
    # What partners of other sites harvest; no page leads there.
    mapped = ("Allow: /*/-/elements.json", "Allow: /*/-/taxonomy.json")
    rules = ("User-agent: *", "Disallow: /*/-/", "Disallow: /*?", *spoken, *paged, *mapped, "")
    return "\n".join((*rules, f"Sitemap: {site.address}/sitemap.xml", ""))
