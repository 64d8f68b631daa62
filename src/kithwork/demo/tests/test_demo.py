import pytest

from kithwork.apps.accounts.models import Membership, User
from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.viewer import Role, Viewer
from kithwork.apps.needs.models import DoNotPair, SupportNeed, Wish
from kithwork.apps.peers.models import Volunteer
from kithwork.apps.people.models import Enrolment, Student, Teaching
from kithwork.apps.schools.models import CalendarDay, School
from kithwork.demo.build import make_demo

pytestmark = pytest.mark.django_db


@pytest.fixture
def demo(db):
    return make_demo(by=Viewer.command())


def test_three_schools_of_300_1000_and_80_with_everything_a_plan_needs(demo):
    sizes = {school.name: school.students.count() for school in demo.schools.all()}
    assert sorted(sizes.values()) == [80, 300, 1000]
    for school in demo.schools.all():
        of_school = {"student__school": school}
        assert SupportNeed.objects.filter(**of_school).count() >= 20
        assert Volunteer.objects.filter(**of_school).count() >= 15
        assert Wish.objects.filter(kind="would_like", **of_school).exists()
        assert Wish.objects.filter(kind="rather_not", **of_school).exists()
        assert DoNotPair.objects.filter(first__school=school).exists()
        assert CalendarDay.objects.filter(year__school=school, is_open=False).exists()


def test_somebody_holds_each_of_the_twelve_roles(demo):
    assert {row.role for row in Membership.objects.all()} == {role.value for role in Role}


def test_every_class_has_a_teacher_and_nobody_teaches_two_at_once(demo):
    for school in School.objects.all():
        sections = school.sections.prefetch_related("meetings", "teachings")
        busy = set()
        for section in sections:
            (teaching,) = section.teachings.all()
            for meeting in section.meetings.all():
                for day in meeting.cycle_days or school.cycle_days:
                    time = (teaching.staff_id, meeting.label, day)
                    assert time not in busy
                    busy.add(time)
    assert Teaching.objects.count() == sum(
        school.sections.count() for school in School.objects.all()
    )


def test_the_same_people_every_time(demo):
    first = list(Student.objects.order_by("pk").values_list("first_name", "last_name", "grade"))[
        :50
    ]
    assert first[0] == tuple(
        Student.objects.order_by("pk").values_list("first_name", "last_name", "grade")[0]
    )
    names = [(row.first_name, row.last_name) for row in Student.objects.all()]
    assert len(names) == len(set(names))
    assert Enrolment.objects.count() > 9000


def test_a_demo_account_has_no_password(demo):
    assert not any(user.has_usable_password() for user in User.objects.all())


def test_a_demo_never_stands_beside_a_school(demo):
    with pytest.raises(Problem, match="already"):
        make_demo(by=Viewer.command())
