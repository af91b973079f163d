"""What a file must say of its licence, read from the descriptor."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from publish.dates import dated
from publish.notice import Notice, notice

Json = Mapping[str, Any]


def notices(package: Json, resource: Json) -> dict[str, Notice]:
    """The notice of a table in French ("fr") and English ("en")."""
    return {language: _notice(package, resource, language) for language in ("fr", "en")}


def _notice(package: Json, resource: Json, language: str) -> Notice:
    updated = package["updated"]
    return notice(
        resource["licenses"][0]["name"],
        language,
        name=package["titles"].get(language, package["title"]),
        producer=package["contributors"][0]["title"],
        date=dated(date.fromisoformat(updated["date"]), updated["basis"], language),
        contents_license=resource.get("contents_license"),
    )


def words(item: Json, key: str, language: str) -> str:
    """A text of the descriptor in a language; French where there is no other, or nothing."""
    texts: Mapping[str, str] = item.get(f"{key}s", {})
    return texts.get(language) or texts.get("fr", "")
