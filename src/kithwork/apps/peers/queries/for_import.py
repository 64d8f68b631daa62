"""What stands about some volunteers before a spreadsheet is brought in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field

from kithwork.apps.peers.models import PeerWish, ProtectedClass, Volunteer


@dataclass(slots=True)
class Offers:
    """Volunteers by student, the sections each protects, and wishes by student and other."""

    volunteers: dict[int, Volunteer] = field(default_factory=dict)
    protected: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))
    wishes: dict[tuple[int, int], str] = field(default_factory=dict)


def offers_of(student_ids: Collection[int]) -> Offers:
    rows = Volunteer.objects.filter(student_id__in=student_ids).select_related("student")
    found = Offers(volunteers={row.student_id: row for row in rows})
    kept = ProtectedClass.objects.filter(volunteer__student_id__in=student_ids)
    for student_id, section_id in kept.values_list("volunteer__student_id", "section_id"):
        found.protected[student_id].add(section_id)
    wishes = PeerWish.objects.filter(volunteer__student_id__in=student_ids)
    for student_id, other_id, kind in wishes.values_list(
        "volunteer__student_id", "other_id", "kind"
    ):
        found.wishes[student_id, other_id] = kind
    return found
