"""Between the tables and the class-wide engine: a class as a question, rows as a draw, and back.

The engine sees the students' row ids as text and nothing else about them. What it was asked stays with the
draw, so that every *why* and every broken rule can be told from the same facts later.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations

from django.db.models import QuerySet

from kithwork.apps.foundation import clock
from kithwork.apps.people.models import Student as Person
from kithwork.apps.runs.apart import kept_apart
from kithwork.apps.runs.models import Draw, DrawChange, Group, Participant, Run, Seat, Team
from kithwork.apps.runs.ranks import latest_values
from kithwork.matching import classwide as engine
from kithwork.matching.classwide.files import class_from, class_json
from kithwork.playbooks import Playbook

# Past partners are looked for so far back: longer than any window a practice may ask for.
REMEMBERED = timedelta(weeks=26)
DAYS_A_WEEK = 7


def rules_of(playbook: Playbook) -> engine.Rules | None:
    """What the practice, as done here, asks of its pairs; None where it draws none."""
    pairing = playbook.pairing
    # Threes are drawn from a class. Around one student people are chosen, three or not.
    is_drawn_in_threes = playbook.group.unit == "triad" and playbook.scope == Run.Scope.CLASS
    rule = "triads" if is_drawn_in_threes else pairing.rule
    if rule not in {"rank_split", "random_in_teams", "neighbours", "triads"}:
        return None
    teams = pairing.teams
    return engine.Rules(
        rule=rule,
        teams=teams.count if teams else 0,
        deal=teams.deal if teams else "snake",
        first=pairing.first or "either",
        no_repeat_days=(pairing.no_repeat_weeks or 0) * DAYS_A_WEEK,
    )


def question_for(
    run: Run,
    playbook: Playbook,
    *,
    on: date,
    ranks: Mapping[int, int] | None = None,
    absent: Collection[int] = (),
    locks: Iterable[tuple[str, ...]] = (),
) -> engine.ClassQuestion:
    """The class as it stands: who takes part, where each stands, who is kept apart, who was with whom.

    `ranks` typed by a person take the place of scores. Raises TypeError for a practice that draws no pairs.
    """
    rules = rules_of(playbook)
    if rules is None:
        raise TypeError(f"{playbook.id} draws no pairs")
    people = taking_part(run, on)
    ids = [one.student_id for one in people]
    scores = {} if ranks else latest_values(run, playbook, on)
    return engine.ClassQuestion(
        students=tuple(
            engine.Student(
                str(pk),
                rank=(ranks or {}).get(pk),
                score=scores.get(pk),
                is_here=pk not in absent,
            )
            for pk in ids
        ),
        on=on,
        rules=rules,
        do_not_pair=apart_in(run.school_id, on, ids),
        locks=tuple(locks),
        past=past_of(run, on),
        name=str(run.pk),
    )


def taking_part(run: Run, on: date) -> list[Participant]:
    """Who takes part on a day, by name; who is paused by a stop or a concern does not, just now."""
    rows = run.participants.filter(joined_on__lte=on, is_paused=False)
    rows = rows.filter(student__closed_on__isnull=True).exclude(left_on__lte=on)
    found = rows.select_related("student").order_by(
        "student__last_name", "student__first_name", "student_id"
    )
    return list({row.student_id: row for row in found}.values())


def apart_in(school_id: int, on: date, ids: Collection[int]) -> tuple[tuple[str, str], ...]:
    """Pairs of this class that may not meet, for whatever reason: the reason stays where it is kept."""
    here = set(ids)
    pairs = {
        (min(one, two), max(one, two))
        for one, two in kept_apart(school_id, on)
        if one in here and two in here
    }
    return tuple((str(one), str(two)) for one, two in sorted(pairs))


def past_of(run: Run, on: date) -> tuple[engine.Past, ...]:
    """Partners of earlier draws of this class, each with their last day together."""
    draws = Draw.objects.filter(
        dropped_at__isnull=True, starts_on__lt=on, starts_on__gte=on - REMEMBERED
    )
    of_class = {"run__section": run.section_id} if run.section_id else {"run": run}
    found = []
    for draw in with_groups(draws.filter(**of_class)):
        last = min(draw.ends_on or on, on - timedelta(days=1))
        found += [
            engine.Past(tuple(str(seat.student_id) for seat in group.seats.all()), last)
            for group in draw.groups.all()
            if group.seats.all()
        ]
    return tuple(past for past in found if len(past.members) in (2, 3))


def with_groups(draws: QuerySet[Draw]) -> QuerySet[Draw]:
    return draws.prefetch_related("groups__seats", "groups__team", "teams")


# ------------------------------------------------------------------ rows and draws


def keep_draw(
    run: Run,
    question: engine.ClassQuestion,
    drawn: engine.Draw,
    *,
    ends_on: date | None,
    by_id: int | None,
) -> Draw:
    """Write a draw as rows."""
    row = Draw.objects.create(
        run=run,
        starts_on=drawn.on,
        ends_on=ends_on,
        rule=question.rules.rule,
        seed=drawn.seed,
        # Who must be kept apart is asked anew each time, and kept in no second place.
        given=json.loads(class_json(question.with_changes(do_not_pair=()))),
        relaxed=[{"rule": one.rule, "students": list(one.students)} for one in drawn.relaxed],
        drawn_by_id=by_id,
    )
    teams = {
        name: Team.objects.create(draw=row, place=place, name=name)
        for place, name in enumerate(sorted(drawn.teams), 1)
    }
    write_groups(row, drawn.groups, teams)
    return row


def write_groups(row: Draw, groups: Iterable[engine.Group], teams: Mapping[str, Team]) -> None:
    made = Group.objects.bulk_create(
        Group(draw=row, team=teams.get(one.team), place=place, is_locked=one.is_locked)
        for place, one in enumerate(groups, 1)
    )
    Seat.objects.bulk_create(
        Seat(
            group=group,
            student_id=int(member),
            place=place,
            is_mover=member != one.stayer,
            is_third=member == one.third,
        )
        for group, one in zip(made, groups, strict=True)
        for place, member in enumerate(one.members, 1)
    )


def rewrite_groups(row: Draw, groups: Iterable[engine.Group]) -> None:
    """Put a changed draw's members into its own rows; a group keeps its row, its place and its lock."""
    standing = list(row.groups.order_by("place"))
    teams = {team.name: team for team in row.teams.all()}
    for group, one in zip(standing, groups, strict=False):
        if [str(seat.student_id) for seat in group.seats.all()] != list(one.members):
            group.seats.all().delete()
            Seat.objects.bulk_create(_seats(group, one))
    for place, one in enumerate(list(groups)[len(standing) :], len(standing) + 1):
        group = Group.objects.create(draw=row, team=teams.get(one.team), place=place)
        Seat.objects.bulk_create(_seats(group, one))


def _seats(group: Group, one: engine.Group) -> Iterable[Seat]:
    for place, member in enumerate(one.members, 1):
        yield Seat(
            group=group,
            student_id=int(member),
            place=place,
            is_mover=member != one.stayer,
            is_third=member == one.third,
        )


def asked(row: Draw) -> engine.ClassQuestion:
    """What the draw was made from, with who takes part, the locks and who is kept apart as they are now."""
    question = class_from(json.dumps(row.given))
    today = clock.today(row.run.school.timezone)
    on = max(row.starts_on, min(today, row.ends_on or today))
    here = [str(one.student_id) for one in taking_part(row.run, on)]
    known = {one.id for one in question.students}
    students = [replace(one, is_here=one.id in here) for one in question.students]
    students += [engine.Student(pk) for pk in here if pk not in known]
    locks = tuple(
        tuple(str(seat.student_id) for seat in group.seats.all())
        for group in row.groups.all()
        if group.is_locked
    )
    apart = apart_in(row.run.school_id, on, [int(one.id) for one in students])
    return question.with_changes(students=tuple(students), locks=locks, do_not_pair=apart)


def drawn(row: Draw, question: engine.ClassQuestion) -> engine.Draw:
    """The rows as a draw of the engine's, with whoever has no seat among those left."""
    groups = tuple(_group(group) for group in row.groups.all() if group.seats.all())
    seated = {one for group in groups for one in group.members}
    left = tuple(
        engine.Left(one.id, "no place yet")
        for one in question.students
        if one.is_here and one.id not in seated
    )
    by_hand = tuple(
        engine.ByHand((str(change.before["one"]), str(change.before["two"])), change.reason)
        for change in row.changes.all()
    )
    return engine.Draw(groups, row.starts_on, row.seed, left, by_hand=by_hand)


def _group(group: Group) -> engine.Group:
    seats = list(group.seats.all())
    stayer = next((seat for seat in seats if not seat.is_mover), None)
    third = next((seat for seat in seats if seat.is_third), None)
    return engine.Group(
        members=tuple(str(seat.student_id) for seat in seats),
        team=group.team.name if group.team else "",
        third=str(third.student_id) if third else "",
        stayer=str(stayer.student_id) if stayer else "",
        is_locked=group.is_locked,
    )


def for_day(row: Draw, *, on: date, people: Collection[int], away: Collection[int]) -> engine.Day:
    """The draw on one day: partners of who is away or may not meet just now find company for the day."""
    question = asked(row).with_changes(locks=())
    plan = drawn(row, question)
    question = question.with_changes(do_not_pair=apart_in(row.run.school_id, on, people))
    never = {frozenset(pair) for pair in question.do_not_pair}
    parted = [one for one in plan.groups if _has(never, one.members)]
    waiting = [member for group in parted for member in group.members]
    plan = plan.with_changes(
        groups=tuple(one for one in plan.groups if one not in parted),
        left=(*plan.left, *(engine.Left(one, "today") for one in waiting)),
    )
    here = set(people) - set(away)
    absent = {one.id for one in question.students if int(one.id) not in here}
    return engine.for_today(question, plan, absent=absent)


def _has(never: Collection[frozenset[str]], members: Iterable[str]) -> bool:
    return any(frozenset(pair) in never for pair in combinations(members, 2))


def names_of(question: engine.ClassQuestion) -> dict[str, str]:
    """Row id as text -> what a student is called in this class."""
    people = Person.objects.filter(pk__in=[int(one.id) for one in question.students])
    return {str(pk): name for pk, name in short_names(people).items()}


def short_names(people: Iterable[Person]) -> dict[int, str]:
    """First names, with as much of the last name as tells two of the same class apart."""
    rows = list(people)
    called = Counter(one.called for one in rows)
    letters = Counter(f"{one.called} {one.last_name[:1]}" for one in rows)
    found = {}
    for one in rows:
        letter = f"{one.called} {one.last_name[:1]}"
        if called[one.called] == 1:
            found[one.pk] = one.called
        else:
            found[one.pk] = f"{letter}." if letters[letter] == 1 else one.full_name
    return found


def change_of(row: Draw, one: int, two: int, reason: str, by_id: int | None) -> DrawChange:
    """Note who sat where before; `after` is written once they have changed."""
    return DrawChange(draw=row, reason=reason, before=places(row, one, two), by_id=by_id)


def places(row: Draw, one: int, two: int) -> dict[str, int | None]:
    """In which group, by its place, each of two sits."""
    at = {
        seat.student_id: seat.group.place
        for seat in Seat.objects.filter(group__draw=row, student_id__in=[one, two]).select_related(
            "group"
        )
    }
    return {"one": one, "two": two, "group_of_one": at.get(one), "group_of_two": at.get(two)}
