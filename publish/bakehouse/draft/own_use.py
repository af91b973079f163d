"""A declaration of what this site itself is used for, as its own counter counts it."""

from pathlib import Path

from publish.bakehouse.draft.put import free_place, put
from publish.bakehouse.draft.statistics import UNDECIDED, statistics
from publish.declare.site import SiteFolder
from publish.words.bilingual import Words

HEAD = (
    "Drafted by `fournil new --usage`: what this site itself is used for, as `fournil serve`",
    "counts it. Whole weeks are published, each once it is over.",
    *UNDECIDED,
)
MEASURED = ("actions",)
"""Visits, bounces and time would need to follow people."""
FEATURES: dict[str, Words] = {
    "catalog": {"fr": "Accueil", "en": "First page"},
    "search": {"fr": "Recherche", "en": "Search"},
    "dataset": {"fr": "Jeu de données", "en": "Dataset"},
    "table": {"fr": "Table", "en": "Table"},
    "filtered table": {"fr": "Table filtrée", "en": "Filtered table"},
    "row": {"fr": "Ligne", "en": "Row"},
    "map": {"fr": "Carte", "en": "Map"},
    "chart": {"fr": "Graphique", "en": "Chart"},
    "embed": {"fr": "Intégration dans un autre site", "en": "Embedded in another site"},
    "sql": {"fr": "Requête SQL", "en": "SQL query"},
    "json": {"fr": "API", "en": "API"},
    "download": {"fr": "Téléchargement", "en": "Download"},
    "feed": {"fr": "Fil d’actualité", "en": "News feed"},
    "dcat": {"fr": "Catalogue DCAT", "en": "DCAT catalog"},
    "openapi": {"fr": "Description de l’API (OpenAPI)", "en": "Description of the API (OpenAPI)"},
    "assistants": {"fr": "Assistants (MCP)", "en": "Assistants (MCP)"},
    "reconcile": {"fr": "Rapprochement (OpenRefine)", "en": "Reconciliation (OpenRefine)"},
    "page": {"fr": "Autre page", "en": "Other page"},
    "crawlers": {"fr": "Robots", "en": "Crawlers"},
}
"""What the counter names, in words."""


def new_own_use(site: SiteFolder, name: str) -> Path:
    """Write data/<name>/dataset.yaml; raises DeclarationError where one is there."""
    path = free_place(site, name)
    labels: dict[str, dict[str, Words]] = {
        "tool": {"fournil": {"fr": "Fournil", "en": "Fournil"}},
        "feature": FEATURES,
    }
    put(path, statistics(HEAD, {"usage": "site"}, (), labels, MEASURED), [])
    return path
