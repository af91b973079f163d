"""The words from which organisations of a transition network are made up."""

THEMES = (
    "Alimentation", "Énergie", "Mobilité", "Habitat", "Réemploi", "Éducation populaire",
    "Numérique libre", "Finance solidaire", "Biodiversité", "Santé",
)  # fmt: skip
NOUNS = (
    "Les Semeurs", "Le Collectif", "La Coopérative", "L’Alternateur", "Énergies citoyennes",
    "Les Tisserands", "Le Rucher", "La Traverse", "Les Ateliers", "Le Réseau", "La Pépinière",
    "Les Passeurs", "L’Écrou", "La Boussole", "Le Grand Atelier", "Les Compagnons", "La Sève",
    "Cœur d’artichaut", "L’Assemblée", "La Charrette",
)  # fmt: skip
COMPLEMENTS = (
    "de la transition", "des communs", "du bassin", "de la vallée", "en transition",
    "pour demain", "des deux rives", "d’ici et d’ailleurs", "du plateau", "des possibles",
    "de l’Estuaire", "sous les pavés", "de la Houille blanche", "à ciel ouvert",
)  # fmt: skip
FORMS = {
    "Association loi 1901": 62, "SCIC": 11, "SCOP": 7, "Collectif informel": 12,
    "Société coopérative": 4, "Fondation": 1.5, "Collectivité": 2.5,
}  # fmt: skip
NORTH = (
    "02", "08", "10", "14", "22", "27", "28", "29", "35", "44", "49", "50", "51", "53", "54",
    "56", "57", "59", "60", "61", "62", "67", "68", "72", "75", "76", "80", "88", "91", "93",
)  # fmt: skip
SOUTH = (
    "01", "03", "04", "05", "06", "07", "09", "11", "12", "13", "15", "19", "23", "24", "26",
    "2A", "2B", "30", "31", "33", "34", "38", "40", "42", "43", "46", "48", "63", "64", "66",
    "69", "73", "74", "81", "83", "84", "87", "971", "974",
)  # fmt: skip
# Few and common values: what is published of members must leave nobody in a small class.
ROLES = {"Membre": 58, "Référent·e local·e": 42}
MEMBER_THEMES = {
    "Alimentation": 28, "Énergie": 25, "Mobilité et habitat": 24, "Numérique et communs": 23,
}  # fmt: skip
