"""A served file that goes bad is not shown by any worker, and is back when it is good again."""

import os
import sqlite3
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from publish.release.release import Release, read_package
from publish.site.app import damage
from publish.site.app.datasette_site import Site
from publish.site.http.guard import DAMAGED
from tests import factory
from tests.servers import Server, serving
from tests.site.conftest import opened
from tests.site.pages.test_downloads import write_history

PATHS = ("/lieux", "/lieux/places", "/lieux/places.json", "/lieux/places/l-1.json", "/lieux.json")
DAMAGED_FR = "Le fichier de ce jeu de données est abîmé"
DATABASE = Path("releases/lieux/1.0.0/lieux.db")


def overwrite(path: Path) -> None:
    """Nothing of it is left, its size is."""
    path.write_bytes(bytes(path.stat().st_size))


def cut(path: Path) -> None:
    """Its second half is gone."""
    os.truncate(path, path.stat().st_size // 2)


def flip(path: Path) -> None:
    """A few bytes in the middle of its rows."""
    content = bytearray(path.read_bytes())
    place = content.rindex("Café".encode())
    content[place : place + 4] = b"XXXX"
    path.write_bytes(content)


def test_the_marks_are_shared_and_small() -> None:
    slot = damage.slot_of("lieux")
    before = damage.first_mark(slot)
    damage.suspect(slot)
    assert damage.first_mark(slot) == (before + 1) % 256
    damage.judged(slot, sound=False)
    assert damage.first_mark(slot) == -1
    damage.judged(slot, sound=True)


@pytest.mark.parametrize("spoil", [overwrite, cut, flip, Path.unlink])
async def test_a_bad_file_is_not_shown(
    spoil: Callable[[Path], None], root: Path, site: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    good = (root / DATABASE).read_bytes()
    for path in PATHS:
        assert (await site.client.get(path)).status_code == 200
    spoil(root / DATABASE)
    await site.watch.look()
    await site.watch.look()
    for path in (*PATHS, "/download/lieux/lieux.db", "/download/lieux/1.0.0/lieux.db"):
        answer = await site.client.get(path)
        assert (answer.status_code, answer.headers["retry-after"]) == (503, "30"), path
        assert any(words in answer.text for words in (DAMAGED, DAMAGED_FR)), path
    assert (await site.client.get("/visites/days")).status_code == 200
    assert (await site.client.get("/")).status_code == 200
    assert (await site.client.get("/download/lieux/places.csv")).status_code == 200
    errors = capsys.readouterr().err.splitlines()
    assert [line for line in errors if "not what was published; not served" in line] == errors[-1:]
    (root / DATABASE).write_bytes(good)
    await site.watch.look()
    for path in PATHS:
        assert (await site.client.get(path)).status_code == 200


async def test_a_release_that_goes_while_it_is_read_is_no_damage(
    root: Path, site: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    (root / "releases" / "lieux").rename(root / "gone")
    # What a look does that saw it a moment before.
    await site.watch._try("lieux", "1.0.0")
    assert capsys.readouterr().err == ""
    await site.watch.look()
    assert (await site.client.get("/lieux")).status_code == 404


def test_a_release_that_is_gone_is_unsound_and_no_error(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = root / "releases" / "lieux" / "1.0.0"
    release = Release("lieux", "1.0.0", folder, read_package(folder))
    (root / DATABASE).unlink()
    assert not damage.is_sound(release)
    assert capsys.readouterr().err.endswith("lieux.db: No such file or directory\n")
    (root / "releases" / "lieux").rename(root / "gone")
    assert not damage.is_sound(release)
    assert capsys.readouterr().err == ""


async def test_a_file_that_was_only_touched_is_shown(root: Path, site: Site) -> None:
    before = site.databases["lieux"]
    os.utime(root / DATABASE, (1, 1))
    await site.watch.look()
    assert (await site.client.get("/lieux/places")).status_code == 200
    assert site.databases["lieux"] is not before, "its connections are new"


async def test_the_version_before_is_offered(root: Path, site: Site) -> None:
    factory.places(root, "1.1.0")
    write_history(root, ("1.0.0", "kept"), ("1.1.0", "kept"))
    await site.watch.look()
    overwrite(root / "releases/lieux/1.1.0/lieux.db")
    await site.watch.look()
    before = "/download/lieux/1.0.0/lieux.zip"
    told = (await site.client.get("/lieux/places.json")).json()
    assert told["instead"] == before
    assert told["error"] == f"{DAMAGED} {before}"
    page = (await site.client.get("/lieux?_lang=fr")).text
    assert f'<a href="{before}">Télécharger la version précédente</a>' in page
    assert "Le fichier de ce jeu de données est abîmé" in page


async def test_a_file_that_was_bad_at_the_start_is_damaged_too(root: Path, site: Site) -> None:
    overwrite(root / DATABASE)
    async with opened(root) as started:
        for path in (*PATHS, "/download/lieux/lieux.db"):
            answer = await started.client.get(path)
            assert (answer.status_code, answer.headers["retry-after"]) == (503, "30"), path
        assert (await started.client.get("/visites")).status_code == 200
        (root / "releases/lieux/current").unlink()
        await started.watch.look()
        assert (await started.client.get("/lieux")).status_code == 404


async def test_what_sqlite_finds_is_told_to_all(
    root: Path, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A disk that fails changes no date: a page meets it first."""
    database = site.databases["lieux"]
    flip(root / DATABASE)
    database.identity = damage.identity(root / DATABASE)
    assert database.sound

    async def failing(*_: object, **__: object) -> None:
        raise sqlite3.DatabaseError("database disk image is malformed")

    with monkeypatch.context() as patched:
        patched.setattr(database, "execute", failing)
        assert (await site.client.get("/lieux/kinds.json?_size=2")).status_code == 503
    assert not database.sound
    assert (await site.client.get("/lieux/places")).status_code == 503
    await site.watch.look()
    assert database.bad
    assert (await site.client.get("/lieux/places")).status_code == 503


@pytest.mark.slow("starts servers")
def test_workers_never_disagree(root: Path) -> None:
    def answers(server: Server, path: str) -> set[int]:
        return {httpx.get(server.address + path, timeout=60).status_code for _ in range(24)}

    good = (root / DATABASE).read_bytes()
    with serving(root, 3) as server:
        assert answers(server, "/lieux/places") == {200}
        overwrite(root / DATABASE)
        url = f"{server.address}/lieux/places"
        server.until(lambda: httpx.get(url, timeout=60).status_code == 503)
        for path in ("/lieux/places", "/lieux", "/lieux/places.json"):
            assert answers(server, path) == {503}
        os.kill(server.workers()[0], 9)
        server.until(lambda: len(server.workers()) == 3)
        assert answers(server, "/visites") == {200}
        assert answers(server, "/lieux/places") == {503}
        (root / DATABASE).write_bytes(good)
        server.until(lambda: answers(server, "/lieux/places") == {200})
        code, errors = server.stop()
    assert code == 0
    assert 1 <= errors.count("not what was published") <= 3
