"""Which planned step of students went worst lately: where a refresher begins, and what a tip is about.

Only what students do is looked at, and only what was missed at least once. Checklists of others count before one's
own, and the two are never mixed. No student reads it as a result: it chooses words, and an adult sees the step.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from django.db.models import Q, QuerySet

from kithwork.apps.people.models import Student
from kithwork.apps.practices.queries import playbook_for, playbook_of_role
from kithwork.apps.runs.fidelity import NO, YES, of_session
from kithwork.apps.runs.models import FidelityCheck
from kithwork.playbooks import Playbook
from kithwork.playbooks.schema.quality import FidelityItem

# The newest checklists that are looked at: a step that goes well by now is not brought up again.
NEWEST = 5


def missed_most(
    looks: Sequence[Mapping[str, str]], items: Collection[FidelityItem]
) -> list[FidelityItem]:
    """Items by their share of yes, the lowest first; those that were never missed are left out.

    Parameters
    ----------
    looks : sequence of mapping of item id to "yes", "no" or "na"
        The newest first. An item left out was not looked at.
    items : collection of FidelityItem
        What is compared. A key step goes before another of the same share, then the order of the checklist.
    """
    found = []
    for place, item in enumerate(items):
        said = [one[item.id] for one in looks if one.get(item.id) in (YES, NO)]
        if NO in said:
            found.append((said.count(YES) / len(said), not item.critical, place, item))
    return [item for *_rank, item in sorted(found, key=lambda one: one[:3])]


def of_students(playbook: Playbook, *roles: str) -> list[FidelityItem]:
    """Items that students carry out, all of them or those of some roles and of the pair or group."""
    adults = {one.id for one in playbook.roles if one.who == "adult"}
    others = {one.id for one in playbook.roles} - set(roles) if roles else set()
    return [item for item in of_session(playbook.fidelity) if item.who not in adults | others]


def looks_at(student: Student, subject: str) -> list[dict[str, str]]:
    """The newest standing checklists of times a student was in, of one role or practice."""
    kind, _colon, key = subject.partition(":")
    rows = FidelityCheck.objects.filter(replaced_by__isnull=True)
    if kind == "role":
        there = Q(session__session_peers__peer=student, session__session_peers__is_live=True)
        rows = rows.filter(there | Q(session__student=student), session__need__role=key)
    elif kind == "practice":
        of_pair = Q(group__isnull=True) | Q(group__seats__student=student)
        rows = rows.filter(
            of_pair,
            session__run__playbook__playbook=key,
            session__run__participants__student=student,
        )
    else:
        return []
    return _newest(rows.distinct())


def _newest(rows: QuerySet[FidelityCheck]) -> list[dict[str, str]]:
    """Those by others where there are any, else one's own."""
    newest = rows.order_by("-session__on", "-pk")
    seen = newest.filter(kind=FidelityCheck.Kind.OBSERVED)
    own = newest.filter(kind=FidelityCheck.Kind.SELF)
    return [one.answers for one in seen[:NEWEST]] or [one.answers for one in own[:NEWEST]]


def weakest_step(student_id: int, subject: str) -> str:
    """Asked by training: the step to begin a refresher with, in the practice's words; empty if none was missed."""
    student = Student.objects.get(pk=student_id)
    kind, _colon, key = subject.partition(":")
    book = playbook_of_role(key) if kind == "role" else playbook_for(student.school_id, key)
    if book is None:
        return ""
    missed = missed_most(looks_at(student, subject), of_students(book))
    return missed[0].text if missed else ""
