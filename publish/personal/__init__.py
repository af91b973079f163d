"""Detectors of personal data. They can only refuse: finding nothing proves nothing."""

from publish.personal.birth import BIRTH
from publish.personal.email import EMAIL
from publish.personal.kind import Kind
from publish.personal.names import NAME
from publish.personal.network import DIGEST, IP, MAC
from publish.personal.numbers import CARD, IBAN, NIR, SIREN, SIRET
from publish.personal.phone import PHONE
from publish.personal.places import ADDRESS, COORDINATES
from publish.personal.web import PROFILE

__all__ = ["KINDS", "Kind"]

KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        *(EMAIL, PHONE, NIR, IBAN, CARD, IP, MAC, DIGEST),
        *(NAME, ADDRESS, SIREN, SIRET, BIRTH, PROFILE, COORDINATES),
    )
}
