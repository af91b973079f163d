"""The words of a partner's report: plain ones, for people who make no data for a living."""

from publish.words.bilingual import Words, bilingual

WORDS: dict[str, Words] = {
    "title": bilingual("Vos données chez nous", "Your data with us"),
    "intro": bilingual(
        "Ce que nous avons repris de votre dernier fichier, ce que nous n'avons pas pu reprendre "
        "et pourquoi.",
        "What we took from your last file, what we could not take, and why.",
    ),
    "copied": bilingual("Copie du", "Copy of"),
    "stale": bilingual(
        "Nous n'avons pas pu en obtenir une plus récente :", "We could get no newer one:"
    ),
    "records": bilingual("Lignes reçues", "Rows received"),
    "taken": bilingual("Lignes reprises", "Rows taken"),
    "refused": bilingual("Lignes refusées", "Rows refused"),
    "new_rows": bilingual("Dont pas encore publiées", "Of these not published yet"),
    "gone_rows": bilingual(
        "Lignes que nous avions et que vous n'avez plus", "Rows that we had and you have no more"
    ),
    "nothing": bilingual("Rien à signaler : merci !", "Nothing to tell: thank you!"),
    "first": bilingual(
        "Seules les premières lignes refusées sont détaillées.",
        "Only the first refused rows are told one by one.",
    ),
    "rejected": bilingual("Ligne refusée", "Row refused"),
    "unknown": bilingual("Catégorie non comprise", "Category not understood"),
    "swapped": bilingual(
        "Points dont latitude et longitude sont inversées",
        "Points with latitude and longitude swapped",
    ),
    "since_new": bilingual(
        "Colonne nouvelle depuis la dernière fois", "Column that is new since last time"
    ),
    "since_gone": bilingual(
        "Colonne disparue depuis la dernière fois", "Column that is gone since last time"
    ),
    "broken": bilingual(
        "Colonne qui nous manque : vos dernières bonnes lignes restent affichées",
        "Column that we miss: your last good rows stay on show",
    ),
    "unused": bilingual(
        "Colonne dont nous ne faisons rien encore", "Column that we make nothing of yet"
    ),
    "duplicate": bilingual("Doublon possible", "Possible duplicate"),
    "corrected": bilingual("Correction faite par le public", "Correction made by the public"),
    "column_kind": bilingual("Quoi", "What"),
    "column_line": bilingual("Ligne du fichier", "Line of the file"),
    "column_row": bilingual("Votre identifiant", "Your identifier"),
    "column_header": bilingual("Votre colonne", "Your column"),
    "column_what": bilingual("Détail", "Detail"),
}
"""Each in French and English; those of a kind of line by the name of the kind."""
