"""Answers: a student's own, one at a time; what an adult writes down for a student; an adult's rating."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from kithwork.apps.consents.queries import live
from kithwork.apps.foundation import clock
from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import require
from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.people.models import Student
from kithwork.apps.reflections.actions.hear import hear, says_no
from kithwork.apps.reflections.models import Reply, Survey, Wave
from kithwork.apps.reflections.policies import SURVEY, may_answer, may_write_down, own_student
from kithwork.apps.reflections.questionnaire import ADULT, SKIP, STUDENT, WORDS, Item
from kithwork.apps.trail.actions import action, note

MOST_WORDS = 2000


@dataclass(frozen=True, slots=True)
class Said:
    """What is kept of one answer."""

    choice: str = ""
    value: float | None = None
    words: str = ""
    is_skipped: bool = False


@action("reflections.answer")
def answer_item(wave: Wave, item: str, answer: str, *, by: Viewer) -> Reply:
    """A student answers one question: the key of a choice, or words.

    Raises Refused when it is not open for them, Problem for an answer that is not there.
    """
    require(may_answer(by, wave))
    found = item_of(wave.survey, item)
    said = said_of(wave.survey, found, answer)
    mode = Reply.Mode.TYPED if said.words else Reply.Mode.SCREEN
    return _keep_own(wave, found, said, mode, by)


@action("reflections.skip")
def skip_item(wave: Wave, item: str, *, by: Viewer) -> Reply:
    """A student skips a question. No reason is asked, and it counts as missing, never as zero."""
    require(may_answer(by, wave))
    skipped = Said(is_skipped=True)
    return _keep_own(wave, item_of(wave.survey, item), skipped, Reply.Mode.SCREEN, by)


@action("reflections.write_down")
def write_down(
    wave: Wave, student: Student, answers: Mapping[str, str], mode: str, *, by: Viewer
) -> Wave:
    """Keep what a student said to an adult or wrote on paper: item -> key of a choice, words, or SKIP.

    Raises Refused if `by` does not look after it, Problem without permission or for an answer that is not there.
    """
    _keep_for(wave, student, answers, STUDENT, mode, by)
    return wave


@action("reflections.rate")
def rate(wave: Wave, student: Student, answers: Mapping[str, str], *, by: Viewer) -> Wave:
    """An adult's own view of a student, item by item. It stands beside the student's and is never mixed with it."""
    if ADULT not in wave.survey.asks().voices:
        raise Problem(_("In this questionnaire only students speak."))
    _keep_for(wave, student, answers, ADULT, Reply.Mode.SCREEN, by)
    return wave


def _keep_for(
    wave: Wave, student: Student, answers: Mapping[str, str], voice: str, mode: str, by: Viewer
) -> None:
    require(may_write_down(by, wave.survey, student))
    check_permission(student)
    if mode not in Reply.Mode.values:
        raise Problem(_("Say how the student answered."))
    rows = [
        row_of(
            wave, student, key, said_of(wave.survey, item_of(wave.survey, key), answer), mode, voice
        )
        for key, answer in answers.items()
    ]
    if not rows:
        raise Problem(_("There is no answer yet. Mark at least one, or that it was skipped."))
    for row in rows:
        row.by_id = by.user_id
    no = says_no(wave.survey, rows)
    Reply.objects.bulk_create(rows)
    hear(no, by=by)
    note(student=student.pk, wave=wave.pk, answers=len(rows), voice=voice)


def check_permission(student: Student) -> None:
    today = clock.today(student.school.timezone)
    if not live(SURVEY, today, [student.pk]):
        raise Problem(
            _("%(name)s has no permission for questions today. Ask for it under Families.")
            % {"name": student.called}
        )


def item_of(survey: Survey, key: str) -> Item:
    found = survey.asks().item(key)
    if found is None:
        raise Problem(_("This question is not there any more. Open the page again."))
    return found


def said_of(survey: Survey, item: Item, answer: str) -> Said:
    """What an answer says. Raises Problem where it is none."""
    if answer == SKIP:
        return Said(is_skipped=True)
    asked = survey.asks()
    if asked.ways(item).kind == WORDS:
        words = answer.strip()[:MOST_WORDS]
        if not words:
            raise Problem(_("Write something, or skip this question."))
        return Said(words=words)
    option = asked.option(item, answer)
    if option is None:
        raise Problem(_("Choose one of the answers, or skip this question."))
    return Said(choice=option.key, value=option.value)


def row_of(
    wave: Wave, student: Student, item: str, said: Said, mode: str, voice: str = STUDENT
) -> Reply:
    return Reply(
        wave=wave, student=student, voice=voice, item=item, choice=said.choice, value=said.value,
        words=said.words, is_skipped=said.is_skipped, mode=mode,
    )  # fmt: skip


def _keep_own(wave: Wave, item: Item, said: Said, mode: str, by: Viewer) -> Reply:
    own = own_student(by)
    assert own is not None, "may_answer has looked"
    row = row_of(wave, own, item.id, said, mode)
    row.by_id = by.user_id
    no = says_no(wave.survey, [row])
    row.save()
    hear(no, by=by)
    note(wave=wave.pk, item=item.id, stop=bool(no))
    return row
