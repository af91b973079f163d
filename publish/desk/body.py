"""What a form sends, read up to a bound."""

from collections.abc import Mapping
from urllib.parse import parse_qs

from publish.desk.refused import Refused, unreadable
from publish.site.base.site import Request
from publish.site.text.languages import gettext as _

MOST_BYTES = 65_536
MOST_FIELDS = 500
FORM = "application/x-www-form-urlencoded"


class Fields:
    """The fields of a form; one may stand there more than once."""

    def __init__(self, sent: Mapping[str, list[str]]) -> None:
        self._sent = sent

    def first(self, name: str) -> str:
        """The first value, with the line ends of a file; "" without any."""
        return self._sent.get(name, [""])[0].replace("\r\n", "\n")

    def all(self, name: str) -> list[str]:
        """Every value."""
        return self._sent.get(name, [])

    def below(self, prefix: str) -> dict[str, str]:
        """The first values of the fields whose names begin so, by the rest of their names."""
        names = [name for name in self._sent if name.startswith(prefix)]
        return {name.removeprefix(prefix): self.first(name) for name in names}


async def fields(request: Request) -> Fields:
    """The form that was sent; raises Refused."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != FORM:
        raise Refused(415, _("Only the forms of these pages are taken here."))
    try:
        text = (await read_body(request)).decode()
        return Fields(parse_qs(text, keep_blank_values=True, max_num_fields=MOST_FIELDS))
    except ValueError:
        raise unreadable() from None


async def read_body(request: Request) -> bytes:
    """The bytes that were sent; raises Refused where they are too many, ValueError where cut."""
    found, more = bytearray(), True
    while more:
        message = await request.receive()
        if message["type"] != "http.request":
            raise ValueError("gone")
        found += message.get("body", b"")
        more = message.get("more_body", False)
        if len(found) > MOST_BYTES:
            raise Refused(413, _("This is too much at once."))
    return bytes(found)
