"""The words that the network's partners have for the same things."""

SHARES = {"carte": 75, "archipel": 55, "vallees": 45, "voisins": 45, "estuaire": 50}
OVERSEAS = ("971", "974")
SHORT = {
    "avenue": "av.", "boulevard": "bd", "place": "pl.", "chemin": "ch.", "faubourg": "fbg",
    "Saint-": "St-", "Général": "Gal", "impasse": "imp.",
}  # fmt: skip
CARTE_CATEGORIES = {
    "Alimentation": (10, "Manger & cultiver"), "Énergie": (11, "Énergies renouvelables"),
    "Mobilité": (12, "Se déplacer"), "Habitat": (13, "Habiter autrement"),
    "Réemploi": (14, "Recycleries & ressourceries"), "Éducation populaire": (15, "Apprendre"),
    "Numérique libre": (16, "Logiciels libres"), "Finance solidaire": (17, "Monnaies & épargne"),
    "Biodiversité": (18, "Nature"), "Santé": (19, "Prendre soin"),
}  # fmt: skip
ARCHIPEL_TOPICS = {
    "Alimentation": "Alimentation durable", "Énergie": "Sobriété et énergie",
    "Mobilité": "Mobilités", "Habitat": "Habitat participatif", "Réemploi": "Zéro déchet",
    "Éducation populaire": "Éducation", "Numérique libre": "Communs numériques",
    "Finance solidaire": "Finance citoyenne", "Biodiversité": "Vivant", "Santé": "Santé globale",
}  # fmt: skip
VALLEES_THEMES = {
    "Alimentation": "alimentation", "Énergie": "ENERGIE", "Mobilité": "mobilités douces",
    "Habitat": "logement", "Réemploi": "ressourcerie", "Éducation populaire": "educ pop",
    "Numérique libre": "informatique libre", "Finance solidaire": "monnaie locale",
    "Biodiversité": "biodiv.", "Santé": "santé",
}  # fmt: skip
VOISINS_TAGS = {
    "Alimentation": "food", "Énergie": "energie", "Mobilité": "velo", "Habitat": "habitat",
    "Réemploi": "repair", "Éducation populaire": "education", "Numérique libre": "opensource",
    "Finance solidaire": "finance", "Biodiversité": "nature", "Santé": "sante",
}  # fmt: skip
VALLEES_HEADERS = (
    "N°", "Structure", "Statut", "N° SIRET", "Adresse", "CP", "Ville", "Tél.", "Site internet",
    "Domaines", "Création", "Nb adhérents", "Entrée", "Point GPS", "Saisi par", "Remarques 2026",
)  # fmt: skip
ESTUAIRE_HEADERS = (
    "id", "nom", "statut", "siret", "adresse", "code_postal", "commune", "insee", "telephone",
    "site", "themes", "annee", "modifie", "lat", "lon",
)  # fmt: skip
