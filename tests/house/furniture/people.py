"""Who comes in, agrees, learns, takes a course, and leaves with thanks."""

from __future__ import annotations

from typing import Any

from kithwork.apps.care.models import Parting
from kithwork.apps.consents.actions import FamilyAnswer, ask_families, write_down
from kithwork.apps.recruiting.actions import CallFrame, decide, invite, name_student, open_call
from kithwork.apps.runs.models import Pairing
from tests.cast import (
    STAFF_WORDS,
    make_student,
)
from tests.house.furniture.days import monday


def entrance(cast: Any) -> dict[str, Any]:
    """A window of Ada's class, and a device that shows it."""
    from kithwork.apps.entrances import actions as entrances

    window = entrances.open_window(cast.art, by=cast.ines)
    tablet = entrances.enrol_device("secret", name="Tablet 3", place="Shelf", by=cast.ines)
    entrances.show_class_on(tablet, window, by=cast.ines)
    return {"window_id": window.pk, "tablet_id": tablet.pk}


def program(cast: Any) -> dict[str, Any]:
    """A program with a team on which a student sits, a line on its table, a tick, and words for a flyer."""
    from kithwork.apps.programs import actions as programs

    one, by = programs.start_program("Side by Side", by=cast.rosa), cast.rosa
    member = programs.add_member(one, programs.Who(student=cast.sora), seat="student", by=by)
    programs.keep_meeting(one, on=monday(), came=[member], decided="Begin small.", by=by)
    line = programs.add_resource(one, programs.ResourceLine("cost", "Snacks"), by=by)
    tick = programs.tick_ready(one, "stop", on=monday(), by=by)
    words = programs.Words("Side by Side", "We play.", "All.", "At lunch.", "Ask in room 12.")
    programs.keep_words(one, words, language="es", by=by)
    return {
        "program_id": one.pk,
        "decision": "form",
        "resource_id": line.pk,
        "member_id": member.pk,
        "approval": "program_plan",
        "tick_id": tick.pk,
        "piece": "flyer",
        "language": "es",
    }


def training(cast: Any) -> dict[str, Any]:
    """A role-play and an agreement of Ada's, and a meeting she is asked to."""
    from kithwork.apps.training import actions as training

    said = dict.fromkeys(range(8), "yes")
    played = training.score(cast.ada, "role:buddy", "role", said, by=cast.rosa)
    agreed = training.make_agreement(cast.ada, "role", "buddy", by=cast.rosa)
    frame = training.MeetingFrame(monday(), "lunch", "orientation/1", leader=cast.ines_staff)
    meeting = training.plan_meeting(frame, by=cast.rosa)
    training.ask_to_meeting(meeting, [cast.ada], by=cast.rosa)
    return {
        "piece_key": "private",
        "subject": "role:buddy",
        "lesson": "role",
        "rehearsal_id": played.pk,
        "agreement_id": agreed.pk,
        "meeting_id": meeting.pk,
    }


def course(cast: Any) -> dict[str, Any]:
    """A course of Ines's with Ben in it, placed with Tomas; one row of everything that is written in it."""
    from kithwork.apps.courses import actions as courses

    began = monday(-8)
    frame = courses.CohortFrame("Peer Collaboration", cast.ines_staff, began, monday(10))
    cohort = courses.start_cohort(frame, by=cast.rosa)
    courses.add_members(cohort, [cast.ben], by=cast.rosa)
    member = cohort.members.get()
    where = courses.PlacementFrame(
        "class", cast.tomas_staff, monday(-1), ("2",), section=cast.science
    )
    placement = courses.place(member, where, by=cast.rosa)
    entry = courses.write_entry(
        member, courses.EntryFrame(monday(), "We read."), by=cast.ben_viewer
    )
    return {
        "cohort_id": cohort.pk,
        "course_member_id": member.pk,
        "placement_id": placement.pk,
        "day_id": courses.say_day(placement, monday(), "2", by=cast.ben_viewer).pk,
        "placement_idea_id": courses.give_idea(placement, "Pairs.", by=cast.ben_viewer).pk,
        "entry_id": entry.pk,
        "feedback_id": courses.give_feedback(entry, "Well seen.", by=cast.rosa).pk,
        "unit_id": cohort.units.first().pk,
        "seminar_id": courses.plan_seminar(cohort, monday(), "Waiting", by=cast.rosa).pk,
    }


def partings(cast: Any) -> dict[str, Any]:
    """Ben and Ada are partners; Ben stops, and Lena asks for another partner through an adult."""
    days = {"starts_on": monday(), "ends_on": monday(4)}
    Pairing.objects.get_or_create(
        school=cast.school, student=cast.ada, peer=cast.ben, need=cast.ada_lunch, role="buddy",
        defaults=days,
    )  # fmt: skip
    Pairing.objects.get_or_create(
        school=cast.school, student=cast.malik, peer=cast.lena, need=cast.malik_science,
        role="tutor", defaults=days,
    )  # fmt: skip
    cast.ben.refresh_from_db()
    own = {"school": cast.school, "last_on": monday(1), "replace_by": monday(2)}
    parting = Parting.objects.create(
        student=cast.lena, partner=cast.malik, kind="change", goodbye="card", is_own=False,
        note=STAFF_WORDS["parting"], **own,
    )  # fmt: skip
    mine = Parting.objects.create(
        student=cast.ben, kind="leave", goodbye="meet", is_own=True, **own
    )
    return {
        "partner_id": cast.ada.pk,
        "peer_id": cast.ben.pk,
        "parting_id": parting.pk,
        "own_parting_id": mine.pk,
    }


def recruiting(cast: Any) -> tuple[Any, Any]:
    """A call that is open, and a student who was invited."""
    until = monday(4)
    call = open_call(CallFrame("Lunch club", "Games on Mondays.", 5, until), by=cast.rosa)
    noor = make_student(cast.school, "Noor", "Said")
    name_student(noor, why=STAFF_WORDS["nomination"], by=cast.rosa)
    invited = invite(noor, by=cast.rosa)
    return call, decide(invited, state="waiting", reason=STAFF_WORDS["choice"], by=cast.rosa)


def permissions(cast: Any) -> tuple[Any, Any]:
    """An answer on the ledger, and a link that is out for Ada's mother."""
    given = FamilyAnswer(
        {"photo": "yes"}, "paper", signer=STAFF_WORDS["signer"], kept_at=STAFF_WORDS["paper"]
    )
    (answer,) = write_down(cast.ada, given, by=cast.rosa)
    (ask,) = ask_families([cast.ada], purposes=["take_part", "photo"], by=cast.rosa)
    return answer, ask
