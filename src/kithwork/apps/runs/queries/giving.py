"""The balance of giving and receiving in a run, for staff: who has had which side, and what could come next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kithwork.apps.foundation import clock
from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.people.models import Student
from kithwork.apps.runs.balance import Balance, follows_from_procedure, limits_of
from kithwork.apps.runs.giving import balances, first_day
from kithwork.apps.runs.models import Run
from kithwork.apps.runs.queries.practice import playbook_here
from kithwork.apps.runs.queries.runs import participants_of
from kithwork.playbooks import Playbook

# Half of the little picture, in its own units; the longer side reaches to the edge.
HALF = 100


@dataclass(frozen=True, slots=True)
class BothSides:
    """One student's two sides. The picture says no more than the words beside it."""

    student: Student
    balance: Balance
    roles: tuple[tuple[str, int], ...]

    @property
    def gave_width(self) -> int:
        return self._width(self.balance.gave)

    @property
    def gave_from(self) -> int:
        return HALF - self.gave_width

    @property
    def received_width(self) -> int:
        return self._width(self.balance.received)

    def _width(self, times: int) -> int:
        return round(HALF * times / max(self.balance.gave, self.balance.received, 1))


@dataclass(frozen=True, slots=True)
class GivingPage:
    """Everybody this viewer sees in the run, by name, or that it follows from the procedure."""

    run: Run
    playbook: Playbook
    follows: bool
    weeks: int
    since: date
    people: tuple[BothSides, ...]

    @property
    def to_look_at(self) -> tuple[BothSides, ...]:
        return tuple(one for one in self.people if one.balance.needs_a_look)

    @property
    def is_untold(self) -> bool:
        return all(one.balance.state == "untold" for one in self.people)


def giving_page(viewer: Viewer, run: Run) -> GivingPage:
    playbook, today = playbook_here(run), clock.today_for(viewer)
    on = min(max(today, run.starts_on), run.ends_on)
    follows = follows_from_procedure(playbook)
    people = [] if follows else participants_of(viewer, run, on)
    found = balances(run, playbook, on, [one.student_id for one in people]) if people else {}
    names = {role.id: role.name for role in playbook.roles}
    return GivingPage(
        run=run,
        playbook=playbook,
        follows=follows,
        weeks=limits_of(playbook).weeks,
        since=max(run.starts_on, first_day(playbook, on)),
        people=tuple(
            BothSides(
                one.student,
                found[one.student_id],
                tuple((names.get(key, key), n) for key, n in found[one.student_id].roles),
            )
            for one in people
        ),
    )
