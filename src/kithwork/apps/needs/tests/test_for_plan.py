from datetime import date, timedelta

import pytest

from kithwork.apps.needs.models import DoNotPair, SupportNeed, Wish
from kithwork.apps.needs.queries import (
    do_not_pairs_for_plan,
    needs_for_plan,
    wishes_for_plan,
)
from kithwork.apps.people.models import Student
from tests.cast import MONDAY, make_student

pytestmark = pytest.mark.django_db


def ids(cast, on=MONDAY, until=None):
    return [need.need_id for need in needs_for_plan(cast.school.pk, on, until)]


def test_a_need_comes_with_its_numbers_and_no_words(cast):
    art = next(n for n in needs_for_plan(cast.school.pk, MONDAY) if n.need_id == cast.ada_art.pk)

    assert (art.student_id, art.place, art.section_id) == (cast.ada.pk, "class", cast.art.pk)
    assert (art.role, art.times_a_week, art.minutes) == ("buddy", 3, 30)
    assert (art.min_peers, art.max_peers, art.team_max) == (1, 1, 3)
    assert not hasattr(art, "brings")


def test_a_closed_need_a_past_need_and_the_need_of_one_who_left_are_not_planned(cast):
    SupportNeed.objects.filter(pk=cast.ada_art.pk).update(closed_on=MONDAY)
    SupportNeed.objects.filter(pk=cast.ada_lunch.pk).update(ends_on=MONDAY - timedelta(days=1))
    Student.objects.filter(pk=cast.malik.pk).update(closed_on=MONDAY)

    assert ids(cast) == []
    assert ids(cast, on=MONDAY - timedelta(days=1)) == [
        cast.ada_art.pk,
        cast.ada_lunch.pk,
        cast.malik_science.pk,
    ]


def test_a_need_that_opens_later_is_planned_when_the_plan_reaches_it(cast):
    SupportNeed.objects.filter(pk=cast.ada_art.pk).update(starts_on=MONDAY + timedelta(days=7))

    assert cast.ada_art.pk not in ids(cast)
    assert cast.ada_art.pk in ids(cast, until=MONDAY + timedelta(days=7))


def test_a_need_left_open_by_an_adult_says_so(cast):
    SupportNeed.objects.filter(pk=cast.ada_art.pk).update(left_open_why="Ms. Carvalho is there.")

    left = {need.need_id: need.is_left_open for need in needs_for_plan(cast.school.pk, MONDAY)}
    assert left[cast.ada_art.pk] is True
    assert left[cast.ada_lunch.pk] is False


def test_wishes_are_wants_and_avoids_by_student(cast):
    wishes = wishes_for_plan(cast.school.pk)

    assert wishes.wants == {cast.ada.pk: frozenset({cast.ben.pk})}
    assert wishes.avoids == {cast.ada.pk: frozenset({cast.lena.pk})}


def test_kept_apart_pairs_are_in_one_order_and_end(cast):
    pair = tuple(sorted((cast.malik.pk, cast.sora.pk)))
    assert do_not_pairs_for_plan(cast.school.pk, MONDAY) == [pair]
    assert do_not_pairs_for_plan(cast.school.pk, date(2026, 8, 1)) == []

    DoNotPair.objects.update(ended_on=MONDAY)
    assert do_not_pairs_for_plan(cast.school.pk, MONDAY) == []


def test_another_school_is_not_planned_here(cast):
    other = make_student(cast.other_school, "Mira")
    SupportNeed.objects.create(student=cast.elsewhere, place="lunch", role="buddy", times_a_week=1)
    Wish.objects.create(student=cast.elsewhere, other=other, kind="would_like")
    first, second = sorted((cast.elsewhere, other), key=lambda s: s.pk)
    DoNotPair.objects.create(first=first, second=second, reason="x", since=MONDAY)

    assert len(ids(cast)) == 3
    assert cast.elsewhere.pk not in wishes_for_plan(cast.school.pk).wants
    assert len(do_not_pairs_for_plan(cast.school.pk, MONDAY)) == 1
    assert len(needs_for_plan(cast.other_school.pk, MONDAY)) == 1
