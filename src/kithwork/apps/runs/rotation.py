"""When roles change: from what the practice says of rotation, since when a role is held, and the run's times."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kithwork.apps.practices.words import every_words
from kithwork.apps.runs.models import Participant, Run, Session
from kithwork.playbooks import Playbook
from kithwork.playbooks.schema.base import Every
from kithwork.playbooks.schema.people import Rotation

DAYS = {"day": 1, "week": 7, "month": 30, "term": 126, "year": 365}


@dataclass(frozen=True, slots=True)
class Held:
    """A role somebody holds, and the day by which it goes to somebody else or turns round."""

    participant: Participant
    due_on: date


@dataclass(frozen=True, slots=True)
class Swap:
    """One thing that changes, in words. ``on`` is the next time it falls on, where it has a date."""

    what: str
    sentence: str
    on: date | None = None
    is_overdue: bool = False


def span_of(every: Every) -> timedelta | None:
    """The longest a rotation waits; None for one that goes by sessions."""
    days = DAYS.get(every.unit)
    return timedelta(days=days * int(every.max or every.min)) if days else None


def held_roles(run: Run, playbook: Playbook, people: Sequence[Participant]) -> list[Held]:
    """Until when each may hold their role, soonest first. Where a class shares all roles, nobody holds one."""
    if run.scope == Run.Scope.CLASS:
        return []
    by_rotation = _rotation(playbook, "role")
    most = {role.id: role.max_weeks for role in playbook.roles if role.who in {"peer", "student"}}
    days = _days(run) if by_rotation and by_rotation.every.unit == "session" else []
    found = []
    for one in people:
        if one.role not in most:
            continue
        since, weeks = one.role_since or one.joined_on, most[one.role]
        due = since + timedelta(weeks=weeks) if weeks else None
        if due is None and by_rotation is not None:
            due = _after(by_rotation.every, since, days)
        if due is not None:
            found.append(Held(one, due))
    return sorted(found, key=lambda held: (held.due_on, held.participant.pk))


def swaps_of(
    run: Run, playbook: Playbook, people: Sequence[Participant], today: date
) -> list[Swap]:
    """What changes next in this run: roles, and who leads a time."""
    coming = [on for on in _days(run) if on >= today]
    return [*_role_swaps(run, playbook, people, coming, today), *_hosts(playbook, coming)]


def _role_swaps(
    run: Run,
    playbook: Playbook,
    people: Sequence[Participant],
    coming: list[date],
    today: date,
) -> Iterator[Swap]:
    title, by_rotation = _("Roles swap"), _rotation(playbook, "role")
    held = held_roles(run, playbook, people)
    if held:
        due = held[0].due_on
        if due <= today:
            said = _("They were to swap by %(day)s.") % {"day": _day(due)}
            yield Swap(title, said, due, is_overdue=True)
            return
        on = next((day for day in coming if day >= due), due)
        yield Swap(title, _("On %(day)s.") % {"day": _day(on)}, on)
    elif by_rotation is not None and run.scope == Run.Scope.CLASS:
        yield _by_the_time(title, by_rotation.every, coming)


def _hosts(playbook: Playbook, coming: list[date]) -> Iterator[Swap]:
    one = _rotation(playbook, "host")
    if one is not None:
        yield _by_the_time(_("Another host"), one.every, coming)


def _by_the_time(title: str, every: Every, coming: list[date]) -> Swap:
    """What turns with the times of the run: in each of them, or from one to the next."""
    if every.unit == "half_session":
        return Swap(title, _("Within every session."))
    if every.unit in {"session", "day"} and every.min == 1 and coming:
        said = _("Each time; next on %(day)s.") % {"day": _day(coming[0])}
        return Swap(title, said, coming[0])
    words = every_words(every)
    return Swap(title, f"{words[:1].upper()}{words[1:]}.")


def _rotation(playbook: Playbook, what: str) -> Rotation | None:
    return next((one for one in playbook.rotation if one.what == what), None)


def _after(every: Every, since: date, days: list[date]) -> date | None:
    """The day something is due that began on a day: after so many weeks, or so many of the run's times."""
    span = span_of(every)
    if span is not None:
        return since + span
    if every.unit != "session":
        return None
    later, count = [on for on in days if on >= since], int(every.max or every.min)
    return later[count] if len(later) > count else None


def _days(run: Run) -> list[date]:
    rows = Session.objects.filter(run=run).exclude(status=Session.Status.CANCELLED)
    return sorted(set(rows.values_list("on", flat=True)))


def _day(on: date) -> str:
    return date_format(on, "l, F j")
