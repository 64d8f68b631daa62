"""After a year of random life, who may see whom is exactly what pairs, sessions and teams ask for."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from random import Random

import pytest
import time_machine
from typer.testing import CliRunner

from kithwork.apps.foundation.problem import Problem
from kithwork.apps.needs.actions import close_need, reopen_need, set_wish
from kithwork.apps.needs.models import SupportNeed, Wish
from kithwork.apps.peers.actions import pause_volunteer, resume_volunteer
from kithwork.apps.peers.models import Volunteer
from kithwork.apps.people.access_check import differences
from kithwork.apps.people.actions import close_student, join_team, leave_team, reopen_student
from kithwork.apps.people.models import Access, Student
from kithwork.apps.plans.actions import publish
from kithwork.apps.plans.queries import gaps_on
from kithwork.apps.plans.tests.planning import balanced
from kithwork.apps.runs.actions import note_absence, replace_peer, undo_replace_peer
from kithwork.apps.runs.models import Session, SessionPeer
from kithwork.apps.runs.queries import sessions_between
from kithwork.apps.schools.actions import change_days
from kithwork.apps.schools.actions.calendar import DayEdit
from kithwork.cli_access import check_access
from tests.cast import YEAR, make_user

pytestmark = pytest.mark.django_db

WEEKS = 36


class Life:
    """What may happen at Maple Street School, one thing at a time."""

    def __init__(self, cast, draw: Random) -> None:
        self.cast, self.draw, self.rosa = cast, draw, cast.rosa
        self.today = YEAR[0]
        for student in (cast.malik, cast.sora, cast.lena):  # Ada and Ben have one already
            Student.objects.filter(pk=student.pk).update(
                user=make_user(f"{student.called} Account")
            )

    def something(self) -> Callable[[], object]:
        return self.draw.choice(
            [self.absence, self.step_in, self.step_out, self.leave, self.come_back, self.stop,
             self.go_on, self.wish, self.no_wish, self.close_need, self.reopen_need, self.snow,
             self.join, self.quit, self.plan,
             self.absence, self.step_in, self.step_in, self.come_back, self.go_on, self.reopen_need]
        )  # fmt: skip

    def _one_of(self, rows):
        rows = list(rows)
        return self.draw.choice(rows) if rows else None

    def plan(self) -> None:
        """Longer or shorter than the one in force, from today or from a week on."""
        first = self.today + timedelta(days=self.draw.choice([0, 7]))
        last = first + timedelta(days=self.draw.choice([14, 35, 70]))
        draft = balanced(self.rosa, first=first, last=min(last, YEAR[1]))
        publish(draft, version=draft.version, by=self.rosa)

    def absence(self) -> None:
        line = self._one_of(sessions_between(self.rosa, self.today, self.today + timedelta(days=7)))
        if line is not None:
            note_absence(self.draw.choice(line.people), on=line.on, by=self.rosa)

    def step_in(self) -> None:
        for days in range(7):
            for gap in gaps_on(self.rosa, self.today + timedelta(days=days)):
                if gap.substitutes:
                    session = self._session(gap.line.pk)
                    replace_peer(
                        session, out=gap.out, into=gap.substitutes[0].student, by=self.rosa
                    )
                    return

    def _session(self, pk: int) -> Session:
        return Session.objects.get(pk=pk)

    def step_out(self) -> None:
        row = self._one_of(
            SessionPeer.objects.filter(is_substitute=True, is_live=True, on__gte=self.today)
        )
        if row is not None:
            undo_replace_peer(row.session, out=None, into=row.peer, by=self.rosa)

    def leave(self) -> None:
        student = self._one_of(Student.objects.filter(school=self.cast.school, closed_on=None))
        if student is not None:
            close_student(student, by=self.rosa)

    def come_back(self) -> None:
        for student in Student.objects.filter(school=self.cast.school).exclude(closed_on=None):
            reopen_student(student, by=self.rosa)

    def stop(self) -> None:
        offer = self._one_of(Volunteer.objects.filter(status=Volunteer.Status.READY))
        if offer is not None:
            pause_volunteer(offer, by=self.rosa)

    def go_on(self) -> None:
        for offer in Volunteer.objects.exclude(status=Volunteer.Status.READY):
            resume_volunteer(offer, by=self.rosa)

    def wish(self) -> None:
        other = self.draw.choice([self.cast.ben, self.cast.sora])
        set_wish(self.cast.ada, other, kind="rather_not", by=self.rosa)

    def no_wish(self) -> None:
        wish = Wish.objects.filter(student=self.cast.ada, kind="rather_not").first()
        if wish is not None:
            set_wish(self.cast.ada, wish.other, kind="would_like", by=self.rosa)

    def close_need(self) -> None:
        need = self._one_of(SupportNeed.objects.filter(student=self.cast.ada, closed_on=None))
        if need is not None:
            close_need(need, by=self.rosa)

    def reopen_need(self) -> None:
        for need in SupportNeed.objects.filter(student=self.cast.ada).exclude(closed_on=None):
            reopen_need(need, by=self.rosa)

    def snow(self) -> None:
        on = self.today + timedelta(days=self.draw.randint(0, 20))
        edit = DayEdit(is_open=self.draw.random() < 0.3, note="", shifts=False)
        change_days(self.cast.school.years.get(), on, on, edit, by=self.rosa)

    def join(self) -> None:
        until = self.today + timedelta(days=self.draw.choice([7, 60, 200]))
        staff = self.draw.choice([self.cast.sven_staff, self.cast.tomas_staff])
        join_team(self.cast.malik, staff, until_on=until, by=self.rosa)

    def quit(self) -> None:
        leave_team(self.cast.malik, self.cast.sven.user_id, by=self.rosa)


def morning(on: date) -> datetime:
    return datetime.combine(on, time(14, 30), UTC)


@pytest.mark.parametrize("seed", [1, 2])
def test_a_year_of_random_life_leaves_no_difference(cast, seed):
    life, seen, happened = Life(cast, Random(seed)), set(), 0
    with time_machine.travel(morning(YEAR[0]), tick=False) as clock:
        life.plan()
        for week in range(WEEKS):
            life.today = YEAR[0] + timedelta(weeks=week)
            clock.move_to(morning(life.today))
            for _ in range(4):
                thing = life.something()
                try:
                    thing()
                except Problem:
                    continue
                happened += 1
                seen.add(thing.__name__)
                assert list(differences(cast.school)) == [], (week, thing.__name__)
    assert happened > WEEKS
    assert {"plan", "step_in", "leave", "wish"} <= seen


@pytest.fixture
def plan(cast, frozen_now):
    draft = balanced(cast.rosa)
    return publish(draft, version=draft.version, by=cast.rosa)


def test_the_command_names_what_differs_and_changes_nothing(cast, plan, monkeypatch):
    import typer

    app = typer.Typer()
    app.command()(check_access)
    clean = CliRunner().invoke(app, [])
    assert (clean.exit_code, clean.output.splitlines()[-1]) == (0, "0 differences in 2 schools.")

    open_rows = Access.objects.filter(because__startswith="runs.pairing:", closed_at=None)
    gone, long = open_rows.order_by("pk")[:2]
    open_rows.filter(pk=gone.pk).update(closed_at=morning(YEAR[0]))
    open_rows.filter(pk=long.pk).update(until_on=YEAR[1])
    for because in ("people.team:1", "by the moon", "runs.pairing:999999"):
        Access.objects.create(
            user_id=cast.zed.user_id, student=cast.ada, depth=1, reason="x",
            because=because, from_on=YEAR[0], until_on=YEAR[1],
        )  # fmt: skip
    before = list(Access.objects.order_by("pk").values())

    said = CliRunner().invoke(app, ["--school", str(cast.school.pk)])

    assert said.exit_code == 1
    lines = said.output.splitlines()
    for words in ("and is not.", "should be until", "nobody knows"):
        assert sum(words in line for line in lines) == 1, lines
    assert sum("its reason is over" in line for line in lines) == 2
    assert "Ada" not in said.output
    assert list(Access.objects.order_by("pk").values()) == before
    assert CliRunner().invoke(app, ["--school", "99999"]).exit_code == 2
