"""Who is certified to observe with which form, until when; and who should practise again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Literal

from django.utils.translation import gettext as _

from kithwork.apps.accounts.models import User
from kithwork.apps.foundation import clock
from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.observations.models import Certificate, ObservationPlan, ScoredRecording
from kithwork.apps.observations.policies import WHOLE_SCHOOL, visible_plans
from kithwork.apps.observations.policies_training import visible_certificates, visible_recordings
from kithwork.apps.observations.queries.agreement import Shared, agreement_page
from kithwork.apps.schools.queries import limits, school_of

State = Literal["good", "soon", "over", "none"]


@dataclass(frozen=True, slots=True)
class Held:
    """One observer and one form: how the certificate stands, and a recording to practise with."""

    form: str
    state: State
    certificate: Certificate | None
    recording: ScoredRecording | None


@dataclass(slots=True)
class ObserverRow:
    """One observer: each form they are certified for or planned with; why they should practise again, with its data."""

    user_id: int
    name: str
    held: list[Held] = field(default_factory=list)
    says: str = ""
    shared: list[Shared] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class ObserversPage:
    rows: list[ObserverRow]
    soon_days: int


def observers_page(viewer: Viewer) -> ObserversPage:
    """Everybody who is planned to observe, holds a certificate, or shared an observation."""
    standing = _Standing(viewer)
    forms: dict[int, dict[str, str]] = {}
    for plan in visible_plans(viewer).filter(ended_at__isnull=True).select_related(
        "instrument", "observer", "second_observer"
    ):  # fmt: skip
        for user_id in _observers_of(plan):
            forms.setdefault(user_id, {})[plan.instrument.key] = plan.instrument.name
    for one in standing.certificates:
        forms.setdefault(one.observer_id, {}).setdefault(one.instrument.key, one.instrument.name)
    retrain = {line.user_id: line for line in agreement_page(viewer).observers}
    names = dict(User.objects.filter(pk__in={*forms, *retrain}).values_list("pk", "name"))
    rows = []
    for user_id, name in sorted(names.items(), key=lambda item: item[1]):
        row = ObserverRow(user_id, name)
        row.held = [
            standing.held(user_id, key, form)
            for key, form in sorted(forms.get(user_id, {}).items())
        ]
        line = retrain.get(user_id)
        if (
            line is not None
            and line.says
            and not standing.has_practised_since(user_id, line.shared)
        ):
            row.says, row.shared = line.says, line.shared[-line.how_many :]
        rows.append(row)
    return ObserversPage(rows, standing.soon.days)


@dataclass(frozen=True, slots=True)
class PlanWarning:
    """A sentence about an observer of a plan, and the recording that mends it."""

    sentence: str
    recording: ScoredRecording


def warnings_for(viewer: Viewer, plan: ObservationPlan) -> list[PlanWarning]:
    """Observers of a plan without a certificate that is good, where the school has a recording for its form.

    It hinders nobody: whether they observe all the same is for people to decide.
    """
    standing = _Standing(viewer)
    found = []
    for staff in filter(None, (plan.observer, plan.second_observer)):
        if staff.user_id is None or not _may_know(viewer, staff.user_id):
            continue
        held = standing.held(staff.user_id, plan.instrument.key, plan.instrument.name)
        if held.recording is None or held.state in {"good", "soon"}:
            continue
        said = (
            _("{name} has no certificate for this form yet.")
            if held.certificate is None
            else _("The certificate of {name} for this form ended on {day}.")
        )
        day = held.certificate.until.isoformat() if held.certificate else ""
        found.append(PlanWarning(said.format(name=staff.full_name, day=day), held.recording))
    return found


def _may_know(viewer: Viewer, user_id: int) -> bool:
    """Whether somebody else is certified is for those who see the whole school."""
    return viewer.role in WHOLE_SCHOOL or viewer.user_id == user_id


def _observers_of(plan: ObservationPlan) -> Iterable[int]:
    staff = (plan.observer, plan.second_observer)
    return [one.user_id for one in staff if one is not None and one.user_id is not None]


class _Standing:
    """What is certified at one school today, asked for once."""

    def __init__(self, viewer: Viewer) -> None:
        self.today: date = clock.today_for(viewer)
        self.soon = timedelta(days=limits(school_of(viewer)).certificate_soon_days)
        self.certificates = list(
            visible_certificates(viewer).select_related("instrument", "recording")
        )
        recordings = visible_recordings(viewer).filter(is_retired=False)
        self.recordings = {
            one.instrument.key: one for one in recordings.select_related("instrument")
        }

    def held(self, user_id: int, key: str, form: str) -> Held:
        own = [
            one
            for one in self.certificates
            if one.observer_id == user_id and one.instrument.key == key
        ]
        last = max(own, key=lambda one: (one.until, one.pk), default=None)
        return Held(form, self._state(last), last, self.recordings.get(key))

    def _state(self, last: Certificate | None) -> State:
        if last is None:
            return "none"
        if last.until < self.today:
            return "over"
        return "soon" if last.until <= self.today + self.soon else "good"

    def has_practised_since(self, user_id: int, shared: list[Shared]) -> bool:
        """Whether a certificate is newer than the last observation they shared."""
        latest = max(
            (one.on for one in self.certificates if one.observer_id == user_id), default=None
        )
        return latest is not None and bool(shared) and latest > shared[-1].on
