from datetime import date, time, timedelta

import pytest

from kithwork.apps.people.models import BlockedTime, Enrolment, Meeting, Staff, Student, Teaching
from kithwork.apps.people.queries import FREE, LUNCH, timetable_of, timetables, untaught_slots
from kithwork.apps.schools.models import BellSchedule, BellSlot, Term
from kithwork.apps.schools.queries import frame
from tests.cast import MONDAY, make_school, make_section, make_student

pytestmark = pytest.mark.django_db


@pytest.fixture
def school():
    return make_school()


def by_day(school, student, on=MONDAY):
    """One student's week as rows of days, in the words of the frame."""
    made = frame(school)
    week = timetables(school, made, on)[student.pk]
    return [
        list(week[start : start + len(made.periods)])
        for start in range(0, made.slots, len(made.periods))
    ]


def split_lunch(school):
    """Period 4 is 80 minutes long; two lunches of 30 and one of 50 lie within it."""
    regular = BellSchedule.objects.get(year__school=school)
    regular.slots.filter(label__in=["Lunch", "5"]).delete()
    regular.slots.filter(label="4").update(starts_at=time(10, 37), ends_at=time(11, 57))
    for label, starts, ends in [
        ("Lunch A", time(10, 37), time(11, 7)),
        ("Lunch B", time(11, 27), time(11, 57)),
        ("Lunch C", time(10, 37), time(11, 27)),
    ]:
        BellSlot.objects.create(
            schedule=regular, label=label, starts_at=starts, ends_at=ends, kind="lunch"
        )


def test_a_week_is_derived_from_enrolments_and_the_only_lunch_is_everybodys(school):
    ada = make_student(school, "Ada")
    art = make_section(school, "Art", "1", [ada])
    science = make_section(school, "Science", "3", [ada])
    Meeting.objects.filter(section=science).update(cycle_days=["Tue", "Thu"])

    week = by_day(school, ada)

    assert week[0] == [art.pk, FREE, FREE, LUNCH, FREE, FREE]
    assert week[1] == [art.pk, FREE, science.pk, LUNCH, FREE, FREE]
    assert [day[2] for day in week] == [FREE, science.pk, FREE, science.pk, FREE]


def test_each_student_has_their_own_lunch_and_is_not_in_the_other_one(school):
    split_lunch(school)
    early, late, unsaid = (
        make_student(school, "Early", lunch_label="Lunch A"),
        make_student(school, "Late", lunch_label="Lunch B"),
        make_student(school, "Unsaid"),
    )
    band = make_section(school, "Band", "4", [early, late, unsaid])
    made = frame(school)
    at = {
        student.first_name: {
            period.label: by_day(school, student)[0][period.index] for period in made.periods
        }
        for student in (early, late, unsaid)
    }
    assert (at["Early"]["Lunch A"], at["Early"]["Lunch B"]) == (LUNCH, None)
    assert (at["Late"]["Lunch A"], at["Late"]["Lunch B"]) == (None, LUNCH)
    assert [at["Unsaid"][label] for label in ("Lunch A", "Lunch B", "Lunch C")] == [None] * 3
    # 30 of 80 minutes are lunch: the class is still their class.
    assert {at[name]["4"] for name in at} == {band.pk}


def test_a_class_that_is_mostly_ones_own_lunch_is_not_there(school):
    split_lunch(school)
    noor = make_student(school, "Noor", lunch_label="Lunch C")
    make_section(school, "Band", "4", [noor])
    make_section(school, "Art", "1", [noor])
    place = frame(school).period_of("4").index
    assert by_day(school, noor)[0][place] is None


def test_nobody_is_free_in_a_period_beside_a_class_that_overlaps_it(school):
    regular = BellSchedule.objects.get(year__school=school)
    BellSlot.objects.create(
        schedule=regular, label="4 short", starts_at=time(12, 0), ends_at=time(12, 30)
    )
    ada = make_student(school, "Ada")
    math = make_section(school, "Math", "4", [ada])
    made = frame(school)
    monday = by_day(school, ada)[0]
    assert monday[made.period_of("4").index] == math.pk
    assert monday[made.period_of("4 short").index] is None
    assert monday[made.period_of("5").index] == FREE


def test_what_is_over_or_not_begun_does_not_count(school):
    ada = make_student(school, "Ada")
    left = make_section(school, "Left", "1", [ada])
    Enrolment.objects.filter(section=left).update(ends_on=MONDAY - timedelta(days=1))
    later = make_section(school, "Later", "2", [ada])
    Enrolment.objects.filter(section=later).update(begins_on=MONDAY + timedelta(days=1))
    closed = make_section(school, "Closed", "3", [ada])
    closed.closed_on = MONDAY
    closed.save()
    spring = make_section(school, "Spring", "4", [ada])
    term = Term.objects.create(
        year=school.years.get(),
        name="Spring",
        starts_on=date(2027, 1, 25),
        ends_on=date(2027, 6, 11),
    )
    spring.terms.set([term])
    runs = make_section(school, "Runs", "5", [ada])
    runs.terms.clear()

    assert by_day(school, ada)[0] == [FREE, FREE, FREE, LUNCH, FREE, runs.pk]
    assert by_day(school, ada, MONDAY + timedelta(days=1))[0][1] == later.pk
    assert by_day(school, ada, date(2027, 2, 1))[0][4] == spring.pk


def test_blocked_times_are_nobodys(school):
    ada = make_student(school, "Ada")
    art = make_section(school, "Art", "1", [ada])
    BlockedTime.objects.create(student=ada, cycle_day="Mon", label="1")
    BlockedTime.objects.create(student=ada, cycle_day="Fri")
    BlockedTime.objects.create(student=ada, label="5")
    BlockedTime.objects.create(student=ada, label="2", until_on=MONDAY - timedelta(days=1))

    week = by_day(school, ada)

    assert week[0] == [None, FREE, FREE, LUNCH, FREE, None]
    assert week[1] == [art.pk, FREE, FREE, LUNCH, FREE, None]
    assert week[4] == [None] * 6


def test_a_class_is_untaught_when_all_who_teach_it_are_away(school):
    art = make_section(school, "Art", "1", [make_student(school, "Ada")])
    lone = make_section(school, "Chess", "2", [])
    one, other = (Staff.objects.create(school=school, last_name=name) for name in ("Lee", "Roy"))
    Teaching.objects.create(section=art, staff=one)
    Teaching.objects.create(section=art, staff=other)
    made = frame(school)
    away = {"cycle_day": "Mon", "label": "1"}
    BlockedTime.objects.create(staff=one, **away)

    assert untaught_slots(school, made, MONDAY) == {}

    BlockedTime.objects.create(staff=other, cycle_day="Mon")
    BlockedTime.objects.create(staff=other, label="1", until_on=MONDAY - timedelta(days=1))
    assert untaught_slots(school, made, MONDAY) == {art.pk: {0}}
    assert lone.pk not in untaught_slots(school, made, MONDAY)

    Teaching.objects.filter(staff=one).update(ends_on=MONDAY - timedelta(days=1))
    assert len(untaught_slots(school, made, MONDAY)[art.pk]) == 6


def test_two_classes_at_once_take_the_first_and_are_said(school):
    ada = make_student(school, "Ada")
    first = make_section(school, "Art", "1", [ada])
    second = make_section(school, "Music", "1", [ada])
    Meeting.objects.filter(section=second).update(cycle_days=["Wed"])

    found = timetables(school, frame(school), MONDAY)

    assert found[ada.pk][0] == first.pk
    assert [
        (clash.student_id, clash.slot, clash.taken, clash.other) for clash in found.clashes
    ] == [(ada.pk, 12, first.pk, second.pk)]


def test_whoever_has_no_class_at_all_is_free_nowhere(school):
    new = make_student(school, "New")
    found = timetables(school, frame(school), MONDAY)
    assert set(found[new.pk]) == {None, LUNCH}
    assert found.without_classes == {new.pk}


def test_leavers_and_other_schools_are_not_in_it(school):
    other = make_school("Birch")
    make_student(other, "Elsewhere")
    gone = make_student(school, "Gone", closed_on=MONDAY)
    stays = make_student(school, "Stays", closed_on=MONDAY + timedelta(days=1))
    found = timetables(school, frame(school), MONDAY)
    assert set(found) == {stays.pk}
    assert gone.pk not in found


def test_one_student_alone_is_the_same_as_within_the_school(cast):
    made = frame(cast.school)
    whole = timetables(cast.school, made, MONDAY)
    for student in Student.objects.filter(school=cast.school):
        assert timetable_of(student, made, MONDAY) == whole[student.pk]


def test_a_thousand_students_take_as_many_queries_as_ten(school, django_assert_num_queries):
    def grow(count):
        learners = [make_student(school, f"S{n}") for n in range(count)]
        for label in "12345":
            make_section(school, f"Class {label}", label, learners)

    made = frame(school)
    for count in (5, 60):
        grow(count)
        with django_assert_num_queries(4):
            timetables(school, made, MONDAY)
