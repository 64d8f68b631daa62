"""Sessions of a day that lack a partner, and who could step in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.people.models import Student
from kithwork.apps.plans.current import begun_on, problem_of, sessions_of
from kithwork.apps.plans.models import Draft
from kithwork.apps.plans.policies import visible_drafts
from kithwork.apps.plans.wording import against_words, good_words
from kithwork.apps.runs.apart import kept_apart
from kithwork.apps.runs.models import Absence
from kithwork.apps.runs.peer_week import minutes_of, peer_weeks
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
    draft = in_force(viewer)
    finder = Finder(viewer, draft, on) if draft else None
    return [
        Gap(line, line.people[0], line.away, finder.for_line(line) if finder else ())
        for line in lines
    ]


def in_force(viewer: Viewer) -> Draft | None:
    """The plan that holds now, for a coordinator."""
    drafts = visible_drafts(viewer).select_related("ask", "school")
    return drafts.filter(status=Draft.Status.IN_FORCE).first()


class Finder:
    """Asks the matching who could step in today, and says it with names."""

    def __init__(
        self, viewer: Viewer, draft: Draft, on: date, problem: Compiled | None = None
    ) -> None:
        self.viewer, self.draft, self.on = viewer, draft, on
        self.problem, self.sessions = problem or Compiled(problem_of(draft)), sessions_of(draft)
        self.apart = kept_apart(viewer.school_id, on)
        people = draft.ask.people
        self.name_of = {row: name for name, row in people["students"].items()}
        self.row_of = people["students"]
        self.need_of = {row: name for name, row in people["needs"].items()}
        # A walk to a class has the class's label, and its sessions say that they are before it.
        self.periods = [
            f"before {p['label']}" if p["kind"] == "hallway" else p["label"]
            for p in people["periods"]
        ]
        self.width = len(self.periods)
        absent = Absence.objects.filter(on=on, student__school_id=viewer.school_id)
        self.absent = {
            self.name_of[pk]
            for pk in absent.values_list("student_id", flat=True)
            if pk in self.name_of
        }
        self.busy = self._busy_today()
        self.frame_day = self._frame_day()

    def _frame_day(self) -> int | None:
        begun = begun_on(self.draft)
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
        row = visible_sessions(self.viewer).select_related("need").get(pk=line.pk)
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
        ]
        weeks = peer_weeks([self.row_of[one.peer] for one in free], row.on)
        need_minutes = minutes_of(row)
        full = {peer for peer, week in weeks.items() if not week.has_room_for(need_minutes)}
        free = [one for one in free if self.row_of[one.peer] not in full][:3]
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
