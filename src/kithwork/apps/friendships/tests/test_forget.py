"""After a year answers are gone; of a large class the numbers stay, and nothing that tells of one student."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine

from kithwork.apps.friendships import actions, queries
from kithwork.apps.friendships.models import Naming, Place, Round
from kithwork.apps.friendships.tests.conftest import DUE, frame, put
from kithwork.apps.jobs.rota import DUTIES
from kithwork.apps.trail.models import TrailEntry
from tests.cast import MONDAY, give_permission, make_section, make_student

pytestmark = pytest.mark.django_db
A_YEAR_ON = "2027-11-09T14:30:00+00:00"


def test_it_is_a_duty_of_the_engine():
    assert "kithwork.apps.friendships.actions.forget" in {
        one for some in DUTIES.values() for one in some
    }


def test_not_a_day_earlier_and_not_twice(cast, before, children):
    put(before, children[0], [children[1]])
    with time_machine.travel("2027-11-08T14:30:00+00:00", tick=False):
        actions.forget()
        assert Naming.objects.count() == 1
    with time_machine.travel(A_YEAR_ON, tick=False):
        actions.forget()
        actions.forget()
    assert not Naming.objects.exists()
    assert not Naming.named.through.objects.exists()
    assert not Place.objects.exists()
    entry = TrailEntry.objects.get(verb="friendships.erase")
    assert entry.detail == {"answers": 1, "kept_numbers": False, "kept_change": False}
    assert Round.objects.get().kept == {}


def test_of_a_large_class_numbers_stay_and_no_small_ones(cast, children):
    more = [make_student(cast.school, f"More{n}") for n in range(5)]
    give_permission(more, "survey")
    people = [*children, *more]
    section = make_section(cast.school, "Large", "5", people)
    circle = actions.start_circle(frame(section), by=cast.rosa)
    before = circle.rounds.get()
    before.opens_on = MONDAY - timedelta(days=300)
    before.due_on = MONDAY - timedelta(days=280)
    before.save()
    actions.open_after(circle, DUE, by=cast.rosa)
    after = circle.rounds.get(kind="after")
    for n, one in enumerate(people):
        put(before, one, [people[n - 1]])
        put(after, one, [people[n - 1], people[(n + 1) % 12]])
    shown = queries.circle_page(cast.rosa, circle)
    with time_machine.travel(MONDAY + timedelta(days=66), tick=False):
        actions.forget()
    circle.refresh_from_db()
    page = queries.circle_page(cast.rosa, circle)
    first, second = page.rounds
    assert first.numbers is None and second.numbers is not None
    assert first.round.kept == {"roster": 12, "answered": 12, "names_each": 1.0, "mutual": 0}
    assert page.change is None
    assert "nobody" not in {line.key for line in page.kept_lines}
    assert [(one.key, one.before, one.after, one.p) for one in page.kept_lines] == [
        (one.key, one.before, one.after, one.p) for one in shown.change.lines if one.key != "nobody"
    ]
    with time_machine.travel(A_YEAR_ON, tick=False):
        actions.forget()
    circle.refresh_from_db()
    assert len(queries.circle_page(cast.rosa, circle).kept_lines) == 4
    assert not Naming.objects.exists()


def test_of_a_small_class_nothing_stays(cast, circle, before, again, children):
    for one in children:
        put(before, one, [])
        put(again, one, [])
    with time_machine.travel(A_YEAR_ON, tick=False):
        actions.forget()
    circle.refresh_from_db()
    assert circle.kept_change == {}
    assert [one.kept for one in circle.rounds.all()] == [{}, {}]
