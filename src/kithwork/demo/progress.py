"""Seven weeks of the demo's lunch table: observed, logged, checked, with a goal and the student's own words."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import NAMESPACE_URL, UUID, uuid5
from zoneinfo import ZoneInfo

from kithwork.apps.accounts.models import Membership
from kithwork.apps.accounts.queries import viewer_of
from kithwork.apps.foundation import clock
from kithwork.apps.foundation.viewer import Role, Viewer
from kithwork.apps.measures import actions as measuring
from kithwork.apps.measures.models import Measure
from kithwork.apps.observations import actions as observing
from kithwork.apps.observations.actions.read import read_letters
from kithwork.apps.observations.models import Instrument
from kithwork.apps.runs import actions
from kithwork.apps.runs.models import Phase, Run, Session
from kithwork.apps.runs.queries import playbook_of
from kithwork.apps.schools.models import CalendarDay

NETWORK = "Lunch table network"
FORM = "together"
TEN_MINUTES_MS = 600_000
# Times in ten minutes, session by session; None where the student was away.
STARTS: tuple[int | None, ...] = (2, 1, 3, 2, 2, 3, 5, 4, 6, 5, 7, None, 6, 8, 7, 7, 9, 10, 10, 11)
PARTNER_STARTS = (4, 5, 4, 5, 4, 6, 6, 7, 6, 7, 7, None, 8, 7, 8, 8, 9, 9, 10, 9)
PROBES = ((9, 3), (13, 5), (18, 8))
BASELINE, TREATED = 5, 9
STEPS_MISSED = (3, 2, 1, 1)
QUOTE = "I like lunch with them. I want to go outside too."


@dataclass(frozen=True, slots=True)
class _Table:
    """The run with its people, and the days on which somebody watched."""

    run: Run
    leader: Viewer
    coordinator: Viewer
    days: Sequence[date]


def follow_demo_student() -> Measure | None:
    """None where the demo has no such run: a practice may be taken out of the library."""
    run = Run.objects.filter(name=NETWORK, school__is_demo=True).first()
    form = Instrument.objects.filter(school__is_demo=True, key=FORM).first()
    if run is None or run.focus_student is None or run.facilitator is None or form is None:
        return None
    table = _at_the_table(run)
    _phases(table)
    _watched(table, form)
    _told(table)
    by = table.coordinator
    starts = measuring.follow(
        run.focus_student,
        measuring.MeasureFrame(
            name="Starts with a classmate", source="observed", scale="rate",
            unit="times in 10 minutes", key=f"{FORM}/initiation/student/rate", setting="lunch",
            run=run, started_on=run.starts_on,
        ),
        by=by,
    )  # fmt: skip
    measuring.follow(
        run.focus_student,
        measuring.MeasureFrame(
            name="In it together", source="observed", scale="percentage",
            unit="per cent of the time", key=f"{FORM}/joint_engagement/pair/percent_duration",
            setting="lunch", run=run, started_on=run.starts_on,
        ),
        by=by,
    )  # fmt: skip
    for place, own in enumerate(STARTS[: len(table.days)]):
        if own is None:
            measuring.enter_value(
                starts, measuring.EntryFrame(table.days[place], None, why_none="absent"), by=by
            )
    measuring.set_goal(
        starts,
        measuring.GoalFrame(
            level=9, by_on=run.ends_on - timedelta(weeks=3), starts_on=table.days[BASELINE]
        ),
        by=by,
    )
    return starts


def _at_the_table(run: Run) -> _Table:
    assert run.facilitator is not None, "looked for one with a leader"
    leader = Membership.objects.select_related("school", "district", "user").get(
        user_id=run.facilitator.user_id, school=run.school
    )
    coordinator = Membership.objects.select_related("school", "district", "user").get(
        role=Role.COORDINATOR.value, school=run.school
    )
    today = clock.today(run.school.timezone)
    open_days = list(
        CalendarDay.objects.filter(
            year__school=run.school, is_open=True, on__gte=run.starts_on, on__lt=today
        )
        .order_by("on")
        .values_list("on", flat=True)
    )
    looks = min(len(STARTS), len(open_days))
    days = [open_days[place * len(open_days) // looks] for place in range(looks)]
    return _Table(
        run, viewer_of(leader, leader.user), viewer_of(coordinator, coordinator.user), days
    )


def _phases(table: _Table) -> None:
    """Before it begins, the network, the adult steps back: each with why."""
    days = table.days
    for place, kind, level, why in (
        (0, Phase.Kind.BASELINE, 4, "Five looks before the first meeting."),
        (BASELINE, Phase.Kind.INTERVENTION, 3, "The network meets for the first time."),
        (BASELINE + TREATED, Phase.Kind.FADE, 1, "Four good weeks: students lead the meetings."),
    ):
        if place < len(days):
            actions.set_phase(
                table.run, kind=kind, adult_level=level, starts_on=days[place], reason=why,
                by=table.coordinator,
            )  # fmt: skip


def _watched(table: _Table, form: Instrument) -> None:
    """A letter for each look, as a phone would have sent it."""
    items = []
    for place, (on, own, other) in enumerate(zip(table.days, STARTS, PARTNER_STARTS, strict=False)):
        if own is not None and other is not None:
            items.append(_letter(table, form, on, f"lunch {place}", own, other, "lunch"))
    for place, own in PROBES:
        if place < len(table.days):
            items.append(
                _letter(table, form, table.days[place], f"recess {place}", own, own, "recess")
            )
    for start in range(0, len(items), 20):
        observing.take_in(items[start : start + 20], observing.Sending(), by=table.leader)
    read_letters([item.letter for item in items], by=table.leader)


def _letter(
    table: _Table, form: Instrument, on: date, name: str, own: int, other: int, setting: str
) -> observing.Item:
    zone = ZoneInfo(table.run.school.timezone)
    together = 40_000 * min(own, 10)
    taps = [
        *((round((nth + 0.5) * TEN_MINUTES_MS / (own + 1)), "a") for nth in range(own)),
        *((round((nth + 0.7) * TEN_MINUTES_MS / (other + 1)), "c") for nth in range(other)),
        (30_000, "z"),
        (30_000 + together, "z"),
    ]
    said = {
        "made_with": 1, "observer": table.leader.user_id, "student": table.run.focus_student_id,
        "instrument": form.pk, "phase": "probe" if setting != "lunch" else "baseline",
        "setting": setting,
        "began_at": datetime.combine(on, time(11, 40), zone).isoformat(timespec="milliseconds"),
        "length_ms": TEN_MINUTES_MS,
        "taps": [{"at": at, "code": code} for at, code in sorted(taps)],
    }  # fmt: skip
    letter = _id(table, name)
    return observing.Item(letter, json.dumps(said))


def _id(table: _Table, name: str) -> UUID:
    return uuid5(NAMESPACE_URL, f"kithwork:demo:{table.run.pk}:{name}")


def _told(table: _Table) -> None:
    """Logs of the meetings so far, a checklist every other time, and what the student said."""
    today = clock.today(table.run.school.timezone)
    held = list(Session.objects.filter(run=table.run, on__lt=today).order_by("on"))
    items = [item.id for item in playbook_of(table.run).fidelity.items if item.part is None]
    for place, session in enumerate(held):
        is_last = place == len(held) - 1
        told = actions.Told(
            was_held=True, minutes=25, quote=QUOTE if is_last else "",
            quote_of=table.run.focus_student_id if is_last else None,
            quote_mode="device" if is_last else "", may_share=is_last,
        )  # fmt: skip
        actions.log_session(session, told=told, letter=_id(table, f"log {place}"), by=table.leader)
        if place % 2 == 0 and items:
            missed = STEPS_MISSED[min(place // 2, len(STEPS_MISSED) - 1)]
            answers = {key: "no" if nth < missed else "yes" for nth, key in enumerate(items)}
            actions.check_fidelity(
                session, kind="observed", answers=answers, letter=_id(table, f"check {place}"),
                by=table.coordinator,
            )  # fmt: skip
