"""Probes in other places and checks after the end: on the calendar, on the list, and kept as what they are."""

import json
from datetime import date, time, timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kithwork.apps.foundation import clock
from kithwork.apps.foundation.problem import Problem
from kithwork.apps.observations import actions
from kithwork.apps.observations.actions import Elsewhere
from kithwork.apps.observations.laid_out import Row, shared_rows
from kithwork.apps.observations.models import Observation
from kithwork.apps.observations.queries.shares import shares_of
from kithwork.apps.observations.tests.conftest import tap, written
from kithwork.apps.observations.tests.test_setup import frame
from kithwork.apps.people.access_check import differences
from tests.cast import MONDAY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen_now")]
WEEK = timedelta(weeks=1)


def planned(cast, form, **more):
    said = {"ends_on": MONDAY + timedelta(days=25), **more}
    return actions.plan_observations(frame(cast, form, **said), by=cast.rosa)


def days(plan, phase):
    return list(plan.watches.filter(phase=phase).order_by("on", "starts_at"))


def test_a_probe_in_each_place_every_two_weeks(cast, form):
    plan = planned(cast, form, probes=(Elsewhere("hallway", "1"), Elsewhere("recess", "2")))
    found = [(one.on, one.label, one.setting) for one in days(plan, "probe")]
    assert [(label, setting) for _, label, setting in found] == [
        ("1", "hallway"), ("2", "recess"), ("1", "hallway"), ("2", "recess"),
    ]  # fmt: skip
    on = [one for one, *_ in found]
    assert len(set(on)) == 4, "two places on two days"
    assert on[0] == MONDAY
    assert on[2] == MONDAY + 2 * WEEK
    assert [(one.nth, one.of, one.minutes) for one in days(plan, "probe")] == [
        (1, 4, 10), (2, 4, 10), (3, 4, 10), (4, 4, 10),
    ]  # fmt: skip
    assert {one.setting for one in days(plan, "baseline")} == {"lunch"}


def test_a_probe_takes_the_place_of_the_plans_own_in_its_period(cast, form):
    without = planned(cast, form).watches.count()
    plan = planned(cast, form, probes=(Elsewhere("club", "Lunch"),))
    probes = days(plan, "probe")
    assert len(probes) == 2
    assert plan.watches.count() == without
    assert plan.watches.filter(on=probes[0].on).count() == 1


def test_checks_two_and_four_weeks_after_the_end(cast, form):
    plan = planned(cast, form, ends_on=MONDAY + timedelta(days=4), checks=(2, 4))
    checks = days(plan, "maintenance")
    ends = plan.ends_on
    for weeks, one in zip((2, 4), checks, strict=True):
        due = ends + weeks * WEEK
        assert due <= one.on <= due + timedelta(days=13)
        assert one.setting == "lunch"
    assert [(one.nth, one.of) for one in checks] == [(1, 2), (2, 2)]
    assert list(differences(cast.school)) == []


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"probes": (Elsewhere("bus", "Nowhere"),)}, "“Nowhere”, for the probe on the bus"),
        ({"ends_on": date(2027, 6, 10), "starts_on": date(2027, 6, 1), "checks": (8,)}, "8 weeks after the end"),
        ({"labels": ("Nowhere",), "probes": (Elsewhere("bus", "1"),)}, "None of these days"),
    ],
)  # fmt: skip
def test_what_has_no_day_says_so_and_leaves_nothing(cast, form, change, said):
    with pytest.raises(Problem, match=said):
        planned(cast, form, **change)
    assert not form.plans.exists()


# ------------------------------------------------------------------ two observers


@given(
    counts=st.tuples(st.integers(1, 60), st.integers(0, 12), st.integers(0, 3)),
    share=st.integers(0, 100),
)
def test_every_phase_reaches_its_share_with_the_fewest(counts, share):
    rows = [
        Row(MONDAY + timedelta(days=nth), "1", time(8), time(9), phase, "class", minutes)
        for phase, minutes, n in zip(
            ("baseline", "probe", "maintenance"), (10, 5, 10), counts, strict=True
        )
        for nth in range(n)
    ]
    rows.sort(key=lambda one: one.on)
    chosen = shared_rows(rows, share)
    for phase in ("baseline", "probe", "maintenance"):
        own = [nth for nth, row in enumerate(rows) if row.phase == phase]
        twice = [nth for nth in own if nth in chosen]
        assert 100 * len(twice) >= share * len(own)
        # One fewer would not reach it: no other choice takes fewer minutes, since a phase has one length.
        assert not twice or 100 * (len(twice) - 1) < share * len(own)


def test_the_page_says_what_each_phase_has_and_what_it_costs(cast, form, client_for):
    plan = planned(
        cast, form, second_observer=cast.ines_staff, share_pct=25, checks=(2,),
        ends_on=MONDAY + timedelta(days=11), probes=(Elsewhere("hallway", "1"),), probe_minutes=5,
    )  # fmt: skip
    shares = shares_of(plan, list(plan.watches.select_related("plan")))
    assert [(one.phase.value, one.total, one.twice, one.minutes) for one in shares.phases] == [
        ("baseline", 10, 3, 30), ("probe", 1, 1, 5), ("maintenance", 1, 1, 10),
    ]  # fmt: skip
    page = client_for(cast.rosa).get(f"/observe/plans/{plan.pk}/").content.decode()
    assert (
        "45 minutes of the second observer in all: the fewest that reach 25 % in every phase."
        in page
    )
    assert "In the hallway" in page
    one = plan.watches.filter(phase="probe").get()
    one.second_observer = None
    one.save()
    page = client_for(cast.rosa).get(f"/observe/plans/{plan.pk}/").content.decode()
    assert "too few" in page
    assert "the fewest" not in page


# ------------------------------------------------------------------ the day itself


def test_on_its_day_it_stands_on_the_list_and_is_kept_with_its_phase_and_place(
    cast, form, client_for, monkeypatch
):
    plan = planned(cast, form, probes=(Elsewhere("hallway", "1"),), checks=(2,))
    (watch,) = [
        one
        for one in json.loads(client_for(cast.tomas).get("/api/v1/day").content)["watches"]
        if one["phase"] == "probe"
    ]
    assert (watch["setting"], watch["where"], watch["nth"], watch["of"]) == (
        "hallway",
        "In the hallway",
        1,
        2,
    )
    text = written(
        cast, form, tap(3, "a"), student=watch["student"], watch=watch["id"], phase=watch["phase"],
        setting=watch["setting"],
    )  # fmt: skip
    actions.take_in([actions.Item(uuid4(), text)], actions.Sending(), by=cast.tomas)
    actions.read_waiting()
    one = Observation.objects.get()
    assert (one.phase, one.setting, one.watch_id) == ("probe", "hallway", watch["id"])

    check = plan.watches.get(phase="maintenance")
    monkeypatch.setattr(clock, "today_for", lambda viewer: check.on)
    monkeypatch.setattr(clock, "today", lambda zone: check.on)
    listed = json.loads(client_for(cast.tomas).get("/api/v1/day").content)["watches"]
    assert [(row["id"], row["phase"], row["setting"]) for row in listed] == [
        (check.pk, "maintenance", "lunch")
    ]
    assert cast.malik.pk == listed[0]["student"]


def test_a_plan_with_probes_and_checks_is_made_on_its_page(cast, form, client_for):
    rosa = client_for(cast.rosa)
    said = {
        "instrument": form.pk, "students": [cast.ada.pk], "observer": cast.tomas_staff.pk,
        "share_pct": 20, "phase": "intervention", "setting": "lunch", "minutes": 10, "labels": ["Lunch"],
        "starts_on": MONDAY.isoformat(), "ends_on": (MONDAY + timedelta(days=4)).isoformat(),
        "place1": "hallway", "probe_weeks": "2", "probe_minutes": "5", "checks": ["2", "4"],
    }  # fmt: skip
    page = rosa.post("/observe/plans/new/", said).content.decode()
    assert "Say in which period this probe is made." in page
    page = rosa.post("/observe/plans/new/", said | {"place1": "", "period1": "1"}).content.decode()
    assert "Say where this probe is made." in page
    made = rosa.post("/observe/plans/new/", said | {"period1": "1"})
    assert made.status_code == 302
    plan = form.plans.get()
    phases = plan.watches.values_list("phase", flat=True)
    assert sorted(set(phases)) == ["intervention", "maintenance", "probe"]
    assert plan.watches.get(phase="probe").minutes == 5
