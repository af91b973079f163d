"""Answers of Matomo 3, 4 and 5 are read, and nothing that is in none of them breaks it."""

import json
from typing import Any

import pytest

from publish.errors import SourceError
from publish.usage.check.answers import visits_log
from publish.usage.check.conditions import judged
from publish.usage.check.facts import facts_of

NO_ACCESS = "You can't access this resource as it requires 'view' access for the website id = 3."
SITE = {"idsite": "3", "name": "x", "ecommerce": "0", "excluded_parameters": "email"}


@pytest.mark.parametrize(
    ("answer", "log"),
    [
        ([{"idVisit": 1}], "open"),
        ([{"idVisit": "1", "visitorId": "a"}, {"idVisit": "2"}], "open"),
        ([], "open"),
        ({"result": "error"}, None),
        ({"result": "success", "message": "ok"}, None),
        ([{"label": "page"}], None),
        (["x"], None),
        ({"value": 3}, None),
        ("idVisit", None),
        (None, None),
        (3, None),
    ],
)
def test_a_log_is_open_or_closed_or_nobody_knows(answer: Any, log: str | None) -> None:
    assert visits_log(answer) == log


@pytest.mark.parametrize(
    ("message", "log"),
    [
        (NO_ACCESS, "closed"),
        (NO_ACCESS.replace("'view'", "an &#39;view&#39;"), "closed"),
        ("Unable to authenticate with the provided token.", "closed"),
        ("You must be logged in to access this functionality.", "closed"),
        ("Visitor log is deactivated in website settings.", "closed"),
        ("The plugin Live is not enabled.", "closed"),
        ("An unexpected website was found in the request", None),
        ("General error: the database is gone", None),
    ],
)
def test_an_error_says_whether_it_is_closed(message: str, log: str | None) -> None:
    assert visits_log({"result": "error", "message": message}) == log


@pytest.mark.parametrize(
    "answers",
    [
        SITE,
        [SITE],
        {"SitesManager.getSiteFromId": SITE},
        {"SitesManager.getSiteFromId": [SITE]},
        {"SitesManager.getAllSites": {"3": SITE} | SITE},
        [{"option_name": "SitesManager_ExcludedQueryParameters", "option_value": "email"}],
        {"SitesManager.getExcludedQueryParametersGlobal": {"value": "x"}, "site": SITE},
    ],
)
def test_a_site_is_read_in_each_form(answers: Any) -> None:
    assert judged(facts_of(json.dumps(answers), "answers.json"))["addresses"] is True


def test_settings_of_plugins_are_read_however_deep_they_lie() -> None:
    plugin = {"pluginName": "Live", "settings": [{"name": "disable_visitor_log", "value": "1"}]}
    for answers in (
        [plugin],
        {"CorePluginsAdmin.getSystemSettings": [plugin, {"pluginName": "X"}]},
    ):
        assert judged(facts_of(json.dumps(answers), "x"))["visitor-log"] is True


@pytest.mark.parametrize(
    "answers",
    [
        {"Live.getLastVisitsDetails": {"result": "error", "message": "An unexpected website"}},
        {"CorePluginsAdmin.getSystemSettings": {"result": "error", "message": NO_ACCESS}},
        {"a": [1, None, "x", [2]], "b": {"c": 1}, "d": 3},
        [{"pluginName": "Live", "settings": {"name": 1}}],
        [{"pluginName": "Live", "settings": [None, 3, {"value": 1}]}],
        [{"pluginName": "Live"}],
        [[1], [2]],
        {},
        [],
        [1, 2],
    ],
)
def test_what_holds_no_setting_is_refused(answers: Any) -> None:
    with pytest.raises(SourceError, match="x: no configuration of Matomo"):
        facts_of(json.dumps(answers), "x")


@pytest.mark.parametrize(
    ("value", "met"),
    [(True, True), (1, True), ("1", True), (False, False), (0, False), ("0", False), (None, False)],
)
def test_yes_and_no_are_read_in_each_form(value: Any, met: bool) -> None:
    text = json.dumps({"PrivacyManager.useAnonymizedIpForVisitEnrichment": value})
    assert judged(facts_of(text, "x"))["geolocation"] is met


@pytest.mark.parametrize("text", ['{"a": 1', '[{"idsite": 3}', "{" * 100_000, '{"a": NaN:'])
def test_half_an_answer_is_refused(text: str) -> None:
    with pytest.raises(SourceError, match="x: not whole JSON; save the answers again"):
        facts_of(text, "x")


@pytest.mark.parametrize("text", ['<?xml version="1.0"?><result/>', "<result><row/></result>"])
def test_answers_in_xml_are_to_be_asked_as_json(text: str) -> None:
    with pytest.raises(SourceError, match="x: answers in XML; ask again with format=JSON"):
        facts_of(text, "x")
