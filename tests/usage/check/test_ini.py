"""A `config.ini.php` is read as PHP reads it, whoever wrote it and however."""

import pytest

from publish.errors import SourceError
from publish.usage.check.conditions import judged
from publish.usage.check.facts import facts_of, together
from tests.usage.check.test_conditions import INI

DEFAULTS = """\
; <?php exit; ?> DO NOT REMOVE THIS LINE
;--------
; WARNING - YOU SHOULD NOT EDIT THIS FILE DIRECTLY - Edit config.ini.php instead.
;--------
[General]
; `_paq.push(['setSessionCookieTimeout', timeoutInSeconds=1800])` in matomo.js
[Tracker]
use_third_party_id_cookie = 0
cookie_expire = 33955200;
ip_address_mask_length = 1
[Deletelogs]
delete_logs_enable = 0
"""


def one(line: str) -> str:
    return facts_of(f"[Live]\n{line}\n", "config.ini.php")["Live.name"]


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("name = 1", "1"),
        ("name=1;", "1"),
        ("name = 1 ; as the CNIL asks", "1"),
        ('name = "a;b" ; both', "a;b"),
        ("name = 'a'", "a"),
        (r'name = "a \"b\""', 'a "b"'),
        ("name = On", "1"),
        ("name = off", "0"),
        ('name = "off"', "off"),
        ("name =", ""),
        ("  name\t=\t2  ", "2"),
        ("name = 1\nname = 2", "2"),
        ("; name = 1\n# name = 3\nname = 2", "2"),
        ("name[] = a\nname[] = b", "a,b"),
        ("name = 1\n[Other]\nname = 2\n[Live]\nnoise = 3", "1"),
        ("name = 1\n[Live] ; again\nname = 2", "2"),
    ],
)
def test_a_setting_is_read_however_it_is_written(line: str, value: str) -> None:
    assert one(line) == value


@pytest.mark.parametrize(
    "text", [f"\ufeff{INI}", INI.replace("\n", "\r\n"), f"\r\n\r\n{INI}", f"{INI}\n; café \ufffd"]
)
def test_marks_and_ends_of_lines_do_not_matter(text: str) -> None:
    assert facts_of(text, "config.ini.php") == facts_of(INI, "config.ini.php")


def test_what_stands_outside_a_section_is_no_setting() -> None:
    assert "Live.name" not in facts_of("name = 1\n[Live]\nother = 1\n= 3\n[]\nx", "config.ini.php")


def test_the_file_of_defaults_is_read_as_settings_though_it_speaks_of_code() -> None:
    found = judged(facts_of(DEFAULTS, "global.ini.php"))
    assert (found["cross-site"], found["tracer-age"]) == (True, True)
    # What Matomo's pages set stands in its database.
    assert (found["data-age"], found["ip"]) == (None, None)


def test_defaults_hold_where_nothing_else_is_set_in_whichever_order() -> None:
    own = "[Tracker]\nuse_third_party_id_cookie = 1\n"
    parts = [
        ("config.ini.php", facts_of(own, "config.ini.php")),
        ("/etc/matomo/global.ini.php", facts_of(DEFAULTS, "global.ini.php")),
    ]
    for ordered in (parts, parts[::-1]):
        found = together(ordered)
        assert found["Tracker.use_third_party_id_cookie"] == "1"
        assert found["Tracker.cookie_expire"] == "33955200"


@pytest.mark.parametrize("text", ["\x00\x01[Live]\nname = 1", "[\0L\0i\0v\0e\0]\0"])
def test_a_binary_file_is_refused(text: str) -> None:
    with pytest.raises(SourceError, match="x: not a text in UTF-8, it holds zero bytes; give its"):
        facts_of(text, "x")


@pytest.mark.parametrize("text", ["[Live]", "[Live]\n;name = 1", "[Live", "=", "a\n" * 9])
def test_a_file_without_a_setting_is_refused(text: str) -> None:
    with pytest.raises(SourceError, match="x: no configuration of Matomo; give its config"):
        facts_of(text, "x")
