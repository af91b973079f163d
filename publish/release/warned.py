"""What the checks warned of, in both languages: a sentence for each code that can be a warning.

A release's `report.json` holds code, place and the English details; `docs/gate.md` has all codes.
"""

from publish.words.bilingual import Words, bilingual

# Codes that end with the kind of data found, as `personal-email` does.
PERSONAL = "personal-…"
WARNINGS: dict[str, Words] = {
    "partner-unread": bilingual(
        "partenaire dont rien n'a pu être lu",
        "a partner of whom nothing could be read",
    ),
    "partner-stale": bilingual(
        "copie d'un partenaire qui n'est pas du jour", "a partner's copy that is not of the day"
    ),
    "partner-release": bilingual(
        "version retirée ou incompatible chez un partenaire",
        "a partner's release that it withdrew, or that breaks with the one before",
    ),
    "partner-license": bilingual(
        "partenaire qui annonce une autre licence que celle de son fichier",
        "a partner that tells another licence than its file",
    ),
    "partner-held": bilingual(
        "données d'un partenaire inutilisables : ses dernières bonnes lignes restent",
        "a partner's data that cannot be used: its last good rows stay",
    ),
    "partner-shrunk": bilingual(
        "partenaire qui a donné bien moins de lignes : ses dernières bonnes lignes restent",
        "a partner who gave far fewer rows: its last good rows stay",
    ),
    "partners-compared": bilingual(
        "lignes de partenaires moins comparées qu'elles ne pourraient l'être",
        "partners' rows compared less than they could be",
    ),
    "partner-drift": bilingual(
        "colonnes d'un partenaire dont rien n'est fait",
        "columns of a partner that nothing is made of",
    ),
    "partner-leave": bilingual(
        "partenaires dont la licence ne convient qu'avec leur accord",
        "partners whose licence fits only with their leave",
    ),
    "partner-agreement": bilingual(
        "accord d'un partenaire qui n'a plus cours, ou presque plus",
        "a partner's agreement that is over, or soon will be",
    ),
    "partner-logo": bilingual(
        "logo d'un partenaire qui ne peut être montré",
        "a partner's logo that cannot be shown",
    ),
    "missing-description": bilingual(
        "colonne publiée sans description", "a published column without a description"
    ),
    "missing-review": bilingual(
        "la politique de publication n'a pas encore été relue",
        "the policy of publication has not been reviewed yet",
    ),
    "expired-review": bilingual(
        "la relecture de la politique de publication n'est plus valable",
        "the review of the policy of publication has run out",
    ),
    "missing-basis": bilingual(
        "table sur des personnes dont rien ne dit sur quelle base elle est publiée",
        "a table about people of which nothing says on what basis it is published",
    ),
    "rows-without-basis": bilingual(
        "lignes sans le consentement qui est leur base",
        "rows without the consent that is their basis",
    ),
    "ending-consents": bilingual(
        "consentements qui prennent fin bientôt", "consents that end soon"
    ),
    "incomplete-governance": bilingual(
        "fiche de gouvernance incomplète", "an incomplete governance card"
    ),
    "merged-cells": bilingual(
        "cellules fusionnées, qui ont reçu la valeur qu'elles montrent",
        "merged cells that were given the value that they show",
    ),
    "hidden-cells": bilingual(
        "lignes ou colonnes masquées dans le classeur, lues comme les autres",
        "rows or columns that the sheet hides, read like the others",
    ),
    "unmatched-addresses": bilingual(
        "adresses qui ne relèvent d’aucune fonctionnalité déclarée",
        "addresses that are of no declared feature",
    ),
    "unmatched-titles": bilingual(
        "titres ou noms qui ne relèvent d’aucune fonctionnalité déclarée",
        "titles or names that are of no declared feature",
    ),
    "same-log": bilingual(
        "journaux de serveur aux mêmes lignes, lus une fois",
        "logs of a server with the same lines, read once",
    ),
    "unreadable-lines": bilingual(
        "lignes illisibles d’un journal de serveur, laissées de côté",
        "lines of a server’s log that cannot be read, left out",
    ),
    "crawlers-left-out": bilingual(
        "requêtes de robots, laissées de côté", "requests of crawlers, left out"
    ),
    "matomo-silent": bilingual(
        "un outil de mesure d’audience ne répond plus : ce qu’il avait répondu est conservé",
        "an audience tool answers no longer: what it had answered is kept",
    ),
    "matomo-segments": bilingual(
        "visiteurs d’une fonctionnalité comptés par sa page la plus vue, faute de mieux",
        "visitors of a feature counted by its largest page, for want of better",
    ),
    "unbuilt-font": bilingual(
        "pas d'image pour les adresses partagées, faute de police",
        "no picture for shared addresses, for want of a font",
    ),
    "no-whole-period": bilingual(
        "aucune période entière n'avait assez de personnes derrière un nombre",
        "no whole period had enough people behind a number",
    ),
    "missing-days": bilingual(
        "jours qu'aucun fichier ne mesure : leurs semaines ne sont pas publiées",
        "days that no file is of: their weeks are not published",
    ),
    "past-counts": bilingual(
        "l'export compte autrement des périodes déjà publiées, qui restent telles quelles",
        "the export counts published periods otherwise, which stay as they are",
    ),
    "not-a-number": bilingual(
        "nombres impossibles à calculer (NaN), laissés vides",
        "numbers that could not be computed (NaN), left empty",
    ),
    "rejected-rows": bilingual(
        "enregistrements écartés, car ils ne correspondent pas à leur description",
        "records set aside, for they do not fit their description",
    ),
    "unwritten-desk": bilingual(
        "le guichet n’a pas pu noter ce que sont devenues les corrections",
        "the desk could not note what became of the corrections",
    ),
    "new-corrections": bilingual(
        "corrections d'une colonne refusée", "corrections of a column that is refused"
    ),
    "followed-corrections": bilingual(
        "corrections qui suivent des lignes réunies à une autre",
        "corrections that follow rows which became one with another",
    ),
    "broken-corrections": bilingual(
        "corrections qui ne valent plus, car l'export a changé",
        "corrections that stand no more, for the export changed",
    ),
    "waiting-clearance": bilingual(
        "changements qui attendent l’accord d’un organisme",
        "changes that wait until an organisation clears them",
    ),
    "padded-rows": bilingual(
        "lignes plus courtes que l’en-tête, complétées par des cases vides",
        "rows shorter than the header, filled with empty cells",
    ),
    "emptied-column": bilingual(
        "colonne moins remplie qu'à la version précédente",
        "a column with fewer values than in the last release",
    ),
    "fewer-values": bilingual(
        "colonne aux valeurs moins variées qu'à la version précédente",
        "a column with fewer different values than in the last release",
    ),
    "moved-range": bilingual(
        "nombres hors de l'étendue de la version précédente",
        "numbers outside the range of the last release",
    ),
    "other-facets": bilingual(
        "valeurs de filtre apparues ou disparues", "values of a filter that came or went"
    ),
    "changed-column": bilingual(
        "colonne dont la plupart des valeurs ont changé",
        "a column most values of which are others",
    ),
    "other-keys": bilingual(
        "lignes de la version précédente présentes sous d'autres clés",
        "rows of the last release under other keys",
    ),
    "alike-keys": bilingual(
        "clés qui ne diffèrent que par des espaces, des majuscules ou la forme des lettres",
        "keys that differ only by blanks, capitals or the form of letters",
    ),
    "rounded-number": bilingual(
        "nombres aux chiffres trop nombreux, publiés arrondis",
        "numbers with too many digits, published rounded",
    ),
    "cut-fraction": bilingual(
        "heures publiées à la microseconde", "times published to the microsecond"
    ),
    "hour-twice": bilingual(
        "heures que les horloges ont montrées deux fois, prises pour les secondes",
        "hours that clocks showed twice, taken for the second ones",
    ),
    "large-integers": bilingual(
        "nombres entiers que certains programmes arrondissent en lisant le JSON",
        "integers that some programs round when they read JSON",
    ),
    "coordinates-off-globe": bilingual("coordonnées hors du globe", "coordinates off the globe"),
    "coordinates-zero": bilingual("points à 0, 0, en pleine mer", "points at 0, 0, in the sea"),
    "coordinates-swapped": bilingual(
        "latitude et longitude sans doute inversées", "latitude and longitude seem to be swapped"
    ),
    "no-geometry": bilingual(
        "valeurs qui ne sont pas une géométrie GeoJSON",
        "values that are no geometry of GeoJSON",
    ),
    "coordinates-outside-system": bilingual(
        "points hors de la zone d'usage de leur système de coordonnées",
        "points outside of where their system of coordinates is used",
    ),
    "coordinates-out-of-bounds": bilingual(
        "points hors des limites déclarées", "points outside the declared bounds"
    ),
    "ladder-gap": bilingual(
        "valeurs que le regroupement ne connaît pas, laissées vides",
        "values that the grouping does not know, left empty",
    ),
    "fine-edit-time": bilingual(
        "moments de contribution plus précis que le jour",
        "moments of contribution finer than a day",
    ),
    "sensitive-thing": bilingual(
        "donnée privée dans une table qui décrit des choses",
        "a private matter in a table about things",
    ),
    "personal-coordinates": bilingual(
        "coordonnées plus précises que la grille déclarée",
        "coordinates finer than the declared grid",
    ),
    PERSONAL: bilingual(
        "valeurs qui ressemblent à des données personnelles",
        "values that look like personal data",
    ),
    "raw-quasi-identifier": bilingual(
        "colonne qui pourrait mener à quelqu'un, publiée aussi précisément que lue",
        "a column that could lead to someone, published as finely as it was read",
    ),
    "certain-inference": bilingual(
        "toutes les personnes d'un groupe ont la même valeur privée",
        "everyone in a group shares one private value",
    ),
    "no-way-back": bilingual(
        "colonnes sur des personnes qui ne peuvent les retrouver",
        "columns about people who cannot get them back",
    ),
    "unmatched-withdrawal": bilingual(
        "personnes à oublier que nul export ne nomme",
        "people to be forgotten whom no export names",
    ),
    "older-backup": bilingual(
        "des demandes d’oubli faites depuis une ancienne sauvegarde manquent peut-être",
        "requests to be forgotten made since an older backup may be missing",
    ),
    "fine-aggregate": bilingual(
        "la plupart des effectifs sont trop petits pour être montrés",
        "most counts are too small to be shown",
    ),
}


def warned(code: str, language: str) -> str:
    """What a warning of this code says; the code itself where only a later Fournil knows it."""
    known = PERSONAL if code not in WARNINGS and code.startswith("personal-") else code
    return WARNINGS[known][language] if known in WARNINGS else code
