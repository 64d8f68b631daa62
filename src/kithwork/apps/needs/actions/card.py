"""The preference card: what a student told their team about company."""

from __future__ import annotations

from typing import Any

from kithwork.apps.foundation.verdict import require
from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.needs.models import PreferenceCard
from kithwork.apps.needs.policies import may_change_needs
from kithwork.apps.people.models import Student
from kithwork.apps.trail.actions import action, note

FIELDS = frozenset(
    {
        "how_asked",
        "asked_on",
        "activities_i_like",
        "help_i_like",
        "help_i_do_not_like",
        "how_i_say_yes_no_stop",
        "best_times",
    }
)


@action("preference_card.set")
def set_preference_card(student: Student, *, by: Viewer, **fields: Any) -> PreferenceCard:
    """Keep what the student said; fields not given stay as they are.

    Raises Refused if `by` is not on the team.
    """
    require(may_change_needs(by, student))
    if unknown := set(fields) - FIELDS:
        raise TypeError(f"a preference card has no {', '.join(sorted(unknown))}")
    card, _made = PreferenceCard.objects.select_for_update().get_or_create(student=student)
    changed = [name for name, value in fields.items() if getattr(card, name) != value]
    for name in changed:
        setattr(card, name, fields[name])
    if changed:
        card.save(update_fields=changed)
    note(student=student.pk, fields=sorted(changed))
    return card
