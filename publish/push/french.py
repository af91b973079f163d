"""The French words that a portal shows beside the dataset's own."""

from collections.abc import Iterator, Mapping
from datetime import date

from publish.dates import BASES, in_words
from publish.describe.forms import Json, Package, french, updated
from publish.licenses import LICENSES

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
MODES: Mapping[str, str] = {
    "things": "elle décrit des choses, pas des personnes",
    "named": "annuaire de personnes qui ont accepté d’y figurer",
    "aggregates": "décomptes seulement, aucune ligne ne décrit une personne",
    "records": "lignes de personnes, rendues semblables entre elles",
}


def description(package: Package, license: str, report: Json, address: str | None) -> str:
    """The Markdown of a dataset's page: its own words, provenance, protection, report, licence."""
    parts = [french(package, "description") or "", *_parts(package, license, report, address)]
    return "\n\n".join(part.strip() for part in parts if part.strip())


def withdrawn(package_title: str, why: str, on: date) -> str:
    """What stands where a dataset was, once all its releases were taken back."""
    return (
        f"Toutes les versions de « {package_title} » ont été retirées le {in_words(on, 'fr')} : "
        f"{why}\n\nLes fichiers ne sont plus disponibles. Ceux qui ont été téléchargés ne doivent "
        "plus être réutilisés."
    )


def _parts(package: Package, license: str, report: Json, address: str | None) -> Iterator[str]:
    yield f"### Provenance\n\n{_provenance(package)}"
    yield f"### Protection des personnes\n\n{protection(report, _tables(package))}"
    yield f"### Rapport et documentation\n\n{_report(package, address)}"
    name = LICENSES[license].title["fr"]
    yield f"### Licence\n\n[{name}]({LICENSES[license].url}). {LICENSES[license].summary['fr']}"


def _tables(package: Package) -> dict[str, str]:
    return {one["name"]: french(one, "title") or one["name"] for one in package["resources"]}


def _provenance(package: Package) -> str:
    makers = [_link(one["title"], one.get("path")) for one in package.get("contributors", ())]
    basis = BASES.get(package.get("updated", {}).get("basis", ""), {}).get("fr")
    by = ", ".join(makers) or "le producteur"
    crowd = "Données contributives, " if package.get("contributed") else "Données "
    return (
        f"{crowd}produites par {by}. Version {package['version']} du "
        f"{_day(package['created'])}, données mises à jour le {_day(updated(package))}"
        f"{f' ({basis})' if basis else ''}."
    )


def protection(report: Json, titles: Mapping[str, str]) -> str:
    """What was done so that nobody is found in the tables, as the release's report tells it."""
    lines = []
    for table in report.get("tables", ()):
        shown = titles.get(table["name"], table["name"])
        facts = "; ".join(_facts(table)).replace("; ", " ; ")
        lines.append(f"- **{shown}** : {facts}.")
    return "\n".join(lines)


def _facts(table: Json) -> Iterator[str]:
    yield MODES[table["mode"]]
    dropped = len(table.get("columns_dropped", ()))
    if dropped:
        yield f"{dropped} colonne{'s' * (dropped > 1)} non publiée{'s' * (dropped > 1)}"
    recoded = [one["name"] for one in table["columns_published"] if one["technique"]]
    if recoded:
        yield f"recodage de {', '.join(recoded)}"
    figures = table.get("protection", {})
    if k := figures.get("k") or figures.get("policy", {}).get("k"):
        yield f"au moins {k} personnes par groupe publié"


def _report(package: Package, address: str | None) -> str:
    if address is None:
        return "Le rapport de publication et le dictionnaire sont joints aux fichiers."
    home = f"{address}/{package['name']}"
    files = f"{address}/download/{package['name']}"
    return (
        f"[Rapport de publication]({files}/report.html), "
        f"[dictionnaire des données]({files}/dictionary.csv), "
        f"[page du jeu de données]({home})."
    )


def _link(title: str, url: str | None) -> str:
    return f"[{title}]({url})" if url else title


def _day(iso: str) -> str:
    return in_words(date.fromisoformat(iso[:10]), "fr")
