"""What is new, in people's words: what came and went, before what changed of the files."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import Any

from publish.site.catalog.latest import Story
from publish.site.downloads.row_changes import changed_rows
from publish.site.text.changelog import ChangeReason, reasons
from publish.site.text.languages import gettext as _
from publish.site.text.languages import language, ngettext
from publish.site.text.words import readable_number

# What is told of a version's tables.
TABLES = 2


def news(story: Story) -> ChangeReason | None:
    """A sentence about a version; None where nothing is known of it."""
    if story.entry.withdrawn:
        return ChangeReason(_("This version was withdrawn"), language())
    if any(change.code == "first-release" for change in story.entry.changes):
        return ChangeReason(_("New here"), language())
    kept = story.entry.state == "kept"
    tables = changed_rows(story.release, story.entry) if kept else []
    told = [said for one in tables if (said := ", ".join(_told(one)))]
    if told:
        return ChangeReason("; ".join(told[:TABLES]), language())
    return next(iter(reasons(story.entry, story.release.package)), None)


def telling(stories: Sequence[Story]) -> list[Story]:
    """The stories about rows; of a dataset that has none, the newest."""
    about = [story for story in stories if _is_about_rows(story)]
    told = {story.release.dataset for story in about}
    newest = {story.release.dataset: story for story in reversed(stories)}
    return [story for story in stories if story in about or _only(story, newest, told)]


def _only(story: Story, newest: Mapping[str, Story], told: Collection[str]) -> bool:
    return story.release.dataset not in told and newest[story.release.dataset] is story


def _is_about_rows(story: Story) -> bool:
    """Whether rows came, went or changed, all of them at first, or a version was withdrawn.

    What came before there were codes may have been about anything.
    """
    entry = story.entry
    codes = {change.code for change in entry.changes}
    if entry.withdrawn or not codes or "first-release" in codes:
        return True
    return entry.state == "kept" and bool(changed_rows(story.release, entry))


def _told(table: Mapping[str, Any]) -> Iterator[str]:
    """The rows of a table that came, went and changed; the table is named first."""
    words: dict[str, Callable[[int], str]] = {
        "added": lambda n: ngettext("%(n)s new row", "%(n)s new rows", n),
        "removed": lambda n: ngettext("%(n)s row gone", "%(n)s rows gone", n),
        "changed": lambda n: ngettext("%(n)s row corrected", "%(n)s rows corrected", n),
    }
    lead = f"{table['title']}{_(':')} "
    for step, say in words.items():
        if number := table.get(step):
            yield lead + say(number) % {"n": readable_number(number)}
            lead = ""
