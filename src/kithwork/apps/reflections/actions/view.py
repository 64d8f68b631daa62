"""What staff and families answer for themselves: kept without who it was."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _

from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import Refused, require
from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.reflections.actions.answer import Said, said_of
from kithwork.apps.reflections.models import View, Viewed, Wave
from kithwork.apps.reflections.policies import may_give_view, side_of
from kithwork.apps.reflections.questionnaire import SKIP, Item
from kithwork.apps.trail.actions import action, note


@action("reflections.give_view")
def give_view(wave: Wave, answers: Mapping[str, str], *, by: Viewer) -> Wave:
    """Keep what an adult says for themselves, all of it at once: item -> key of a choice, or words.

    What was left empty is kept as skipped, so that every answer is as many rows as any other.
    Raises Refused when it is not open for them or was answered before, Problem when nothing was answered.
    """
    require(may_give_view(by, wave))
    side, said = side_of(by), []
    for item in wave.survey.asks().items_for(side):
        answer = answers.get(item.id, "").strip()
        said.append((item, said_of(wave.survey, item, answer or SKIP)))
    if all(one.is_skipped for _item, one in said):
        raise Problem(_("Nothing is answered yet. Answer at least one question."))
    _mark, is_first = Viewed.objects.get_or_create(wave=wave, user_id=by.user_id)
    if not is_first:  # the same form, sent twice in one breath
        raise Refused(_("You have answered these questions. Thank you."))
    View.objects.bulk_create(_row(wave, side, item, one) for item, one in said)
    note(wave=wave.pk, side=side)
    return wave


def _row(wave: Wave, side: str, item: Item, said: Said) -> View:
    return View(
        wave=wave, side=side, item=item.id, choice=said.choice, value=said.value, words=said.words,
        is_skipped=said.is_skipped,
    )  # fmt: skip
