"""What surrounds a student, in the order it is looked at: from data where there are some, else as an adult said.

Dose, planned steps and pairing are looked at before anybody is named; what is hard, wanted, reachable and
known of a student only after that.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cached_property
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kithwork.apps.foundation import clock
from kithwork.apps.schools.queries import limits
from kithwork.apps.suggestions.metrics import METRICS, Subject
from kithwork.apps.suggestions.metrics.carried_out import held_of_told
from kithwork.apps.suggestions.models import CheckAnswer
from kithwork.apps.suggestions.rules_here import RuleHere, Values, asked, rule_here, value_in
from kithwork.apps.suggestions.run_data import RunData
from kithwork.evidence.decisions import Weighed, decide, first_open
from kithwork.playbooks import rule_book

# Looked at of a student, once what surrounds them is fine.
OF_STUDENT = ("difficulty", "motivation", "access", "skill")
BEFORE_ANYBODY = ("dose", "fidelity", "pairing")
# Whose thresholds these checks take: one number for one thing, wherever it is asked.
DOSE_RULE, FIDELITY_RULE, PAIRING_RULES = "DR-26", "DR-10", ("DR-05", "DR-06")
WHOLE = 100

NAMES: dict[str, str | Promise] = {
    "dose": _("Was it held often enough?"),
    "fidelity": _("Were the planned steps done?"),
    "pairing": _("Do the pairs work?"),
    "reinforcement": _("Is there praise for what goes well?"),
    "activity": _("Does the activity invite them?"),
    "peer_fit": _("Are the right people together?"),
    "difficulty": _("Is the work at the right level?"),
    "motivation": _("Does it matter to the student?"),
    "access": _("Can the student reach it: device, noise, time of day?"),
    "skill": _("Was the skill itself taught?"),
}


@dataclass(frozen=True, slots=True)
class Checked:
    """One check: passed or not, or unknown, and the numbers that say so."""

    check_of: str
    is_passed: bool | None
    numbers: Mapping[str, Any] = field(default_factory=dict)


class Checks:
    """The checks of one run on one day."""

    def __init__(self, data: RunData, values: Values) -> None:
        self.data, self.values = data, values

    def needed(self, here: RuleHere, subject: Subject) -> tuple[str, ...]:
        """What a rule asks to be looked at first; of whatever is lacking in a student, what surrounds them."""
        if here.rule.check_first:
            return here.rule.check_first
        blames = any(one.when in METRICS[one.metric].blames for one in here.conditions)
        return BEFORE_ANYBODY if subject.student is not None and blames else ()

    def first_open(self, needed: Iterable[str]) -> Checked | None:
        """The first of these not passed yet, of those that come before a student is named."""
        before = [one for one in needed if one not in OF_STUDENT]
        found = {one: self.state_of(one) for one in before}
        passed = {one: state.is_passed for one, state in found.items()}
        key = first_open(rule_book().order_of_checks, before, passed)
        return found[key] if key is not None else None

    def state_of(self, check_of: str) -> Checked:
        """What an adult said lately counts, else the data; without either nobody knows."""
        said = self.answers.get(check_of)
        from_data = self._from_data.get(check_of, Checked(check_of, None))
        if said is not None:
            return Checked(check_of, said, from_data.numbers)
        return from_data

    @cached_property
    def answers(self) -> dict[str, bool]:
        """Check -> what the newest answer says, as long as answers stand at this school."""
        weeks = limits(self.data.run.school).check_answer_weeks
        since = clock.now() - timedelta(weeks=weeks)
        rows = CheckAnswer.objects.filter(run=self.data.run, at__gte=since).order_by("at", "pk")
        return {row.check_of: row.is_fine for row in rows}

    @cached_property
    def _from_data(self) -> dict[str, Checked]:
        return {one.check_of: one for one in (self._dose(), self._fidelity(), self._pairing())}

    def _limit(self, rule_id: str) -> float:
        rule = rule_book().of(rule_id)
        assert rule is not None, "a shared rule"
        return value_in(rule_here(rule, self.values).conditions[0]) or 0

    def _dose(self) -> Checked:
        """Of all planned times since it began that somebody told of."""
        held, told = held_of_told(self.data, None)
        least = self._limit(DOSE_RULE)
        passed = WHOLE * held >= least * told if told else None
        return Checked("dose", passed, {"held": held, "told": told, "least": least})

    def _fidelity(self) -> Checked:
        least = self._limit(FIDELITY_RULE)
        if not self.data.checks:
            return Checked("fidelity", None, {"least": least})
        on, last = self.data.checks[-1]
        assert last.pct is not None, "only checklists with an answer are read"
        numbers = {"pct": last.pct, "least": least, "on": on.isoformat()}
        return Checked("fidelity", last.pct >= least, numbers)

    def _pairing(self) -> Checked:
        """No pair that has trouble, none with a partner who is often away. Which one is not said here."""
        found = [one for rule_id in PAIRING_RULES for one in self._weighed(rule_id)]
        firing = [one for one in found if one.fires]
        if firing:
            one = firing[0].findings[0]
            numbers = {
                "metric": one.metric,
                "total": one.parts.get("total"),
                "of": one.parts["needed"],
            }
            return Checked("pairing", False, numbers)
        known = any(one.state == "silent" for one in found)
        return Checked("pairing", True if known else None)

    def _weighed(self, rule_id: str) -> Iterable[Weighed]:
        rule = rule_book().of(rule_id)
        assert rule is not None, "a shared rule"
        condition = rule_here(rule, self.values).conditions[0]
        for facts in METRICS[condition.metric].facts(self.data, condition).values():
            finding = decide(asked(condition), facts)
            yield Weighed(finding.state, (finding,))
