"""What is next in training for whoever is signed in: one piece, one meeting, one agreement, one booster.

Nobody reads how well they did; it says what to do, and with whom.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kithwork.apps.accounts.spoken import spoken_now
from kithwork.apps.foundation import clock
from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.people.models import Staff, Student
from kithwork.apps.schools.models import School
from kithwork.apps.schools.queries import limits
from kithwork.apps.training.mastery import booster_from
from kithwork.apps.training.models import Certificate, Meeting, Seat
from kithwork.apps.training.policies import Learner, may_learn, own_learner, visible_meetings
from kithwork.apps.training.queries.learn import learn_page
from kithwork.apps.training.queries.overview import training_page
from kithwork.apps.training.subjects import STAFF_SUBJECTS, lesson_name, subject_name
from kithwork.apps.ui.templatetags.kithwork_ui import weekday_day

AHEAD = timedelta(days=14)
# An adult hears this long before a training ends, so that there is time for ten minutes.
ENDS_SOON = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to do, why, and the way there; without a way it is done with an adult."""

    icon: str
    title: str
    why: str
    label: str = ""
    url: str = ""


def own_tasks(viewer: Viewer) -> list[Task]:
    """For Today: nothing when nothing is due, so that the page stays short."""
    if not may_learn(viewer):
        return []
    learner = own_learner(viewer)
    if learner is None:
        return []
    today = clock.today(learner.timezone)
    if learner.student is not None:
        return list(_of_student(viewer, learner, learner.student, today))
    return list(_of_staff(viewer, learner, learner.staff, today)) if learner.staff else []


def _of_student(viewer: Viewer, learner: Learner, student: Student, today: date) -> Iterator[Task]:
    seats = Seat.objects.filter(
        student=student, meeting__called_off=False, meeting__on__range=(today, today + AHEAD)
    ).select_related("meeting")
    for seat in seats.order_by("meeting__on", "pk")[:1]:
        yield _meeting(seat.meeting, _("You learn together with an adult."))
    page = learn_page(viewer, learner, spoken_now())
    for one in page.agreements:
        if one.waits_for_me:
            url = reverse("training:agreement", args=[one.id])
            yield Task("pencil", one.title, _("Read it, and sign if you agree."), _("Read it"), url)
    # Whoever was asked to nothing, and has begun nothing, is not sent to school twice.
    if page.next and (page.done or page.next.is_begun or page.agreements or seats.exists()):
        yield _piece(page.next.title, page.next.minutes, page.next.id)
    for subject in _boosters(student, today):
        why = _("Play it once more with an adult. They will ask you.")
        yield Task("repeat", _("%(role)s, once more") % {"role": subject}, why)


def _boosters(student: Student, today: date) -> list[str]:
    """Roles and practices a booster is due for, by name."""
    held_to, newest = limits(student.school), {}
    for one in Certificate.objects.filter(student=student, taken_back_at__isnull=True).order_by(
        "until"
    ):
        newest[one.subject] = one
    return [
        subject_name(subject, student.school_id)
        for subject, one in sorted(newest.items())
        if booster_from(one, held_to) <= today
    ]


def _of_staff(viewer: Viewer, learner: Learner, staff: Staff, today: date) -> Iterator[Task]:
    led = visible_meetings(viewer).filter(
        leader=staff, called_off=False, on__range=(today, today + AHEAD)
    )
    for meeting in led.order_by("on", "pk")[:1]:
        url = reverse("training:meeting", args=[meeting.pk])
        yield _meeting(meeting, _("You lead it. The script is ready."), url)
    due = training_page(viewer, "due").due
    if due:
        title = ngettext("%(n)s student needs a booster", "%(n)s students need a booster", due)
        why = _("Begin with the step that was missed most; each page names it.")
        url = reverse("training:training") + "?only=due"
        yield Task("repeat", title % {"n": due}, why, _("See who"), url)
    page = learn_page(viewer, learner, "en")
    for subject in _adult_training(staff, today):
        if page.next:
            why = _("Training as %(what)s. About ten minutes in all.") % {"what": subject}
            url = reverse("training:piece", args=[page.next.id])
            label = _("Go on") if page.next.is_begun else _("Start")
            yield Task("graduation-cap", page.next.title, why, label, url)
            return
        why = _("Look at your pieces again, and answer them.")
        title = _("Your training as %(what)s ends soon") % {"what": subject}
        yield Task("graduation-cap", title, why, _("Learn"), reverse("training:learn"))


def _adult_training(staff: Staff, today: date) -> list[str]:
    """Trainings of an adult that are missing or end soon, by name; nothing once nobody asked for any."""
    school = School.objects.get(pk=staff.school_id)
    soon = today + min(ENDS_SOON, timedelta(days=limits(school).staff_training_days))
    good = Certificate.objects.filter(staff=staff, until__gt=soon, taken_back_at__isnull=True)
    held = set(good.values_list("subject", flat=True))
    return [subject_name(one).lower() for one in STAFF_SUBJECTS if one not in held]


def _meeting(meeting: Meeting, why: str, url: str = "") -> Task:
    title = _("%(when)s, %(day)s: %(what)s") % {
        "when": meeting.get_when_display(),
        "day": weekday_day(meeting.on),
        "what": lesson_name(meeting.lesson, meeting.school_id),
    }
    if meeting.place:
        why = f"{meeting.place}. {why}"
    return Task("users", title, why, _("Open it") if url else "", url)


def _piece(title: str, minutes: int, key: str) -> Task:
    why = ngettext("%(n)s minute", "%(n)s minutes", minutes) % {"n": minutes}
    return Task("book-open", title, why, _("Learn"), reverse("training:piece", args=[key]))
