"""The French words that a portal shows beside the dataset's own."""

from collections.abc import Iterator, Mapping
from datetime import date

from publish.release.described import Json
from publish.release.package import Package
from publish.release.report import facts
from publish.words.dates import BASES, in_words
from publish.words.licenses import LICENSES

FILES: Mapping[str, str] = {
    "sqlite": "Toutes les tables dans une base SQLite, avec clés, index et recherche.",
    "zip": "Tous les fichiers de la version, avec la licence.",
    "dictionary": "Dictionnaire : chaque colonne, son type, son unité, sa description.",
    "report": "Rapport de publication : lignes lues, publiées et écartées, colonnes retirées, "
    "contrôles et protection des personnes.",
    "api": "API JSON des tables, décrite en OpenAPI 3.1 : filtres, tri, recherche, SQL.",
}
TABLE = "La table « {title} » : {columns} colonnes, que le dictionnaire décrit."
TITLES: Mapping[str, str] = {
    "dictionary": "Dictionnaire des données",
    "report": "Rapport de publication",
    "api": "API",
}


def description(package: Package, license: str, report: Json, address: str | None) -> str:
    """The Markdown of a dataset's page: its own words, provenance, protection, report, licence."""
    parts = [package.description or "", *_parts(package, license, report, address)]
    return "\n\n".join(part.strip() for part in parts if part.strip())


def withdrawn(package_title: str, why: str, on: date) -> str:
    """What stands where a dataset was, once all its releases were taken back."""
    return (
        f"Toutes les versions de « {package_title} » ont été retirées le {in_words(on, 'fr')} : "
        f"{why}\n\nLes fichiers ne sont plus disponibles. Ceux qui ont été téléchargés ne doivent "
        "plus être réutilisés."
    )


def _parts(package: Package, license: str, report: Json, address: str | None) -> Iterator[str]:
    titles = {name: table.title for name, table in package.tables.items()}
    yield f"### Provenance\n\n{_provenance(package)}"
    yield f"### Protection des personnes\n\n{protection(report, titles)}"
    yield f"### Rapport et documentation\n\n{_report(package, address)}"
    name = LICENSES[license].title["fr"]
    yield f"### Licence\n\n[{name}]({LICENSES[license].url}). {LICENSES[license].summary['fr']}"


def _provenance(package: Package) -> str:
    makers = [_link(one.title, one.path) for one in package.contributors]
    basis = BASES.get(package.basis, {}).get("fr")
    by = ", ".join(makers) or "le producteur"
    crowd = "Données contributives, " if package.contributed else "Données "
    return (
        f"{crowd}produites par {by}. Version {package.version} du "
        f"{_day(package.created)}, données mises à jour le {_day(package.updated)}"
        f"{f' ({basis})' if basis else ''}."
    )


def protection(report: Json, titles: Mapping[str, str]) -> str:
    """What was done so that nobody is found in the tables, as the release's report tells it."""
    lines = []
    for table in report.get("tables", ()):
        shown = titles.get(table["name"], table["name"])
        lines.append(f"- **{shown}** : {' ; '.join(facts(table, 'fr'))}.")
    return "\n".join(lines)


def _report(package: Package, address: str | None) -> str:
    if address is None:
        return "Le rapport de publication et le dictionnaire sont joints aux fichiers."
    home = f"{address}/{package.name}"
    files = f"{address}/download/{package.name}"
    return (
        f"[Rapport de publication]({files}/report.html), "
        f"[dictionnaire des données]({files}/dictionary.csv), "
        f"[page du jeu de données]({home})."
    )


def _link(title: str, url: str | None) -> str:
    return f"[{title}]({url})" if url else title


def _day(iso: str) -> str:
    return in_words(date.fromisoformat(iso[:10]), "fr")
