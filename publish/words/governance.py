"""On what basis people's data may be used, and how those who use it are governed, in words.

The bases are those of article 6 of the GDPR, with their terms in the Data Privacy Vocabulary; the
five models are those of the *Kit Self Data Territorial*.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from publish.words.bilingual import Words, bilingual

BasisKind = Literal[
    "consent",
    "contract",
    "legal_obligation",
    "vital_interests",
    "public_task",
    "legitimate_interests",
]
Purpose = Literal["publish", "name", "share", "contact"]
"""What people agree to, one by one: their rows published, by name, shared, to be contacted."""
PURPOSES: tuple[Purpose, ...] = ("publish", "name", "share", "contact")
OTHERS: tuple[Purpose, ...] = ("share", "contact")
"""Those without which a row leaves all the same."""
GovernanceModel = Literal[
    "personal_cloud", "direct_transfer", "trusted_third_party", "cooperative", "civic_data_trust"
]
StatutesForm = Literal[
    "association_1901",
    "association_60_cc",
    "scic",
    "scop",
    "cooperative_1947",
    "cooperative_828_co",
    "foundation",
    "public_body",
    "company",
]


@dataclass(frozen=True)
class KnownBasis:
    """A basis: how it is called, its letter in article 6 of the GDPR, and its term in DPV."""

    called: Words
    letter: str

    @property
    def term(self) -> str:
        """Its address in the vocabulary of the GDPR."""
        return f"https://w3id.org/dpv/legal/eu/gdpr#A6-1-{self.letter}"


BASES: Mapping[BasisKind, KnownBasis] = {
    "consent": KnownBasis(bilingual("consentement", "consent"), "a"),
    "contract": KnownBasis(bilingual("contrat", "contract"), "b"),
    "legal_obligation": KnownBasis(bilingual("obligation légale", "legal obligation"), "c"),
    "vital_interests": KnownBasis(
        bilingual("sauvegarde d'intérêts vitaux", "vital interests"), "d"
    ),
    "public_task": KnownBasis(bilingual("mission d'intérêt public", "public task"), "e"),
    "legitimate_interests": KnownBasis(bilingual("intérêt légitime", "legitimate interests"), "f"),
}
MODELS: Mapping[GovernanceModel, Words] = {
    "personal_cloud": bilingual(
        "cloud personnel : chacun garde ses données chez soi",
        "personal cloud: everyone keeps their own data",
    ),
    "direct_transfer": bilingual(
        "transfert direct : d'un service à l'autre, quand la personne le demande",
        "direct transfer: from one service to another, when the person asks",
    ),
    "trusted_third_party": bilingual(
        "tiers de confiance : une plateforme transmet, avec l'accord de chacun",
        "trusted third party: a platform passes on, with everyone's leave",
    ),
    "cooperative": bilingual(
        "coopérative de données : celles et ceux que les données décrivent décident",
        "data cooperative: those whom the data describes decide",
    ),
    "civic_data_trust": bilingual(
        "régie (civic data trust) : un tiers gère l'usage pour l'intérêt général",
        "civic data trust: a trustee manages the use for the common good",
    ),
}
FORMS: Mapping[StatutesForm, Words] = {
    "association_1901": bilingual(
        "association (loi du 1er juillet 1901)", "association (French law of 1901)"
    ),
    "association_60_cc": bilingual(
        "association (art. 60 du Code civil suisse)", "association (art. 60, Swiss Civil Code)"
    ),
    "scic": bilingual(
        "société coopérative d'intérêt collectif (SCIC)",
        "cooperative of collective interest (SCIC)",
    ),
    "scop": bilingual("société coopérative de travail (SCOP)", "workers' cooperative (SCOP)"),
    "cooperative_1947": bilingual(
        "coopérative (loi du 10 septembre 1947)", "cooperative (French law of 1947)"
    ),
    "cooperative_828_co": bilingual(
        "société coopérative (art. 828 du Code des obligations suisse)",
        "cooperative (art. 828, Swiss Code of Obligations)",
    ),
    "foundation": bilingual("fondation", "foundation"),
    "public_body": bilingual("organisme public", "public body"),
    "company": bilingual("société commerciale", "company"),
}
_ASKED: Mapping[Purpose, Words] = {
    "publish": bilingual("être publié, sans son nom", "to be published, without a name"),
    "name": bilingual("être publié sous son nom", "to be published by name"),
    "share": bilingual("partager dans des limites", "to be shared within limits"),
    "contact": bilingual("être contacté", "to be contacted"),
}
_MONTH = bilingual("un mois", "a month")
_MONTHS = bilingual("{} mois", "{} months")
_UNTIL_WITHDRAWN = bilingual("jusqu'au retrait", "until it is withdrawn")


_CALLED: Mapping[str, Words] = {
    **{str(kind): one.called for kind, one in BASES.items()},
    **{str(model): words for model, words in MODELS.items()},
    **{str(form): words for form, words in FORMS.items()},
    **{str(purpose): words for purpose, words in _ASKED.items()},
}


def called(word: str, language: str) -> str:
    """A basis, model, form or purpose in words; the word itself where a later Fournil has it."""
    return _CALLED[word][language] if word in _CALLED else word


def lasting(months: int | None, language: str) -> str:
    """For how long a consent stands, in words."""
    if months is None:
        return _UNTIL_WITHDRAWN[language]
    return (_MONTH if months == 1 else _MONTHS)[language].format(months)
