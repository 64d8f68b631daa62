"""What a change by hand would break, before it is done."""

from __future__ import annotations

from django.utils.translation import gettext as _

from kithwork.apps.foundation.problem import Problem
from kithwork.apps.runs import classwide
from kithwork.apps.runs.models import Draw
from kithwork.matching import classwide as engine


def preview(
    row: Draw, one: int, two: int, how: str, reason: str
) -> tuple[engine.Draw, list[engine.Violation]]:
    """The draw after a change by hand, and the rules it breaks that were not broken before.

    Raises Problem when the two cannot be exchanged at all.
    """
    question = classwide.asked(row)
    before = classwide.drawn(row, question)
    standing = {(each.code, each.students) for each in engine.violations(question, before)}
    try:
        if how == "place":
            found = engine.place(question, before, str(one), beside=str(two), reason=reason)
        else:
            found = engine.swap(question, before, str(one), str(two), reason=reason)
    except ValueError:
        raise Problem(_("Choose two students of two different groups.")) from None
    new = [each for each in found.broken if (each.code, each.students) not in standing]
    return found.draw, new
