"""`consents.jsonld`: consents as records of ISO/IEC TS 27560, in the words of DPV 2."""

from typing import Any

from publish.people.answer_files import Answer, HeldConsent

CONTEXT = {
    "dpv": "https://w3id.org/dpv#",
    "dct": "http://purl.org/dc/terms/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
RECORDS = "https://www.iso.org/standard/80392.html"
"""ISO/IEC TS 27560:2023, consent record information structure."""


def consent_records(answer: Answer) -> dict[str, Any]:
    """A record for each consent that the exports tell of, as JSON-LD."""
    records = [_record(answer, number, one) for number, one in enumerate(answer.consents, 1)]
    return {"@context": CONTEXT, "@graph": records}


def _record(answer: Answer, number: int, one: HeldConsent) -> dict[str, Any]:
    [table] = [t for t in answer.tables if (t.dataset, t.table) == (one.dataset, one.table)]
    dated = "dateTime" if "T" in one.given else "date"
    return {
        "@id": f"#consent-{number}",
        "@type": "dpv:ConsentRecord",
        "dct:identifier": f"{one.dataset}.{one.table} {number}",
        "dct:conformsTo": {"@id": RECORDS},
        "dpv:hasDataSubject": {"@id": "#me", "@type": "dpv:DataSubject"},
        "dpv:hasDataController": {"@type": "dpv:DataController", "dct:title": table.controller},
        "dpv:hasLegalBasis": {"@id": "dpv:Consent"},
        "dpv:hasConsentStatus": {
            "@type": "dpv:ConsentGiven",
            "dpv:isIndicatedBy": {"@id": "#me"},
            "dpv:isIndicatedAtTime": {"@type": f"xsd:{dated}", "@value": one.given},
        },
        "dpv:hasPurpose": {"@type": "dpv:Purpose", "dct:description": one.why},
        "dpv:hasProcessing": {"@id": "dpv:MakeAvailable"},
        "dpv:hasPersonalData": [
            {"@type": "dpv:PersonalData", "dct:title": column} for column in one.covers
        ],
        "dpv:hasRecipient": [
            {"@type": "dpv:Recipient", "dct:title": name} for name in ("the public", *table.portals)
        ],
    }
