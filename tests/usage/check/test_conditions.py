"""One good configuration, and bad ones that are each caught by exactly their condition."""

import json

import pytest

from publish.errors import SourceError
from publish.usage.check.conditions import CONDITIONS, judged
from publish.usage.check.facts import facts_of
from publish.usage.check.report import told

INI = """\
; <?php exit; ?> DO NOT REMOVE THIS LINE
[database]
password = "s3cret"

[Tracker]
cookie_expire = 33955200
use_third_party_id_cookie = 0

[Deletelogs]
delete_logs_enable = 1
delete_logs_older_than = 180

[Live]
disable_visitor_log = 1
disable_visitor_profile = 1

[PrivacyManager]
ipAnonymizerEnabled = 1
ipAddressMaskLength = 2
useAnonymizedIpForVisitEnrichment = 1
anonymizeReferrer = "exclude_query"
anonymizeOrderId = 1
privacyPolicyUrl = "https://example.org/confidentialite"

[Plugins]
Plugins[] = "Actions"
Plugins[] = "Live"
"""
ANSWERS = {
    "SitesManager.getSiteFromId": {"idsite": 3, "ecommerce": 1, "excluded_parameters": "email,q"}
}
PAGE = """\
<script>
var _paq = window._paq = window._paq || [];
_paq.push(['trackPageView']);
_paq.push(["enableLinkTracking"]);
(function() { var u="//stats.example.org/"; _paq.push(['setSiteId', '3']); })();
</script>
<div id="matomo-opt-out"></div>
"""
INSTEAD = {
    "purpose": ('Plugins[] = "Live"', 'Plugins[] = "HeatmapSessionRecording"'),
    "cross-use": ("anonymizeOrderId = 1", "anonymizeOrderId = 0"),
    "cross-site": ("['trackPageView']", "['enableCrossDomainLinking']"),
    "tracer-age": ("cookie_expire = 33955200", "cookie_expire = 63072000"),
    "data-age": ("delete_logs_older_than = 180", "delete_logs_older_than = 1095"),
    "information": ('"https://example.org/confidentialite"', '""'),
    "opposition": ("['trackPageView']", "['forgetUserOptOut']"),
    "ip": ("ipAddressMaskLength = 2", "ipAddressMaskLength = 1"),
    "geolocation": ("VisitEnrichment = 1", "VisitEnrichment = 0"),
    "user-id": ("['trackPageView']", "['setUserId', 'ada']"),
    "visitor-log": ("disable_visitor_log = 1", "disable_visitor_log = 0"),
    "profiles": (
        "disable_visitor_log = 1\ndisable_visitor_profile = 1",
        "disable_visitor_profile = 0",
    ),
    "referrers": ('"exclude_query"', '""'),
    "addresses": ("email,q", ""),
}
ALSO = {
    "cross-use": ('Plugins[] = "Live"', 'Plugins[] = "AdvertisingConversionExport"'),
    "cross-site": ("use_third_party_id_cookie = 0", "use_third_party_id_cookie = 1"),
    "tracer-age": ("['trackPageView']", "['setVisitorCookieTimeout', 63072000]"),
    "data-age": ("delete_logs_enable = 1", "delete_logs_enable = 0"),
    "ip": ("ipAnonymizerEnabled = 1", "ipAnonymizerEnabled = 0"),
    "purpose": ("['trackPageView']", "['HeatmapSessionRecording::enable']"),
    "user-id": ("['trackPageView']", "['trackPageView'], ['setUserId', name]"),
    "visitor-log": ("disable_visitor_log = 1", "disable_visitor_log = off"),
}


def states(old: str = "", new: str = "") -> dict[str, bool | None]:
    texts = (INI, json.dumps(ANSWERS), PAGE)
    if old:
        assert sum(text.count(old) for text in texts) == 1, "a bad one differs in one place"
    facts = [facts_of(text.replace(old, new) if old else text, "a file") for text in texts]
    return judged({key: value for one in facts for key, value in one.items()})


def test_a_good_configuration_meets_all_that_can_be_seen():
    good = states()
    assert [name for name, met in good.items() if met is not True] == ["purpose", "cross-use"]
    assert False not in good.values()


def test_every_condition_has_a_bad_configuration():
    assert set(INSTEAD) == set(CONDITIONS)
    assert len(INSTEAD) >= 12


@pytest.mark.parametrize(("name", "change"), [*INSTEAD.items(), *ALSO.items()])
def test_a_bad_configuration_is_caught_by_exactly_its_condition(name, change):
    bad = states(*change)
    assert [one for one, met in bad.items() if met is False] == [name]


def test_people_of_several_sites_are_not_told_to_be_the_same():
    across = "use_third_party_id_cookie = 0\nenable_fingerprinting_across_websites = 1"
    bad = states("use_third_party_id_cookie = 0", across)
    assert [one for one, met in bad.items() if met is False] == ["cross-site"]


def test_a_number_that_is_none_is_not_visible():
    assert states("ipAddressMaskLength = 2", "ipAddressMaskLength = two")["ip"] is None
    assert states("cookie_expire = 33955200", "cookie_expire = ")["tracer-age"] is True
    page = "['setVisitorCookieTimeout', months]"
    assert judged(facts_of(PAGE.replace("['trackPageView']", page), "a page"))["tracer-age"] is None


def test_nothing_is_said_of_what_is_not_there():
    found = judged(facts_of("[General]\nsalt = x\n", "config.ini.php"))
    assert set(found.values()) == {None}


def test_without_cookies_no_tracer_is_too_old():
    page = PAGE.replace("['trackPageView']", "['disableCookies']")
    assert judged(facts_of(page, "a page"))["tracer-age"] is True


def test_settings_are_read_of_the_answers_of_the_api():
    answers = {
        "CorePluginsAdmin.getSystemSettings": [
            {"pluginName": "Live", "settings": [{"name": "disable_visitor_log", "value": True}]}
        ],
        "PrivacyManager.ipAddressMaskLength": "3",
        "SitesManager_ExclusionTypeForQueryParams": "matomo_recommended_pii",
        "Live.getLastVisitsDetails": {"result": "error", "message": "no access"},
    }
    found = judged(facts_of(json.dumps(answers), "answers.json"))
    met = [name for name, one in found.items() if one]
    assert met == ["ip", "visitor-log", "profiles", "addresses"]


def test_a_visits_log_that_answers_is_open():
    answers = {"Live.getLastVisitsDetails": [{"idVisit": 1}], "Live.disable_visitor_log": "1"}
    assert judged(facts_of(json.dumps(answers), "answers.json"))["visitor-log"] is False


@pytest.mark.parametrize("text", ["", "<html>nothing</html>", "{}", "[]", "key = value"])
def test_what_is_no_configuration_is_refused(text):
    with pytest.raises(SourceError, match=r"x: no configuration of Matomo; give its config"):
        facts_of(text, "x")


def test_half_an_answer_is_refused():
    with pytest.raises(SourceError, match="x: not whole JSON"):
        facts_of('{"a": ', "x")


def test_each_condition_is_told_with_the_setting_to_change():
    lines = list(told({"ip": False, "user-id": True, "purpose": None}, "en"))
    assert lines == [
        "ip: NOT met: mask two bytes of the IP",
        "  setting: Privacy: anonymise the IP address, 2 bytes or more",
        "user-id: met: record no User ID",
        "purpose: not visible from outside: measure the audience for the publisher alone, "
        "studying nobody",
        "  setting: deactivate the plugins of tests, cohorts, recordings and attribution",
    ]
    assert next(told({"ip": False}, "fr")) == (
        "ip\u00a0: NON remplie\u00a0: masquer deux octets au moins de l’adresse IP"
    )
