"""The stretch of time the program is looked at over, and the one before it to say which way things go."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

WEEKS = 4
AHEAD = timedelta(weeks=2)  # who has times together coming takes part, even if none was yet
# Points of a hundred. Below this a share has stayed: a few sessions move it that far (tag D, ours).
SAME_POINTS = 5


@dataclass(frozen=True, slots=True)
class Weeks:
    """Four weeks up to yesterday, and the four before them."""

    today: date

    @property
    def first(self) -> date:
        return self.today - timedelta(weeks=WEEKS)

    @property
    def before(self) -> date:
        return self.today - timedelta(weeks=2 * WEEKS)


def is_mostly_told(told: int, over: int) -> bool:
    """Whether enough is written down for a share to say something: at least half (tag D, ours).

    What nobody wrote down went well or did not take place: a share of the rest would speak for it.
    """
    return 2 * told >= over


def share_trend(now: int, of: int, before: int, before_of: int) -> str:
    """Which way a share went; empty where there was nothing before."""
    if not of or not before_of:
        return ""
    share, was = round(100 * now / of), round(100 * before / before_of)
    said = {"now": share, "was": was}
    if abs(share - was) < SAME_POINTS:
        return _("%(now)s %%, about as in the four weeks before.") % said
    if share > was:
        return _("%(now)s %%, up from %(was)s %% in the four weeks before.") % said
    return _("%(now)s %%, down from %(was)s %% in the four weeks before.") % said
