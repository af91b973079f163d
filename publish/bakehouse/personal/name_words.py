"""The words around names: before them, in headers, and those with which a cell names no person."""

import re

from publish.bakehouse.personal.first_names import first_names
from publish.bakehouse.personal.kind import plain, words

CIVILITIES = words("m mr mme mlle mmes mm mrs ms miss dr pr me monsieur madame docteur maitre sir")

PARTICLES = words("de du des d la le l van von der den el al ben bin ibn dos da di del st y e")

# With one of these, a cell names a place or a company that bears a person's name.
NOT_PEOPLE = words(
    """
    rue avenue av bd boulevard place chemin impasse allee allees route quai cours square passage
    ruelle sentier faubourg esplanade promenade pont parc jardin jardins stade gymnase
    piscine ecole college lycee universite institut centre maison espace salle foyer residence
    hopital clinique pharmacie cabinet eglise chapelle cathedrale basilique temple mosquee
    cimetiere mairie hotel musee theatre cinema bibliotheque mediatheque conservatoire gare
    station arret metro aeroport port ferme cafe bar restaurant
    boulangerie epicerie librairie atelier ateliers garage supermarche magasin boutique
    maison villa chalet gite domaine table chaise fauteuil lampe vase tarte gateau sauce
    association amis club comite collectif compagnie societe fondation cooperative entreprise sarl
    sas scop scic gaec earl group groupe services service france communaute syndicat agence
    street road drive court square school college university church chapel cathedral
    hospital station hotel museum theatre library bridge centre center farm shop store
    cafe inn pub company ltd inc llc foundation trust society city county lake river mount mont
    saint sainte st ste san santa sur sous les aux ville village hameau lotissement zone cite
    crèche creche ehpad camping plage lac ile iles grotte monument fontaine statue kiosque
    type modele version niveau classe n no numero direction conseil departement region metropole
    prefecture ministere bureau pole mission delegation federation union ligue etat antenne relais
    habitat residence logement reseau plateforme projet programme festival fete marche foire
    championnat coupe prix circuit sentier boucle
    """
)

# Given names, but of flowers, fruits and stones too: alone, they prove nothing.
FLOWERS = words(
    """
    rose violette marguerite jasmin olive prune cerise iris capucine lilas anemone dahlia muguet
    camelia hortense myrtille clementine amande cassis pomme jade ambre opale saphir perle rubis
    coral ivoire ruby pearl daisy lily violet ivy hazel basil ginger myrtle olivia heather fern
    """
)

NAME_HEADERS = words(
    "prenom prenoms firstname lastname surname forename givenname patronyme fullname nomfamille "
    "nomdefamille nomusage nomdusage nomnaissance"
)

PERSON_HEADERS = NAME_HEADERS | words(
    """
    nom noms auteur auteurs author authors contributeur contributrice contributor contact
    responsable referent referente membre member adherent adherente benevole volunteer
    participant participante animateur animatrice president presidente tresorier secretaire
    signataire proprietaire owner creator editor user utilisateur
    """
)

PEOPLE_HEADERS = (PERSON_HEADERS - words("nom noms contact user utilisateur creator")) | words(
    """
    temoin temoins temoignage signature gerant gerante qui par interlocuteur interlocutrice
    correspondant personne personnes intervenant intervenante formateur formatrice directeur
    directrice maire elu elus salarie salariee stagiaire locataire habitant habitante parrain
    respondent applicant person people speaker beneficiaire demandeur usager eleve patient
    """
)

NAMED_AFTER = words(
    """
    voie rue rues street road odonyme arret arrets stop station stations gare stade gymnase
    equipement salle batiment building ecole school college lycee etablissement espece species taxon
    genre plante variete cultivar couleur color colour marque brand modele produit commune communes
    ville villes city town region departement pays country canton quartier lieu lieudit titre title
    film livre ouvrage oeuvre piece culture monument statue theme themes type categorie espace
    place animal race fleur
    """
)

TOKEN = re.compile(r"[^\W\d_]+(?:['’.-][^\W\d_]+)*\.?")


def parts_of(token: str) -> list[str]:
    """The words of a token, without accents: two of Jean-Pierre."""
    return [part for part in re.split(r"['’.-]", plain(token)) if part]


def is_given(token: str) -> bool:
    """Whether a token is a given name, double ones such as Jean-Pierre too."""
    parts, names = parts_of(token), first_names()
    return bool(parts) and ("-".join(parts) in names or all(part in names for part in parts))
