"""What partners and families must never be shown: words planted to be searched for."""

from __future__ import annotations

from datetime import time
from typing import Any

from kithwork.apps.needs.models import DoNotPair, SupportNeed, Wish
from kithwork.apps.runs.models import Session
from tests.cast import (
    CANARIES,
    LENS,
    make_section,
    make_student,
)
from tests.house.furniture.days import monday


def what_the_lens_hides(cast: Any) -> None:
    """Ada on paper, a class that tells, a time of hers in it with Ben, and a pair that is nobody's business."""
    from kithwork.apps.measures.models import Goal, Measure
    from kithwork.apps.people.models import Student

    school = cast.school
    Student.objects.filter(pk=cast.ada.pk).update(
        number=LENS["number"], disability_words="own_words", own_words=LENS["own_words"]
    )
    skills = make_section(school, f"{LENS['section']} Skills", "5", [cast.ada], cast.ines_staff)
    type(skills).objects.filter(pk=skills.pk).update(room=LENS["room"])
    one = make_student(school, LENS["pair"], grade="08")
    other = make_student(school, LENS["partner"], grade="08")
    for student, peer, label, starts in [
        (cast.ada, cast.ben, "5", time(12, 35)), (one, other, "4", time(11, 40)),
    ]:  # fmt: skip
        need = SupportNeed.objects.create(
            student=student, place="class", section=skills, role="buddy", times_a_week=1
        )
        session = Session.objects.create(
            school=school, need=need, student=student, section=skills, on=monday(), label=label,
            starts_at=starts, ends_at=time(13, 25),
        )  # fmt: skip
        session.session_peers.create(peer=peer, on=session.on, label=label)
    Session.objects.create(
        school=school, need=cast.ada_art, student=cast.ada, section=cast.art, on=monday(), label="3",
        starts_at=time(10, 0), ends_at=time(10, 50), status=Session.Status.NOT_HELD,
        why_not=LENS["why_not"],
    )  # fmt: skip
    measure = Measure.objects.create(
        school=school, student=cast.ada, name=LENS["measure"], source="entered", scale="count",
        unit="times", started_on=monday(),
    )  # fmt: skip
    Goal.objects.create(
        measure=measure, level=3, starts_on=monday(), by_on=monday(8), words=LENS["goal"],
        is_iep=True,
    )  # fmt: skip


def wish_with_names_found_nowhere_else(cast: Any) -> None:
    """Whom Ada would like to know, would rather not be with, and is kept apart from: names that tell on a page."""
    liked = make_student(cast.school, CANARIES["wish"], grade="07")
    avoided = make_student(cast.school, CANARIES["avoid"], grade="07")
    Wish.objects.create(student=cast.ada, other=liked, kind=Wish.Kind.WOULD_LIKE)
    Wish.objects.create(student=cast.ada, other=avoided, kind=Wish.Kind.RATHER_NOT)
    first, second = sorted([cast.ada, avoided], key=lambda student: student.pk)
    DoNotPair.objects.create(
        first=first, second=second, reason=CANARIES["do_not_pair"], by_id=cast.rosa.user_id, since=monday()
    )  # fmt: skip
