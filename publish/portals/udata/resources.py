"""Resources there and here: which is which, which differ, what is sent."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from publish.portals.udata.files import File
from publish.portals.udata.portal import Json

FILE, DATE = "fournil:file", "fournil:date"
SENT = ("title", "description", "type", "filetype", "url", "format", "mime", "filesize", "checksum")


def matched(files: Sequence[File], there: Sequence[Json]) -> dict[str, Json]:
    """The resource of each file: by our mark, else by its address, else by its uploaded name."""
    found: dict[str, Json] = {}
    for same in (_marked, _addressed, _named):
        taken = {one["id"] for one in found.values()}
        for file in files:
            for one in there:
                free = file.name not in found and one["id"] not in taken
                # udata never turns a link into an upload, nor back.
                alike = one["filetype"] == file.fields["filetype"]
                if free and alike and same(file, one):
                    found[file.name] = one
                    taken.add(one["id"])
    return found


def _marked(file: File, one: Json) -> bool:
    return (one.get("extras") or {}).get(FILE) == file.name


def _addressed(file: File, one: Json) -> bool:
    return FILE not in (one.get("extras") or {}) and one["url"] == file.fields.get("url", "")


def _named(file: File, one: Json) -> bool:
    """An upload that was cut off before its mark was written still has its file's name."""
    ours = FILE not in (one.get("extras") or {}) and one["filetype"] == "file"
    return ours and uploaded_as(one["title"]) == upload_stem(file.name)


def is_ours(one: Json) -> bool:
    """Whether we made a resource: what others add by hand stays."""
    return FILE in (one.get("extras") or {}) or uploaded_as(one["title"] or "") is not None


def upload_stem(name: str) -> str:
    """A file's name as udata keeps it."""
    stem, _, ending = name.replace("_", "-").lower().partition(".")
    return f"{stem}.{ending}"


def upload_name(name: str, token: str) -> str:
    """A name that cannot collide: `places.csv` becomes `places.fournil-1f3a9c.csv`."""
    stem, _, ending = upload_stem(name).partition(".")
    return f"{stem}.fournil-{token}.{ending}"


def uploaded_as(title: str) -> str | None:
    """The file that an upload's name came from; None for other names."""
    parts = title.split(".", 2)
    if len(parts) == 3 and parts[1].startswith("fournil-"):
        return f"{parts[0]}.{parts[2]}"
    return None


def changes(file: File, one: Json) -> dict[str, tuple[object, object]]:
    """What differs: field -> (there, here). An uploaded file's content is not looked at."""
    found = {
        key: (one.get(key), value)
        for key, value in file.fields.items()
        if one.get(key) != value and not (key == "filetype" and value == "file")
    }
    if (one.get("extras") or {}).get(FILE) != file.name:
        found[FILE] = ((one.get("extras") or {}).get(FILE), file.name)
    return found


def body(file: File, one: Json | None, day: date) -> Json:
    """What is sent for a file; keeps what others noted on its resource, dated anew.

    What the portal's analysis found in the content before is of no use for another content.
    """
    kept = (one or {}).get("extras") or {}
    extras = {key: value for key, value in kept.items() if not key.startswith("analysis:")}
    extras |= {FILE: file.name, DATE: day.isoformat()}
    fields = {key: value for key, value in file.fields.items() if value is not None}
    if one and one["filetype"] == "file":
        fields |= {key: one[key] for key in ("url", "format", "mime") if one.get(key)}
    return fields | {"extras": extras}


def echo(one: Json) -> Json:
    """A resource as it is, to be sent back in its place of the list."""
    kept = {key: one[key] for key in SENT if one.get(key) is not None}
    schema = one.get("schema")
    return (
        kept
        | {"id": one["id"], "extras": one.get("extras") or {}}
        | ({"schema": schema} if schema else {})
    )


def latest(there: Mapping[str, Json]) -> date | None:
    """The last day on which one of our resources was written."""
    days = [(one.get("extras") or {}).get(DATE) for one in there.values()]
    return max((date.fromisoformat(day) for day in days if day), default=None)


def local_path(file: File) -> Path:
    """The file to upload."""
    assert file.path is not None
    return file.path
