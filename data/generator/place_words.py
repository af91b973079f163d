"""The words from which shared places are made up."""

KINDS: dict[str, tuple[float, tuple[str, ...], tuple[str, ...], tuple[str, ...]]] = {
    # kind: how common, nouns for its name, sentences about it, tags
    "Café associatif": (
        15,
        ("Le Café", "Le Comptoir", "Le Bistrot", "La Buvette"),
        (
            "Café tenu par ses adhérents : concerts, jeux, soupe du jeudi et prix libre.",
            "On y boit un café, on y apprend à tricoter, on y refait le monde.",
            "Dernier café du village, repris par une centaine d’habitants.",
        ),
        ("concerts", "jeux", "prix libre", "cuisine"),
    ),
    "Tiers-lieu": (
        14,
        ("La Fabrique", "La Halle", "L’Atelier", "La Manufacture"),
        (
            "Ancienne usine devenue lieu de travail, de fête et d’apprentissage.",
            "Bureaux partagés, cuisine collective, studio de radio et salle de danse.",
            "Ici se croisent artisanes, télétravailleurs, retraités et lycéennes.",
        ),
        ("bureaux", "formation", "numérique", "radio"),
    ),
    "Jardin partagé": (
        16,
        ("Le Jardin", "Le Potager", "Les Parcelles", "Le Verger"),
        (
            "Parcelles collectives, sans pesticides ; récoltes partagées le dimanche.",
            "Jardin au pied des immeubles, avec un four à pain et des ruches.",
            "Terrain prêté par la commune, clôturé de haies comestibles.",
        ),
        ("compost", "semences", "ruches", "enfants"),
    ),
    "Atelier de réparation": (
        12,
        ("L’Établi", "Le Repair Café", "La Clinique des objets", "Le Tournevis"),
        (
            "Réparer ensemble plutôt que jeter : grille-pain, lampes, vêtements, vélos.",
            "Deux samedis par mois, des bénévoles aident à réparer ce que l’on apporte.",
            "Outils à disposition, pièces de récupération, conseils sans jugement.",
        ),
        ("électroménager", "couture", "électronique", "outils"),
    ),
    "Ressourcerie": (
        9,
        ("La Ressourcerie", "La Recyclerie", "La Deuxième Vie", "Le Bric à Brac"),
        (
            "Collecte, tri, remise en état et vente à petit prix de meubles et de livres.",
            "Trente tonnes détournées de la benne chaque année, quatre emplois créés.",
            "Boutique solidaire et atelier de relookage de meubles.",
        ),
        ("réemploi", "meubles", "livres", "insertion"),
    ),
    "Épicerie solidaire": (
        8,
        ("L’Épicerie", "Le Garde-manger", "La Musette", "Le Cabas"),
        (
            "Produits locaux en vrac, deux prix selon les revenus, zéro marge.",
            "Épicerie coopérative : trois heures par mois et l’on y fait ses courses.",
            "Paniers d’une dizaine de fermes des environs : œufs, légumes, pain, miel.",
        ),
        ("vrac", "paniers", "local", "cuisine"),
    ),
    "Atelier vélo": (
        8,
        ("La Roue Libre", "Le Dérailleur", "La Bécane", "Le Garage à vélos"),
        (
            "Apprendre à réparer son vélo, à son rythme, avec les outils de l’atelier.",
            "Vélos d’occasion remis en état, vélo-école pour adultes le mercredi.",
            "Bourse aux vélos au printemps ; prêt de remorques et de vélos cargos.",
        ),
        ("vélo-école", "outils", "prêt", "occasion"),
    ),
    "Bibliothèque d’objets": (
        5,
        ("L’Objethèque", "La Bricothèque", "La Trouvaille", "Le Prêt-à-tout"),
        (
            "Perceuse, appareil à raclette, tente : on emprunte au lieu d’acheter.",
            "Trois cents objets à emprunter pour quelques euros par an.",
            "Chacun y dépose ce dont il se sert une fois l’an.",
        ),
        ("prêt", "outils", "jeux", "camping"),
    ),
    "Four à pain partagé": (
        4,
        ("Le Fournil", "Le Four banal", "La Fournée", "La Miche"),
        (
            "Four communal rallumé chaque mois ; apportez votre pâte, on chauffe.",
            "Four à bois construit par les habitants, pain et pizzas le premier samedi.",
            "Levain partagé, farines du moulin voisin, fournées à prix coûtant.",
        ),
        ("pain", "cuisine", "bois", "fête"),
    ),
    "Habitat participatif": (
        4,
        ("Les Voisines", "La Maisonnée", "Le Hameau", "La Grande Ourse"),
        (
            "Huit logements, une buanderie, une salle commune et un potager.",
            "Coopérative d’habitants : on y est ensemble propriétaires et chacun locataire.",
            "La salle commune est ouverte au quartier deux soirs par semaine.",
        ),
        ("coopérative", "logement", "énergie", "salle"),
    ),
    "Espace numérique": (
        6,
        ("La Souris Verte", "Le Clavier", "L’Octet", "La Prise"),
        (
            "Aide aux démarches en ligne, ordinateurs en libre accès, logiciels libres.",
            "Atelier de fabrication : imprimantes 3D, découpe, électronique, robots.",
            "Permanences sans rendez-vous le mardi et le jeudi après-midi.",
        ),
        ("numérique", "logiciel libre", "formation", "aide"),
    ),
    "Salle commune": (
        7,
        ("La Maison", "Le Foyer", "La Grange", "La Salle"),
        (
            "Salle prêtée aux associations : scène, cuisine, tables et vaisselle.",
            "Ancienne grange restaurée en chantiers participatifs.",
            "Réunions, bals, assemblées générales et repas de quartier.",
        ),
        ("salle", "cuisine", "fête", "réunions"),
    ),
}
COMPLEMENTS = (
    "des Possibles", "du Canal", "de la Tannerie", "des Lilas", "du Coin", "d’en Face",
    "du Vieux Moulin", "des Quatre Vents", "de l’Écluse", "du Hérisson", "de la Gare",
    "des Tilleuls", "du Bout du Monde", "de la Filature", "du Cœur de bœuf", "des Alouettes",
    "du Lavoir", "de la Place", "des Imbriqués", "du Grand Chêne", "de la Rive", "des Bleuets",
    "du Castor", "de l’Ancienne École", "des Passerelles", "du Mûrier", "de la Luciole",
    "des Mains sales", "du Dimanche", "de la Petite Ourse", "des Cheminots", "du Carrefour",
    "de l’Œillet", "des Courants d’air", "du Pré commun", "de la Soupe", "des Semelles",
    "du Chat perché", "de l’Horloge", "des Mésanges", "du Tilleul creux", "de la Cordée",
    "des Grands Enfants", "du Préau", "de la Verrière", "des Copeaux", "du Faubourg",
    "de la Brique rouge", "des Hirondelles", "du Puits", "de l’Embellie", "des Nouveaux Communs",
)  # fmt: skip
STREETS = (
    "rue des Lilas", "rue du Moulin", "place de l’Église", "avenue de la Gare", "rue Jean Moulin",
    "chemin des Écoliers", "quai du Canal", "rue de la République", "impasse du Four",
    "rue Louise Michel", "boulevard Victor Hugo", "rue des Tanneurs", "allée des Tilleuls",
    "rue du Général Leclerc", "route de l’Océan", "rue Olympe de Gouges", "place du Marché",
    "rue de l’Abattoir", "montée du Château", "rue Sœur Rosalie", "faubourg Saint-Jacques",
    "rue du 8 Mai 1945", "rue du 19 Mars 1962", "passage de l’Œuvre", "cours Jean Jaurès",
)  # fmt: skip
EXTRAS = (
    "Adhésion : 12,50 € par an.",
    "Ouvert du mardi au samedi, 9 h 30 – 18 h ; fermé en août.",
    'On l’appelle "la cabane" ; les habitués disent "chez nous".',
    '<p>Programme sur <a href="https://agenda.example.org">l’agenda</a>.</p>',
    "<strong>Nouveau !</strong> Garde d’enfants &amp; goûter le mercredi.",
    "Accès :\nbus 12, arrêt « Écluse »\nà pied, 5 min de la gare",
    "Prix libre, de 0 à 50 €.",
    "Cherche bénévoles ; toutes les mains sont bienvenues.",
    "Réouverture après travaux…",
    "Prêt de clés possible : voir avec l’équipe, sur place.",
)
TAGS = ("accueil", "bénévolat", "écologie", "quartier", "rural", "familles", "culture", "entraide")
COMMENTS = (
    "Horaires mis à jour, vérifiés sur place.",
    "Merci à l’équipe pour l’accueil !",
    "Je suis passé hier, la rampe est enfin posée.",
    "L’adresse était fausse ; c’est au n° 12, pas au 21.",
    "Fermé définitivement d’après la voisine (Mme {surname}).",
    "Photo de la façade, prise ce matin.\nMe joindre : {phone}",
    "Me prévenir si ça change : {email}",
    'Doublon ? voir l’autre fiche "{surname}"',
    "RAS",
)
