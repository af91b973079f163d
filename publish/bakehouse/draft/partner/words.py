"""What headers of different partners call the same thing, French and English, without accents."""

from publish.bakehouse.header_words import words

_ALIKE = """
name nom titre title denomination intitule label libelle enseigne raison
address adresse rue voie street
postcode postal cp zip zipcode codepostal
city ville commune town municipalite localite insee
lat latitude
lon lng long longitude
website url site web siteweb lien link href homepage internet
email mail courriel mel mails courriels emails
phone tel telephone portable mobile phones
description presentation descriptif resume abstract about texte detail details
kind kinds genre genres nature type types categorie category categories
kind thematique theme themes thematiques tag tags typologie keyword keywords motscles
updated modified maj modification updatedat actualisation
created creation createdat
hours horaires horaire ouverture opening openhours
id identifiant identifier guid uid uuid ref reference cle key
image photo picture illustration
department departement dep
seats seat places place capacite capacity
organisation organization organisme structure association porteur porteuse
"""
MEANT = {word: line.split()[0] for line in _ALIKE.strip().splitlines() for word in line.split()}
"""Each word, and the one that stands for all that say the same."""
_SMALL = """
a au aux d de des du en et l la le les of ou par pour the to un une your votre
"""
SMALL = frozenset(_SMALL.split())
IDS = "id"
DAYS = frozenset({"updated"})


def meant(text: str) -> frozenset[str]:
    """What the words of a header say, whatever words they are."""
    spoken = [word for word in words(text) if word not in SMALL]
    said = {MEANT.get(word, word) for word in spoken}
    if {"mise", "jour"} <= said:
        said = said - {"mise", "jour", "date"} | {"updated"}
    if {"ma", "j"} <= said:
        said = said - {"ma", "j"} | {"updated"}
    if {"mots", "cles"} <= said:
        said = said - {"mots", "cles"} | {"kind"}
    if "postcode" in said or "city" in said:
        said -= {"code"}
    return frozenset(said)


def alike(one: frozenset[str], other: frozenset[str]) -> float:
    """How much of what two headers say is the same: 0 to 1 (Dice)."""
    return 2 * len(one & other) / (len(one) + len(other)) if one and other else 0.0
