"""A spreadsheet that is shared or published on the web, by the address that a browser shows."""

import re
from urllib.parse import urlencode

from publish.bakehouse.fetch.request import shown
from publish.bakehouse.partners.harvested import Asked
from publish.bakehouse.partners.located import Located
from publish.errors import SourceError

PUBLISHED = re.compile(r"(https://docs\.google\.com/spreadsheets/d/e/[\w-]+)/pub(?:html)?\b")
SHARED = re.compile(r"(https://docs\.google\.com/spreadsheets/d/(?!e/)[\w-]+)(?:/|$)")
SHEET = re.compile(r"[?&#]gid=(\d+)")
NEXTCLOUD = re.compile(r"https?://[^?#]+/s/[A-Za-z0-9]+$")
GRIST = re.compile(r"(https?://[^/]*grist[^/]*)(?:/o/[\w-]+)?/(\w{12,22})/[^/]+(?:/|$)")
ROOM = re.compile(r"https?://[^/]*calc[^/]*/=?([\w-]+)$")
FILE = re.compile(r"\.(?:csv|tsv|xlsx|xls|ods)$|[?&](?:output|format)=csv\b|/download$")


def locate(asked: Asked) -> Located:
    """The CSV of a sheet of Google's, Grist, Nextcloud or EtherCalc (Framacalc).

    A file in a Nextcloud is of the declared `format`, or CSV. Raises SourceError for an address of
    which we do not know where its CSV is.
    """
    written = {"format": asked.source.format or "csv"}
    return Located(_csv(asked.address, asked.source.table), written)


def _csv(address: str, table: str | None) -> str:
    sheet = SHEET.search(address)
    gid = {"gid": sheet[1]} if sheet else {}
    if found := PUBLISHED.match(address):
        only = {"single": "true"} if gid else {}
        return f"{found[1]}/pub?{urlencode({**gid, **only, 'output': 'csv'})}"
    if found := SHARED.match(address):
        return f"{found[1]}/export?{urlencode({'format': 'csv', **gid})}"
    plain = address.partition("#")[0].partition("?")[0].rstrip("/")
    if NEXTCLOUD.fullmatch(plain):
        return f"{plain}/download"
    if FILE.search(address):
        return address
    if found := GRIST.match(address):
        if not table:
            raise SourceError(f"{shown(address)}: name the table of the document by `table:`")
        query = urlencode({"tableId": table})
        return f"{found[1]}/o/docs/api/docs/{found[2]}/download/csv?{query}"
    if ROOM.fullmatch(plain):
        return f"{plain.replace('/=', '/')}.csv"
    raise SourceError(
        f"{shown(address)}: no shared sheet of Google's, Grist, Nextcloud or EtherCalc; give the "
        "address of its CSV, without `harvest:`"
    )
