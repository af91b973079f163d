"""Where a partner's rows come from, as its file may say it."""

import re

import pytest
from pydantic import ValidationError

from publish.declare.partner import PartnerSource


@pytest.mark.parametrize(
    "said",
    [
        {"path": "exports/carte.csv"},
        {"path": "https://carte.example.org/lieux.csv", "format": "csv", "encoding": "cp1252"},
        {"path": "https://carte.example.org/api/elements.json", "harvest": "gogocarto"},
    ],
)
def test_a_file_an_address_and_a_service_may_be_declared(said: dict[str, str]) -> None:
    assert PartnerSource.model_validate(said).model_dump(exclude_unset=True) == said


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({}, "a partner's rows come from a `path:`, a file of the dataset's folder or an address"),
        ({"connection": "base", "query": "SELECT 1"}, "a partner's rows come from a `path:`"),
        ({"path": "a.csv", "command": "surveys"}, "a partner's rows come from a `path:`"),
        ({"path": "a.json", "harvest": "gogocarto"}, "`harvest: gogocarto` asks a server; write"),
        ({"path": "https://a.example/", "harvest": "gogocart"}, "gogocarto"),
    ],
)
def test_what_leads_nowhere_is_refused(said: dict[str, str], words: str) -> None:
    with pytest.raises(ValidationError, match=re.escape(words)):
        PartnerSource.model_validate(said)
