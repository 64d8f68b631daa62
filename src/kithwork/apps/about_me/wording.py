"""Symbols a line may carry, and words that a student should have chosen on purpose."""

from __future__ import annotations

import re
from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

# An icon of the sprite and its word: the same picture always means the same.
SYMBOLS = {
    "": _("No picture"),
    "users": _("Friends"),
    "heart-handshake": _("Together"),
    "message-circle": _("Talking"),
    "speech": _("My voice"),
    "smartphone": _("My device"),
    "hand": _("Stop"),
    "check": _("Yes"),
    "x": _("No"),
    "utensils": _("Food"),
    "book-open": _("Books"),
    "circle-play": _("Films and music"),
    "palette": _("Art"),
    "sun": _("Outside"),
    "house": _("Home"),
    "clock": _("Time"),
    "eye": _("Looking"),
    "footprints": _("Moving"),
}

# Not refused: some students want to say it. Whoever writes is asked whether this one does (security 2, rule 6).
ABOUT_DISABILITY = re.compile(
    r"\b(autis\w*|asperger\w*|adhd|add|iep|504|disab\w*|discapac\w*|down(?:'s)? syndrome|s[ií]ndrome|"
    r"epilep\w*|seizure\w*|convulsi\w*|medic\w*|diagnos\w*|diagn[oó]st\w*|cerebral palsy|par[aá]lisis|"
    r"retard\w*|special ed\w*|educaci[oó]n especial|therap\w*|terapia\w*|wheelchair|silla de ruedas|"
    r"anxiety|ansiedad|depress\w*|depresi\w*|behavio(?:u)?r plan)\b",
    re.IGNORECASE,
)


def words_to_look_at(texts: Iterable[str]) -> list[str]:
    """Words about disability, health or services in these texts, each once, as they stand."""
    found: dict[str, str] = {}
    for text in texts:
        for word in ABOUT_DISABILITY.findall(text):
            found.setdefault(word.casefold(), word)
    return list(found.values())
