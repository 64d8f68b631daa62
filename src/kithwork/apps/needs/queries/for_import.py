"""What stands about some students before a spreadsheet is brought in, and what of it would change.

For the coordinator's import only: it compares, and shows names of fields, never what they said.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q

from kithwork.apps.needs.models import PreferenceCard, SupportNeed, Wish


@dataclass(slots=True)
class Standing:
    """Open needs by student, wishes by student and other, how each card says they were asked."""

    needs: dict[int, list[SupportNeed]] = field(default_factory=lambda: defaultdict(list))
    wishes: dict[tuple[int, int], str] = field(default_factory=dict)
    how_asked: dict[int, str] = field(default_factory=dict)


def standing_of(student_ids: Collection[int], on: date) -> Standing:
    found = Standing()
    needs = (
        SupportNeed.objects.filter(student_id__in=student_ids)
        .filter(Q(closed_on__isnull=True) | Q(closed_on__gt=on))
        .select_related("student", "section")
        .order_by("pk")
    )
    for need in needs:
        found.needs[need.student_id].append(need)
    wishes = Wish.objects.filter(student_id__in=student_ids)
    for student_id, other_id, kind in wishes.values_list("student_id", "other_id", "kind"):
        found.wishes[student_id, other_id] = kind
    cards = PreferenceCard.objects.filter(student_id__in=student_ids)
    found.how_asked = dict(cards.values_list("student_id", "how_asked"))
    return found
