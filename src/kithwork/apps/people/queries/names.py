"""Names as people look for them: without accents, without capitals, in any order."""

from __future__ import annotations

import unicodedata

from django.utils.translation import gettext as _

# Letters that carry no accent to take away and still have a plain neighbour on every keyboard.
_PLAIN = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d", "’": "'"}
)


def fold(text: str) -> str:
    """The text in the plainest letters: Łukasz Núñez is lukasz nunez."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in apart if not unicodedata.combining(c)).translate(_PLAIN)


def words_of(text: str) -> list[str]:
    return fold(text).replace("-", " ").replace("'", " ").split()


def rank(wanted: list[str], text: str) -> int | None:
    """0 when the words stand at the beginning of names, 1 when within, None when they do not occur."""
    folded = fold(text)
    # O'Hara is found as o'hara, hara and ohara.
    squeezed = folded.replace("-", "").replace("'", "")
    parts = [*folded.replace("-", " ").replace("'", " ").split(), *squeezed.split()]
    worst = 0
    for word in wanted:
        if any(part.startswith(word) for part in parts):
            continue
        if len(word) < 3 or word not in f"{folded} {squeezed}":
            return None
        worst = 1
    return worst


def grade_label(code: str) -> str:
    """A CEDS grade as people say it."""
    if not code:
        return ""
    if code.isdecimal():
        return _("Grade %(grade)s") % {"grade": int(code)}
    early = {
        "PK": _("Pre-K"),
        "PR": _("Preschool"),
        "TK": _("Transitional K"),
        "KG": _("Kindergarten"),
        "IT": _("Infants and toddlers"),
    }
    return early.get(code, code)


def grade_order(code: str) -> tuple[int, str]:
    early = {"IT": -5, "PR": -4, "PK": -3, "TK": -2, "KG": -1}
    return (int(code) if code.isdecimal() else early.get(code, 99), code)
