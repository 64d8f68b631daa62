"""Voices of the demo's middle school: what two classes say about belonging, and a peer who leaves with thanks."""

from __future__ import annotations

from datetime import timedelta
from random import Random

from django.db.models import Exists, OuterRef

from kithwork.apps.accounts.models import Membership
from kithwork.apps.accounts.queries import viewer_of
from kithwork.apps.care import actions as caring
from kithwork.apps.care.models import Parting
from kithwork.apps.care.together import next_time, partnered_by
from kithwork.apps.foundation import clock
from kithwork.apps.foundation.viewer import Role, Viewer
from kithwork.apps.people.models import Enrolment, Student
from kithwork.apps.reflections import actions
from kithwork.apps.reflections.models import Reply, Survey
from kithwork.apps.reflections.questionnaire import SKIP, WORDS
from kithwork.apps.runs.models import Pairing
from kithwork.demo.course import permit_questions
from kithwork.demo.plan import HARLOW, SEED

TITLE = "School and me, grade 6"
CLASSES = {"treatment": "English 6A", "comparison": "English 6B"}
WISHES = (
    "A place inside at break.", "More clubs at lunch.", "That somebody asks me to play.",
    "Fewer stairs on the way to art.",
)  # fmt: skip
MODES = (Reply.Mode.PAPER, Reply.Mode.PAPER, Reply.Mode.SPEECH, Reply.Mode.SYMBOLS)
AWAY, SKIPS = 0.1, 0.05
NOTE = "Soccer begins on Mondays. Told me after lunch, with a smile."


def _coordinator() -> tuple[Membership, Viewer]:
    held = Membership.objects.select_related("school", "district", "user").get(
        role=Role.COORDINATOR.value, school__name=HARLOW.name
    )
    return held, viewer_of(held, held.user)


def ask_belonging() -> Survey:
    """Asked at the start, in a class that takes part and in one that does not; asked again in spring."""
    held, by = _coordinator()
    today, draw = clock.today_for(by), Random(f"{SEED} voices")
    waves = (
        actions.WaveFrame("start", today - timedelta(weeks=5), today - timedelta(weeks=3)),
        actions.WaveFrame("end", today + timedelta(weeks=20), today + timedelta(weeks=22)),
    )
    survey = actions.start_survey(actions.SurveyFrame("belonging", TITLE, waves), by=by)
    start = survey.waves.get(kind="start")
    for group, title in CLASSES.items():
        ids = Enrolment.objects.filter(
            section__title__startswith=title, section__school=held.school
        ).values("student_id")
        people = list(Student.objects.filter(pk__in=ids).select_related("school").order_by("pk"))
        permit_questions(held.school, people, by)
        actions.ask_students(survey, people, group, by=by)
        for student in people:
            if draw.random() >= AWAY:
                said = _answers(survey, draw, better=group == "treatment")
                actions.write_down(start, student, said, draw.choice(MODES), by=by)
    return survey


def ask_figure_2() -> Survey:
    """The questions of Figure 2, open now for the students of this school who can sign in; one has answered."""
    held, by = _coordinator()
    today = clock.today_for(by)
    waves = (actions.WaveFrame("start", today - timedelta(days=3), today + timedelta(days=10)),)
    frame = actions.SurveyFrame("figure_2_students", "Time together, fall", waves)
    survey = actions.start_survey(frame, by=by)
    ids = Membership.objects.filter(school=held.school, role=Role.FOCUS_STUDENT.value)
    people = list(
        Student.objects.filter(user_id__in=ids.values("user_id"), school=held.school)
        .select_related("school")
        .order_by("pk")
    )
    permit_questions(held.school, people, by)
    actions.ask_students(survey, people, by=by)
    if len(people) > 1:
        said = {"enjoy_time": "good", "do_together": "We draw comics.", "go_on": "yes"}
        wave = survey.waves.get(kind="start")
        actions.write_down(wave, people[1], said, Reply.Mode.DEVICE, by=by)
    return survey


def ask_adults() -> Survey:
    """The questions of Figure 2 for others than students, open now for staff and families."""
    _held, by = _coordinator()
    today = clock.today_for(by)
    waves = (actions.WaveFrame("start", today - timedelta(days=2), today + timedelta(days=11)),)
    return actions.start_survey(
        actions.SurveyFrame("figure_2_others", "What adults see, fall", waves), by=by
    )


def _answers(survey: Survey, draw: Random, *, better: bool) -> dict[str, str]:
    asked, found = survey.asks(), {}
    for item in asked.items:
        ways = asked.ways(item)
        if draw.random() < SKIPS:
            found[item.id] = SKIP
        elif ways.kind == WORDS:
            found[item.id] = draw.choice(WISHES) if draw.random() < 0.3 else SKIP
        else:
            weights = (4, 3, 1) if better else (3, 3, 2)
            found[item.id] = draw.choices([one.key for one in ways.options], weights)[0]
    return found


def part_with_thanks() -> Parting | None:
    """A peer told the coordinator; the two of them meet once more. None where the plan pairs nobody."""
    held, by = _coordinator()
    pairs = Pairing.objects.exclude(status=Pairing.Status.ENDED).filter(peer=OuterRef("pk"))
    rows = Student.objects.filter(Exists(pairs), school=held.school, user__isnull=True)
    today = clock.today_for(by)
    for student in rows.select_related("school").order_by("pk"):
        if len(partnered_by(student)) == 1 and next_time(student, None, today) is not None:
            wanted = caring.Wanted(Parting.Goodbye.MEET, contact=Parting.Contact.HELLO, note=NOTE)
            return caring.ask_parting(student, wanted, by=by)
    return None
