"""What a list of volunteers would change."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext_lazy as _

from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.integrations.program_upload.outcome import ADDED, CHANGED, Change, Outcome
from kithwork.apps.integrations.program_upload.roll import Roll
from kithwork.apps.integrations.program_upload.sentences import NotTaken, said
from kithwork.apps.integrations.program_upload.wishes import WISH_WORDS, wishes_of
from kithwork.apps.integrations.roster_sheet.program import ProgramList, VolunteerRow
from kithwork.apps.peers import actions
from kithwork.apps.peers.forms import starting_offer
from kithwork.apps.peers.models import Volunteer
from kithwork.apps.peers.queries import Offers, offers_of
from kithwork.apps.people.models import Section, Student
from kithwork.apps.schools.queries import limits

STATUS = Volunteer.Status
NUMBERS = ("weekly_minutes", "max_sessions", "max_per_day", "max_partners", "max_lunch_days")
FIELD_WORDS = {
    "roles": _("roles"),
    "weekly_minutes": _("minutes a week"),
    "max_sessions": _("sessions a week"),
    "max_per_day": _("sessions a day"),
    "max_partners": _("partners"),
    "max_lunch_days": _("lunches a week"),
    "status": _("ready"),
}
Taken = tuple[VolunteerRow, Student, list[Section]]


def compare_volunteers(listed: ProgramList, viewer: Viewer) -> Outcome:
    """What these rows would add and change. Nothing is touched."""
    roll = Roll(viewer)
    out = Outcome(faults=list(listed.faults), rows=len(listed.rows) + listed.refused)
    taken = _taken(listed, roll, out)
    standing = offers_of([student.pk for _row, student, _own in taken])
    for row, student, own in taken:
        _offer(row, student, standing, roll, out)
        _classes(row, student, own, standing, out)
        _wishes(row, student, roll, standing, out)
    return out


def _taken(listed: ProgramList, roll: Roll, out: Outcome) -> list[Taken]:
    taken: list[Taken] = []
    first_line: dict[int, int] = {}
    for row in listed.rows:
        try:
            student = roll.student(row.number, row.name, row.at)
            if student.pk in first_line:
                raise NotTaken(
                    row.at, "volunteer-twice", name=student.full_name, first=first_line[student.pk]
                )
            own = [
                roll.own_class(student, text, (), row.at, "protected_classes")
                for text in row.protected_classes
            ]
            wishes_of(row, student, roll)
        except NotTaken as no:
            out.faults.append(no.fault)
            continue
        first_line[student.pk] = row.at.line
        taken.append((row, student, own))
    return taken


def _offer(row: VolunteerRow, student: Student, standing: Offers, roll: Roll, out: Outcome) -> None:
    held = standing.volunteers.get(student.pk)
    fields: dict[str, Any] = {
        name: value for name in NUMBERS if (value := getattr(row, name)) is not None
    }
    if row.roles:
        fields["roles"] = list(row.roles)
    _say_more_than_limit(row, student, fields, roll, out)
    if held is None:
        out.changes.append(_new_offer(row, student, fields, roll, out))
        return
    if held.status == STATUS.OFFERED and row.roles:
        fields["status"] = STATUS.READY.value
    if held.status in {STATUS.PAUSED, STATUS.FINISHED}:
        out.faults.append(said(row.at, f"stays-{held.status}", name=student.full_name))
    new = {name: value for name, value in fields.items() if _is_new(held, name, value)}
    if not new:
        out.same += 1
        return
    words = ", ".join(str(FIELD_WORDS[name]) for name in new)
    out.changes.append(Change(CHANGED, student, words, row.at.line, _change(held, new)))


def _is_new(held: Volunteer, name: str, value: Any) -> bool:
    """Roles in another order are the same roles."""
    if name == "roles":
        return set(held.roles) != set(value)
    return getattr(held, name) != value


def _change(held: Volunteer, new: dict[str, Any]) -> Callable[[Viewer], object]:
    return lambda by: actions.change_volunteer(held, by=by, **new)


def _new_offer(
    row: VolunteerRow, student: Student, fields: dict[str, Any], roll: Roll, out: Outcome
) -> Change:
    held_to = limits(roll.school)
    start = starting_offer(held_to.for_grade(student.grade), held_to)
    full = start | {"roles": []} | fields
    full["status"] = (STATUS.READY if row.roles else STATUS.OFFERED).value
    if not row.roles:
        out.faults.append(said(row.at, "not-ready-yet", name=student.full_name))
    what = str(_("a new offer"))
    return Change(
        ADDED, student, what, row.at.line, lambda by: actions.offer(student, by=by, **full)
    )


def _say_more_than_limit(
    row: VolunteerRow, student: Student, fields: dict[str, Any], roll: Roll, out: Outcome
) -> None:
    held_to = limits(roll.school)
    band = held_to.for_grade(student.grade)
    most = {
        "weekly_minutes": band.peer_minutes_a_week,
        "max_sessions": band.peer_sessions_a_week,
        "max_per_day": held_to.peer_sessions_a_day,
        "max_partners": band.partners_per_peer,
        "max_lunch_days": held_to.lunch_days_a_week,
    }
    if any(fields.get(name, 0) > limit for name, limit in most.items()):
        out.faults.append(said(row.at, "grade-limit", name=student.full_name))


def _classes(
    row: VolunteerRow, student: Student, own: list[Section], standing: Offers, out: Outcome
) -> None:
    for section in {section.pk: section for section in own}.values():
        if section.pk in standing.protected[student.pk]:
            out.same += 1
            continue
        what = str(_("protects %(class)s")) % {"class": section.title}
        out.changes.append(Change(ADDED, student, what, row.at.line, _protect(student, section)))


def _protect(student: Student, section: Section) -> Callable[[Viewer], object]:
    return lambda by: actions.protect_class(_offer_of(student), section, by=by)


def _wishes(
    row: VolunteerRow, student: Student, roll: Roll, standing: Offers, out: Outcome
) -> None:
    for kind, other in wishes_of(row, student, roll):
        held = standing.wishes.get((student.pk, other.pk))
        if held == kind:
            out.same += 1
            continue
        out.changes.append(
            Change(
                CHANGED if held else ADDED,
                student,
                str(WISH_WORDS[kind]),
                row.at.line,
                _wish(student, other, kind),
            )
        )


def _wish(student: Student, other: Student, kind: str) -> Callable[[Viewer], object]:
    return lambda by: actions.set_peer_wish(_offer_of(student), other, kind=kind, by=by)


def _offer_of(student: Student) -> Volunteer:
    """The offer as it stands when this is done: it may have been added a moment ago."""
    return Volunteer.objects.select_related("student").get(student=student)
