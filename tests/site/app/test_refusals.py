"""Every kind of refusal, as a page, as JSON and as text, in the language that was asked for."""

import sqlite3
from typing import Any

import httpx
import pytest

from publish.site.app import release_database
from publish.site.app.datasette_site import Site
from publish.site.http import guard

LONG = "a" * 9000
# status -> (address, JSON in English, JSON in French); NBSP and thin spaces as "~" and "_".
REFUSED = {
    400: (
        "/lieux/places.json?seats__gte=abc",
        "seats__gte: 'abc' is no number",
        "seats__gte~: «~abc~» n’est pas un nombre",
    ),
    404: ("/rien.json", "Database not found", "Ce jeu de données n’existe pas ici"),
    405: (
        "/lieux/places.json",
        "Method not allowed",
        "Cette méthode n’est pas admise",
    ),
    414: (
        f"/lieux/places.json?name={LONG}",
        "This address is too long",
        "Cette adresse est trop longue",
    ),
}


def french(words: str) -> str:
    """Words with the spaces that French has."""
    return words.replace("~", "\N{NO-BREAK SPACE}").replace("_;", "\N{NARROW NO-BREAK SPACE};")


async def asked(site: Site, path: str, status: int, **headers: str) -> httpx.Response:
    """The answer to a program that may name a language."""
    method = "POST" if status == 405 else "GET"
    answer = await site.client.request(
        method, path, headers={name.replace("_", "-"): said for name, said in headers.items()}
    )
    assert answer.status_code == status
    return answer


def error(answer: httpx.Response) -> Any:
    """The text of a refusal in JSON."""
    return answer.json()["error"]


@pytest.mark.parametrize("status", REFUSED)
async def test_json_says_it_in_the_language_asked_for(still: Site, status: int) -> None:
    path, english, said = REFUSED[status]
    lang = f"{path}{'&' if '?' in path else '?'}_lang="
    plain = await asked(still, path, status)
    assert (error(plain), plain.headers["content-language"]) == (english, "en")
    for answer in (
        await asked(still, path, status, accept_language="fr-FR, en;q=0.5"),
        await asked(still, f"{lang}fr", status),
        await asked(still, f"{lang}fr", status, accept_language="en"),
    ):
        assert error(answer) == french(said)
        assert answer.headers["content-language"] == "fr"
        assert answer.json()["status"] == status
        assert answer.json()["ok"] is False
    assert error(await asked(still, path, status, accept_language="en")) == english
    assert error(await asked(still, path, status, accept_language="de, *")) == english
    assert "Accept-Language" in plain.headers["vary"]
    assert "Accept-Language" not in (await asked(still, f"{lang}fr", status)).headers.get(
        "vary", ""
    )


@pytest.mark.parametrize(
    ("path", "status", "english", "said"),
    [
        (
            "/lieux/places.csv?seats__gte=abc",
            400,
            "seats__gte: 'abc' is no number",
            "seats__gte~: «~abc~» n’est pas un nombre",
        ),
        (
            "/lieux/-/query.csv?sql=select+nonsense",
            400,
            "no such column: nonsense",
            "Cette requête ne peut pas être exécutée. SQLite dit~: no such column: nonsense",
        ),
    ],
)
async def test_texts_say_it_too(
    still: Site, path: str, status: int, english: str, said: str
) -> None:
    plain = await asked(still, path, status)
    spoken = await asked(still, path, status, accept_language="fr")
    assert (plain.text, spoken.text) == (english, french(said))
    assert "Accept-Language" in spoken.headers["vary"]


@pytest.mark.parametrize(
    ("path", "english", "said"),
    [
        (
            "/lieux/-/query.json?sql=select+nonsense",
            "no such column: nonsense",
            "Cette requête ne peut pas être exécutée. SQLite dit~: no such column: nonsense",
        ),
        ("/lieux/-/query.json", "?sql= is required", "Il manque\N{NARROW NO-BREAK SPACE}?sql="),
        (
            "/lieux/-/query.json?sql=delete+from+places",
            "Statement must be a SELECT",
            "L’instruction doit être un SELECT",
        ),
        (
            "/lieux/places.json?_shape=zzz",
            "Invalid _shape: zzz",
            "_shape~: «~zzz~» ne convient pas",
        ),
        ("/lieux/places.json?_extra=zzz", "Unknown _extra: zzz", "_extra~: «~zzz~» est inconnu"),
    ],
)
async def test_so_do_the_words_of_the_server_beneath(
    still: Site, path: str, english: str, said: str
) -> None:
    assert error(await asked(still, path, 400)) == english
    spoken = await asked(still, path, 400, accept_language="fr")
    assert (error(spoken), spoken.json()["errors"]) == (french(said), [french(said)])


async def test_a_closed_dataset(site: Site) -> None:
    site.config["databases"] = {"lieux": {"allow": {"id": "root"}}}
    plain = await asked(site, "/lieux.json", 403)
    spoken = await asked(site, "/lieux.json?_lang=fr", 403)
    assert error(plain) == "You do not have permission to view this database"
    assert error(spoken) == "Vous n’avez pas le droit de voir ce jeu de données"


async def test_too_much_at_once_and_a_false_key(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guard, "_too_fast", lambda *_: 2.0)
    slow = await asked(site, "/lieux.json", 429, accept_language="fr")
    assert error(slow).startswith("Trop de requêtes de votre adresse")
    assert error(await asked(site, "/lieux.json", 429)).startswith("Too many requests from")
    page = await asked(site, "/lieux?_lang=en", 429)
    assert page.text.startswith("Too many requests from your address")
    false = {"authorization": "Bearer fournil.x.y"}
    assert error(await asked(site, "/lieux.json", 401, **false)).startswith("This key is not one")
    said = error(await asked(site, "/lieux.json?_lang=fr", 401, **false))
    assert said.startswith("Cette clé n’est pas de ce site")


async def test_what_breaks_and_what_is_damaged(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    async def broken(*_: object) -> None:
        raise RuntimeError("/secret/path")

    async def damaged(*_: object) -> None:
        raise sqlite3.DatabaseError("database disk image is malformed")

    monkeypatch.setattr(release_database.ReleaseDatabase, "primary_keys", broken)
    assert error(await asked(site, "/lieux/places.json", 500, accept_language="fr")) == (
        "Erreur interne"
    )
    monkeypatch.setattr(release_database.ReleaseDatabase, "primary_keys", damaged)
    spoken = await asked(site, "/lieux/places.json", 503, accept_language="fr")
    assert error(spoken).startswith("Le fichier de ce jeu de données est abîmé")
    await site.watch.look()


async def test_a_kept_answer_is_not_told_in_another_language(site: Site) -> None:
    path = "/lieux/places.json?seats__gte=abc"
    said = [error(await asked(site, path, 400, accept_language=one)) for one in ("fr", "en", "fr")]
    assert said[0] == said[2] != said[1]


async def test_data_itself_does_not_change_with_the_browser(site: Site) -> None:
    told = [
        await site.client.get("/lieux/places.json", headers={"accept-language": one})
        for one in ("fr", "en")
    ]
    assert told[0].content == told[1].content
    assert "Accept-Language" not in told[0].headers.get("vary", "")
