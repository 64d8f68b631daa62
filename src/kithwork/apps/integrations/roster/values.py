"""Single values: ids stay text, names are split at most once, dates and grades are never guessed."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime

DAMAGED = re.compile(
    r"^(\d+([.,]\d+)?E\+\d+|\d+[.,]\d+E\d+|\d+\.0+|#+|#(N/A|REF!|VALUE!|NAME\?|DIV/0!|NUM!|NULL!))$",
    re.IGNORECASE,
)
# 1e9 may be an id, or what is left of one.
SHORTENED = re.compile(r"^\d+E\d+$", re.IGNORECASE)
# What becomes of 3-4 or 1-2 once a spreadsheet has taken it for a day.
TURNED_TO_DATE = re.compile(
    r"^(\d{4}-\d{2}-\d{2}(T.*)?|\d{1,2}-[A-Z][a-z]{2}(-\d{2,4})?|[A-Z][a-z]{2}-\d{2})$"
)
# Control characters, and marks that turn the direction of the text around them.
INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\u200b\ufeff]"
)
STANDARD_ID = re.compile(r"^[A-Za-z0-9.\-_/@]{1,255}$")
ISO_DATE = re.compile(r"^(\d{4})-(\d{2})-(\d{2})$")
ISO_DATE_TIME = re.compile(
    r"^(\d{4}-\d{2}-\d{2})[T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?$"
)
EMAIL = re.compile(r"^[^@\s,;<>\"]{1,64}@[^@\s,;<>\"]{1,190}\.[^@\s,;<>\"]{2,}$")
LONGEST_EMAIL = 254
SUFFIXES = {"jr", "sr", "ii", "iii", "iv", "v"}

GRADES = {"IT", "PR", "PK", "TK", "KG", "PS", "UG", "Other", *(f"{n:02d}" for n in range(1, 14))}
GRADE_WORDS = {
    "k": "KG", "kg": "KG", "kindergarten": "KG", "kinder": "KG", "kn": "KG", "0": "KG", "00": "KG",
    "kindergarten full day": "KG", "jardin": "KG",
    "pk": "PK", "prek": "PK", "pre-k": "PK", "pre k": "PK", "prekindergarten": "PK",
    "pre-kindergarten": "PK", "-1": "PK", "-2": "PK", "p3": "PK", "p4": "PK",
    "tk": "TK", "transitional kindergarten": "TK",
    "freshman": "09", "sophomore": "10", "junior": "11", "senior": "12",
    "ug": "UG", "ungraded": "UG", "ps": "PS", "other": "Other", "it": "IT", "pr": "PR",
}  # fmt: skip
GRADE_NUMBER = re.compile(
    r"^(?:grade|gr|grado|year)?\.?\s*0?(\d{1,2})\s*(?:st|nd|rd|th|o|º|°|to|mo|vo|ro|do)?\.?\s*(?:grade|gr|grado)?$",
    re.IGNORECASE,
)


def clean(text: str) -> str:
    """Composed letters, plain spaces, no control characters, nothing that turns text around.

    Joiners stay: some scripts, and some emoji, cannot be written without them.
    """
    if text.isascii() and text.isprintable():
        return " ".join(text.split()) if " " in text else text
    text = unicodedata.normalize("NFC", INVISIBLE.sub("", text))
    return " ".join(text.split())


def is_damaged(text: str) -> bool:
    """Has a spreadsheet turned this id into a number, a hash row or an error?"""
    return bool(DAMAGED.match(text))


def turned_to_date(text: str) -> bool:
    """Has a spreadsheet turned this number, or these periods, into a day?"""
    return bool(TURNED_TO_DATE.match(text))


def grade_of(text: str) -> str | None:
    """The grade's code; empty for empty; None when it is no grade we know."""
    word = clean(text)
    if not word:
        return ""
    if word in GRADES:
        return word
    if known := GRADE_WORDS.get(word.lower().rstrip(".")):
        return known
    found = GRADE_NUMBER.match(word)
    if found and 1 <= int(found[1]) <= 13:
        return f"{int(found[1]):02d}"
    return None


def iso_date(text: str) -> date | None:
    """A date written year-month-day, or None."""
    if not ISO_DATE.match(text):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def date_in(text: str, order: str) -> date | None:
    """A date in a known order, ``mdy``, ``dmy`` or ``ymd`` (``""``: ISO only); None if it does not fit."""
    if found := iso_date(text):
        return found
    if not order:
        return None
    parts = re.split(r"[/.\-]", text)
    if len(parts) != 3 or not all(part.isdecimal() for part in parts):
        return None
    at = {letter: int(parts[i]) for i, letter in enumerate(order)}
    if len(parts[order.index("y")]) != 4:
        return None
    try:
        return date(at["y"], at["m"], at["d"])
    except ValueError:
        return None


def fits_either(text: str) -> bool:
    """May the day and the month be told apart only by guessing? 13/04/2026 tells, 03/04/2026 not."""
    month_first, day_first = date_in(text, "mdy"), date_in(text, "dmy")
    return bool(month_first and day_first and month_first != day_first)


def instant(text: str) -> datetime | None:
    """A date and time with its zone, or None. A bare date is its first moment, UTC."""
    try:
        found = datetime.fromisoformat(text.replace("Z", "+00:00"))
    except ValueError:
        return None
    if found.tzinfo is None:
        return datetime.fromisoformat(f"{found.isoformat()}+00:00")
    return found


def split_name(text: str) -> tuple[str, str, bool]:
    """First name, last name, and whether we are sure of the cut.

    ``Last, First`` is cut at its comma, two words at their space. Anything else is kept
    whole, as a first name, because a wrong cut is worse than none.
    """
    name = clean(text)
    if "," in name:
        parts = [part.strip() for part in name.split(",") if part.strip()]
        suffix = [p for p in parts[1:] if p.lower().rstrip(".") in SUFFIXES]
        rest = [p for p in parts if p not in suffix]
        if len(rest) == 2:
            return rest[1], " ".join([rest[0], *suffix]), True
        if len(rest) == 1 and suffix:
            first, last, sure = split_name(rest[0])
            return (first, f"{last} {suffix[0]}", sure) if last else (first, suffix[0], False)
        return name, "", False
    words = name.split(" ")
    if len(words) == 1:
        return name, "", True
    if len(words) == 2:
        return words[0], words[1], True
    if len(words) == 3 and words[2].lower().rstrip(".") in SUFFIXES:
        return words[0], f"{words[1]} {words[2]}", True
    return name, "", False


def email_of(text: str) -> str:
    """The address, or empty when it is none."""
    word = text.strip()
    return word if EMAIL.match(word) and len(word) <= LONGEST_EMAIL else ""
