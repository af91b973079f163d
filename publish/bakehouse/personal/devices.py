"""What a person carries or logs in with: devices by number, accounts by an id that comes back."""

import re

from stdnum import luhn

from publish.bakehouse.personal.kind import SEPARATORS, Kind, Rule, column, each, words
from publish.words.told import told

IMEI = re.compile(r"(?<![\w.])\d{2}[ -]?\d{6}[ -]?\d{6}[ -]?\d(?:[ -]?\d\d)?(?!\w)")
ISSUED_BY = tuple(words("01 35 86 99 98 97 96 91 52 53 54 49 45 44 33"))
"""The bodies that give out type codes: the first two digits of an IMEI."""
DEVICE_HEADERS = words(
    """
    imei imeisv imsi iccid meid udid idfa idfv gaid aaid adid advertisingid advertiserid androidid
    device deviceid devices appareil appareils terminal terminalid smartphone handset
    installationid installid fingerprint pushtoken mobileid phoneid
    """
)
NOT_DEVICES = words("type types model modele marque brand name nom count nb os version categorie")
UUID = r"[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}"
SHAPES = rf"(?i:{UUID}|[0-9a-f]{{14,16}}|[0-9a-f]{{32}}|[0-9a-f]{{40}}|\d{{14,20}})"


def is_imei(text: str) -> bool:
    """Whether a whole text is the number of a telephone, its check digit right."""
    number = re.sub(r"\D", "", text)[:15]
    return number.startswith(ISSUED_BY) and len(set(number)) >= 5 and luhn.is_valid(number)


def said_imei(text: str) -> bool:
    """Whether a text says IMEI and gives one."""
    return any(luhn.is_valid(re.sub(r"\D", "", m.group())[:15]) for m in IMEI.finditer(text))


DEVICE = Kind(
    name="device",
    severity="warning",
    words=told("numbers of somebody's device"),
    rules=(
        Rule(r"^\s*\d{2}[ -]?\d{6}[ -]?\d{6}[ -]?\d\s*$", is_imei, share=0.5, least=4, chance=0.1),
        Rule(rf"^\s*{SHAPES}\s*$", share=0.5, headers=DEVICE_HEADERS, unless=NOT_DEVICES),
        Rule(rf"(?i:imei)[^0-9]{{0,12}}\d(?:[{SEPARATORS}]?\d){{14}}", said_imei, hint="(?i:imei)"),
    ),
    true=(
        column("x", "356938035643809", "490154203237518", "352099001761481", "861536030196001"),
        column("imei", "356938035643809"),
        column("device_id", "9774d56d682e549c"),
        column("idfa", "EA7583CD-A667-48BC-B806-42ECB2B48606"),
        *each("Téléphone trouvé, IMEI : 35 693803 564380 9"),
    ),
    false=(
        column("x", *(f"3569380356{number:05}" for number in range(100, 160))),
        column("device_type", "9774d56d682e549c"),
        column("id", "9774d56d682e549c"),
        *each("356938035643809", "IMEI à relever"),
    ),
)

OF_THINGS = words(
    """
    place places lieu lieux site sites station stations parent dataset jeu table organisation
    organization organisme structure association commune ville region departement categorie
    category type theme tag product produit objet article item event evenement batiment building
    equipment equipement project projet file fichier document media image commit lot batch
    sourceur interne internal
    ressource resource team groupe group version campagne formulaire form survey enquete question
    """
)
OF_ACCOUNTS = words(
    """
    user users userid auteur author contributeur contributor membre member visitor visiteur
    participant account compte client personne person uid utilisateur usager adherent respondent
    voter session
    """
)
IDS = (
    "550e8400-e29b-41d4-a716-446655440000",
    "f47ac10b-58cc-4372-a567-0e02b2c3d479",
    "7c9e6679-7425-40de-944b-e07fc1f90ae7",
)

ACCOUNT = Kind(
    name="account",
    severity="warning",
    words=told("ids that come back, as those of accounts do"),
    rules=(
        Rule(rf"^\s*{UUID}\s*$", share=0.5, least=3, again=True, unless=OF_THINGS),
        Rule(
            rf"^\s*{UUID}\s*$",
            share=0.5,
            headers=OF_ACCOUNTS | words("accountid clientid sessionid profil profile"),
        ),
    ),
    true=(column("x", *IDS, *IDS), column("user_id", IDS[0])),
    false=(column("place_id", *IDS, *IDS), column("x", *IDS)),
)
