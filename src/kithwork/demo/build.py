"""Makes the demo district, in one transaction: all of it or nothing."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from kithwork.apps.accounts.models import Membership
from kithwork.apps.foundation import clock
from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.viewer import Role, Viewer
from kithwork.apps.schools.models import District, School
from kithwork.apps.trail.actions import action, note
from kithwork.demo import people as making
from kithwork.demo.calendar import make_year
from kithwork.demo.plan import DISTRICT, SCHOOLS, SEED, SchoolPlan
from kithwork.demo.program import Program
from kithwork.demo.timetable import Timetable

OVER_THE_DISTRICT = [
    (Role.DISTRICT_ADMINISTRATOR, "Helen Ortega"),
    (Role.RESEARCHER, "Dr. Samir Vogel"),
    (Role.SYSTEM_ADMINISTRATOR, "Ivo Lindgren"),
]


@action("demo.make")
def make_demo(*, by: Viewer, say: Callable[[str], None] = lambda line: None) -> District:
    """Make three schools of 300, 1000 and 80 students with everything a plan needs.

    Raises Problem when there is a school already: a demo never stands beside real children.
    """
    if School.objects.filter(district__is_trial=False).exists():
        raise Problem("There is a school here already. Start the demo in an empty folder.")
    district = District.objects.create(name=DISTRICT, is_demo=True)
    called = making.Names(Random(SEED))
    for plan in SCHOOLS:
        say(f"{plan.name}: {plan.students} students")
        _make_school(district, plan, called)
    for role, name in OVER_THE_DISTRICT:
        user = making.make_account(name, name.replace(" ", ".").replace("Dr..", ""))
        Membership.objects.create(user=user, role=role.value, district=district)
    note(schools=len(SCHOOLS), students=sum(plan.students for plan in SCHOOLS))
    return district


def _make_school(district: District, plan: SchoolPlan, called: making.Names) -> School:
    draw = Random(f"{SEED} {plan.name}")
    school = School.objects.create(
        district=district, name=plan.name, cycle=list(plan.cycle), is_demo=True
    )
    today = clock.today(school.timezone)
    year = make_year(school, plan, today)
    people = making.SchoolPeople(students=making.make_students(school, plan, called, draw))
    timetable = Timetable(school, plan, year, draw)
    timetable.place(people.students)
    making.make_staff(school, plan, timetable.teachers_needed(), called, people)
    timetable.write(people.teachers)
    supported, volunteers = Program(people, year, today, draw).make()
    for student in supported[:2]:
        making.give_student_account(student, Role.FOCUS_STUDENT)
        making.give_family_account(student, "Alex")
    both = {student.pk for student in supported}
    for volunteer in [row for row in volunteers if row.student_id not in both][:3]:
        making.give_student_account(volunteer.student, Role.PEER)
    return school
