"""The code of a tracker is understood whichever way it is written; comments are not."""

import pytest

from publish.usage.check.conditions import Met, judged
from publish.usage.check.facts import facts_of

BASE = "_paq.push(['setSiteId', '3']);"


def states(code: str) -> dict[str, Met]:
    return judged(facts_of(f"<html><script>{code}</script></html>", "a page"))


@pytest.mark.parametrize(
    "code",
    [
        "_paq.push(['setUserId', 'ada']);",
        '_paq.push(["setUserId", user.id]);',
        "window._paq.push( [ 'setUserId' , 'ada' ] )",
        "_paq.push(['trackPageView'], ['setUserId', 'ada']);",
        "_paq.push(\n  [\n    'setUserId',\n    'ada'\n  ]\n);",
        "var _paq = [['setUserId', 'ada'], ['trackPageView']];",
        "var _paq = window._paq = window._paq || [];\n_paq.push([`setUserId`, id]);",
        "if (user) { _paq.push(['setUserId', user['name']]) }",
        "tracker.setUserId(user);",
        "var a = 'https://x.example/'; _paq.push(['setUserId', a]);",
        "/* one */ _paq.push(['setUserId', 'ada']); // two",
    ],
)
def test_a_user_id_is_found_in_each_form(code: str) -> None:
    assert states(f"{BASE}{code}")["user-id"] is False


@pytest.mark.parametrize(
    "code",
    [
        "// _paq.push(['setUserId', 'ada']);",
        "/* _paq.push(['setUserId', 'ada']); */",
        "</script><!-- _paq.push(['setUserId', 'ada']); --><script>",
        "_paq.push(['resetUserId']); log('setUserId');",
        "_paq.push(['setDoNotTrack', true]); _paq.push(['setCookieSameSite', 'Lax']);",
        "_paq.push(['requireConsent']); _paq.push(['setSecureCookie', true]);",
    ],
)
def test_what_records_nobody_is_met(code: str) -> None:
    found = states(f"{BASE}\n{code}\n")
    assert [found[one] for one in ("user-id", "cross-site", "tracer-age")] == [True] * 3


@pytest.mark.parametrize(
    "page",
    [
        "<script src='/js/stats.js'></script><script src='//s.example.org/matomo.js'></script>",
        "<script>var _mtm = _mtm || []; _mtm.push({'event': 'mtm.Start'});</script>",
        "<script src='https://s.example.org/js/container_x1Y2.js'></script>"
        f"<script>{BASE}</script>",
        "<script src='https://www.googletagmanager.com/gtm.js?id=GTM-1'></script>"
        f"<script>{BASE}</script>",
        "<noscript><img src='//s.example.org/piwik.php?idsite=3&rec=1'></noscript>",
    ],
)
def test_what_is_set_elsewhere_is_not_visible(page: str) -> None:
    found = judged(facts_of(page, "a page"))
    assert {found[one] for one in ("user-id", "cross-site", "tracer-age")} == {None}


@pytest.mark.parametrize(
    ("code", "met"),
    [
        ("", True),
        ("_paq.push(['setVisitorCookieTimeout', 33955200]);", True),
        ("_paq.push(['setVisitorCookieTimeout', '33955200']);", True),
        ("_paq.push(['setVisitorCookieTimeout', 60 * 60 * 24 * 390]);", True),
        ("_paq.push(['setVisitorCookieTimeout', 60*60*24*730]);", False),
        ("tracker.setVisitorCookieTimeout(63072000);", False),
        ("_paq.push(['setVisitorCookieTimeout', days]);", None),
        ("_paq.push(['disableCookies']); _paq.push(['setVisitorCookieTimeout', 63072000]);", True),
        (
            "_paq.push(['disableCookies']); _paq.push(['setVisitorCookieTimeout', 63072000]); "
            "_paq.push(['enableCookies']);",
            False,
        ),
    ],
)
def test_how_long_a_cookie_lives_is_computed(code: str, met: Met) -> None:
    assert states(f"{BASE}{code}")["tracer-age"] is met


@pytest.mark.parametrize(
    ("more", "met"),
    [
        ("", None),
        ("</script><iframe src='/index.php?module=CoreAdminHome&action=optOut'></iframe>", True),
        ("</script><div id='matomo-opt-out'></div><script>", True),
        ("function off() { _paq.push(['optUserOut']); }", True),
        ("tick.onclick = () => _paq.push([tick.checked ? 'x' : 'y', 1]);", None),
        ("if (on) { _paq.push(['forgetUserOptOut']); } else { _paq.push(['optUserOut']); }", True),
        ("_paq.push(['forgetUserOptOut']);", False),
        ("// _paq.push(['optUserOut']);", None),
    ],
)
def test_whether_people_can_object_is_seen(more: str, met: Met) -> None:
    assert states(f"{BASE}\n{more}")["opposition"] is met


def test_a_script_that_is_hidden_from_old_browsers_is_read() -> None:
    page = "<script type='text/javascript'><!--\n_paq.push(['setUserId', 'a']);\n//--></script>"
    assert judged(facts_of(page, "a page"))["user-id"] is False


def test_the_tracker_of_piwik_is_read() -> None:
    page = "<script>var t = Piwik.getTracker(u + 'piwik.php', 3); t.disableCookies();</script>"
    found = judged(facts_of(page, "a page"))
    assert (found["user-id"], found["tracer-age"]) == (True, True)
