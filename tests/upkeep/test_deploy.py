"""What `deploy/` holds is taken by the programs that it is for, and says the site's own limits."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from publish.site.app import connections, workers
from publish.site.http import leaving

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
UNITS = sorted((DEPLOY / "systemd").iterdir())
SERVICES = [path for path in UNITS if path.suffix == ".service"]
NGINX = (DEPLOY / "nginx" / "fournil.conf").read_text("utf-8")
CADDY = DEPLOY / "caddy" / "Caddyfile"
CONTAINER = (DEPLOY / "container" / "Containerfile").read_text("utf-8")
with_systemd = pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="no systemd here")
with_nginx = pytest.mark.skipif(not shutil.which("nginx"), reason="no nginx here")
with_caddy = pytest.mark.skipif(not shutil.which("caddy"), reason="no Caddy here")


def run(*command: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run([str(word) for word in command], capture_output=True, text=True)


def units(folder: Path, old: str = "", new: str = "") -> list[Path]:
    """Copies whose program is there, with something in them replaced."""
    for path in UNITS:
        text = path.read_text("utf-8").replace("/srv/fournil/.venv/bin/fournil", "/bin/true")
        (folder / path.name).write_text(text.replace(old, new) if old else text, "utf-8")
    return sorted(folder.iterdir())


@with_systemd
@pytest.mark.slow("asks systemd")
def test_systemd_takes_the_units(tmp_path: Path) -> None:
    done = run("systemd-analyze", "verify", "--man=no", *units(tmp_path))
    assert (done.returncode, done.stderr) == (0, "")


@with_systemd
@pytest.mark.slow("asks systemd")
def test_systemd_does_not_take_a_broken_unit(tmp_path: Path) -> None:
    done = run(
        "systemd-analyze",
        "verify",
        "--man=no",
        *units(tmp_path, "KillMode=mixed", "KillMode=gently"),
    )
    assert "Failed to parse kill mode" in done.stderr


@with_systemd
@pytest.mark.slow("asks systemd")
@pytest.mark.parametrize("unit", SERVICES, ids=lambda path: path.name)
def test_the_services_are_sandboxed(unit: Path) -> None:
    measure = ("systemd-analyze", "security", "--offline=true", "--no-pager")
    found = run(*measure, "--threshold=25", unit)
    assert found.returncode == 0, found.stdout.splitlines()[-1]
    assert run(*measure, "--threshold=1", unit).returncode != 0


@pytest.mark.parametrize("unit", SERVICES, ids=lambda path: path.name)
def test_each_service_has_its_bounds(unit: Path) -> None:
    text = unit.read_text("utf-8")
    assert re.search(r"^MemoryMax=\d+M$", text, re.MULTILINE)
    if " serve " in text:
        assert "LimitNOFILE=4096" in text
        stop = re.search(r"^TimeoutStopSec=(\d+)$", text, re.MULTILINE)
        assert stop is not None
        assert int(stop[1]) > workers.KILL_SECONDS


def test_the_public_service_sees_nothing_private() -> None:
    text = (DEPLOY / "systemd" / "fournil.service").read_text("utf-8")
    assert "InaccessiblePaths=-/srv/fournil/site/private -/srv/fournil/site/data" in text
    assert re.findall("^ReadWritePaths=(.*)", text, re.MULTILINE) == ["-/srv/fournil/site/desk"]


def nginx(folder: Path, text: str) -> subprocess.CompletedProcess[str]:
    """Whether nginx takes a configuration, with a certificate and folders of this test."""
    key, certificate = folder / "key.pem", folder / "certificate.pem"
    names = ("-keyout", key, "-out", certificate, "-subj", "/CN=data.example.org")
    made = run("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", *names)
    assert made.returncode == 0, made.stderr
    live = "/etc/letsencrypt/live/data.example.org"
    for old, new in (
        (f"{live}/fullchain.pem", certificate),
        (f"{live}/privkey.pem", key),
        ("/var/cache/nginx/fournil", folder / "cache"),
        ("/var/log/nginx", folder),
    ):
        text = text.replace(old, str(new))
    (folder / "site.conf").write_text(text, "utf-8")
    (folder / "nginx.conf").write_text(
        f"pid {folder}/pid; error_log {folder}/error.log; events {{}}\n"
        f"http {{ include {folder}/site.conf; }}\n"
    )
    return run("nginx", "-t", "-p", folder, "-c", folder / "nginx.conf")


@with_nginx
@pytest.mark.slow("asks nginx")
def test_nginx_takes_its_configuration(tmp_path: Path) -> None:
    done = nginx(tmp_path, NGINX)
    assert "test is successful" in done.stderr, done.stderr
    assert "[warn]" not in done.stderr
    assert nginx(tmp_path, NGINX.replace("limit_conn ", "limit_con ")).returncode != 0


@with_caddy
@pytest.mark.slow("asks Caddy")
def test_caddy_takes_its_configuration(tmp_path: Path) -> None:
    done = run("caddy", "validate", "--adapter", "caddyfile", "--config", CADDY)
    assert "Valid configuration" in done.stdout, done.stderr
    broken = tmp_path / "Caddyfile"
    broken.write_text(CADDY.read_text("utf-8").replace("lb_policy", "lb_policies"), "utf-8")
    assert run("caddy", "validate", "--adapter", "caddyfile", "--config", broken).returncode != 0


def test_the_proxies_have_the_limits_of_the_site() -> None:
    assert connections.MOST_HEADER_BYTES == 16 * 1024
    assert leaving.MOST_BODY == 64 * 1024
    header, body = f"{connections.HEADER_SECONDS:.0f}s", f"{connections.BODY_SECONDS:.0f}s"
    for said in (
        "large_client_header_buffers 4 16k;",
        "client_max_body_size 64k;",
        f"client_header_timeout {header};",
        f"client_body_timeout {body};",
        f"limit_conn fournil_connections {connections.MOST_EACH};",
    ):
        assert said in NGINX
    caddy = CADDY.read_text("utf-8")
    for said in ("max_header_size 16KB", "max_size 64KB", f"read_header {header}"):
        assert said in caddy
    assert f"read_body {body}" in caddy


def test_no_proxy_writes_down_who_asks() -> None:
    [form] = re.findall(r"log_format fournil (.*?);", NGINX, re.DOTALL)
    assert set(re.findall(r"\$\w+", form)) == {
        "$time_iso8601",
        "$request_method",
        "$status",
        "$body_bytes_sent",
        "$upstream_cache_status",
        "$request_time",
    }
    # nginx tells of the request from its errors on; Caddy in every line about one.
    assert re.findall(r"error_log \S+ (\w+);", NGINX) == ["emerg"]
    [logged] = re.findall(r"^\s*log\b.*?^\t}$", CADDY.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    assert re.search(r"log default {\s+format filter {.*request delete", logged, re.DOTALL)


def test_the_container_takes_the_lock_file_and_runs_as_nobody() -> None:
    assert "--constraint /build/requirements.lock" in CONTAINER
    assert re.search(r"^USER (?!0|root)\d+:\d+$", CONTAINER, re.MULTILINE)
    assert not re.search(r"curl|wget|ADD ", CONTAINER)
    *_, served = CONTAINER.split("\nFROM ")
    assert "pip install" in CONTAINER
    assert "pip" not in served
