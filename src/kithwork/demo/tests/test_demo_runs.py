"""The practices that go on in the demo: begun through the same doors as anybody's, and ready to be looked at."""

import pytest

from kithwork.apps.accounts.models import Membership
from kithwork.apps.accounts.queries import viewer_of
from kithwork.apps.courses.models import Entry, PlacementDay
from kithwork.apps.events.readiness import lacking, open_questions
from kithwork.apps.foundation import clock
from kithwork.apps.foundation.viewer import Role, Viewer
from kithwork.apps.friendships.queries import circle_page
from kithwork.apps.observations.models import Certificate
from kithwork.apps.people.access_check import differences
from kithwork.apps.reflections.queries.results import group_lines
from kithwork.apps.runs.models import Run, Score
from kithwork.apps.runs.queries import groups_on
from kithwork.demo.build import make_demo
from kithwork.demo.course import begin_course
from kithwork.demo.events import plan_events
from kithwork.demo.friendships import ask_for_friends
from kithwork.demo.observations import plan_demo_observations
from kithwork.demo.runs import PRACTICES, begin_practices
from kithwork.demo.together import met_before
from kithwork.demo.voices import ask_adults, ask_belonging, ask_figure_2, part_with_thanks
from kithwork.playbooks import shipped

pytestmark = pytest.mark.django_db


def test_practices_go_on_around_today():
    make_demo(by=Viewer.command())
    runs = begin_practices()
    assert [run.playbook.playbook for run in runs] == [
        one.playbook for one in PRACTICES if one.playbook in shipped()
    ]
    for run in Run.objects.select_related("school"):
        assert run.status == Run.Status.ACTIVE
        days = list(run.sessions.values_list("on", flat=True))
        assert min(days) < max(days)
        assert [line for line in differences(run.school) if "runs.run" in line] == []
    classes = Run.objects.filter(scope=Run.Scope.CLASS)
    assert classes.count() >= 2
    for run in classes:
        day = groups_on(run, run.draws.first().starts_on)
        assert len(day.teams) == 2
        assert not day.unplaced
        assert Score.objects.filter(run=run).count() >= run.participants.count()
    club, garden = plan_events()
    assert lacking(club) == []
    assert [(lack.key, len(open_questions(garden))) for lack in lacking(garden)] == [("access", 2)]
    for event in (club, garden):
        assert event.days.first().on >= clock.today(event.school.timezone)
        assert event.students.filter(is_planner=True).count() >= 2
    plans = plan_demo_observations()
    assert [plan.plan_students.count() for plan in plans] == [1, 2]
    assert plans[0].watches.exclude(second_observer=None).exists()
    assert [line for line in differences(plans[0].school) if "observations.plan" in line] == []
    # One of the two observers practised until certified, the other did not yet.
    assert Certificate.objects.get().observer_id == plans[0].observer.user_id
    _course_and_voices()


def _course_and_voices():
    cohort = begin_course()
    held = Membership.objects.get(role=Role.COORDINATOR.value, school=cohort.school)
    by = viewer_of(held, held.user)
    assert cohort.members.count() == 12
    assert cohort.units.filter(done_on__isnull=False).count() == 9
    journals = Entry.objects.filter(member__cohort=cohort)
    assert journals.filter(feedback__isnull=False, mode=Entry.Mode.TYPED).count() == 2
    days = PlacementDay.objects.filter(placement__member__cohort=cohort)
    assert days.filter(approved_at__isnull=False).count() == 4
    assert days.filter(approved_at__isnull=True).exists()
    today = clock.today(cohort.school.timezone)
    assert cohort.survey.waves.filter(opens_on__lte=today, due_on__gte=today).exists()
    for survey in (cohort.survey, ask_belonging()):
        (scale,) = [line for line in group_lines(by, survey) if line.is_scale][:1]
        assert all(value.value is not None for value in scale.waves["start"])
    assert [line for line in differences(cohort.school) if "courses.cohort" in line] == []
    asked = circle_page(by, ask_for_friends())
    assert all(card.numbers is not None for card in asked.rounds)
    assert asked.change is not None and asked.is_open
    # No plan is in force here, so nobody has a partner to thank.
    assert part_with_thanks() is None
    assert met_before() == 0
    assert ask_adults().asks().sides == ("staff", "family")
    asked = ask_figure_2()
    assert asked.asked.count() == 2
    assert asked.waves.filter(opens_on__lte=today, due_on__gte=today).exists()
