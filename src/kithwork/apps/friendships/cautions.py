"""What must be read before any number: what the design cannot carry, in plain words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kithwork.apps.friendships.gathered import LARGE, Gathered, Mode
from kithwork.apps.friendships.models import Round
from kithwork.apps.friendships.reckoned import CircleChange

# A share of answers from the list that differs by more than that is said (tag D).
OTHER_WAY = 0.2


def cautions(held: Mapping[str, Gathered], change: CircleChange | None) -> Iterator[str]:
    yield _("A name on one day is not yet a friendship, and no name is not the lack of one.")
    if change is not None:
        yield from _of_change(held[Round.Kind.BEFORE], held[Round.Kind.AFTER], change)
    seen = sum(one.ways()[Mode.OBSERVED] for one in held.values())
    if seen:
        yield ngettext(
            "%(n)s answer is a choice an adult saw, not words.",
            "%(n)s answers are choices an adult saw, not words.",
            seen,
        ) % {"n": seen}


def _of_change(before: Gathered, after: Gathered, change: CircleChange) -> Iterator[str]:
    yield _(
        "There is no class to compare with. This is a change in time: classes make friends by themselves, and it "
        "cannot say that a practice did it."
    )
    one, two = set(before.roster), set(after.roster)
    yield _(
        "The change counts the %(n)s who answered both times, of %(of)s in the class both times. Who was missing is "
        "missing, not without friends."
    ) % {"n": change.answered, "of": len(one & two)}
    if one != two:
        yield _("%(left)s left the class and %(came)s came between the rounds.") % {
            "left": len(one - two), "came": len(two - one),
        }  # fmt: skip
    if change.answered < LARGE:
        yield _("Fewer than ten answered both times. Look at it; nothing is proven.")
    if abs(_from_list(before) - _from_list(after)) > OTHER_WAY:
        yield _(
            "More answers came from the class list in one of the rounds. A list brings more names to mind, so part "
            "of the difference may be the list."
        )
    yield _(
        "The table takes each student's answers by themselves. One good or bad day moves a whole class, and it cannot "
        "see that."
    )


def _from_list(held: Gathered) -> float:
    return held.ways()[Mode.LIST] / len(held.answered)
