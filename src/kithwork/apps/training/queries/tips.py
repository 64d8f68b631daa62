"""One line for a peer to try: from what was missed most when the role was played. Nothing says that it was missed."""

from __future__ import annotations

from kithwork.apps.needs.models import PeerRole
from kithwork.apps.people.models import Student
from kithwork.apps.training.mastery import weakest
from kithwork.apps.training.models import Rehearsal
from kithwork.apps.training.orientation import role_words
from kithwork.apps.training.subjects import role_subject


def tip_to_rehearse(student: Student, role: str, language: str) -> str:
    """Empty where nothing was missed, or where what was missed stands on the checklist no more."""
    if role not in PeerRole.values:
        return ""
    rows = Rehearsal.objects.filter(
        student=student, subject=role_subject(role), taken_back_at__isnull=True
    )
    missed, looked_for = weakest(list(rows)), role_words().looks_for(role)
    if missed not in looked_for:
        return ""
    return role_words(language).tip_for(looked_for.index(missed), role)
