"""What a class practises: kept, corrected, closed, opened again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from kithwork.apps.foundation import clock
from kithwork.apps.foundation.problem import Conflict, Problem
from kithwork.apps.foundation.verdict import require
from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.practices import policies
from kithwork.apps.practices.lines import Item, Lines
from kithwork.apps.practices.models import ContentItem, ContentSet
from kithwork.apps.practices.queries import digest_of
from kithwork.apps.trail.actions import action, note


@dataclass(frozen=True, slots=True)
class ContentFrame:
    """What is said about a list as a whole."""

    name: str
    kind: str
    subject: str = ""
    level: str = ""
    language: str = ""


@action("contents.keep")
def keep_content_set(frame: ContentFrame, lines: Lines, *, by: Viewer) -> ContentSet:
    """Keep a new list of one's school.

    Raises
    ------
    Refused
        When this person may not.
    Problem
        When a line has a fault.
    """
    require(policies.may_make_contents(by))
    items = _sound(lines)
    made = ContentSet.objects.create(
        school_id=by.school_id,
        name=frame.name,
        kind=frame.kind,
        subject=frame.subject,
        level=frame.level,
        language=frame.language,
        made_by_id=by.user_id,
    )
    _put_items(made, items)
    note(items=len(items))
    return made


@action("contents.change")
def change_content_set(
    contents: ContentSet, frame: ContentFrame, lines: Lines, *, seen: str, by: Viewer
) -> ContentSet:
    """Correct a list. Once scores were kept with it, it keeps its number of items: 8 of 10 stays 8 of 10.

    Parameters
    ----------
    seen
        ``digest_of`` the list as this person saw it.

    Raises
    ------
    Refused
        When this person may not.
    Problem
        When a line has a fault, or the list would grow or shrink under kept scores.
    Conflict
        When somebody else changed it meanwhile.
    """
    require(policies.may_change_contents(by, contents))
    items = _sound(lines)
    contents = ContentSet.objects.select_for_update().get(pk=contents.pk)
    if digest_of(contents) != seen:
        raise Conflict(
            _("Somebody else changed this list meanwhile. Nothing was overwritten. Open it anew.")
        )
    before = contents.items.count()
    if len(items) != before and contents.scores.exists():
        raise Problem(
            _(
                "Scores were kept with this list, so it stays at %(count)s items. Make a copy to add more."
            )
            % {"count": before}
        )
    for name in ("name", "subject", "level", "language"):
        setattr(contents, name, getattr(frame, name))
    contents.save(update_fields=["name", "subject", "level", "language"])
    contents.items.all().delete()
    _put_items(contents, items)
    note(items_before=before, items=len(items))
    return contents


@action("contents.close")
def close_content_set(contents: ContentSet, *, by: Viewer) -> ContentSet:
    """No run is offered this list any more; whoever works with it goes on.

    Raises
    ------
    Refused
        When this person may not.
    Problem
        When it is closed already.
    """
    require(policies.may_change_contents(by, contents))
    return _put_closed(contents, is_closed=True, by=by)


@action("contents.reopen")
def reopen_content_set(contents: ContentSet, *, by: Viewer) -> ContentSet:
    """Offer a closed list again.

    Raises
    ------
    Refused
        When this person may not.
    Problem
        When it is open already.
    """
    require(policies.may_change_contents(by, contents))
    return _put_closed(contents, is_closed=False, by=by)


def _put_closed(contents: ContentSet, *, is_closed: bool, by: Viewer) -> ContentSet:
    rows = ContentSet.objects.filter(pk=contents.pk, closed_on__isnull=is_closed)
    contents.closed_on = clock.today_for(by) if is_closed else None
    if not rows.update(closed_on=contents.closed_on):
        raise Problem(
            _("This list is closed already.") if is_closed else _("This list is open already.")
        )
    return contents


def _sound(lines: Lines) -> Sequence[Item]:
    if lines.faults:
        raise Problem("\n".join(str(fault) for fault in lines.faults))
    return lines.items


def _put_items(contents: ContentSet, items: Sequence[Item]) -> None:
    is_read = contents.kind == ContentSet.Kind.PASSAGES
    ContentItem.objects.bulk_create(
        ContentItem(
            content_set=contents,
            place=place,
            prompt=one.prompt,
            answer=one.answer,
            level=one.level,
            words=one.words if is_read else None,
        )
        for place, one in enumerate(items, 1)
    )
