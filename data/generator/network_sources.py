"""What the servers of the network's six partners answer: each its own tool, words and disorder."""

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from data.generator.draws import opaque
from data.generator.files import json_object, table, workbook
from data.generator.network import NORTH_HEADERS, network
from data.generator.partner_entries import Entry, spread
from data.generator.partner_words import (
    ARCHIPEL_TOPICS,
    CARTE_CATEGORIES,
    ESTUAIRE_HEADERS,
    VALLEES_HEADERS,
    VALLEES_THEMES,
    VOISINS_TAGS,
)
from data.generator.people import slug


def write_sources(folder: Path) -> list[Path]:
    """Write what each partner's server has to give, `<partner>/<file>`, and return the paths."""
    known = network()
    entries = spread(known)
    made = [table(folder / "nord" / "annuaire.csv", NORTH_HEADERS, known.north)]
    made += [
        json_object(folder / partner / file, content(entries[partner]))
        for (partner, file), content in _JSON.items()
    ]
    return [
        *made,
        workbook(folder / "vallees" / "annuaire.xlsx", _vallees(entries["vallees"])),
        table(
            folder / "estuaire" / "annuaire.csv",
            ESTUAIRE_HEADERS,
            map(_estuaire, entries["estuaire"]),
            "utf-8",
        ),
    ]


def _carte(entries: list[Entry]) -> dict[str, Any]:
    """A map of GoGoCarto: its elements, with the numbers of their categories."""
    return {
        "licence": "https://opendatacommons.org/licenses/odbl/summary/",
        "ontology": "gogofull",
        "data": [_element(entry) for entry in entries],
    }


def _element(entry: Entry) -> dict[str, Any]:
    of, where = entry.listed.organisation, entry.listed.organisation.commune
    categories = [CARTE_CATEGORIES[theme][0] for theme in of.themes]
    return {
        "id": opaque("carte", entry.number).removeprefix("carte-"),
        "name": entry.name,
        "geo": {"latitude": entry.lat, "longitude": entry.lon},
        "sourceKey": "Carte des possibles",
        "address": {
            "streetAddress": of.address,
            "addressLocality": where.name,
            "postalCode": where.postcode,
            "addressCountry": "FR",
        },
        "createdAt": f"{of.joined}T09:30:00+02:00",
        "updatedAt": f"{entry.changed}T18:05:00+02:00",
        "status": 1,
        # A category that nobody told the network of.
        "categories": [*categories, *([99] if entry.number % 23 == 0 else [])],
        "statut_juridique": of.form,
        "telephone": entry.listed.phone or None,
        "email": f"bonjour@{slug(entry.name)}.example.net",
        "site_web": entry.website.removeprefix("https://") or None,
        "description": f"<p>{entry.name}, à {where.name}.</p>",
    }


def _taxonomy(_: list[Entry]) -> list[dict[str, Any]]:
    """The names of the map's categories."""
    options = [{"id": number, "name": name} for number, name in CARTE_CATEGORIES.values()]
    return [{"id": 1, "name": "Domaines", "options": [*options, {"id": 99, "name": "Bien-être"}]}]


def _archipel(entries: list[Entry]) -> dict[str, Any]:
    """An LDP container as a server of SemApps shows it, its members embedded."""
    return {
        "@context": {
            "pair": "http://virtual-assembly.org/ontologies/pair#",
            "ldp": "http://www.w3.org/ns/ldp#",
            "dc": "http://purl.org/dc/terms/",
        },
        "@id": "https://archipel.example.net/organizations",
        "@type": ["ldp:Container", "ldp:BasicContainer"],
        "ldp:contains": [_member(entry) for entry in entries],
    }


def _member(entry: Entry) -> dict[str, Any]:
    of, where = entry.listed.organisation, entry.listed.organisation.commune
    here = f"https://archipel.example.net/organizations/{slug(entry.name)}-{entry.number}"
    told = {
        "pair:phone": entry.listed.phone,
        "pair:homePage": entry.website,
        "pair:siret": entry.listed.siret,
    }
    return {
        "@id": here,
        "@type": "pair:Organization",
        "pair:label": entry.name,
        "pair:hasType": of.form,
        **{key: value for key, value in told.items() if value},
        "pair:hasTopic": [
            {"@id": f"{here}#{slug(theme)}", "pair:label": ARCHIPEL_TOPICS[theme]}
            for theme in of.themes
        ],
        "pair:hasLocation": {
            "@id": f"{here}#lieu",
            "pair:latitude": entry.lat,
            "pair:longitude": entry.lon,
            "pair:hasPostalAddress": {
                "@id": f"{here}#adresse",
                "pair:addressStreet": of.address,
                "pair:addressZipCode": where.postcode,
                "pair:addressLocality": where.name,
            },
        },
        "dc:modified": f"{entry.changed}T10:00:00Z",
    }


def _vallees(entries: list[Entry]) -> list[tuple[str | float, ...]]:
    """A sheet that many hands fill in: two lines of title, and every way to write a thing."""
    rows = [_sheet_row(entry) for entry in entries]
    without_number = ("", *rows[3][1:])
    two_phones = (*rows[5][:7], "03 53 01 00 12 / 06 39 98 00 12", *rows[5][8:])
    about_ten = (*rows[8][:11], "une dizaine", *rows[8][12:])
    rows[5], rows[8] = two_phones, about_ten
    title = ("Annuaire du Pays des Deux Vallées", "", "mis à jour par Odile Levainier")
    return [title, (), VALLEES_HEADERS, *rows, (), without_number, rows[1]]


def _sheet_row(entry: Entry) -> tuple[str | float, ...]:
    of, where = entry.listed.organisation, entry.listed.organisation.commune
    joined = f"{of.joined:%d/%m/%Y}" if entry.number % 3 else of.joined.isoformat()
    themes = [VALLEES_THEMES[theme] for theme in of.themes]
    themes += ["Yoga"] if entry.number % 19 == 0 else []
    return (
        f"V{entry.number:03}",
        f"  {entry.name}" if entry.number % 5 == 0 else entry.name,
        of.form,
        entry.listed.siret,
        of.address,
        # As a number, which loses the zero that it begins with.
        where.postcode if entry.number % 7 else float(where.postcode),
        where.name if entry.number % 4 else f"{where.name} ",
        entry.listed.phone,
        entry.website.removeprefix("https://").upper() if entry.number % 6 == 0 else entry.website,
        "; ".join(themes),
        float(of.founded),
        f"{of.members} adhérents" if entry.number % 2 else float(of.members),
        joined,
        f"{entry.lat}, {entry.lon}",
        f"{of.author.first_name} {of.author.surname}",
        "à rappeler" if entry.number % 9 == 0 else "",
    )


def _voisins(entries: list[Entry]) -> list[dict[str, Any]]:
    """The entries of an OpenFairDB, whole."""
    return sorted((_fair(entry) for entry in entries), key=lambda one: str(one["id"]))


def _fair(entry: Entry) -> dict[str, Any]:
    of, where = entry.listed.organisation, entry.listed.organisation.commune
    return {
        "id": opaque("voisins", entry.number).removeprefix("voisins-") * 4,
        "created": (of.joined - date(1970, 1, 1)).days * 86_400,
        "version": 1 + entry.number % 4,
        "title": entry.name,
        "description": f"{of.form} de {where.name}",
        "lat": entry.lat,
        "lng": entry.lon,
        "street": of.address,
        "zip": where.postcode,
        "city": where.name,
        "country": "France",
        "telephone": entry.listed.phone or None,
        "homepage": entry.website or None,
        "categories": ["2cd00bebec0c48ba9db761da48678134"],
        "tags": sorted({"transition", *(VOISINS_TAGS[theme] for theme in of.themes)}),
        "ratings": [],
        "license": "CC0-1.0",
    }


def _estuaire(entry: Entry) -> tuple[str, ...]:
    """A row of the export that the other Fournil publishes."""
    of, where = entry.listed.organisation, entry.listed.organisation.commune
    return (
        f"e{entry.number:03}",
        entry.name,
        of.form,
        entry.listed.siret,
        of.address,
        where.postcode,
        where.name,
        where.insee,
        entry.listed.phone,
        entry.website,
        "|".join(of.themes),
        str(of.founded),
        entry.changed.isoformat(),
        str(entry.lat),
        str(entry.lon),
    )


_JSON: Mapping[tuple[str, str], Callable[[list[Entry]], Any]] = {
    ("carte", "elements.json"): _carte,
    ("carte", "taxonomy.json"): _taxonomy,
    ("archipel", "organizations.jsonld"): _archipel,
    ("voisins", "entries.json"): _voisins,
}
