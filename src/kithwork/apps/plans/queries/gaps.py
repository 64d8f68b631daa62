"""Sessions of a day that lack a partner, and who could step in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.needs.queries import do_not_pairs_for_plan, wishes_for_plan
from kithwork.apps.peers.queries import volunteers_for_plan
from kithwork.apps.people.models import Student
from kithwork.apps.plans.current import problem_of, sessions_of
from kithwork.apps.plans.models import Draft
from kithwork.apps.plans.policies import visible_drafts
from kithwork.apps.plans.wording import against_words, good_words
from kithwork.apps.runs.models import Absence
from kithwork.apps.runs.policies import visible_sessions
from kithwork.apps.runs.queries import SessionLine, sessions_on, times_together
from kithwork.apps.schools.queries import open_days
from kithwork.matching import substitutes
from kithwork.matching.compiled import Compiled


@dataclass(frozen=True, slots=True)
class Substitute:
    """Somebody who could step in, and why."""

    student: Student
    why: str


@dataclass(frozen=True, slots=True)
class Gap:
    """A session today with nobody to be with, who is away, and one to three who could come."""

    line: SessionLine
    student: Student
    away: tuple[Student, ...]
    substitutes: tuple[Substitute, ...]

    @property
    def out(self) -> Student | None:
        return self.away[0] if self.away else None


def gaps_on(viewer: Viewer, on: date) -> list[Gap]:
    """The day's gaps for a coordinator, the earliest first. Substitutes come from the plan in force."""
    lines = [line for line in sessions_on(viewer, on) if line.is_gap]
    if not lines:
        return []
    draft = (
        visible_drafts(viewer)
        .select_related("ask", "school")
        .filter(status=Draft.Status.IN_FORCE)
        .first()
    )
    finder = _Finder(viewer, draft, on) if draft else None
    return [
        Gap(line, line.people[0], line.away, finder.for_line(line) if finder else ())
        for line in lines
    ]


def _kept_apart(school_id: int, on: date) -> set[tuple[int, int]]:
    """(student, peer) who may not meet, as it stands today: the plan may be older than a wish."""
    apart = set()
    for student, others in wishes_for_plan(school_id).avoids.items():
        apart |= {(student, other) for other in others}
    for offer in volunteers_for_plan(school_id, on):
        apart |= {(other, offer.student_id) for other in offer.rather_not}
    for one, two in do_not_pairs_for_plan(school_id, on):
        apart |= {(one, two), (two, one)}
    return apart


class _Finder:
    """Asks the matching who could step in today, and says it with names."""

    def __init__(self, viewer: Viewer, draft: Draft, on: date) -> None:
        self.viewer, self.draft, self.on = viewer, draft, on
        self.problem, self.sessions = Compiled(problem_of(draft)), sessions_of(draft)
        self.apart = _kept_apart(viewer.school_id, on)
        people = draft.ask.people
        self.name_of = {row: name for name, row in people["students"].items()}
        self.row_of = people["students"]
        self.need_of = {row: name for name, row in people["needs"].items()}
        self.periods = [p["label"] for p in people["periods"] if p["kind"] != "hallway"]
        self.width = len(people["periods"])
        absent = Absence.objects.filter(on=on, student__school_id=viewer.school_id)
        self.absent = {
            self.name_of[pk]
            for pk in absent.values_list("student_id", flat=True)
            if pk in self.name_of
        }
        self.busy = self._busy_today()
        self.frame_day = self._frame_day()

    def _frame_day(self) -> int | None:
        # The plan counts its days from the date it was laid out from.
        published_at = self.draft.published_at or self.draft.made_at
        local = published_at.astimezone(ZoneInfo(self.draft.school.timezone)).date()
        begun = max(self.draft.ask.starts_on, local)
        days = open_days(self.draft.school, min(begun, self.on), self.on)
        return days[-1].frame_day if days and days[-1].on == self.on else None

    def _busy_today(self) -> dict[str, set[int]]:
        """Period label -> students who are in some session then today, substitutes included."""
        busy: dict[str, set[int]] = {}
        rows = visible_sessions(self.viewer).filter(on=self.on).exclude(status="cancelled")
        for label, student, peer, live in rows.values_list(
            "label", "student_id", "session_peers__peer_id", "session_peers__is_live"
        ):
            busy.setdefault(label, set()).update({student, *({peer} if live and peer else ())})
        return busy

    def for_line(self, line: SessionLine) -> tuple[Substitute, ...]:
        row = visible_sessions(self.viewer).get(pk=line.pk)
        need = self.need_of.get(row.need_id)
        if need is None or self.frame_day is None or line.label not in self.periods:
            return ()
        slot = self.frame_day * self.width + self.periods.index(line.label)
        found = substitutes(self.problem, self.sessions, need, slot, absent=self.absent, limit=12)
        free = [
            one
            for one in found
            if self.row_of[one.peer] not in self.busy.get(line.label, set())
            and (row.student_id, self.row_of[one.peer]) not in self.apart
        ][:3]
        students = Student.objects.in_bulk([self.row_of[one.peer] for one in free])
        before = times_together([row.student_id])
        return tuple(
            Substitute(
                students[self.row_of[one.peer]],
                self._why(one, before.get((row.student_id, self.row_of[one.peer]), 0)),
            )
            for one in free
            if self.row_of[one.peer] in students
        )

    def _why(self, one, times: int) -> str:
        parts = [_("Free then and ready for this role")]
        if times:
            parts.append(
                ngettext("together %(n)s time before", "together %(n)s times before", times)
                % {"n": times}
            )
        parts += [good_words(reason) for reason in one.good[:1]]
        parts += [against_words(reason) for reason in one.against]
        return ", ".join(parts) + "."
