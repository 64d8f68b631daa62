"""The words of the library, as people read them. A number is never dressed up as research."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from kithwork.playbooks import Playbook
from kithwork.playbooks.schema.base import Every, Span

GRADES = {
    "PK": gettext_lazy("Preschool"),
    "K": gettext_lazy("Kindergarten"),
    "1": gettext_lazy("Grade 1"),
    "2-6": gettext_lazy("Grades 2 to 6"),
    "MS": gettext_lazy("Middle school"),
    "HS": gettext_lazy("High school"),
}
SETTINGS = {
    "classroom": gettext_lazy("Classroom"),
    "lunch": gettext_lazy("Lunch"),
    "recess": gettext_lazy("Recess"),
    "hallway": gettext_lazy("Hallway"),
    "elective": gettext_lazy("Elective class"),
    "study_hall": gettext_lazy("Study hall"),
    "club": gettext_lazy("Club"),
    "community": gettext_lazy("Community"),
    "event": gettext_lazy("Event"),
    "special_ed_room": gettext_lazy("Special education room"),
    "after_school": gettext_lazy("After school"),
    "library": gettext_lazy("Library"),
}
# Where everyday roles happen, and the words for places that the library of roles uses.
ROLE_PLACES = {
    "class": gettext_lazy("In class"),
    "arts": gettext_lazy("Art, music and drama"),
    "sports": gettext_lazy("Sports"),
    "library": gettext_lazy("Library"),
    "lunch_recess": gettext_lazy("Lunch and recess"),
    "on_the_way": gettext_lazy("Arriving and moving about"),
    "school": gettext_lazy("For the whole school"),
    "beyond": gettext_lazy("After school and outside"),
}
BRINGS = {
    "voice": gettext_lazy("Voice or signs"),
    "device": gettext_lazy("A device, switch or recording"),
    "cards": gettext_lazy("Cards and symbols"),
    "hands": gettext_lazy("Busy hands"),
    "moving": gettext_lazy("Being on the move"),
    "numbers": gettext_lazy("An eye for numbers"),
    "meeting": gettext_lazy("Meeting people"),
    "leading": gettext_lazy("Leading"),
}
SUBJECTS = {
    "reading": gettext_lazy("Reading"),
    "spelling": gettext_lazy("Spelling"),
    "maths": gettext_lazy("Maths"),
    "vocabulary": gettext_lazy("Vocabulary"),
    "science": gettext_lazy("Science"),
    "social_studies": gettext_lazy("Social studies"),
    "writing": gettext_lazy("Writing"),
    "content": gettext_lazy("Content of a subject"),
    "social": gettext_lazy("Being together"),
    "communication": gettext_lazy("Communication"),
    "school_life": gettext_lazy("School life"),
    "any": gettext_lazy("Any subject"),
}
SCOPES = {
    "class": gettext_lazy("A whole class"),
    "focus_student": gettext_lazy("One student with peers"),
    "group": gettext_lazy("A group"),
    "program": gettext_lazy("The whole program"),
}
# In the order from firmest to weakest.
STRENGTHS = {
    "strong": gettext_lazy("Strong evidence"),
    "promising": gettext_lazy("Promising evidence"),
    "mixed": gettext_lazy("Mixed results"),
    "limited": gettext_lazy("Limited evidence"),
    "program": gettext_lazy("From a program's own pages"),
    "to_confirm": gettext_lazy("Not confirmed yet"),
}
TAGS = {
    "S": gettext_lazy("From a founding document"),
    "V": gettext_lazy("Seen in print"),
    "K": gettext_lazy("Known procedure, not checked again"),
    "D": gettext_lazy("Our setting"),
}
METHODS = {
    "event": gettext_lazy("counted"),
    "duration": gettext_lazy("timed"),
    "latency": gettext_lazy("time until it begins"),
    "partial_interval": gettext_lazy("seen at any time in an interval"),
    "whole_interval": gettext_lazy("seen through a whole interval"),
    "momentary_time_sampling": gettext_lazy("a look at the end of an interval"),
    "planned_activity_check": gettext_lazy("a look at everybody now and then"),
    "opportunity": gettext_lazy("of the chances there were"),
    "rating": gettext_lazy("rated"),
    "permanent_product": gettext_lazy("from finished work"),
    "log": gettext_lazy("from the log"),
}
WHO = {
    "pair": gettext_lazy("The pair"),
    "group": gettext_lazy("The group"),
    "class": gettext_lazy("The class"),
    "everyone": gettext_lazy("Everyone"),
    "students": gettext_lazy("Students"),
    "student": gettext_lazy("Student"),
    "peer": gettext_lazy("Peer"),
    "peers": gettext_lazy("Peers"),
    "pairs": gettext_lazy("Pairs"),
    "focus_student": gettext_lazy("Focus student"),
    "families": gettext_lazy("Families"),
    "teacher": gettext_lazy("Teacher"),
    "staff": gettext_lazy("Staff"),
    "adult": gettext_lazy("Adult"),
    "program": gettext_lazy("The program"),
    "team": gettext_lazy("The team"),
    "self": gettext_lazy("Whoever leads"),
    "observer": gettext_lazy("Observer"),
    "facilitator": gettext_lazy("Facilitator"),
}
KINDS_OF_PART = {
    "recap": gettext_lazy("Look back"),
    "tell": gettext_lazy("Tell"),
    "model": gettext_lazy("Show"),
    "role_play": gettext_lazy("Role-play"),
    "practise": gettext_lazy("Practise"),
    "feedback": gettext_lazy("Feedback"),
    "check": gettext_lazy("Check"),
    "faces": gettext_lazy("Faces"),
    "review": gettext_lazy("Review"),
}
CHANGES = {
    "pair": gettext_lazy("New partners"),
    "team": gettext_lazy("New teams"),
    "role": gettext_lazy("Roles change"),
    "peer": gettext_lazy("Another peer"),
    "host": gettext_lazy("Another host"),
    "content": gettext_lazy("New content"),
    "setting": gettext_lazy("Another setting"),
    "review": gettext_lazy("Time to look again"),
}
LANGUAGES = {
    "en": "English",
    "es": "Español",
    "fr": "Français",
    "pt": "Português",
    "de": "Deutsch",
    "ar": "العربية",
    "vi": "Tiếng Việt",
    "zh": "中文",
}


def label(table: Mapping[str, object], key: str | None) -> str:
    """The word for a key; a key without one reads as itself, without underscores."""
    if not key:
        return ""
    return str(table.get(key) or key.replace("_", " ").capitalize())


def joined(table: Mapping[str, object], keys: Iterable[str]) -> str:
    return ", ".join(label(table, key) for key in keys)


def who_words(playbook: Playbook, key: str) -> str:
    """A role's name, or the word for those who do it together."""
    role = next((one for one in playbook.roles if one.id == key), None)
    return role.name if role else label(WHO, key)


def span_words(span: Span | None) -> str:
    """3, 3 to 4, or 3 and more."""
    if span is None:
        return ""
    low = f"{span.min:g}"
    if span.max is None:
        return low if isinstance(span, Every) else _("%(low)s or more") % {"low": low}
    if span.max == span.min:
        return low
    return _("%(low)s to %(high)s") % {"low": low, "high": f"{span.max:g}"}


def every_words(every: Every) -> str:
    """Every week, every 2 weeks, every 3 to 4 sessions."""
    if every.max in (None, every.min) and every.min == 1:
        return str(ONCE.get(every.unit, every.unit))
    return str(UNITS.get(every.unit, every.unit)) % {"n": span_words(every)}


ONCE = {
    "half_session": gettext_lazy("every half session"),
    "session": gettext_lazy("every session"),
    "day": gettext_lazy("every day"),
    "week": gettext_lazy("every week"),
    "month": gettext_lazy("every month"),
    "term": gettext_lazy("every term"),
    "year": gettext_lazy("every year"),
}
UNITS = {
    "half_session": gettext_lazy("every %(n)s half sessions"),
    "session": gettext_lazy("every %(n)s sessions"),
    "day": gettext_lazy("every %(n)s days"),
    "week": gettext_lazy("every %(n)s weeks"),
    "month": gettext_lazy("every %(n)s months"),
    "term": gettext_lazy("every %(n)s terms"),
    "year": gettext_lazy("every %(n)s years"),
}


def times_words(times: Span, unit: str) -> str:
    """Once a week, 2 to 3 times a week, for ``unit`` "week" and "month"."""
    if times.min == times.max == 1:
        return _("once a week") if unit == "week" else _("once a month")
    said = _("%(n)s times a week") if unit == "week" else _("%(n)s times a month")
    return said % {"n": span_words(times)}


def minutes_words(minutes: int | None, between: Span | None = None) -> str:
    if minutes is None and between is None:
        return ""
    if between is not None and between.max != between.min:
        return _("%(span)s minutes") % {"span": span_words(between)}
    n = minutes if minutes is not None else int(between.min if between else 0)
    return ngettext("%(n)s minute", "%(n)s minutes", n) % {"n": n}
