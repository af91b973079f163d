"""The words of headers, French and English, without accents, and what they suggest."""

from publish.bakehouse.personal.kind import words as _words

# Numbers that are names: they stay strings.
CODES = _words(
    """
    code codes insee siret siren finess uai rna rnb tel telephone phone fax mobile portable gsm
    cp postal postcode zip zipcode postalcode codepostal id ids ident identifiant identifier uid
    uuid gid num numero number no ref reference matricule nir iban bic rib uic iata icao ean
    isbn issn gtin naf ape tva version calling dial departement dept dep cadastre parcelle hash key
    arrondissement arrondissements canton cantons commune communes epci region reg cog iris circo
    """
)

# Who a person is.
IDENTIFIER = _words(
    """
    prenom prenoms firstname lastname surname forename givenname patronyme courriel courriels
    email emails mail mails mel tel telephone telephones phone mobile portable gsm fax pseudo
    pseudonyme nickname login username user users userid utilisateur usager auteur author
    authorid contributeur contributrice contributor editor creator createur participant
    participants voter votant respondent repondant adherent membre member responsable referent
    ip nir secu iban rib passeport passport immatriculation matricule twitter facebook linkedin
    mastodon maire maires president presidente directeur directrice gerant gerante adjoint adjointe
    """
)

# What a person is, as others may know it.
QUASI = _words(
    """
    adresse address rue voie street naissance birth birthdate birthday dob age ages sexe sex
    gender civilite profession metier job occupation csp pcs diplome education marital
    matrimoniale nationalite nationality menage household enfants children
    """
)

# What nobody else should learn of a person.
SENSITIVE = _words(
    """
    revenu revenus salaire salary income wage patrimoine sante health maladie diagnostic
    handicap disability religion confession ethnie ethnic race opinion opinions vote votes
    syndicat politique sexuelle condamnation casier rsa allocataire
    """
)

# Texts that people write, in which anyone may be named.
FREE_TEXT = _words(
    """
    commentaire commentaires comment comments remarque remarques observation observations
    message messages avis temoignage description descriptif texte text body verbatim problem
    notes bio biographie feedback suggestion suggestions
    """
)

# Names of a row or of a thing in a system.
IDS = _words(
    """
    id ids ident identifiant uuid uid code num numero number ref reference key cle hash
    """
)

# What another row of the same table is to a row.
PARENTS = _words(
    """
    parent parents parente mere pere superieur rattachement
    """
)

# What is said of many people at once.
STATISTICS = _words(
    """
    median mediane mediana moyen moyenne average mean taux rate part pourcentage percent pct indice
    decile quartile ecart densite
    """
)

# What there may be many of: in whole numbers, the plural says how many.
COUNTS = _words(
    """
    vote opinion allocataire user username utilisateur usager auteur contributeur contributrice
    contributor editor participant voter votant respondent repondant adherent membre member email
    courriel mail mel telephone phone mobile
    """
)

# Which kind of account or person.
KINDS = _words(
    """
    type types role roles statut status kind categorie category domaine domain langue language
    source niveau level groupe group
    """
)

_ACCESS = _words(
    """
    label labels acces accessible accessibilite access place places pmr parking stationnement
    toilettes sanitaires equipement equipements rampe tourisme accueil cheminement
    """
)
_CARE = _words(
    """
    etablissement etablissements centre maison structure structures service services pole cabinet
    offre facility center
    """
)
# Words beside a suspect one that make it one of a thing or a place.
OF_THINGS = {
    **dict.fromkeys(("handicap", "disability"), _ACCESS),
    **dict.fromkeys(("sante", "health"), _CARE),
    **dict.fromkeys(("religion", "confession"), _words("edifice batiment culte building")),
    **dict.fromkeys(("vote", "votes"), _words("bureau lieu date")),
    "politique": _words("ville quartier quartiers prix tarifaire publique publiques"),
    "syndicat": _words("eau eaux mixte initiative intercommunal gestionnaire exploitant energie"),
    "age": _words("product produit appareil batiment logement device"),
    "race": _words("animal chien chat bovin bovine ovine cheval breed elevage vache troupeau"),
    "occupation": _words("sol pdc taux batiment borne temporaire"),
    "education": _words("nationale etablissement etablissements academie"),
}

# Numbers of firms, schools, hospitals and associations: where each row has its own, it is of one.
ORGANISATIONS = _words(
    """
    siren siret finess uai rna
    """
)

# Words that make `comment` French for how: a question, not a remark.
ASKED = _words(
    """
    vous tu nous on est sont avez etes allez venez faites connaissez jugez
    """
)

# Columns that things and places have, and no person.
THINGS = ORGANISATIONS | _words(
    """
    latitude longitude lat lon horaires horaire capacite superficie surface enseigne denomination
    equipement etablissement batiment accessibilite
    """
)

# Where a person lives or goes, when the row is about a person.
PLACES = _words(
    """
    cp postal postcode zip commune ville city town insee quartier lat latitude lon lng longitude
    iris
    """
)

# Columns that only persons have.
PERSON = _words(
    """
    prenom prenoms firstname lastname surname givenname naissance birth birthdate dob age sexe
    sex gender civilite
    """
)

# Who made a row.
AUTHORS = _words(
    """
    auteur author authorid contributeur contributrice contributor utilisateur user users userid
    username pseudo login creator createur editor saisi participant voter
    """
)

# A name: of a thing, or of a person beside columns about persons.
NAMES = _words(
    """
    nom name noms names fullname nomcomplet
    """
)

# What a row is called on the site.
LABELS = _words(
    """
    nom name titre title libelle label intitule denomination designation
    """
)

POINTS = _words(
    """
    geo point geopoint geolocation geolocalisation coordonnees coordinates position gps latlon
    latlng localisation location
    """
)

LATITUDES = _words(
    """
    lat latitude ylat latitudey latwgs wgslat coordlat
    """
)

LONGITUDES = _words(
    """
    lon lng long longitude xlong xlon longitudex lonwgs wgslon wgslong coordlon coordlong
    """
)

# Metres of a projected system, as most files call them.
EASTINGS = _words(
    """
    x coordx xcoord lambx xlamb xl easting eastings
    """
)

NORTHINGS = _words(
    """
    y coordy ycoord lamby ylamb yl northing northings
    """
)

# What else columns are often called.
COMMON = _words(
    """
    date dates jour jours heure heures horaire horaires annee mois semaine year month day hour time
    type types categorie category classe class groupe group statut status etat state lieu place
    site web lien link url region pays country secteur zone debut fin start end created updated
    ouverture prix price montant amount total nombre nb count quantite quantity effectif valeur
    value unite unit taux rate score rang rank surface superficie longueur largeur hauteur poids
    population marque modele produit product item service structure organisme organisation theme
    domaine activite langue language source mesure capteur contact espece couleur taille niveau
    """
)

# Words that name columns rather than stand in them.
HEADER_WORDS = CODES.union(
    *(IDENTIFIER, QUASI, SENSITIVE, FREE_TEXT, PLACES, PERSON, AUTHORS, NAMES, LABELS, COMMON)
)
