"""Teams and pairs: the draw of a day, its page, and why these two are together."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from kithwork.apps.foundation import clock
from kithwork.apps.foundation.lookup import first_or_404
from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.people.models import Student
from kithwork.apps.runs import classwide
from kithwork.apps.runs.models import Absence, Draw, DrawChange, Group, Run
from kithwork.apps.runs.pair_life import Life, life_of
from kithwork.apps.runs.pair_words import said, said_of
from kithwork.apps.runs.policies import visible_runs
from kithwork.apps.runs.queries.practice import playbook_here
from kithwork.matching import classwide as engine


@dataclass(frozen=True, slots=True)
class Partner:
    """One partner as pairs are shown: the first name, with a letter where two share it, and the avatar."""

    pk: int
    called: str
    initials: str
    avatar_tint: int
    avatar_shape: int


@dataclass(frozen=True, slots=True)
class Partners:
    """Two or three who work together, first turn first. `pk` is None for a stand-in of one day."""

    pk: int | None
    place: int
    team: str
    people: tuple[Student, ...]
    shown: tuple[Partner, ...]
    movers: frozenset[int]
    is_locked: bool = False
    is_for_day: bool = False
    is_broken: bool = False

    @property
    def is_trio(self) -> bool:
        return len(self.people) == 3


@dataclass(frozen=True, slots=True)
class DayGroups:
    """Who works with whom on one day, with who is away left out and their partners placed for the day."""

    draw: Draw | None
    groups: tuple[Partners, ...] = ()
    away: tuple[Student, ...] = ()
    unplaced: tuple[Student, ...] = ()

    @property
    def teams(self) -> dict[str, tuple[Partners, ...]]:
        """Team name -> its groups, by first name; one nameless team where the practice has none.

        Not in the order they were drawn in: where a practice pairs by rank, that order would tell it.
        """
        groups = sorted(self.groups, key=lambda one: [who.called.casefold() for who in one.shown])
        names = sorted({one.team for one in groups})
        return {name: tuple(one for one in groups if one.team == name) for name in names}


@dataclass(frozen=True, slots=True)
class PartnersShown:
    """A group on the draw page, with its reasons for staff and the ones students may hear."""

    partners: Partners
    why: tuple[str, ...]
    why_for_students: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DrawPage:
    """One draw as the page shows it."""

    draw: Draw
    teams: dict[str, tuple[PartnersShown, ...]]
    unplaced: tuple[Student, ...]
    broken: tuple[str, ...]
    gave_way: tuple[str, ...]
    changes: tuple[DrawChange, ...]
    students: tuple[Student, ...]
    life: Life | None
    is_due: bool
    is_now: bool


def draw_on(run: Run, on: date) -> Draw | None:
    """The draw in force on a day."""
    rows = Draw.objects.filter(run=run, dropped_at__isnull=True, starts_on__lte=on)
    row = classwide.with_groups(rows).select_related("run").order_by("starts_on", "pk").last()
    return row if row is not None and (row.ends_on is None or on <= row.ends_on) else None


def draws_of(run: Run) -> list[Draw]:
    """Draws that count, the newest first."""
    return list(run.draws.filter(dropped_at__isnull=True).order_by("-starts_on", "-pk"))


def draw_or_404(viewer: Viewer, draw_id: int) -> Draw:
    rows = Draw.objects.filter(pk=draw_id, run__in=visible_runs(viewer))
    return first_or_404(classwide.with_groups(rows).select_related("run__playbook", "run__school"))


def group_or_404(viewer: Viewer, group_id: int) -> Group:
    rows = Group.objects.filter(pk=group_id, draw__run__in=visible_runs(viewer))
    return first_or_404(rows.select_related("draw__run"))


def groups_on(run: Run, on: date, label: str = "") -> DayGroups:
    """Who works with whom on a day: the draw in force, mended for who is away or may not meet just now.

    Staff screens and the board show this; nothing in it tells why somebody is away or kept apart.
    """
    row = draw_on(run, on)
    if row is None:
        return DayGroups(None)
    here = [one.student_id for one in classwide.taking_part(run, on)]
    return _mended(row, on, here, away_on(here, on, label))


def standing_groups(run: Run, on: date) -> DayGroups:
    """Who works with whom while a draw lasts, whoever is away on one day of it: for what is printed ahead.

    Partners who may not meet just now are apart here too.
    """
    row = draw_on(run, on)
    if row is None:
        return DayGroups(None)
    return _mended(row, on, [one.student_id for one in classwide.taking_part(run, on)], set())


def _mended(row: Draw, on: date, here: list[int], gone: set[int]) -> DayGroups:
    day = classwide.for_day(row, on=on, people=here, away=gone)
    people = Student.objects.in_bulk([int(one.id) for one in day.question.students])
    names = classwide.short_names(people.values())
    planned = {
        frozenset(seat.student_id for seat in group.seats.all()): group.pk
        for group in row.groups.all()
    }
    return DayGroups(
        draw=row,
        groups=tuple(
            _partners(one, place, people, names, planned.get(frozenset(map(int, one.members))))
            for place, one in enumerate(day.draw.groups, 1)
        ),
        away=tuple(people[pk] for pk in here if pk in gone),
        unplaced=tuple(people[int(one.student)] for one in day.draw.left),
    )


def away_on(ids: Collection[int], on: date, label: str = "") -> set[int]:
    """Of these students, who is noted away that day, or at that period of it."""
    rows = Absence.objects.filter(student_id__in=ids, on=on, label__in={"", label})
    return set(rows.values_list("student_id", flat=True))


def _partners(
    one: engine.Group,
    place: int,
    people: dict[int, Student],
    names: dict[int, str],
    pk: int | None,
) -> Partners:
    return Partners(
        pk=pk,
        place=place,
        team=one.team,
        people=tuple(people[int(member)] for member in one.members),
        shown=tuple(_partner(people[int(member)], names) for member in one.members),
        movers=frozenset(map(int, one.movers)),
        is_locked=one.is_locked,
        is_for_day=pk is None,
    )


def _partner(one: Student, names: dict[int, str]) -> Partner:
    return Partner(one.pk, names[one.pk], one.initials, one.avatar_tint, one.avatar_shape)


def draw_page(row: Draw) -> DrawPage:
    """A draw with every reason and every broken rule, for those who may change the run."""
    playbook = playbook_here(row.run)
    question = classwide.asked(row)
    drawn = classwide.drawn(row, question)
    names = classwide.names_of(question)
    short = {int(pk): name for pk, name in names.items()}
    people = Student.objects.in_bulk([int(one.id) for one in question.students])
    broken = list(engine.violations(question, drawn))
    bad = {one for each in broken if each.code == "do_not_pair" for one in each.students}
    rows = [group for group in row.groups.all() if group.seats.all()]
    shown = [
        PartnersShown(
            _shown(group, one, people, short, bad),
            tuple(map(str, engine.why_for_staff(question, drawn, one.members[0], names=names))),
            tuple(map(str, engine.why_for_students(question, drawn, one.members[0], names=names))),
        )
        for group, one in zip(rows, drawn.groups, strict=True)
    ]
    today = clock.today(row.run.school.timezone)
    life = life_of(row.run, playbook, row.starts_on)
    teams = sorted({one.partners.team for one in shown})
    return DrawPage(
        draw=row,
        teams={team: tuple(one for one in shown if one.partners.team == team) for team in teams},
        unplaced=tuple(people[int(one.student)] for one in drawn.left),
        broken=tuple(
            said((each for each in broken if each.is_hard and each.code != "missing"), names)
        ),
        gave_way=tuple(said_of(one["rule"], one["students"], names) for one in row.relaxed),
        changes=tuple(row.changes.select_related("by").all()),
        students=tuple(sorted(people.values(), key=lambda one: (one.called, one.last_name))),
        life=life,
        is_due=life is not None and life.from_on <= today,
        is_now=row.starts_on <= today and (row.ends_on is None or today <= row.ends_on),
    )


def _shown(
    group: Group,
    one: engine.Group,
    people: dict[int, Student],
    names: dict[int, str],
    bad: Collection[str],
) -> Partners:
    return Partners(
        pk=group.pk,
        place=group.place,
        team=one.team,
        people=tuple(people[int(member)] for member in one.members),
        shown=tuple(_partner(people[int(member)], names) for member in one.members),
        movers=frozenset(map(int, one.movers)),
        is_locked=group.is_locked,
        is_broken=len(set(one.members) & set(bad)) > 1,
    )
