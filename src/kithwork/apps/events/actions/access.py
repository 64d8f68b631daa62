"""The access check: answered with what will be there for everybody, who sees to it, and by when."""

from __future__ import annotations

import re
from datetime import date

from django.db.models import Max
from django.utils.translation import gettext as _

from kithwork.apps.events.actions.shared_checks import to_change, words
from kithwork.apps.events.models import AccessAnswer, AccessQuestion, Event, EventStudent
from kithwork.apps.foundation import clock
from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.trail.actions import action

# First names that are everyday words, too: in a sentence about a ramp they mean the word.
ALSO_WORDS = frozenset(
    {"Will", "May", "Art", "Grace", "Mark", "Hope", "Summer", "April", "June", "Rose", "Bill", "Rich"}
)  # fmt: skip
# A condition or a medicine: in the answer about food and health this is somebody's health, name or not.
HEALTH = re.compile(
    r"\b(diagnos\w*|diabet\w*|epilep\w*|seizures?|asthma\w*|insulin|epi-?pens?|medicines?|medications?|"
    r"celiac|coeliac|autis\w*|adhd|is allergic|has (an )?allerg\w*)\b",
    re.IGNORECASE,
)


@action("event.answer_access")
def answer_access(
    question: AccessQuestion, *, says: str, who: str, by_on: date, by: Viewer
) -> AccessAnswer:
    """Answer one question. An earlier answer stays beside it; the latest stands.

    Raises Problem when what, who or a day in time is missing, or when the answer tells of a person.
    """
    event = to_change(question.event, by)
    said = words(
        says, 400, _("Say what will be done. “Nothing more is needed, because …” is an answer.")
    )
    seen_to = words(who, 80, _("Say who sees to it."))
    _about_everybody(said, question, event)
    last = event.days.filter(dropped_at__isnull=True).aggregate(last=Max("on"))["last"]
    if last is not None and by_on > last:
        raise Problem(_("Say a day before it takes place."))
    return AccessAnswer.objects.create(
        question=question, says=said, who=seen_to, by_on=by_on, answered_by_id=by.user_id
    )


@action("event.access_done")
def access_done(answer: AccessAnswer, *, is_done: bool, by: Viewer) -> AccessAnswer:
    """What was promised is there, or is not there after all."""
    to_change(answer.question.event, by)
    answer.done_at = clock.now() if is_done else None
    answer.save(update_fields=["done_at"])
    return answer


@action("event.add_access_question")
def add_access_question(event: Event, *, name: str, by: Viewer) -> AccessQuestion:
    """A question of the school's own, beside the shared ones."""
    event = to_change(event, by)
    asks = words(name, 300, _("Write the question."))
    last = event.access_questions.aggregate(last=Max("place"))["last"] or 0
    return AccessQuestion.objects.create(event=event, place=last + 1, name=asks[:80], asks=asks)


def _about_everybody(said: str, question: AccessQuestion, event: Event) -> None:
    """An answer says what is there, never who needs it: nobody's body or health is kept here."""
    rows = EventStudent.objects.filter(event=event).select_related("student")
    names = {name for row in rows for name in (row.student.first_name, row.student.preferred_name)}
    for name in sorted(names - ALSO_WORDS - {""}):
        if re.search(rf"\b{re.escape(name)}\b", said):
            raise Problem(
                _("Leave names out: write what will be there for everybody, not who needs it.")
            )
    if question.about_bodies and HEALTH.search(said):
        raise Problem(
            _(
                "Leave health facts out. Ask families or the nurse directly, and write only what "
                "will be served and who is on duty."
            )
        )
