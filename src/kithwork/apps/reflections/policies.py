"""Who asks, who answers for themselves, and who reads one person's answers."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from kithwork.apps.consents.queries import has_permit
from kithwork.apps.foundation import clock
from kithwork.apps.foundation.verdict import YES, Verdict, no
from kithwork.apps.foundation.viewer import SCHOOL_STAFF, Depth, Role, Viewer
from kithwork.apps.people.models import Student
from kithwork.apps.people.policies import NOBODY, visible_students
from kithwork.apps.reflections.models import Asked, Survey, Viewed, Wave
from kithwork.apps.reflections.questionnaire import FAMILY, STAFF, asks_adults, questionnaires

SURVEY = "survey"  # the purpose families and students are asked for
OWN = frozenset({Role.PEER, Role.FOCUS_STUDENT})
ASKERS = frozenset({Role.COORDINATOR, Role.GENERAL_EDUCATOR})
# The principal reads who has answered and what groups say, and no single answer.
SEES_ALL = frozenset({Role.COORDINATOR, Role.SCHOOL_ADMINISTRATOR})
READERS = frozenset({*ASKERS, *SEES_ALL})


def visible_surveys(viewer: Viewer) -> QuerySet[Survey]:
    """The school's for those who run the program; those a teacher looks after."""
    rows = Survey.objects.filter(school_id=viewer.school_id or NOBODY)
    if viewer.role in SEES_ALL:
        return rows
    if viewer.role not in ASKERS:
        return rows.none()
    return rows.filter(lead_id=viewer.user_id or NOBODY)


def visible_asked(viewer: Viewer, survey: Survey) -> QuerySet[Asked]:
    """Whom a survey is about, of those whose participation the viewer sees."""
    seen = visible_students(viewer, depth=Depth.PARTICIPATION)
    return survey.asked.filter(left_on__isnull=True, student__in=seen)


def students_to_ask(viewer: Viewer) -> QuerySet[Student]:
    if viewer.role not in ASKERS:
        return Student.objects.none()
    seen = visible_students(viewer, depth=Depth.PARTICIPATION)
    return seen.filter(closed_on__isnull=True)


def students_read(viewer: Viewer) -> QuerySet[Student]:
    """Whose single answers the viewer may read."""
    if viewer.role not in ASKERS:
        return Student.objects.none()
    return visible_students(viewer, depth=Depth.PROGRESS)


def own_student(viewer: Viewer) -> Student | None:
    if viewer.role not in OWN or viewer.user_id is None:
        return None
    rows = Student.objects.filter(
        user_id=viewer.user_id, school_id=viewer.school_id or NOBODY, closed_on__isnull=True
    )
    return rows.select_related("school").first()


def own_waves(viewer: Viewer) -> QuerySet[Wave]:
    """What a student is asked today. Without a permission of today nothing is."""
    own = own_student(viewer)
    if own is None:
        return Wave.objects.none()
    today = clock.today_for(viewer)
    asked = Asked.objects.filter(student=own, left_on__isnull=True)
    asked = asked.filter(has_permit("student", SURVEY, today))
    rows = open_waves(today).filter(survey__in=asked.values("survey_id"))
    return rows.select_related("survey")


def side_of(viewer: Viewer) -> str:
    """On which side an adult answers for themselves: staff, family, or "" for nobody who is asked."""
    if viewer.user_id is None or viewer.school_id is None:
        return ""
    return STAFF if viewer.role in SCHOOL_STAFF else FAMILY if viewer.role == Role.FAMILY else ""


def waves_for_adults(viewer: Viewer) -> QuerySet[Wave]:
    """What an adult is asked for themselves today and has not answered yet, under either of their roles."""
    side = side_of(viewer)
    if not side:
        return Wave.objects.none()
    asked = [key for key, one in questionnaires().items() if side in one.sides]
    rows = open_waves(clock.today_for(viewer)).filter(
        survey__school_id=viewer.school_id, survey__questionnaire__in=asked
    )
    answered = Viewed.objects.filter(user_id=viewer.user_id)
    return rows.exclude(pk__in=answered.values("wave_id")).select_related("survey")


def open_waves(on: date) -> QuerySet[Wave]:
    return Wave.objects.filter(opens_on__lte=on, due_on__gte=on, survey__ended_on__isnull=True)


def may_open_voices(viewer: Viewer) -> Verdict:
    if viewer.role in READERS and viewer.school_id is not None:
        return YES
    return no(
        _("Questions are asked by the coordinator and by teachers. Yours are on your first page.")
    )


def may_open_own(viewer: Viewer) -> Verdict:
    if own_student(viewer) is not None:
        return YES
    return no(_("This page is a student's own. What you ask stands under Voices."))


def may_ask(viewer: Viewer) -> Verdict:
    if viewer.role in ASKERS and viewer.school_id is not None:
        return YES
    return no(_("The coordinator or a teacher asks. Tell them what you would like to know."))


def may_ask_adults(viewer: Viewer) -> Verdict:
    if viewer.role == Role.COORDINATOR and viewer.school_id is not None:
        return YES
    return no(
        _("The coordinator asks all staff and families. Tell them what you would like to know.")
    )


def may_change_survey(viewer: Viewer, survey: Survey) -> Verdict:
    if may_ask(viewer) and visible_surveys(viewer).filter(pk=survey.pk).exists():
        return YES
    return no(_("Whoever looks after these questions, or the coordinator, changes them."))


def may_list_students(survey: Survey) -> Verdict:
    if not asks_adults(survey.questionnaire):
        return YES
    return no(
        _("These questions are asked of staff and families. There is nobody to put on a list.")
    )


def may_ask_student(viewer: Viewer, student: Student) -> Verdict:
    if students_to_ask(viewer).filter(pk=student.pk).exists():
        return YES
    return no(_("You ask students you work with. The coordinator can add others."))


def may_answer(viewer: Viewer, wave: Wave) -> Verdict:
    """A student answers for themselves, while the questions are open and permission is there."""
    if own_waves(viewer).filter(pk=wave.pk).exists():
        return YES
    return no(_("These questions are not open for you now. Ask your teacher."))


def may_give_view(viewer: Viewer, wave: Wave) -> Verdict:
    """An adult answers for themselves, once a wave."""
    if waves_for_adults(viewer).filter(pk=wave.pk).exists():
        return YES
    return no(_("These questions are not open for you now, or you have answered them. Thank you."))


def may_write_down(viewer: Viewer, survey: Survey, student: Student) -> Verdict:
    """Write down what a student said or wrote on paper, or rate a student as an adult."""
    asked = visible_asked(viewer, survey).filter(student=student)
    if may_change_survey(viewer, survey) and asked.exists():
        return YES
    return no(_("Whoever looks after these questions writes answers down. Ask the coordinator."))


def may_read_answers(viewer: Viewer, survey: Survey, student: Student) -> Verdict:
    """One person's answers: for those who see this student's progress."""
    is_asked = visible_asked(viewer, survey).filter(student=student).exists()
    seen = visible_surveys(viewer).filter(pk=survey.pk).exists()
    if seen and is_asked and students_read(viewer).filter(pk=student.pk).exists():
        return YES
    return no(
        _("Only those who follow this student's progress read single answers. Look at the group.")
    )
