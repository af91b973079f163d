"""`consents.jsonld`: consents as records of ISO/IEC TS 27560, in the words of DPV 2."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from publish.people.answer_files import Answer, HeldConsent, HeldTable
from publish.words.governance import Purpose

CONTEXT = {
    "dpv": "https://w3id.org/dpv#",
    "dct": "http://purl.org/dc/terms/",
    "dcat": "http://www.w3.org/ns/dcat#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
RECORDS = "https://www.iso.org/standard/80392.html"
"""ISO/IEC TS 27560:2023, consent record information structure."""

_PROCESSING: Mapping[Purpose, str] = {
    "publish": "dpv:MakeAvailable",
    "name": "dpv:MakeAvailable",
    "share": "dpv:Share",
    "contact": "dpv:Use",
}


def consent_records(answer: Answer) -> dict[str, Any]:
    """A record for each consent that the exports tell of, as JSON-LD."""
    records = [_record(answer, number, one) for number, one in enumerate(answer.consents, 1)]
    return {"@context": CONTEXT, "@graph": records}


def _record(answer: Answer, number: int, one: HeldConsent) -> dict[str, Any]:
    [table] = [t for t in answer.tables if (t.dataset, t.table) == (one.dataset, one.table)]
    controller = {"@type": "dpv:DataController", "dct:title": table.controller}
    statuses = list(_statuses(answer.day, one, controller))
    return {
        "@id": f"#consent-{number}",
        "@type": "dpv:ConsentRecord",
        "dct:identifier": f"{one.dataset}.{one.table} {number}",
        "dct:conformsTo": {"@id": RECORDS},
        "dpv:hasDataSubject": {"@id": "#me", "@type": "dpv:DataSubject"},
        "dpv:hasDataController": controller,
        "dpv:hasLegalBasis": {"@id": "dpv:Consent"},
        "dpv:hasConsentStatus": statuses if len(statuses) > 1 else statuses[0],
        "dpv:hasPurpose": {
            "@type": "dpv:Purpose",
            "dct:identifier": one.purpose,
            "dct:description": one.why,
        },
        "dpv:hasProcessing": {"@id": _PROCESSING[one.purpose]},
        **_words_and_end(one),
        "dpv:hasPersonalData": [
            {"@type": "dpv:PersonalData", "dct:title": column} for column in one.covers
        ],
        "dpv:hasRecipient": [
            {"@type": "dpv:Recipient", "dct:title": name} for name in _recipients(one, table)
        ],
    }


def _statuses(
    today: str, one: HeldConsent, controller: Mapping[str, str]
) -> Iterator[dict[str, Any]]:
    """What became of a consent, the first thing first."""
    if not one.unread:
        yield _said_by_me("Given", one.given)
    if one.unread or (one.outdated and not one.version):
        # That it was given, or to which words: nothing that can be read tells it.
        yield {"@type": "dpv:ConsentUnknown"}
    elif one.outdated:
        # Who publishes holds these words good no more; what was done before stays lawful, which
        # `dpv:ConsentInvalidated` would deny. No day of it is kept.
        yield {"@type": "dpv:ConsentRevoked", "dpv:isIndicatedBy": controller}
    # One that was withdrawn before cannot be over by itself.
    if one.expires and one.expires <= (one.withdrawn or today):
        # Time did it, nobody said it.
        yield {"@type": "dpv:ConsentExpired", "dct:date": _dated(one.expires)}
    if one.withdrawn:
        yield _said_by_me("Withdrawn", one.withdrawn)


def _said_by_me(word: str, when: str) -> dict[str, Any]:
    told = {"dpv:isIndicatedAtTime": _dated(when)} if when else {}
    return {"@type": f"dpv:Consent{word}", "dpv:isIndicatedBy": {"@id": "#me"}, **told}


def _dated(when: str) -> dict[str, str]:
    return {"@type": f"xsd:{'dateTime' if 'T' in when else 'date'}", "@value": when}


def _words_and_end(one: HeldConsent) -> dict[str, Any]:
    """Which version of the words was agreed to, and until when it stands."""
    notice = {"@type": "dpv:ConsentNotice", "dcat:version": one.version}
    until = {"@type": "dpv:UntilTimeDuration", "dct:date": _dated(one.expires)}
    return {
        **({"dpv:hasNotice": notice} if one.version else {}),
        **({"dpv:hasDuration": until} if one.expires else {}),
    }


def _recipients(one: HeldConsent, table: HeldTable) -> Sequence[str]:
    """Who gets what it covers; nobody by us where it covers nothing that is published."""
    if one.purpose in ("share", "contact") and not one.covers:
        return ()
    return ("the public", *table.portals)
