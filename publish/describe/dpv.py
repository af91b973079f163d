"""Who answers for people's data, on what basis and why: the Data Privacy Vocabulary, in a catalog.

https://w3id.org/dpv, with the bases of its extension for the GDPR.
"""

from publish.describe.dcat_values import literals
from publish.describe.rdf import Iri, Literal, Node, node
from publish.release.described import Texts
from publish.release.governance import Card
from publish.release.package import Package
from publish.words.governance import BASES, called, lasting


def governed(package: Package) -> dict[str, object]:
    """The properties of a dataset that its governance card and its tables' bases tell."""
    card = package.governance
    bases: dict[str, object] = {"dpv_hasLegalBasis": [*_bases(package), *_consents(package)]}
    return bases if card is None else bases | _of_card(card)


def _bases(package: Package) -> list[Iri]:
    """The bases of its tables about people, each once."""
    terms = {str(kind): one.term for kind, one in BASES.items()}
    kinds = [table.basis.kind for table in package.tables.values() if table.basis]
    return [Iri(terms[kind]) for kind in dict.fromkeys(kinds) if kind in terms]


def _consents(package: Package) -> list[Node]:
    """What people agree to, and for how long, once for tables that ask the same."""
    asked = dict.fromkeys(one for table in package.tables.values() for one in table.consents)
    return [
        node(
            "dpv:Consent",
            dct_description=Literal(one.why),
            dpv_hasPurpose=_labelled("dpv:Purpose", _called(one.purpose)),
            dpv_hasDuration=_duration(one.months),
        )
        for one in asked
    ]


def _duration(months: int | None) -> Node:
    if months is None:
        until = {language: lasting(None, language) for language in ("fr", "en")}
        return node("dpv:UntilEventDuration", rdfs_label=literals(until))
    return node("dpv:TemporalDuration", rdf_value=Literal(f"P{months}M", datatype="xsd:duration"))


def _of_card(card: Card) -> dict[str, object]:
    recipients = card.recipients or ()
    return {
        "dpv_hasDataController": _controller(card),
        "dpv_hasPurpose": _labelled("dpv:Purpose", card.texts("purpose")),
        "dpv_hasStorageCondition": _labelled("dpv:StorageCondition", card.texts("kept")),
        "dpv_hasRecipient": [_labelled("dpv:Recipient", one) for one in recipients],
        "dpv_hasOrganisationalMeasure": [*_model(card), *_decisions(card), *_exit(card)],
    }


def _controller(card: Card) -> Node | None:
    """Who answers, and what they are in law."""
    told = card.controller
    if not told:
        return None
    form = card.statutes.get("form")
    contact, url = told.get("contact", ""), card.statutes.get("url")
    return node(
        "dpv:DataController",
        foaf_name=Literal(told["name"]),
        dpv_hasContact=Literal(contact) if contact else None,
        dct_description=literals(_called(form)) if form else None,
        rdfs_seeAlso=Iri(url) if url else None,
    )


def _labelled(type: str, texts: Texts) -> Node | None:
    return node(type, rdfs_label=literals(texts)) if texts else None


def _called(word: str) -> Texts:
    return {language: called(word, language) for language in ("fr", "en")}


def _model(card: Card) -> list[Node]:
    """How the data is governed."""
    if not card.model:
        return []
    return [node("dpv:GovernanceProcedures", rdfs_label=literals(_called(card.model)))]


def _decisions(card: Card) -> list[Node]:
    """Who decides on what."""
    return [
        node(
            "dpv:GovernanceProcedures",
            rdfs_label=literals(one.on),
            dct_description=literals(one.by),
        )
        for one in card.decisions
    ]


def _exit(card: Card) -> list[Node]:
    """How people leave."""
    texts = card.texts("exit")
    return [node("dpv:GovernanceProcedures", rdfs_label=literals(texts))] if texts else []
