"""`fournil usage check` as a maintainer runs it."""

from pathlib import Path

from click.testing import CliRunner, Result

from publish.cli import main
from tests.servers import listening
from tests.usage.check.test_address import matomo
from tests.usage.check.test_conditions import INI


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["usage", "check", *arguments])


def test_a_good_configuration_ends_with_nought(tmp_path: Path) -> None:
    config = tmp_path / "config.ini.php"
    config.write_text(INI)
    result = run(str(config))
    assert (result.exit_code, "ip: met: mask two bytes of the IP" in result.output) == (0, True)
    assert "s3cret" not in result.output


def test_a_bad_one_ends_with_one_and_says_what_to_change(tmp_path: Path) -> None:
    config = tmp_path / "config.ini.php"
    config.write_text(INI.replace("ipAddressMaskLength = 2", "ipAddressMaskLength = 0"))
    result = run(str(config), "--language", "fr")
    assert result.exit_code == 1
    assert (
        "ip\u00a0: NON remplie\u00a0: masquer deux octets au moins de l’adresse IP\n"
        in result.output
    )
    assert (
        "réglage\u00a0: Vie privée\u00a0: anonymisez l’adresse IP, 2 octets ou plus"
        in result.output
    )


def test_a_file_that_is_not_there_is_told() -> None:
    result = run("nowhere.ini.php")
    assert result.exit_code == 6
    assert "nowhere.ini.php: No such file or directory" in result.output


def test_what_is_no_configuration_is_told(tmp_path: Path) -> None:
    config = tmp_path / "config.ini.php"
    config.write_bytes(b"\xff\xfe")
    assert run(str(config)).exit_code == 4


def test_a_page_is_read_and_its_visits_log_tried() -> None:
    with listening(matomo(b'[{"idVisit": 1}]')) as address:
        result = run(f"{address}/confidentialite")
    assert "visitor-log: NOT met" in result.output
    assert "user-id: met" in result.output
    assert "opposition: met" in result.output


def test_a_folder_is_told(tmp_path: Path) -> None:
    result = run(str(tmp_path))
    assert result.exit_code == 4
    assert f"{tmp_path}: a folder; give the file in it, such as config/config.ini.php" in (
        result.output
    )


def test_a_file_that_is_too_large_is_refused_before_it_is_read(tmp_path: Path) -> None:
    config = tmp_path / "config.ini.php"
    with config.open("wb") as file:
        file.truncate(50 << 20)
    result = run(str(config))
    assert result.exit_code == 4
    assert f"{config}: more than 5 MiB; no configuration is so large" in result.output


def test_a_file_with_accents_of_windows_is_read(tmp_path: Path) -> None:
    config = tmp_path / "config.ini.php"
    config.write_bytes(f"; rédigé\n{INI}".encode("cp1252"))
    assert run(str(config)).exit_code == 0


def test_what_the_config_sets_holds_over_the_defaults_in_each_order(tmp_path: Path) -> None:
    own, defaults = tmp_path / "config.ini.php", tmp_path / "global.ini.php"
    own.write_text(INI)
    defaults.write_text("[Tracker]\nuse_third_party_id_cookie = 1\n")
    for places in ([own, defaults], [defaults, own]):
        assert "cross-site: met" in run(*map(str, places)).output
    assert "cross-site: NOT met" in run(str(defaults)).output


def test_an_address_where_nobody_answers_is_told() -> None:
    result = run("http://127.0.0.1:9/")
    assert result.exit_code == 4
    assert "http://127.0.0.1:9/: cannot be read (ConnectError)" in result.output
