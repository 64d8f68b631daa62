"""Journals: a week at a time, in any way; what the teacher writes to it; pages for the portfolio."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from kithwork.apps.courses.models import Entry, Feedback, Member, Pick
from kithwork.apps.courses.policies import may_read_journals, may_teach, may_write_as
from kithwork.apps.courses.syllabus import words
from kithwork.apps.foundation import clock
from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import require
from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.trail.actions import action, note

MOST_WORDS = 4000


@dataclass(frozen=True, slots=True)
class EntryFrame:
    """A week: words, pictures, a face. One of them is enough."""

    week_on: date
    words: str = ""
    did: tuple[str, ...] = ()
    feel: int | None = None


def week_of(on: date) -> date:
    """The Monday of a day's week."""
    return on - timedelta(days=on.weekday())


@action("course.write_entry")
def write_entry(member: Member, frame: EntryFrame, *, by: Viewer) -> Entry:
    """A student writes. What was written before stays; the newest of a week counts.

    Raises Refused for anybody else, Problem for an empty page or a week that has not come.
    """
    require(may_write_as(by, member))
    mode = Entry.Mode.TYPED if frame.words.strip() else Entry.Mode.PICTURES
    return _keep(member, frame, mode, by)


@action("course.write_entry_for")
def write_entry_for(member: Member, frame: EntryFrame, mode: str, *, by: Viewer) -> Entry:
    """An adult writes down what the student says, signs or points to.

    Raises Refused if `by` does not teach them.
    """
    require(may_teach(by, member.cohort))
    if mode not in Entry.Mode.values or mode in {Entry.Mode.TYPED, Entry.Mode.PICTURES}:
        raise Problem(_("Say how the student told you."))
    return _keep(member, frame, mode, by)


def _keep(member: Member, frame: EntryFrame, mode: str, by: Viewer) -> Entry:
    week = week_of(frame.week_on)
    today = clock.today(member.cohort.school.timezone)
    if not week_of(member.cohort.starts_on) <= week <= today:
        raise Problem(_("Choose a week of the course that has begun."))
    text = frame.words.strip()[:MOST_WORDS]
    if not set(frame.did) <= set(words().journal.did) or frame.feel not in {None, 1, 2, 3}:
        raise Problem(_("Choose pictures that are there."))
    if not (text or frame.did or frame.feel):
        raise Problem(_("Write something, or choose a picture or a face."))
    note(week=week.isoformat())
    return Entry.objects.create(
        member=member, week_on=week, words=text, did=list(frame.did), feel=frame.feel, mode=mode,
        by_id=by.user_id,
    )  # fmt: skip


@action("course.give_feedback")
def give_feedback(entry: Entry, said: str, *, by: Viewer) -> Feedback:
    """The teacher writes to a student about their entry. Raises Problem without words."""
    require(may_read_journals(by, entry.member.cohort))
    if not said.strip():
        raise Problem(_("Write a few words. They go to the student."))
    note(student=entry.member.student_id)
    return Feedback.objects.create(entry=entry, words=said.strip()[:MOST_WORDS], by_id=by.user_id)


@action("course.read_feedback")
def read_feedback(feedback: Feedback, *, by: Viewer) -> Feedback:
    require(may_write_as(by, feedback.entry.member))
    if feedback.read_at is None:
        feedback.read_at = clock.now()
        feedback.save(update_fields=["read_at"])
    return feedback


@action("course.choose_entry")
def choose_entry(entry: Entry, *, by: Viewer) -> Pick:
    """The student puts a page of their journal in their portfolio."""
    require(may_write_as(by, entry.member))
    held = entry.picks.filter(taken_out_at__isnull=True).first()
    return held or Pick.objects.create(entry=entry)


@action("course.take_entry_out")
def take_entry_out(entry: Entry, *, by: Viewer) -> Entry:
    require(may_write_as(by, entry.member))
    entry.picks.filter(taken_out_at__isnull=True).update(taken_out_at=clock.now())
    return entry
