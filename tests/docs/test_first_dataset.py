"""The pages for newcomers, followed word for word: their files, their commands, their answers."""

import os
import re
import signal
import subprocess
from pathlib import Path

import pytest

from tests.servers import COMMAND, PATIENCE
from tests.terminals import terminal

pytestmark = pytest.mark.slow("runs the commands of a page as processes")

DOCS = Path(__file__).parents[2] / "docs"
ENTER = ("Enter", "Entrée")
AVIS = "Horodateur,Que pensez-vous du bus ?\n" + "".join(
    f"{number % 28 + 1:02}/05/2026 10:00:00,{('Bien', 'Mal')[number % 2]}\n" for number in range(24)
)


def commands(page: str) -> list[list[str]]:
    """The words of each command of a page."""
    blocks = re.findall(r"```console\n(.*?)```", page, re.DOTALL)
    lines = [line.removeprefix("$ ") for block in blocks for line in block.splitlines()]
    return [line.split() for line in lines]


def answers(page: str) -> dict[str, str]:
    """What the page answers to which question."""
    rows = re.findall(r"^\| ([^|]+) \| ([^|]+) \| [^|]*\|$", page, re.MULTILINE)
    return {ask: "" if answer in ENTER else answer for ask, answer in rows if ask != "question"}


def follow(page: str, folder: Path) -> None:
    for program, *words in commands(page):
        assert program == "fournil"
        if "new" in words:
            talk(folder, words[1], words[2:], page)
        elif words[2:3] in (["preview"], ["serve"]):
            look(folder, words)
        else:
            done = run(folder, words)
            assert done.returncode == 0, done.stderr + done.stdout


def talk(folder: Path, site: str, words: list[str], page: str) -> None:
    """Answer each question as the page says, Enter where it says nothing; in its language."""
    known, met = answers(page), set[str]()
    language = "fr_FR.UTF-8" if "| réponse ici |" in page else "en_GB.UTF-8"
    file = str(folder / words[1])
    with terminal(folder / site, words[0], file, language=language) as person:
        said = person.asked()
        while said.endswith("> "):
            asked = next((question for question in known if question in said), "")
            met.add(asked)
            said = person.answers(known.get(asked, ""))
        assert person.ended() == 0, said
    assert set(known) - met == set()


def run(folder: Path, words: list[str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*COMMAND, *words], cwd=folder, capture_output=True, text=True, check=False
    )


def look(folder: Path, words: list[str]) -> None:
    """Start what serves, read its address, press Ctrl-C."""
    process = subprocess.Popen(
        [*COMMAND, *words],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env=os.environ | {"PYTHONUNBUFFERED": "1"},
    )
    assert process.stdout is not None
    assert any("http://127.0.0.1:" in line for line in process.stdout)
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=PATIENCE)
    assert process.returncode == 0


@pytest.mark.parametrize("page", ["first-dataset.md", "fr/premier-jeu.md"])
def test_a_first_dataset_is_published_as_the_page_says(page: str, tmp_path: Path) -> None:
    text = (DOCS / page).read_text("utf-8")
    [csv] = re.findall(r"```csv\n(.*?)```", text, re.DOTALL)
    (tmp_path / "aires.csv").write_text(csv, encoding="utf-8")
    follow(text, tmp_path)
    [release] = tmp_path.glob("*-*/releases/aires/current")
    assert (release / "aires.csv").read_text("utf-8") == (
        "id,nom,insee,places,xlong,ylat\n"
        "A1,Aire du Pont,38185,12,5.72,45.18\n"
        "A2,Parking de la gare,38544,40,4.87,45.52\n"
        "A3,Le Rondeau,01004,8,5.35,45.95\n"
    )
    assert (release / "aires.geojson").is_file()


@pytest.mark.parametrize(
    ("page", "part"),
    [
        ("survey.md", "## A survey that names nobody"),
        ("fr/enquete.md", "## Une enquête qui ne nomme personne"),
    ],
)
def test_a_survey_is_counted_as_the_page_says(page: str, part: str, tmp_path: Path) -> None:
    text = (DOCS / page).read_text("utf-8")
    (tmp_path / "avis.csv").write_text(AVIS, encoding="utf-8")
    follow(text.partition(part)[2], tmp_path)
    [release] = tmp_path.glob("*-*/releases/avis/current")
    [counts] = release.glob("avis_by_*.csv")
    assert counts.read_text("utf-8") == "que_pensez_vous_du_bus,people\nBien,12\nMal,12\n"


@pytest.mark.parametrize("page", ["geojson.md", "fr/geojson.md"])
def test_features_are_published_as_the_page_says(page: str, tmp_path: Path) -> None:
    text = (DOCS / page).read_text("utf-8")
    [features] = re.findall(r"```json\n(.*?)```", text, re.DOTALL)
    (tmp_path / "pistes.geojson").write_text(features, encoding="utf-8")
    follow(text, tmp_path)
    [release] = tmp_path.glob("*-*/releases/pistes/current")
    rows = (release / "pistes.csv").read_text("utf-8").splitlines()
    assert rows[0] == "code,nom,revetu,geometry"
    assert rows[1].startswith(
        'P1,Piste du Pont,true,"{""type"":""LineString"",""coordinates"":[[5.72,'
    )
    assert (release / "pistes.geojson").is_file()
