"""Numbers of people as they may be said to somebody who may not read each single answer: one rule for every page."""

from __future__ import annotations

from django.utils.translation import gettext as _

from kithwork.evidence.privacy.release import THRESHOLD

# Fewer people than this could be picked out. The evidence library hides its tables at the same number.
LEAST_SHOWN = THRESHOLD


def people_in_words(n: int, *, hides: bool = True) -> str:
    """The number; for whom small groups are hidden, "fewer than 10", none among them."""
    return _("fewer than %(n)s") % {"n": LEAST_SHOWN} if hides and n < LEAST_SHOWN else str(n)
