"""The words of the report of a release, in French and English."""

from publish.words.bilingual import Words, bilingual

ROLES: dict[str, Words] = {
    "open": bilingual("ne révèle personne", "reveals nobody"),
    "identifier": bilingual("dit qui c'est", "says who it is"),
    "quasi_identifier": bilingual("pourrait mener à quelqu'un", "could lead to someone"),
    "sensitive": bilingual("donnée privée", "private matter"),
    "free_text": bilingual("texte libre", "free text"),
}
MODES: dict[str, Words] = {
    "things": bilingual("elle décrit des choses, pas des personnes", "about things, not people"),
    "named": bilingual(
        "annuaire de personnes qui ont accepté d'y figurer",
        "a directory of people who agreed to be listed",
    ),
    "counts": bilingual(
        "nombres déjà comptés par un outil, sans ligne d'une personne",
        "numbers that a tool counted, without a row of a person",
    ),
    "aggregates": bilingual(
        "décomptes seulement, aucune ligne ne décrit une personne",
        "counts only, no row describes a person",
    ),
    "records": bilingual(
        "lignes de personnes, rendues semblables entre elles",
        "rows of people, made alike",
    ),
}
# `-many` stands beside what is said of one.
SENTENCES: dict[str, Words] = {
    "counted": bilingual(
        "%(records)s enregistrements lus, %(rows)s lignes publiées.",
        "%(records)s records were read, %(rows)s rows are published.",
    ),
    "counted-about": bilingual(
        "Environ %(records)s enregistrements lus, %(rows)s lignes publiées.",
        "About %(records)s records were read, %(rows)s rows are published.",
    ),
    "none-published": bilingual(
        "Environ %(records)s réponses ou enregistrements lus. Aucun n'est publié : seulement des "
        "nombres de personnes.",
        "About %(records)s answers or records were read. None is published: only counts of people "
        "are.",
    ),
    "published-about": bilingual(
        "%(rows)s lignes publiées. Ce qui a été lu et écarté n'est compté nulle part en public : "
        "un de plus parlerait de quelqu'un.",
        "%(rows)s rows are published. What was read and set aside is counted nowhere in public: "
        "one more would tell of someone.",
    ),
    "only-counts": bilingual(
        "Aucune réponse n'est publiée : seulement des nombres de personnes.",
        "No answer is published: only counts of people are.",
    ),
    "set-aside": bilingual(
        "%(n)s enregistrement a été écarté, car il ne correspond pas à sa description.",
        "%(n)s record was set aside, for it does not fit its description.",
    ),
    "set-aside-many": bilingual(
        "%(n)s enregistrements ont été écartés, car ils ne correspondent pas à leur description.",
        "%(n)s records were set aside, for they do not fit their description.",
    ),
    "none-set-aside": bilingual(
        "Aucun enregistrement écarté : tous correspondent à leur description.",
        "No record was set aside: all fit their description.",
    ),
    "dropped": bilingual("Jamais publié : %(names)s.", "Never published: %(names)s."),
    "recoded": bilingual("Rendu moins précis : %(names)s.", "Made less precise: %(names)s."),
    "counted-already": bilingual(
        "%(rows)s lignes publiées, par périodes entières.",
        "%(rows)s rows are published, of whole periods.",
    ),
    "smallest-day": bilingual(
        "Un nombre figure quand, un même jour, %(k)s personnes ou plus étaient derrière une de ses "
        "lignes. Les autres sont réunis sous « Autres », avec le plus petit de ceux qui pourraient "
        "figurer : les totaux sont justes. Ce qui a été publié d'une période ne change plus.",
        "A number is shown where, on a single day, %(k)s people or more were behind one of its "
        "rows. The others are added up as “Other”, with the smallest of those that could be shown: "
        "totals are right. What was published of a period changes no more.",
    ),
    "agreed": bilingual(
        "Seules figurent les personnes qui l'ont accepté, avec ce qu'elles ont accepté ; qui "
        "retire son accord disparaît à la publication suivante.",
        "Only people who agreed to be listed are, and with what they agreed to; who takes that "
        "back is gone at the next publication.",
    ),
    "smallest-count": bilingual(
        "Aucun effectif de moins de %(k)s personnes n'est publié.",
        "No count under %(k)s people is published.",
    ),
    "noise": bilingual(
        "Chaque effectif est publié avec un bruit aléatoire, juste en moyenne : écart-type "
        "%(deviation)s, au plus %(most)s personnes de plus ou de moins. Les mêmes personnes "
        "donnent toujours le même bruit.",
        "Each count is published with random noise, right on average: standard deviation "
        "%(deviation)s, at most %(most)s people more or fewer. The same people always have the "
        "same noise.",
    ),
    "noise-small": bilingual(
        "Un effectif de moins de %(k)s personnes devient %(k)s ou davantage, ou manque ; son "
        "écart-type va jusqu'à %(deviation)s. Les sommes d'effectifs bruités ont plus de bruit "
        "encore.",
        "A count under %(k)s people becomes %(k)s or more, or is left out; its standard deviation "
        "is up to %(deviation)s. Sums of such counts have more noise still.",
    ),
    "dp": bilingual(
        "Chaque effectif est publié avec un bruit aléatoire tiré à chaque version (écart-type "
        "%(deviation)s) : la présence d'une personne n'y change presque rien (confidentialité "
        "différentielle, ε = %(epsilon)s par version, δ = %(delta)s, ε = %(yearly)s au plus "
        "en 365 jours).",
        "Each count is published with random noise that is drawn for each version (standard "
        "deviation %(deviation)s): whether somebody is there changes hardly anything "
        "(differential privacy, ε = %(epsilon)s a version, δ = %(delta)s, at most ε = %(yearly)s "
        "in 365 days).",
    ),
    "dp-bounds": bilingual(
        "Une personne compte dans %(cells)s effectifs au plus. Un effectif inférieur à %(least)s, "
        "bruit compris, manque.",
        "A person counts in at most %(cells)s counts. A count under %(least)s, noise included, is "
        "left out.",
    ),
    "only-in": bilingual(
        "Seules sont comptées les personnes qui figurent aussi dans %(name)s.",
        "Only people who are also in %(name)s are counted.",
    ),
    "counts-hidden": bilingual(
        "%(n)s effectif manque, parce qu'il est plus petit ou en révélerait un plus petit.",
        "%(n)s count is left out, for it is smaller, or would tell a smaller one.",
    ),
    "counts-hidden-many": bilingual(
        "%(n)s effectifs manquent, parce qu'ils sont plus petits ou en révéleraient de plus "
        "petits.",
        "%(n)s counts are left out, for they are smaller, or would tell a smaller one.",
    ),
    "kept": bilingual(
        "Inchangé depuis le %(day)s : %(names)s. Ces nombres ne changent que si assez de personnes "
        "changent avec eux.",
        "Unchanged since %(day)s: %(names)s. These numbers change only where enough people "
        "change with them.",
    ),
    "smallest-class": bilingual(
        "Au moins %(reached)s personnes partagent chaque combinaison de %(columns)s (%(k)s "
        "exigées).",
        "At least %(reached)s people share each combination of %(columns)s (%(k)s are required).",
    ),
    "most-rows": bilingual(
        "Au plus %(most)s lignes d'une même personne sont publiées.",
        "At most %(most)s rows of a person are published.",
    ),
    "suppressed": bilingual(
        "%(share)s des lignes manquent, parce que trop peu de personnes partagent leur "
        "combinaison.",
        "%(share)s of the rows are left out, for too few people share their combination.",
    ),
    "most-suppressed": bilingual(
        "Jusqu'à %(share)s des lignes peuvent manquer, quand trop peu de personnes partagent leur "
        "combinaison.",
        "Up to %(share)s of the rows may be left out, where too few people share their "
        "combination.",
    ),
    "waiting": bilingual(
        "Environ %(held)s nouvelles lignes attendent que les personnes soient assez nombreuses.",
        "About %(held)s new rows wait until enough people have come.",
    ),
    "chance": bilingual(
        "Une personne connue par ces colonnes serait désignée au hasard dans au plus %(most)s des "
        "cas. Qui en sait davantage peut apprendre davantage : de telles données ne sont jamais "
        "tout à fait anonymes.",
        "Someone known by these columns would be picked out by chance at most %(most)s of the "
        "time. Who knows more of them can learn more: such data is never wholly anonymous.",
    ),
    "columns-dropped": bilingual("%(n)s colonne non publiée", "%(n)s column not published"),
    "columns-dropped-many": bilingual("%(n)s colonnes non publiées", "%(n)s columns not published"),
    "columns-recoded": bilingual("recodage de %(names)s", "%(names)s recoded"),
    "noisy": bilingual(
        "nombres à un bruit aléatoire près (écart-type %(deviation)s)",
        "numbers with random noise (standard deviation %(deviation)s)",
    ),
    "group": bilingual(
        "au moins %(k)s personnes par groupe publié", "at least %(k)s people in a published group"
    ),
}
