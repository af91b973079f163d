"""Which paths are the desk's."""

import pytest

from publish.site.app.doors import of_desk


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("/desk", True),
        ("/desk/", True),
        ("/desk/inbox", True),
        ("/desk.json", False),
        ("/desks/places", False),
        ("//desk/", False),
        ("/lieux/desk/", False),
        ("/%64esk/inbox", False),
    ],
)
def test_what_begins_with_its_name_is_the_desk_s(path: str, found: bool) -> None:
    assert of_desk(path) is found
