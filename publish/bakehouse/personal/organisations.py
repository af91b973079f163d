"""Which mail addresses are an organisation's own: those of a role, and of nobody by name."""

import re

from publish.bakehouse.personal.first_names import first_names
from publish.bakehouse.personal.kind import plain, words

# With one of these at its head, an address is a place's whatever follows: `mairie.crest`.
OF_PLACES = words(
    """
    mairie commune ville agglo ccas mjc epn mediatheque bibliotheque ecole college lycee office
    officedetourisme tourisme ot otsi prefecture musee theatre cinema piscine dechetterie ce
    franceservices crous ludotheque creche centre relais periscolaire cantine gite camping hotel
    restaurant epicerie librairie boulangerie ferme garage pharmacie clinique hopital ehpad
    residence
    syndicat communaute conseil departement region sivu sictom club comite foyer gymnase refuge
    paroisse ressourcerie recyclerie fablab maisondesservices
    """
)
ROLES = OF_PLACES | words(
    """
    contact contacts contacter info infos information informations accueil secretariat secretaire
    administration admin administratif direction communication com presse press bureau asso
    association noreply postmaster webmaster hostmaster support help helpdesk aide sav hello bonjour
    coucou salut mail courrier courriel email service services reservation reservations billetterie
    boutique commande commandes compta comptabilite facturation rh recrutement emploi jobs
    dpo rgpd privacy accessibilite urbanisme etatcivil technique cabinet scolarite adherents
    adhesion
    adhesions benevoles benevolat festival presidence equipe team sales abuse security legal
    newsletter inscription inscriptions formation formations projet projets collectif coordination
    animation culture sport sports jeunesse maison numerique developpement environnement dechets eau
    enquiries office reception welcome hi public ecrire nous orga organisation atelier ateliers
    notification notifications alerte alertes robot bot
    moderation editor editors redaction opendata data donnees
    """
)
BEGINNING = tuple(sorted(word for word in ROLES if len(word) >= 6))


def is_role(local: str) -> bool:
    """Whether what stands before the at sign is a role, and no given name is beside it."""
    parts = re.findall(r"[a-z]+", plain(local).split("+")[0])
    if not parts:
        return False
    if parts[0] in OF_PLACES or parts[:2] in (
        ["no", "reply"],
        ["ne", "pas"],
        ["service", "client"],
    ):
        return True
    begun = parts[0] in ROLES or parts[0].startswith(BEGINNING) or parts[-1] in ROLES
    return begun and not any(part in first_names() for part in parts[:3] if part not in ROLES)
