"""How the site's own counter meets each condition under which nobody has to consent."""

from publish.words.bilingual import Words, bilingual

OWN: dict[str, Words] = {
    "purpose": bilingual(
        "Seuls des nombres par fonction et par jour sont gardés, pour publier ce à quoi sert le "
        "site ; ils sont publics.",
        "Only numbers by feature and day are kept, to publish what the site is used for; they are "
        "public.",
    ),
    "cross-use": bilingual(
        "Rien n'est gardé qui puisse être rapproché d'autres données : ni adresse, ni navigateur, "
        "ni identifiant. L'empreinte d'un visiteur diffère même d'une fonction à l'autre.",
        "Nothing is kept that could be joined with other data: no address, no browser, no "
        "identifier. The digest of a visitor differs even from one feature to another.",
    ),
    "cross-site": bilingual(
        "La clé du jour n'existe que dans la mémoire de ce serveur : ailleurs, la même personne "
        "donne une autre empreinte.",
        "The key of the day is in this server's memory alone: elsewhere the same person gives "
        "another digest.",
    ),
    "tracer-age": bilingual(
        "Il n'y a pas de traceur : ni témoin, ni script, ni image.",
        "There is no tracer: no cookie, no script, no image.",
    ),
    "data-age": bilingual(
        "L'empreinte d'un visiteur n'est écrite nulle part ; l'esquisse du jour, qui n'en retient "
        "que quelques bits, est effacée le lendemain.",
        "The digest of a visitor is written nowhere; the sketch of the day, which holds a few bits "
        "of it, is overwritten the next day.",
    ),
    "information": bilingual(
        "Cette page et les mentions légales le disent.", "This page and the legal notice say it."
    ),
    "opposition": bilingual(
        "Rien n'est lu ni écrit sur l'appareil, et rien de ce qui est gardé ne concerne "
        "quelqu'un de reconnaissable : il n'y a rien à quoi s'opposer.",
        "Nothing is read from or written to the device and nothing that is kept is about somebody "
        "who could be found: there is nothing to object to.",
    ),
    "ip": bilingual(
        "L'adresse ne sert qu'à l'empreinte du moment et n'est pas gardée ; d'une adresse IPv6, "
        "seuls les 48 premiers bits servent.",
        "The address serves for the digest of the moment and is not kept; of an IPv6 address, its "
        "first 48 bits alone.",
    ),
    "geolocation": bilingual("Personne n'est situé.", "Nobody is located."),
    "user-id": bilingual("Il n'y a pas de compte.", "There are no accounts."),
    "visitor-log": bilingual("Il n'y a pas de journal des visites.", "There is no log of visits."),
    "profiles": bilingual(
        "Il n'y a pas de profils : personne n'est reconnu d'un jour à l'autre.",
        "There are no profiles: nobody is recognised from one day to the next.",
    ),
    "referrers": bilingual("La provenance n'est pas lue.", "Where people come from is not read."),
    "addresses": bilingual(
        "Seuls la sorte de page, le jeu de données, le tableau et la forme sont comptés, jamais "
        "l'adresse ni ce qui est tapé.",
        "Only the kind of page, the dataset, the table and the form are counted, never the address "
        "nor what is typed.",
    ),
}
"""By the name of the condition."""
