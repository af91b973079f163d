"""What is committed: no trace of one machine, papers that agree with the code, a safe make."""

import ast
import re
import subprocess
import sys
import tomllib
import zipfile
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from publish.cli import main
from publish.words.licenses import LICENSES

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
PAPERS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
# jinja2, datasette, pydantic, fsspec, s3fs
COME_WITH_ANOTHER = {"markupsafe", "pluggy", "pydantic-core", "aiohttp", "botocore"}
# Anonymeter's environment, spoken to through files.
ELSEWHERE = {"anonymeter", "pandas"}
HOSTS = ["pypi" + ".org", "python" + "hosted", "npm" + "js.", "deb" + "ian.org", "npm" + "mirror"]
TRACES = {
    "a path of one machine": re.compile(r"(?<![\w.*/-])/(?:work|root|home|Users)/\w"),
    "a registry's address": re.compile("|".join(re.escape(host) for host in HOSTS)),
    "a private key": re.compile("-----BEGIN [A-Z ]*PRIVATE " + "KEY"),
    "a token": re.compile(r"\b(?:gh[pousr]_|npm_|pypi-|AKIA)[A-Za-z0-9]{16,}"),
}


@pytest.fixture(scope="module")
def committed() -> list[Path]:
    if not (ROOT / ".git").exists():
        pytest.skip("not a git checkout")
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True)
    paths = [ROOT / name for name in listed.stdout.decode().split("\0") if name]
    return [path for path in paths if path.is_file()]


@pytest.mark.parametrize("trace", TRACES)
def test_no_committed_file_holds(trace: str, committed: list[Path]) -> None:
    found = [
        f"{path.relative_to(ROOT)}: {hit.group()}"
        for path in committed
        if (hit := TRACES[trace].search(path.read_text("latin-1")))
    ]
    assert found == []


def test_nothing_private_or_built_is_committed(committed: list[Path]) -> None:
    folders = {path.relative_to(ROOT).parts[0] for path in committed}
    assert folders.isdisjoint({"private", "releases", "node_modules", ".venv", "dist"})
    assert not [path for path in committed if "built" in path.relative_to(ROOT).parts]


def test_readme_is_under_a_hundred_lines() -> None:
    assert len((ROOT / "README.md").read_text("utf-8").splitlines()) < 100


def test_changelog_knows_this_version_and_the_next() -> None:
    changelog = (ROOT / "CHANGELOG.md").read_text("utf-8")
    assert "## [Unreleased]" in changelog
    assert f"## [{PROJECT['version']}]" in changelog


@pytest.mark.parametrize("paper", PAPERS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_between_papers_leads_somewhere(paper: Path) -> None:
    links = re.findall(r"\]\((?!https?:|#|mailto:)([^)#\s]+)", paper.read_text("utf-8"))
    assert [link for link in links if not (paper.parent / link).exists()] == []


def commands_in(paper: Path) -> set[str]:
    """The `fournil` commands in the code of a paper."""
    code = re.findall(r"```.*?```|`[^`\n]+`", paper.read_text("utf-8"), flags=re.DOTALL)
    named = re.compile(r"\bfournil (?:--site \S+ |--debug )?([a-z][a-z-]+)")
    return set(named.findall("\n".join(code)))


@pytest.mark.parametrize("paper", PAPERS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_command_of_a_paper_exists(paper: Path) -> None:
    assert commands_in(paper) - set(main.commands) == set()


def test_readme_names_every_command() -> None:
    assert set(main.commands) - commands_in(ROOT / "README.md") == set()


def test_french_papers_have_french_spaces() -> None:
    for paper in ROOT.glob("docs/fr/*.md"):
        prose = re.sub(r"```.*?```|`[^`\n]*`", "", paper.read_text("utf-8"), flags=re.DOTALL)
        assert re.findall(r".{10} [:;?!»](?!-)|«[ ].{10}|\w'\w+", prose) == []


def requirement_names(requirements: list[str]) -> set[str]:
    return {re.split(r"[\[=<>;~! ]", requirement)[0] for requirement in requirements}


def direct_dependencies() -> set[str]:
    extras = PROJECT["optional-dependencies"].values()
    every = requirement_names(PROJECT["dependencies"]).union(*map(requirement_names, extras))
    return every - {"fournil"}


def imported(path: Path) -> set[str]:
    """The top-level names of what a module imports, wherever it does."""
    nodes = list(ast.walk(ast.parse(path.read_text("utf-8"))))
    names = [name.name for node in nodes if isinstance(node, ast.Import) for name in node.names]
    names += [node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)]
    return {name.split(".")[0] for name in names}


@pytest.mark.slow("imports every module to see whose it is")
def test_every_import_is_a_direct_dependency_or_comes_with_one() -> None:
    modules = [*ROOT.glob("publish/**/*.py"), *ROOT.glob("plugins/**/*.py")]
    names = set().union(*map(imported, modules)) - sys.stdlib_module_names - {"publish", "plugins"}
    homes = packages_distributions()
    distributions = {home.lower() for name in names for home in homes.get(name, [name])}
    distributions = {home.replace("_", "-").replace(".", "-") for home in distributions}
    assert distributions - direct_dependencies() - COME_WITH_ANOTHER == ELSEWHERE


def test_what_is_imported_elsewhere_is_locked_there() -> None:
    locked = (ROOT / "anonymeter.lock").read_text("utf-8").splitlines()
    assert requirement_names(locked) >= ELSEWHERE


def test_every_direct_dependency_is_explained() -> None:
    told = set(re.findall(r"`([a-z0-9-]+)`", (ROOT / "docs/dependencies.md").read_text("utf-8")))
    assert direct_dependencies() - told == set()


def test_every_lock_line_is_exact_and_every_direct_dependency_is_locked() -> None:
    lines = (ROOT / "requirements.lock").read_text("utf-8").splitlines()
    locked = [line for line in lines if not line.startswith("#")]
    exact = re.compile(r"[a-z0-9-]+==[^ ]+( ; .+)?")
    assert [line for line in locked if not exact.fullmatch(line)] == []
    assert direct_dependencies() - requirement_names(locked) == set()


def test_npm_lock_holds_checksums_and_no_address() -> None:
    lock = (ROOT / "assets/package-lock.json").read_text("utf-8")
    assert '"integrity": "sha512-' in lock
    assert '"resolved"' not in lock


def test_the_texts_of_all_licences_are_built() -> None:
    asked = [sys.executable, "-c", "import build; print(*build.LICENSES)"]
    told = subprocess.run(asked, cwd=ROOT / "assets", capture_output=True, text=True, check=True)
    assert told.stdout.split() == list(LICENSES)


def make(folder: Path, *words: str) -> str:
    command = ["make", "-f", str(folder / "Makefile"), *words]
    done = subprocess.run(command, cwd="/", capture_output=True, text=True, check=True)
    return done.stdout


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    folder = tmp_path / "a checkout with spaces"
    folder.mkdir()
    (folder / "Makefile").write_text((ROOT / "Makefile").read_text("utf-8"), encoding="utf-8")
    return folder


def test_make_alone_lists_every_target(checkout: Path) -> None:
    targets = re.search(r"^TARGETS := help (.*)$", (ROOT / "Makefile").read_text("utf-8"), re.M)
    assert targets is not None
    listed = re.findall(r"^make ([\w-]+) ", make(checkout), re.MULTILINE)
    assert listed == targets.group(1).split()


def test_clean_leaves_exports_private_state_and_releases(checkout: Path) -> None:
    kept = ["data/x/__pycache__/y", "private/x/key", "releases/x/1.0.0/x.db", "publish/cli.py"]
    removed = [".venv/x", "publish/built/licenses/x.txt", "publish/__pycache__/x", "dist/x.whl"]
    for name in kept + removed:
        (checkout / name).parent.mkdir(parents=True, exist_ok=True)
        (checkout / name).write_text("x", encoding="utf-8")
    make(checkout, "clean")
    assert [name for name in kept if not (checkout / name).exists()] == []
    assert [name for name in removed if (checkout / name).exists()] == []


@pytest.mark.slow("builds and installs a wheel")
def test_a_wheel_carries_plugins_templates_and_licences(tmp_path: Path) -> None:
    uv = Path(sys.executable).parent / "uv"
    command: list[str | Path] = [
        uv,
        "build",
        "--quiet",
        "--python",
        sys.executable,
        "--wheel",
        "--out-dir",
        tmp_path,
    ]
    subprocess.run(command, cwd=ROOT, check=True)
    (wheel,) = tmp_path.glob("*.whl")
    names = set(zipfile.ZipFile(wheel).namelist())
    shipped = [*ROOT.glob("plugins/**/*.py"), *ROOT.glob("templates/**/*.html")]
    wanted = {f"publish/{path.relative_to(ROOT)}" for path in shipped}
    wanted |= {f"publish/built/licenses/{spdx}.txt" for spdx in LICENSES}
    wanted |= {
        f"publish/built/static/{name}" for name in ("contours.json", "leaflet.js", "pmtiles.js")
    }
    assert wanted - names == set()
    assert not [name for name in names if name.startswith(("tests", "data", "private"))]
