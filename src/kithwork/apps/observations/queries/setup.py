"""What whoever arranges observations sees: the forms, the plans, and what waits for a person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet

from kithwork.apps.accounts.models import Membership
from kithwork.apps.foundation import clock
from kithwork.apps.foundation.lookup import first_or_404
from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.needs.models import SupportNeed
from kithwork.apps.observations.definitions import own_behaviours, words_now, words_of
from kithwork.apps.observations.instrument_text import InstrumentText
from kithwork.apps.observations.models import (
    Device,
    Envelope,
    Instrument,
    ObservationPlan,
    Watch,
)
from kithwork.apps.observations.policies import (
    OBSERVES,
    observable_students,
    visible_devices,
    visible_envelopes,
    visible_instruments,
    visible_plans,
    visible_watches,
)
from kithwork.apps.observations.shipped import ShippedForm, mismatches, shipped_forms
from kithwork.apps.people.models import Staff, Student
from kithwork.apps.people.policies import visible_staff
from kithwork.apps.people.queries import period_labels
from kithwork.apps.runs.models import Participant
from kithwork.apps.schools.queries import school_of


@dataclass(frozen=True, slots=True)
class PlanLine:
    """One plan, how far it is, and how many of its observations two people made or will make."""

    plan: ObservationPlan
    students: list[Student]
    done: int
    total: int
    twice: int

    @property
    def twice_pct(self) -> int:
        return round(100 * self.twice / self.total) if self.total else 0


@dataclass(frozen=True, slots=True)
class SetUpPage:
    """Everything on one page: what waits, what goes on, what there is to begin with."""

    plans: list[PlanLine]
    forms: list[Instrument]
    to_begin_with: list[ShippedForm]
    conflicts: int
    unreadable: int
    devices: QuerySet[Device]


def set_up_page(viewer: Viewer) -> SetUpPage:
    forms = newest_forms(viewer)
    taken = {one.key for one in forms}
    aside = visible_envelopes(viewer)
    return SetUpPage(
        plans=[_line(one) for one in _plans(viewer)],
        forms=forms,
        to_begin_with=[one for one in shipped_forms().values() if one.key not in taken],
        conflicts=aside.filter(is_first=False, settled_at__isnull=True).count(),
        unreadable=aside.filter(status=Envelope.Status.UNREADABLE).count(),
        devices=visible_devices(viewer).filter(revoked_at__isnull=True).select_related("user"),
    )


def device_or_404(viewer: Viewer, device_id: int) -> Device:
    return first_or_404(visible_devices(viewer).filter(pk=device_id))


def newest_forms(viewer: Viewer) -> list[Instrument]:
    """The latest version of each form in use, by name."""
    newest = {one.key: one for one in visible_instruments(viewer).order_by("version")}
    return sorted((one for one in newest.values() if not one.is_retired), key=lambda one: one.name)


def _plans(viewer: Viewer) -> QuerySet[ObservationPlan]:
    coming = visible_plans(viewer).filter(ended_at__isnull=True)
    return (
        coming.select_related("instrument", "observer", "second_observer", "run")
        .prefetch_related("plan_students__student")
        .annotate(
            total=Count("watches", filter=Q(watches__is_cancelled=False), distinct=True),
            done=Count("watches", filter=Q(watches__observations__isnull=False), distinct=True),
            twice=Count(
                "watches", distinct=True,
                filter=Q(watches__is_cancelled=False, watches__second_observer__isnull=False),
            ),
        )
    )  # fmt: skip


def _line(plan: Any) -> PlanLine:
    students = [one.student for one in plan.plan_students.all()]
    return PlanLine(plan, students, plan.done, plan.total, plan.twice)


def plan_or_404(viewer: Viewer, plan_id: int) -> ObservationPlan:
    return first_or_404(_plans_all(viewer).filter(pk=plan_id))


def _plans_all(viewer: Viewer) -> QuerySet[ObservationPlan]:
    return visible_plans(viewer).select_related("instrument", "observer", "second_observer", "run")


@dataclass(frozen=True, slots=True)
class WatchLine:
    """One date of a plan: what became of it."""

    watch: Watch
    is_done: bool
    is_done_twice: bool
    is_past: bool


def plan_lines(viewer: Viewer, plan: ObservationPlan) -> list[WatchLine]:
    """Its dates, in order; whoever may not see one does not."""
    today = clock.today_for(viewer)
    rows = (
        visible_watches(viewer)
        .filter(plan=plan)
        .select_related("student", "plan")
        .annotate(
            firsts=Count("observations", filter=Q(observations__is_second=False)),
            seconds=Count("observations", filter=Q(observations__is_second=True)),
        )
    )
    return [
        WatchLine(one, bool(one.firsts), bool(one.firsts and one.seconds), one.on < today)
        for one in rows
    ]


def form_or_404(viewer: Viewer, instrument_id: int) -> Instrument:
    return first_or_404(visible_instruments(viewer).filter(pk=instrument_id))


def text_of(instrument: Instrument) -> InstrumentText:
    return InstrumentText.model_validate(instrument.text)


def warnings_of(instrument: Instrument) -> list[str]:
    """What the way of recording would misstate, before anybody observes with it."""
    return list(mismatches(text_of(instrument), own_behaviours(instrument.school_id)))


@dataclass(frozen=True, slots=True)
class Meant:
    """What a pad's behaviour means on this form, and whether the school says it otherwise by now."""

    label: str
    words: Mapping[str, str]
    is_old: bool


def meanings_of(instrument: Instrument) -> list[Meant]:
    """One for each behaviour that has words, in the order of the pads."""
    words, now = words_of(instrument), words_now(instrument.text, instrument.school_id)
    labels = {pad["behaviour"]: pad["label"] for pad in reversed(instrument.text["pads"])}
    order = dict.fromkeys(pad["behaviour"] for pad in instrument.text["pads"])
    return [
        Meant(labels[key], words[key], words[key] != now.get(key, words[key]))
        for key in order
        if key in words
    ]


# ------------------------------------------------------------------ choices for a new plan


@dataclass(frozen=True, slots=True)
class PlanChoices:
    """Whom, by whom, when: what a new plan may name."""

    forms: QuerySet[Instrument]
    students: QuerySet[Student]
    staff: QuerySet[Staff]
    labels: list[str]
    days: list[str]
    first: date


def plan_choices(viewer: Viewer) -> PlanChoices:
    """Students who take part in something come first to mind: those with a need or in a run."""
    school = school_of(viewer)
    today = clock.today_for(viewer)
    taking_part = Q(pk__in=Participant.objects.filter(left_on__isnull=True).values("student_id"))
    with_need = Q(pk__in=SupportNeed.objects.values("student_id"))
    forms = [one.pk for one in newest_forms(viewer)]
    return PlanChoices(
        forms=visible_instruments(viewer).filter(pk__in=forms),
        students=observable_students(viewer).filter(taking_part | with_need).distinct(),
        staff=_observers(viewer),
        labels=period_labels(school, today),
        days=school.cycle_days,
        first=today,
    )


def _observers(viewer: Viewer) -> QuerySet[Staff]:
    roles = [role.value for role in OBSERVES]
    holders = Membership.objects.filter(school_id=viewer.school_id, role__in=roles)
    return visible_staff(viewer).filter(
        user_id__in=holders.values("user_id"), closed_on__isnull=True
    )
