"""The conditions under which an audience tool needs no consent, and what meets each in Matomo.

After the deliberation of the CNIL of 4 July 2025 on tools that measure an audience.
"""

from collections.abc import Callable
from dataclasses import dataclass

from publish.usage.check.answers import ANONYMOUS
from publish.usage.check.facts import Facts
from publish.usage.check.page import CONFIGURED
from publish.words.bilingual import Words, bilingual

TRACER_SECONDS = 395 * 86_400
"""Thirteen months."""
DATA_DAYS = 761
"""Twenty-five months."""
PROFILING = ("AbTesting", "Cohorts", "HeatmapSessionRecording", "MultiChannelConversionAttribution")
SHARING = ("AdvertisingConversionExport",)
RECORDING = (
    "tracker.HeatmapSessionRecording::enable",
    "tracker.AbTesting::create",
)
ACROSS = ("use_third_party_id_cookie", "enable_fingerprinting_across_websites")
OFF = ("0", "", "false")
CLEANED = ("exclude_query", "exclude_path", "exclude_all")

Met = bool | None
"""None where what is read does not tell."""


@dataclass(frozen=True)
class Condition:
    """A condition: what it asks, the setting that meets it, and whether facts meet it."""

    asks: Words
    setting: Words
    met: Callable[[Facts], Met]


def _number(facts: Facts, *names: str) -> int | None:
    """The number of the first setting that is there; None where it is none."""
    text = next((facts[name] for name in names if name in facts), "").partition(".")[0]
    return int(text) if text.isascii() and text.isdigit() else None


def _is_on(facts: Facts, name: str) -> Met:
    return facts[name].strip() not in OFF if name in facts else None


def _all_of(*parts: Met) -> Met:
    """Met where one part is, and none is not."""
    return False if False in parts else True if True in parts else None


def _by_default(facts: Facts) -> Met:
    """What the code of a page does not change is as it must be, where it sets the tracker."""
    return True if CONFIGURED in facts else None


def _plugins(facts: Facts, plugins: tuple[str, ...]) -> bool:
    active = [one.strip() for one in facts.get("Plugins.Plugins", "").split(",")]
    return any(plugin in active for plugin in plugins)


def _purpose(facts: Facts) -> Met:
    recorded = any(name in facts for name in RECORDING)
    return False if recorded or _plugins(facts, PROFILING) else None


def _cross_use(facts: Facts) -> Met:
    sold = _is_on(facts, "site.ecommerce")
    named = _is_on(facts, "PrivacyManager.anonymizeOrderId") is False
    return False if _plugins(facts, SHARING) or (sold and named) else None


def _cross_site(facts: Facts) -> Met:
    if "tracker.enableCrossDomainLinking" in facts:
        return False
    across = [_is_on(facts, f"Tracker.{name}") for name in ACROSS]
    return _all_of(*(None if one is None else not one for one in across), _by_default(facts))


def _tracer_age(facts: Facts) -> Met:
    if _is_on(facts, "PrivacyManager.forceCookielessTracking"):
        return True
    if "tracker.disableCookies" in facts and "tracker.enableCookies" not in facts:
        return True
    name = "tracker.setVisitorCookieTimeout"
    own = None if name in facts else _by_default(facts)
    return _all_of(own, *(_short(facts, one) for one in (name, "Tracker.cookie_expire")))


def _short(facts: Facts, name: str) -> Met:
    seconds = _number(facts, name)
    return None if seconds is None else seconds <= TRACER_SECONDS


def _data_age(facts: Facts) -> Met:
    deleted = _is_on(facts, "Deletelogs.delete_logs_enable")
    days = _number(facts, "Deletelogs.delete_logs_older_than")
    return deleted and (None if days is None else days <= DATA_DAYS)


def _information(facts: Facts) -> Met:
    return _is_on(facts, "PrivacyManager.privacyPolicyUrl")


def _opposition(facts: Facts) -> Met:
    # A form of the site's own calls both, as people tick it.
    if "tracker.forgetUserOptOut" in facts and "tracker.optUserOut" not in facts:
        return False
    return True if "page.opt_out" in facts else None


def _ip(facts: Facts) -> Met:
    masked = _is_on(facts, "PrivacyManager.ipAnonymizerEnabled")
    length = _number(facts, "PrivacyManager.ipAddressMaskLength", "Tracker.ip_address_mask_length")
    if masked is False:
        return False
    return None if length is None else length >= 2


def _geolocation(facts: Facts) -> Met:
    return _is_on(facts, "PrivacyManager.useAnonymizedIpForVisitEnrichment")


def _user_id(facts: Facts) -> Met:
    return False if "tracker.setUserId" in facts else _by_default(facts)


def _visitor_log(facts: Facts) -> Met:
    seen = facts.get(ANONYMOUS)
    return seen == "closed" if seen else _is_on(facts, "Live.disable_visitor_log")


def _profiles(facts: Facts) -> Met:
    # Without the log there are no profiles.
    if facts.get(ANONYMOUS) == "closed" or _is_on(facts, "Live.disable_visitor_log"):
        return True
    return _is_on(facts, "Live.disable_visitor_profile")


def _referrers(facts: Facts) -> Met:
    cleaned = facts.get("PrivacyManager.anonymizeReferrer")
    return None if cleaned is None else cleaned in CLEANED


def _addresses(facts: Facts) -> Met:
    kind = facts.get("SitesManager_ExclusionTypeForQueryParams", "")
    if kind == "matomo_recommended_pii":
        return True
    named = ("SitesManager_ExcludedQueryParameters", "site.excluded_parameters")
    excluded = [facts[name] for name in named if name in facts]
    return any(one not in OFF for one in excluded) if excluded else None


CONDITIONS: dict[str, Condition] = {
    "purpose": Condition(
        bilingual("mesurer l'audience pour l'éditeur seul, sans étudier personne",
                  "measure the audience for the publisher alone, studying nobody"),
        bilingual("désactivez les modules de tests, de cohortes, d'enregistrement et d'attribution",
                  "deactivate the plugins of tests, cohorts, recordings and attribution"),
        _purpose,
    ),
    "cross-use": Condition(
        bilingual("ne croiser ces données avec aucune autre, ne les donner à personne",
                  "join this data with no other, give it to nobody"),
        bilingual("désactivez AdvertisingConversionExport ; Vie privée : anonymisez les commandes",
                  "deactivate AdvertisingConversionExport; Privacy: anonymise order IDs"),
        _cross_use,
    ),
    "cross-site": Condition(
        bilingual("ne suivre personne d'un site à l'autre", "follow nobody from site to site"),
        bilingual("retirez enableCrossDomainLinking ; [Tracker] use_third_party_id_cookie = 0, "
                  "enable_fingerprinting_across_websites = 0",
                  "remove enableCrossDomainLinking; [Tracker] use_third_party_id_cookie = 0, "
                  "enable_fingerprinting_across_websites = 0"),
        _cross_site,
    ),
    "tracer-age": Condition(
        bilingual("des traceurs de 13 mois au plus", "tracers of 13 months at most"),
        bilingual("[Tracker] cookie_expire = 33955200, ou disableCookies dans le code des pages",
                  "[Tracker] cookie_expire = 33955200, or disableCookies in the code of pages"),
        _tracer_age,
    ),
    "data-age": Condition(
        bilingual("des données de 25 mois au plus", "data of 25 months at most"),
        bilingual("[Deletelogs] delete_logs_enable = 1, delete_logs_older_than = 760 au plus",
                  "[Deletelogs] delete_logs_enable = 1, delete_logs_older_than = 760 at most"),
        _data_age,
    ),
    "information": Condition(
        bilingual("informer les personnes", "inform people"),
        bilingual("Vie privée : donnez l'adresse de la politique de confidentialité",
                  "Privacy: give the address of the privacy policy"),
        _information,
    ),
    "opposition": Condition(
        bilingual("permettre de s'y opposer", "let people object"),
        bilingual("mettez l'opposition (optOut) dans une page ; retirez forgetUserOptOut",
                  "put the opt-out into a page; remove forgetUserOptOut"),
        _opposition,
    ),
    "ip": Condition(
        bilingual("masquer deux octets au moins de l'adresse IP", "mask two bytes of the IP"),
        bilingual("Vie privée : anonymisez l'adresse IP, 2 octets ou plus",
                  "Privacy: anonymise the IP address, 2 bytes or more"),
        _ip,
    ),
    "geolocation": Condition(
        bilingual("masquer l'adresse IP aussi pour la géolocalisation",
                  "mask the IP for geolocation too"),
        bilingual("Vie privée : utilisez l'adresse anonymisée pour enrichir les visites",
                  "Privacy: use the anonymised address when enriching visits"),
        _geolocation,
    ),
    "user-id": Condition(
        bilingual("n'enregistrer aucun identifiant de compte", "record no User ID"),
        bilingual("retirez setUserId du code des pages", "remove setUserId from the code of pages"),
        _user_id,
    ),
    "visitor-log": Condition(
        bilingual("fermer le journal des visites aux anonymes",
                  "close the visits log to anonymous eyes"),
        bilingual("[Live] disable_visitor_log = 1, ou retirez tout accès au compte anonymous",
                  "[Live] disable_visitor_log = 1, or take all access from the user anonymous"),
        _visitor_log,
    ),
    "profiles": Condition(
        bilingual("fermer les profils de visiteurs", "close the profiles of visitors"),
        bilingual("[Live] disable_visitor_profile = 1", "[Live] disable_visitor_profile = 1"),
        _profiles,
    ),
    "referrers": Condition(
        bilingual("nettoyer l'adresse de provenance", "clean the address people come from"),
        bilingual("Vie privée : anonymisez la provenance (exclude_query au moins)",
                  "Privacy: anonymise the referrer (exclude_query at least)"),
        _referrers,
    ),
    "addresses": Condition(
        bilingual("nettoyer l'adresse des pages", "clean the addresses of pages"),
        bilingual("Sites : excluez les paramètres recommandés (matomo_recommended_pii)",
                  "Websites: exclude the recommended parameters (matomo_recommended_pii)"),
        _addresses,
    ),
}  # fmt: skip
"""By name, in the order in which they are told."""


def judged(facts: Facts) -> dict[str, Met]:
    """Whether each condition is met."""
    return {name: condition.met(facts) for name, condition in CONDITIONS.items()}
