"""A meeting with its sign-in list and its script: what to say, minute by minute."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kithwork.apps.foundation.lookup import first_or_404
from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.training.models import Meeting, Seat
from kithwork.apps.training.orientation import Piece, role_words
from kithwork.apps.training.policies import may_change_meeting, visible_meetings
from kithwork.apps.training.subjects import lesson_name, lesson_of, orientation_part
from kithwork.playbooks.schema.sessions import Lesson

# Practices B.2, in minutes: recap 2, why 4, role-play 10, feedback 3, check 4, faces 1.
KINDS = {
    "recap": gettext_lazy("Recap"),
    "tell": gettext_lazy("Tell why and how"),
    "model": gettext_lazy("Show it, right and wrong"),
    "role_play": gettext_lazy("Role-play in threes"),
    "practise": gettext_lazy("Practise"),
    "feedback": gettext_lazy("Feedback"),
    "check": gettext_lazy("Check"),
    "faces": gettext_lazy("Faces"),
    "review": gettext_lazy("Review"),
}


@dataclass(frozen=True, slots=True)
class ScriptPart:
    kind: str
    minutes: int
    say: tuple[str, ...]
    for_you: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Script:
    minutes: int
    needs: tuple[str, ...]
    parts: tuple[ScriptPart, ...]
    scenes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MeetingPage:
    meeting: Meeting
    name: str
    seats: tuple[Seat, ...]
    script: Script
    next: Meeting | None
    may_change: bool


def meeting_or_404(viewer: Viewer, meeting_id: int) -> Meeting:
    rows = visible_meetings(viewer).select_related("leader", "school", "follows")
    return first_or_404(rows.filter(pk=meeting_id))


def meeting_page(viewer: Viewer, meeting: Meeting) -> MeetingPage:
    seats = meeting.seats.select_related("student").order_by(
        "student__last_name", "student__first_name"
    )
    return MeetingPage(
        meeting=meeting,
        name=lesson_name(meeting.lesson, meeting.school_id),
        seats=tuple(seats),
        script=script_of(meeting.lesson, meeting.school_id),
        next=meeting.followed_by.order_by("on").first(),
        may_change=bool(may_change_meeting(viewer, meeting)),
    )


def script_of(key: str, school_id: int | None) -> Script:
    """The practice's own lesson as it is written, or three pieces of the orientation in the same order."""
    part = orientation_part(key)
    if part:
        return _orientation(part, is_first=key.endswith("/1"))
    lesson = lesson_of(key, school_id)
    return _lesson(lesson) if lesson else Script(0, (), (), ())


def _lesson(lesson: Lesson) -> Script:
    parts = tuple(
        ScriptPart(
            str(KINDS[one.kind]), one.minutes, (one.say,), (one.script,) if one.script else ()
        )
        for one in lesson.parts
    )
    scenes = tuple(one.scene for one in lesson.role_plays)
    return Script(lesson.minutes, tuple(lesson.needs), parts, scenes)


def _orientation(part: tuple[Piece, ...], *, is_first: bool) -> Script:
    recap = (
        _("What makes somebody good to be with? Say one thing.")
        if is_first
        else _("What do you know from last time? Say one thing.")
    )
    model = tuple(
        _("Right: %(right)s Wrong: %(wrong)s") % {"right": one.example, "wrong": one.not_example}
        for one in part
    )
    kinds = {key: str(label) for key, label in KINDS.items()}
    parts = (
        ScriptPart(kinds["recap"], 2, (recap,)),
        ScriptPart(kinds["tell"], 4, tuple(card.text for one in part for card in one.cards)),
        ScriptPart(kinds["model"], 5, model, (_("Play the wrong one first. Let them say what they saw."),)),
        ScriptPart(
            kinds["role_play"], 10, tuple(one.try_it for one in part),
            (_("One is the peer, one the partner, one watches with the checklist. Change twice."),),
        ),
        ScriptPart(kinds["feedback"], 3, (_("Who watched: say one thing you saw, and one hint."),)),
        ScriptPart(
            kinds["check"], 4, tuple(q.asks for one in part for q in one.check),
            (_("Everybody answers for themselves: on a phone, on paper, by pointing."),),
        ),
        ScriptPart(kinds["faces"], 1, (_("Point to a face: how was this for you?"),)),
    )  # fmt: skip
    scenes = tuple(role_words().scenes.values())
    return Script(sum(one.minutes for one in parts), (), parts, scenes)
