"""What a list of needs would change."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from copy import copy
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.integrations.program_upload.outcome import ADDED, CHANGED, Change, Outcome
from kithwork.apps.integrations.program_upload.roll import Roll
from kithwork.apps.integrations.program_upload.sentences import NotTaken, said
from kithwork.apps.integrations.program_upload.wishes import WISH_WORDS, Wishes, wishes_of
from kithwork.apps.integrations.roster_sheet.program import NeedRow, ProgramList
from kithwork.apps.needs import actions
from kithwork.apps.needs.models import SupportNeed
from kithwork.apps.needs.policies import team_students
from kithwork.apps.needs.queries import Standing, Week, conflicts_of, standing_of, where_of
from kithwork.apps.people.models import Student
from kithwork.apps.people.queries import timetables
from kithwork.apps.people.roster.rows import At

CLASS = SupportNeed.Place.CLASS
FIELD_WORDS = {
    "labels": _("periods"),
    "times_a_week": _("times a week"),
    "min_peers": _("peers, at least"),
    "max_peers": _("peers, at most"),
    "minutes": _("minutes"),
    "brings": _("what the student brings"),
    "starts_on": _("from"),
    "ends_on": _("until"),
    "how_asked": _("how they were asked"),
}
Key = tuple[int, str, int | None, str]


def compare_needs(listed: ProgramList, viewer: Viewer) -> Outcome:
    """What these rows would add and change. Nothing is touched."""
    roll = Roll(viewer)
    out = Outcome(faults=list(listed.faults), rows=len(listed.rows) + listed.refused)
    taken = _taken(listed, roll, out)
    students = {student.pk: student for _row, student, _said in taken}
    standing = standing_of(students, roll.on)
    new = _needs(taken, standing, out)
    _wishes(taken, roll, standing, out)
    _how_asked(taken, standing, out)
    _conflicts(new, roll, out)
    mine = set(team_students(viewer).values_list("pk", flat=True))
    touched = {change.student.pk for change in out.changes}
    out.joins = [students[pk] for pk in sorted(touched - mine)]
    out.changes.sort(key=lambda change: change.line)
    return out


Taken = tuple[NeedRow, Student, dict[str, Any]]


def _taken(listed: ProgramList, roll: Roll, out: Outcome) -> list[Taken]:
    """Rows whose student, class and periods are certain; the others become faults."""
    taken: list[Taken] = []
    first_line: dict[tuple[Any, ...], int] = {}
    wishes = Wishes()
    for row in listed.rows:
        try:
            student = roll.student(row.number, row.name, row.at)
            need = _said(row, student, roll)
            same = (student.pk, repr(sorted(need.items())))
            if same in first_line:
                raise NotTaken(row.at, "same-as-line", first=first_line[same])
            _must_fit(row, student, need)
            wishes.take(row, student, roll)
        except NotTaken as no:
            out.faults.append(no.fault)
            continue
        first_line[same] = row.at.line
        taken.append((row, student, need))
    return taken


def _said(row: NeedRow, student: Student, roll: Roll) -> dict[str, Any]:
    """The fields the row really says, in our words."""
    if not row.place:
        raise NotTaken(row.at, "no-place", "place")
    labels = roll.labels(row.periods, row.at)
    section = None
    if row.place == CLASS:
        if not row.class_text:
            raise NotTaken(row.at, "which-class", "class_name")
        section = roll.own_class(student, row.class_text, labels, row.at, "class_name")
        roll.check_class_at(section, labels, row.at)
    elif row.class_text:
        raise NotTaken(row.at, "class-and-place", "place", value=row.class_text, place=row.place)
    fields: dict[str, Any] = {
        "place": row.place,
        "section_id": section.pk if section else None,
        "role": row.role,
        "times_a_week": row.times_a_week,
    }
    maybe = {
        "labels": labels or None,
        "min_peers": row.min_peers,
        "max_peers": row.max_peers,
        "minutes": row.minutes,
        "brings": row.brings or None,
        "starts_on": row.starts_on,
        "ends_on": row.ends_on,
    }
    return fields | {name: value for name, value in maybe.items() if value is not None}


def _new(fields: dict[str, Any]) -> dict[str, Any]:
    """A new need: what the row does not say takes our defaults, wide enough for its peers."""
    least = fields.get("min_peers", 1)
    team = SupportNeed._meta.get_field("team_max").get_default()
    return {"team_max": max(team, least)} | fields


def _must_fit(row: NeedRow, student: Student, fields: dict[str, Any]) -> None:
    try:
        SupportNeed(student=student, **_new(fields)).full_clean(exclude=["student", "section"])
    except ValidationError as error:
        raise NotTaken(row.at, "does-not-fit", why=" ".join(error.messages)) from error


def _key(student_id: int, fields: dict[str, Any]) -> Key:
    return (student_id, fields["place"], fields["section_id"], fields["role"])


def _needs(taken: list[Taken], standing: Standing, out: Outcome) -> list[tuple[At, SupportNeed]]:
    """Rows meet the needs that stand: same place, class and role, the equal ones first.

    Returns each new or changed need as it would be, with the place of its row.
    """
    groups: dict[Key, list[Taken]] = defaultdict(list)
    for each in taken:
        groups[_key(each[1].pk, each[2])].append(each)
    would_be: list[tuple[At, SupportNeed]] = []
    for key, rows in groups.items():
        held = [
            need
            for need in standing.needs[key[0]]
            if (need.student_id, need.place, need.section_id, need.role) == key
        ]
        rest: list[Taken] = []
        for row, student, fields in rows:
            equal = next((need for need in held if not _differs(need, fields)), None)
            if equal is None:
                rest.append((row, student, fields))
            else:
                held.remove(equal)
                out.same += 1
        for row, student, fields in rest:
            change, need = (
                _changed(row, student, fields, held.pop(0))
                if held
                else _added(row, student, fields)
            )
            out.changes.append(change)
            would_be.append((row.at, need))
    return would_be


def _differs(need: SupportNeed, fields: dict[str, Any]) -> list[str]:
    return [name for name, value in fields.items() if getattr(need, name) != value]


def _added(row: NeedRow, student: Student, fields: dict[str, Any]) -> tuple[Change, SupportNeed]:
    full = _new(fields)
    need = SupportNeed(student=student, **full)
    what = f"{where_of(need)}, {need.get_role_display()}"
    return (
        Change(
            ADDED, student, what, row.at.line, lambda by: actions.add_need(student, by=by, **full)
        ),
        need,
    )


def _changed(
    row: NeedRow, student: Student, fields: dict[str, Any], held: SupportNeed
) -> tuple[Change, SupportNeed]:
    """Only the names of the changed fields are shown: the plan is not the importer's to read yet."""
    new = {name: fields[name] for name in _differs(held, fields)}
    words = ", ".join(str(FIELD_WORDS[name]) for name in new)
    what = f"{where_of(held)}, {held.get_role_display()}: {words}"
    if new.get("min_peers", 1) > held.team_max:
        new["team_max"] = new["min_peers"]
    would_be = copy(held)
    for name, value in new.items():
        setattr(would_be, name, value)
    change = Change(
        CHANGED, student, what, row.at.line, lambda by: actions.change_need(held, by=by, **new)
    )
    return change, would_be


def _wishes(taken: list[Taken], roll: Roll, standing: Standing, out: Outcome) -> None:
    seen: set[tuple[int, int]] = set()
    for row, student, _fields in taken:
        for kind, other in wishes_of(row, student, roll):
            if (student.pk, other.pk) in seen:
                continue
            seen.add((student.pk, other.pk))
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
                    _wish(student, other, kind, row.how_asked),
                )
            )


def _wish(
    student: Student, other: Student, kind: str, how_asked: str
) -> Callable[[Viewer], object]:
    how = {"how_asked": how_asked} if how_asked else {}
    return lambda by: actions.set_wish(student, other, kind=kind, by=by, **how)


def _how_asked(taken: list[Taken], standing: Standing, out: Outcome) -> None:
    told = {}
    for row, student, _fields in taken:
        if row.how_asked:
            told.setdefault(student.pk, (row, student))
    for row, student in told.values():
        held = standing.how_asked.get(student.pk)
        if held == row.how_asked:
            out.same += 1
            continue
        out.changes.append(
            Change(
                CHANGED if held else ADDED,
                student,
                str(FIELD_WORDS["how_asked"]),
                row.at.line,
                _card(student, row.how_asked),
            )
        )


def _card(student: Student, how_asked: str) -> Callable[[Viewer], object]:
    return lambda by: actions.set_preference_card(student, how_asked=how_asked, by=by)


def _conflicts(would_be: list[tuple[At, SupportNeed]], roll: Roll, out: Outcome) -> None:
    """What will not fit the week is said aloud; the row is taken all the same."""
    if roll.frame is None or not would_be:
        return
    weeks = timetables(roll.school, roll.frame, roll.on)
    for at, need in would_be:
        pk = need.student_id
        known = pk in weeks and pk not in weeks.without_classes
        week = Week(roll.frame, weeks[pk]) if known else None
        for why in conflicts_of(need, week, need.student.called):
            out.faults.append(said(at, "conflict", name=need.student.full_name, why=why))
