"""Run by udata's own Python: what its API cannot make, since it would be refused there.

`python people.py APP` prints, as JSON, the key of an editor who is no administrator, an expired
key of theirs, and an organisation that they are no member of. `python people.py APP PORT` serves
the same udata in its read-only mode.
"""

import importlib.util
import json
import sys
from datetime import UTC, datetime, timedelta
from typing import Any


def udata_app(path: str) -> Any:
    """The application that `app.py` of the shared folder makes."""
    spec = importlib.util.spec_from_file_location("peer_app", path)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.app


def people() -> dict[str, str]:
    """Make them."""
    from udata.core.api_token.models import ApiToken
    from udata.core.spatial.models import GeoLevel, GeoZone
    from udata.core.user.factories import UserFactory
    from udata.models import Organization, User

    editor = User.objects(email="editor@example.org").first() or UserFactory(
        email="editor@example.org"
    )
    yesterday = datetime.now(UTC) - timedelta(days=1)
    _, key = ApiToken.generate(editor)
    _, expired = ApiToken.generate(editor, expires_at=yesterday)
    others = Organization.objects(name="Les autres").first() or Organization.objects.create(
        name="Les autres", description="Une autre organisation"
    )
    if not GeoZone.objects(id="fr:departement:38").first():
        GeoLevel.objects.create(id="fr:departement", name="Département", admin_level=80)
        GeoZone.objects.create(
            id="fr:departement:38", slug="isere", name="Isère", code="38", level="fr:departement"
        )
    return {"key": key, "expired": expired, "others": str(others.id)}


def serve_read_only(app: Any, port: int) -> None:
    """The same udata on another port, where nobody may make anything new."""
    from werkzeug.serving import run_simple

    app.config["READ_ONLY_MODE"] = True
    app.config["SERVER_NAME"] = f"127.0.0.1:{port}"
    run_simple("127.0.0.1", port, app, threaded=True)


if __name__ == "__main__":
    found = udata_app(sys.argv[1])
    if len(sys.argv) == 3:
        serve_read_only(found, int(sys.argv[2]))
    else:
        with found.app_context():
            print(json.dumps(people()))  # noqa: T201
