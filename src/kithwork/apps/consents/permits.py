"""Working out the permits of students from the ledger, and whether the stored ones say the same."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from kithwork.apps.consents.ledger import STUDENT, Line, Standing, standing
from kithwork.apps.consents.models import Answer, OfAge, Permit, Purpose, SchoolRule
from kithwork.apps.foundation import clock
from kithwork.apps.people.models import Guardianship
from kithwork.apps.people.queries import fold
from kithwork.apps.schools.models import School

# Purposes about a student's own person: the student is asked as well.
ASKS_STUDENT = frozenset(
    {Purpose.TAKE_PART, Purpose.CARD, Purpose.PHOTO, Purpose.SURVEY, Purpose.RESEARCH}
)
# How many students are worked out at once: a statement names no more than SQLite takes.
AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Adults:
    """Keys of a student's guardians: those on record, and those a court keeps from it."""

    expected: frozenset[str] = frozenset()
    barred: frozenset[str] = frozenset()


def voice_of(answer: Answer) -> str:
    """The key under which an answer is heard: the student, a guardian, or a name that signed."""
    if answer.voice == Answer.Voice.STUDENT:
        return STUDENT
    if answer.guardian_id is not None:
        return f"guardian {answer.guardian_id}"
    return f"name {fold(answer.signer)}"


def rule_of(school: School | int) -> SchoolRule:
    """The school's rule, or ours where it has not said."""
    school_id = school if isinstance(school, int) else school.pk
    return SchoolRule.objects.filter(school_id=school_id).first() or SchoolRule(school_id=school_id)


def standings(school: School, students: Collection[int]) -> dict[tuple[int, str], Standing]:
    """(student, purpose) -> what the ledger gives today, for each of these students and each purpose."""
    today, rule = clock.today(school.timezone), rule_of(school).guardians
    lines, adults = _lines(students), _adults(students)
    of_age = set(
        OfAge.objects.filter(student__in=students, since__lte=today).values_list(
            "student_id", flat=True
        )
    )
    found = {}
    for pk in students:
        theirs = adults.get(pk, Adults())
        for purpose in Purpose.values:
            found[pk, purpose] = standing(
                lines.get((pk, purpose), ()),
                rule=rule,
                on=today,
                expected=theirs.expected,
                barred=theirs.barred,
                asks_student=purpose in ASKS_STUDENT,
                is_of_age=pk in of_age,
            )
    return found


def work_out(school: School, students: Iterable[int]) -> None:
    """Make the stored permits of these students say what the ledger says."""
    ids = sorted(set(students))
    for begin in range(0, len(ids), AT_ONCE):
        _work_out(school, ids[begin : begin + AT_ONCE])


def _work_out(school: School, students: list[int]) -> None:
    wanted = {key: one.until for key, one in standings(school, students).items() if one.is_given}
    held = {
        (row.student_id, row.purpose): row for row in Permit.objects.filter(student__in=students)
    }
    gone = [row.pk for key, row in held.items() if key not in wanted]
    Permit.objects.filter(pk__in=gone).delete()
    changed = [row for key, row in held.items() if key in wanted and _moves(row, wanted[key])]
    Permit.objects.bulk_update(changed, ["until"])
    Permit.objects.bulk_create(
        Permit(student_id=student, purpose=purpose, until=until)
        for (student, purpose), until in wanted.items()
        if (student, purpose) not in held
    )


def _moves(row: Permit, until: date | None) -> bool:
    if until is None or row.until == until:
        return False
    row.until = until
    return True


def differences(school: School) -> list[str]:
    """Where the stored permits are not what the ledger says, as sentences; empty when all is well."""
    students = list(
        Answer.objects.filter(school=school).values_list("student_id", flat=True).distinct()
    )
    today = clock.today(school.timezone)
    held = {
        (row.student_id, row.purpose): row.until
        for row in Permit.objects.filter(student__school=school, until__gte=today)
    }
    wanted = {key: one.until for key, one in standings(school, students).items() if one.is_given}
    return [
        f"Student {student}, {purpose}: the answers give {wanted.get((student, purpose), 'nothing')},"
        f" kept is {held.get((student, purpose), 'nothing')}."
        for student, purpose in sorted(held.keys() | wanted.keys())
        if held.get((student, purpose)) != wanted.get((student, purpose))
    ]


def _lines(students: Collection[int]) -> dict[tuple[int, str], list[Line]]:
    # A form of September that is written down in October does not undo what was said in between.
    rows = Answer.objects.filter(student__in=students).order_by("said_on", "pk")
    mistaken = set(rows.filter(takes_back__isnull=False).values_list("takes_back_id", flat=True))
    found: dict[tuple[int, str], list[Line]] = defaultdict(list)
    for row in rows:
        if row.pk in mistaken or row.said == Answer.Said.NOT_SO:
            continue
        found[row.student_id, row.purpose].append(Line(voice_of(row), row.said, row.until))
    return found


def _adults(students: Collection[int]) -> dict[int, Adults]:
    rows = Guardianship.objects.filter(
        student__in=students, closed_on__isnull=True, guardian__closed_on__isnull=True
    ).values_list("student_id", "guardian_id", "is_blocked")
    expected: dict[int, set[str]] = defaultdict(set)
    barred: dict[int, set[str]] = defaultdict(set)
    for student, guardian, is_blocked in rows:
        (barred if is_blocked else expected)[student].add(f"guardian {guardian}")
    return {
        pk: Adults(frozenset(expected[pk]), frozenset(barred[pk]))
        for pk in expected.keys() | barred.keys()
    }
