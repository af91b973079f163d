"""One address of every kind of page, for the tests that look at all of them."""

import json
from urllib.parse import quote
from urllib.request import urlopen

LANGUAGES = ("fr", "en")
WIDTHS = (320, 390, 1280)
THEMES = ("light", "dark")

_SQL = "select kind, count(*) as n from places group by kind"
KINDS = {
    "home": "/",
    "search": "/search?q=atelier",
    "search without a hit": "/search?q=zzqqxx",
    "dataset": "/lieux-partages",
    "dataset of two licences": "/enquete-habitants",
    "table": "/lieux-partages/places",
    "table with filters": "/lieux-partages/places?_search=caf%C3%A9&seats__gte=10&_sort=name",
    "table without a row": "/lieux-partages/places?name=zzz",
    "table of counts": "/enquete-habitants/answers_by_department",
    "table of counts over two columns": "/enquete-habitants/answers_trust_by_age",
    "table of dates": "/frequentation/features_day",
    "table near a place": "/lieux-partages/places?_near=Saint-Denis,50",
    "row": "/lieux-partages/places/{row}",
    "directory": "/reseau-transition/members",
    "map": "/lieux-partages/places/-/map",
    "chart": "/frequentation/features_day/-/chart?_chart=line&_column=day&_sum=visits&_by=month",
    "chart builder": "/lieux-partages/places/-/chart",
    "chart of two columns": "/lieux-partages/places/-/chart?_column=kind&_split=accessible&_share=1"
    "&_title=Mes+lieux&department=Gironde",
    "chart of areas": "/lieux-partages/places/-/chart?_column=department&_sum=seats",
    "chart that does not fit": "/lieux-partages/places/-/chart?_column=kind&_split=zzz",
    "embedded table": "/lieux-partages/places?_embed=1",
    "embedded map": "/lieux-partages/places/-/map?_embed=1",
    "embedded chart": "/frequentation/features_day/-/chart?_chart=line&_column=day&_sum=visits"
    "&_embed=1",
    "sql": f"/lieux-partages/-/query?sql={quote(_SQL)}",
    "wrong sql": "/lieux-partages/-/query?sql=select+*+from+nothing",
    "about": "/about",
    "api": "/api",
    "accessibility": "/accessibility",
    "legal": "/legal",
    "takedown": "/takedown",
    "status": "/status",
    "use": "/usage",
    "how use is counted": "/usage/method",
    "partners": "/partners",
    "licences": "/licenses",
    "licence": "/licenses/ODbL-1.0",
    "not found": "/lieux-partages/nothing",
    "bad request": "/lieux-partages/places?_size=many",
}
# What answers with another status than 200.
FAILING = {"not found": 404, "bad request": 400, "chart that does not fit": 400}
# Lighthouse looks at these, as a throttled phone.
FAST = ("home", "dataset", "table", "row")


def url(address: str, kind: str, language: str) -> str:
    """Where a kind of page stands on a served demo, in a language."""
    path = KINDS[kind].replace("{row}", first_place(address) if "{row}" in KINDS[kind] else "")
    return f"{address}{path}{'&' if '?' in path else '?'}_lang={language}"


def first_place(address: str) -> str:
    """The key of a place of the demo."""
    with urlopen(f"{address}/lieux-partages/places.json?_size=1&_sort=id&_shape=array") as answer:
        return str(json.load(answer)[0]["id"])
