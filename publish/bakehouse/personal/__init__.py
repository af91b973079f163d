"""Detectors of personal data. They can only refuse: finding nothing proves nothing."""

from publish.bakehouse.personal.birth import BIRTH
from publish.bakehouse.personal.companies import SIREN, SIRET
from publish.bakehouse.personal.devices import ACCOUNT, DEVICE
from publish.bakehouse.personal.digests import DIGEST
from publish.bakehouse.personal.email import EMAIL
from publish.bakehouse.personal.handles import HANDLE
from publish.bakehouse.personal.kind import Kind
from publish.bakehouse.personal.names import NAME
from publish.bakehouse.personal.network import IP, MAC
from publish.bakehouse.personal.numbers import CARD, IBAN, NIR
from publish.bakehouse.personal.papers import DOCUMENT, PLATE
from publish.bakehouse.personal.phone import PHONE
from publish.bakehouse.personal.places import ADDRESS
from publish.bakehouse.personal.points import COORDINATES
from publish.bakehouse.personal.tokens import TOKEN
from publish.bakehouse.personal.web import PROFILE

__all__ = ["KINDS", "Kind"]

KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        *(EMAIL, PHONE, NIR, DOCUMENT, IBAN, CARD, IP, MAC, DIGEST, TOKEN),
        *(NAME, ADDRESS, PLATE, DEVICE, ACCOUNT, HANDLE, SIREN, SIRET, BIRTH, PROFILE),
        COORDINATES,
    )
}
