"""The words of headers, French and English, without accents, and what they suggest."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Numbers that are names: they stay strings.
CODES = _words(
    """
    code codes insee siret siren finess uai rna rnb tel telephone phone fax mobile portable gsm
    cp postal postcode zip zipcode postalcode codepostal id ids ident identifiant identifier uid
    uuid gid num numero number no ref reference matricule nir iban bic rib uic iata icao ean
    isbn issn gtin naf ape tva version calling dial departement dept dep cadastre parcelle hash key
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
    mastodon
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

LATITUDES = _words(
    """
    lat latitude
    """
)

LONGITUDES = _words(
    """
    lon lng long longitude
    """
)
