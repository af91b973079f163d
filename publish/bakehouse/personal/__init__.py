"""Detectors of personal data. They can only refuse: finding nothing proves nothing."""

from publish.bakehouse.personal.birth import BIRTH
from publish.bakehouse.personal.email import EMAIL
from publish.bakehouse.personal.kind import Kind
from publish.bakehouse.personal.names import NAME
from publish.bakehouse.personal.network import DIGEST, IP, MAC
from publish.bakehouse.personal.numbers import CARD, IBAN, NIR, SIREN, SIRET
from publish.bakehouse.personal.phone import PHONE
from publish.bakehouse.personal.places import ADDRESS, COORDINATES
from publish.bakehouse.personal.web import PROFILE

__all__ = ["KINDS", "Kind"]

KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        *(EMAIL, PHONE, NIR, IBAN, CARD, IP, MAC, DIGEST),
        *(NAME, ADDRESS, SIREN, SIRET, BIRTH, PROFILE, COORDINATES),
    )
}
