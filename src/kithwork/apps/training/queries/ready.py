"""Who has mastered what on a day, and what is missing: asked by peers, runs and plans, so it takes no viewer."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kithwork.apps.people.models import Student
from kithwork.apps.schools.models import School
from kithwork.apps.schools.queries import Limits, limits
from kithwork.apps.training.mastery import in_a_row, live, quiz_of
from kithwork.apps.training.models import Certificate, Progress, Rehearsal
from kithwork.apps.training.subjects import (
    Rehearsed,
    rehearsed_for,
    role_subject,
    role_subjects,
    subject_name,
)


def mastered(student_ids: Collection[int], role_or_practice: str, on: date) -> set[int]:
    """Those with mastery of a subject on record on a day: role:buddy, practice:peer_network."""
    held = {one.student_id for one in live([role_or_practice], on)}
    return {pk for pk in student_ids if pk in held}


def certificates_of(student: Student, on: date) -> tuple[tuple[str, date, date], ...]:
    """What somebody has on record and has not lost: its name, the day it was given, and its last day."""
    rows = Certificate.objects.filter(student=student, given_on__lte=on, taken_back_at__isnull=True)
    newest = {one.subject: one for one in rows.order_by("given_on")}
    return tuple(
        (subject_name(one.subject, student.school_id), one.given_on, one.until)
        for one in newest.values()
    )


def roles_mastered(on: date, school_id: int) -> dict[int, set[str]]:
    """student id -> roles (tutor, buddy …) in which mastery is on record on a day."""
    rows = Certificate.objects.filter(
        student__school_id=school_id,
        subject__in=role_subjects(),
        given_on__lte=on,
        until__gte=on,
        taken_back_at__isnull=True,
    )
    found: dict[int, set[str]] = defaultdict(set)
    for student_id, subject in rows.values_list("student_id", "subject"):
        found[student_id].add(subject.removeprefix("role:"))
    return dict(found)


def only_trained(school: School) -> bool:
    """Whether the school plans only for peers with mastery on record."""
    return bool(limits(school).only_trained_peers)


def without_mastery(offers: Mapping[int, Iterable[str]], on: date, school_id: int) -> set[int]:
    """Of student id -> roles offered: those with no mastery on record in any of them."""
    held = roles_mastered(on, school_id)
    return {pk for pk, roles in offers.items() if not set(roles) & held.get(pk, set())}


def missing_for_roles(school: School, student_id: int, roles: Iterable[str], on: date) -> list[str]:
    """A sentence for each role somebody offered and has not mastered."""
    lines = []
    for role in roles:
        said = why_not(school, role_subject(role), [student_id], on)
        if student_id in said:
            lines.append(f"{subject_name(role_subject(role))}: {said[student_id]}.")
    return lines


def why_not(school: School, subject: str, student_ids: Collection[int], on: date) -> dict[int, str]:
    """student id -> what is still missing, as the end of a sentence. Who has mastered it is not in it."""
    asked = sorted(set(student_ids) - mastered(student_ids, subject, on))
    if not asked:
        return {}
    held_to, checklists = limits(school), rehearsed_for(subject, school.pk)
    progress: dict[int, list[Progress]] = defaultdict(list)
    for row in Progress.objects.filter(student_id__in=asked):
        progress[row.student_id or 0].append(row)
    rehearsals: dict[int, list[Rehearsal]] = defaultdict(list)
    played = Rehearsal.objects.filter(student_id__in=asked, subject=subject)
    for each in played.filter(taken_back_at__isnull=True):
        rehearsals[each.student_id].append(each)
    ended = {
        one.student_id: one.until
        for one in Certificate.objects.filter(
            student_id__in=asked, subject=subject, until__lt=on, taken_back_at__isnull=True
        )
    }
    return {
        pk: _sentence(progress[pk], rehearsals[pk], checklists, held_to, ended.get(pk))
        for pk in asked
    }


def _sentence(
    progress: list[Progress],
    rehearsals: list[Rehearsal],
    checklists: tuple[Rehearsed, ...],
    held_to: Limits,
    ended: date | None,
) -> str:
    if ended is not None:
        day = date_format(ended, "F j")
        return _("mastery was good until %(day)s; a booster renews it") % {"day": day}
    quiz = quiz_of(progress)
    if quiz.critical_open:
        n = quiz.critical_open
        return ngettext(
            "%(n)s question about privacy and safety is still open",
            "%(n)s questions about privacy and safety are still open",
            n,
        ) % {"n": n}
    if not quiz.reaches(held_to.training_quiz_pct):
        return _("%(right)s of %(asked)s questions are answered right") % {
            "right": quiz.right,
            "asked": quiz.asked,
        }
    return _role_play_sentence(rehearsals, checklists, held_to)


def _role_play_sentence(
    rehearsals: list[Rehearsal], checklists: tuple[Rehearsed, ...], held_to: Limits
) -> str:
    least, wanted = held_to.training_role_play_pct, held_to.training_in_a_row
    if not rehearsals:
        return _("no role-play has been scored yet")
    for one in checklists:
        n = in_a_row([row for row in rehearsals if row.lesson == one.id], least)
        if n < wanted:
            return _("%(lesson)s: %(n)s of %(wanted)s role-plays in a row reach %(least)s %%") % {
                "lesson": one.name,
                "n": n,
                "wanted": wanted,
                "least": least,
            }
    return _("a rehearsal was taken back; score one more")
