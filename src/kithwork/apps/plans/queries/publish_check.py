"""What each person gets when a plan is published, before it is."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from kithwork.apps.people.models import Student, Teaching
from kithwork.apps.plans.actions.publish import together_of
from kithwork.apps.plans.models import Draft
from kithwork.apps.plans.wording import Names, period_name


@dataclass(frozen=True, slots=True)
class Gets:
    """One person and the lines they would read: first names of partners, times, places."""

    name: str
    lines: tuple[str, ...]
    on_paper: bool


@dataclass(frozen=True, slots=True)
class PublishCheck:
    draft: Draft
    students: tuple[Gets, ...]
    peers: tuple[Gets, ...]
    teachers: tuple[Gets, ...]
    on_paper: int


def publish_check(draft: Draft) -> PublishCheck:
    """Everybody's lines, by name. Who has no account is listed: their page is printed instead."""
    names = Names(draft)
    people = names.by_row
    of_student: dict[int, list[str]] = defaultdict(list)
    of_peer: dict[int, list[str]] = defaultdict(list)
    of_section: dict[int, list[str]] = defaultdict(list)
    labels = {p["label"]: period_name(p) for p in names.periods if p["kind"] != "hallway"}
    for one in together_of(draft):
        student = people.get(one.student_id)
        peers = [people[peer] for peer in one.peer_ids if peer in people]
        if student is None:
            continue
        time = f"{names.days[one.frame_day]['label']}, {labels.get(one.label, one.label)}"
        of_student[student.pk].append(f"{time}: {' & '.join(peer.called for peer in peers)}")
        for peer in peers:
            others = [student, *(other for other in peers if other.pk != peer.pk)]
            of_peer[peer.pk].append(f"{time}: {' & '.join(other.called for other in others)}")
        if one.section_id:
            pair = " & ".join(other.called for other in [student, *peers])
            of_section[one.section_id].append(f"{time}: {pair}")
    accounts = dict(
        Student.objects.filter(pk__in=[*of_student, *of_peer]).values_list("pk", "user_id")
    )
    students, peers_ = _gets(of_student, names, accounts), _gets(of_peer, names, accounts)
    teachers = _teachers(of_section)
    paper = sum(1 for one in (*students, *peers_, *teachers) if one.on_paper)
    return PublishCheck(draft, students, peers_, teachers, paper)


def _gets(
    lines: dict[int, list[str]], names: Names, accounts: dict[int, int | None]
) -> tuple[Gets, ...]:
    found = [
        Gets(names.by_row[pk].full_name, tuple(mine), accounts.get(pk) is None)
        for pk, mine in lines.items()
    ]
    return tuple(sorted(found, key=lambda one: one.name))


def _teachers(of_section: dict[int, list[str]]) -> tuple[Gets, ...]:
    rows = Teaching.objects.filter(section_id__in=of_section, ends_on__isnull=True).select_related(
        "staff", "section"
    )
    lines: dict[int, list[str]] = defaultdict(list)
    staff = {}
    for row in rows:
        staff[row.staff_id] = row.staff
        lines[row.staff_id] += [
            f"{row.section.title}. {line}" for line in of_section[row.section_id]
        ]
    found = [
        Gets(staff[pk].full_name, tuple(mine), staff[pk].user_id is None)
        for pk, mine in lines.items()
    ]
    return tuple(sorted(found, key=lambda one: one.name))
