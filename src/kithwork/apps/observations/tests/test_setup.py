"""Forms, plans on the calendar, devices, letters that wait; who may and who may not."""

import json
from datetime import timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import Refused
from kithwork.apps.foundation.viewer import Role
from kithwork.apps.observations import actions, policies
from kithwork.apps.observations.laid_out import shared_places
from kithwork.apps.observations.models import Device, Envelope, Instrument, Observation
from kithwork.apps.observations.shipped import mismatches, shipped_forms
from kithwork.apps.observations.tests.conftest import FORM, make_instrument, tap, written
from kithwork.apps.people.access_check import differences
from kithwork.apps.people.models import Access
from tests.cast import MONDAY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen_now")]


def frame(cast, instrument, **more):
    said = {
        "instrument": instrument,
        "students": (cast.malik,),
        "observer": cast.tomas_staff,
        "phase": "baseline",
        "setting": "lunch",
        "minutes": 10,
        "labels": ("Lunch",),
        "days": (),
        "starts_on": MONDAY,
        "ends_on": MONDAY + timedelta(days=11),
        **more,
    }
    return actions.Frame(**said)


def test_every_form_to_begin_with_suits_what_it_watches():
    assert len(shipped_forms()) >= 6
    for form in shipped_forms().values():
        assert list(mismatches(form.text)) == []


def test_a_way_of_recording_that_misstates_is_told():
    text = shipped_forms()["engaged"].text.model_dump()
    text["pads"] = [
        {"code": "a", "behaviour": "initiation", "label": "Starts", "records": "interval"}
    ]
    form = type(shipped_forms()["engaged"].text).model_validate(text)
    (said,) = mismatches(form)
    assert said == (
        "“Starts” is best recorded by counting each time. By looking at each cue it would be misstated."
    )


def test_a_change_makes_the_next_version_and_keeps_the_one_before(cast):
    first = actions.take_form(shipped_forms()["together"], by=cast.rosa)
    newer = actions.change_form(first, name="Lunch", text=FORM, by=cast.rosa)
    assert (newer.version, Instrument.objects.get(pk=first.pk).text) == (2, first.text)
    with pytest.raises(Problem, match="Nothing was changed"):
        actions.change_form(newer, name="Lunch", text=newer.text, by=cast.rosa)
    with pytest.raises(Problem, match="Two pads share a code"):
        actions.change_form(
            newer, name="Lunch", text={**FORM, "pads": FORM["pads"][:1] * 2}, by=cast.rosa
        )


@pytest.mark.parametrize("role", [role for role in Role if role != Role.COORDINATOR])
def test_only_the_coordinator_arranges(cast, form, role):
    viewer = cast.viewers[role]
    with pytest.raises(Refused):
        actions.take_form(shipped_forms()["joy"], by=viewer)
    with pytest.raises(Refused):
        actions.plan_observations(frame(cast, form), by=viewer)


def test_a_plan_lies_on_the_calendar_and_opens_its_students(cast, form):
    before = list(differences(cast.school))
    plan = actions.plan_observations(frame(cast, form), by=cast.rosa)
    days = [one.on for one in plan.watches.all()]
    assert len(days) == 10
    assert all(day.weekday() < 5 for day in days)
    assert {one.observer_id for one in plan.watches.all()} == {cast.tomas.user_id}
    assert policies.observable_students(cast.tomas).filter(pk=cast.malik.pk).exists()
    assert list(differences(cast.school)) == before
    actions.end_plan(plan, by=cast.rosa)
    assert not Access.objects.filter(because=policies.cause_of(plan.pk), closed_at=None).exists()
    assert plan.watches.filter(is_cancelled=False, on__gte=MONDAY).count() == 0
    assert list(differences(cast.school)) == before


def test_several_students_come_in_an_order_that_was_drawn_before(cast, form):
    plan = actions.plan_observations(
        frame(cast, form, students=(cast.ada, cast.malik)), by=cast.rosa
    )
    orders = {
        tuple(one.student_id for one in plan.watches.filter(on=day).order_by("place"))
        for day in plan.watches.values_list("on", flat=True)
    }
    assert orders == {(cast.ada.pk, cast.malik.pk), (cast.malik.pk, cast.ada.pk)}
    assert plan.seed


def test_two_observers_share_as_much_as_was_asked(cast, form):
    plan = actions.plan_observations(
        frame(cast, form, second_observer=cast.ines_staff, share_pct=25), by=cast.rosa
    )
    twice = plan.watches.exclude(second_observer=None)
    assert twice.count() == 3
    assert {one.second_observer_id for one in twice} == {cast.ines.user_id}


@given(count=st.integers(0, 300), share=st.integers(0, 100))
def test_the_share_is_reached_with_the_fewest_and_spread(count, share):
    places = shared_places(count, share)
    assert 100 * len(places) >= share * count
    assert 100 * (len(places) - 1) < share * count or not places
    assert all(0 <= place < count for place in places)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"labels": ("Nowhere",)}, "None of these days"),
        ({"starts_on": MONDAY + timedelta(days=30)}, "last day is before"),
    ],
)
def test_what_cannot_be_planned_says_why_and_leaves_nothing(cast, form, change, said):
    with pytest.raises(Problem, match=said):
        actions.plan_observations(frame(cast, form, **change), by=cast.rosa)
    assert not form.plans.exists()


def test_an_observer_without_an_account_gets_no_list(cast, form):
    type(cast.tomas_staff).objects.filter(pk=cast.tomas_staff.pk).update(user=None)
    cast.tomas_staff.refresh_from_db()
    with pytest.raises(Problem, match="no account"):
        actions.plan_observations(frame(cast, form), by=cast.rosa)


# ------------------------------------------------------------------ two observers


def observe(cast, form, watch, by, *taps, **more):
    text = written(
        cast, form, *taps, observer=by.user_id, student=watch.student_id, watch=watch.pk, **more
    )
    actions.take_in([actions.Item(uuid4(), text)], actions.Sending(), by=by)
    assert actions.read_waiting() == 1, Envelope.objects.last().sentence


def test_neither_sees_the_other_before_both_are_in(cast, form, client_for):
    plan = actions.plan_observations(
        frame(cast, form, second_observer=cast.ines_staff, share_pct=100), by=cast.rosa
    )
    watch = plan.watches.first()
    observe(cast, form, watch, cast.tomas, tap(1, "a"), tap(30, "a"), note="Malik begins.")
    page = client_for(cast.ines).get(f"/observe/times/{watch.pk}/").content.decode()
    assert "when both are in" in page
    assert "Malik begins." not in page
    observe(cast, form, watch, cast.ines, tap(2, "a"), is_second=True)
    page = client_for(cast.ines).get(f"/observe/times/{watch.pk}/").content.decode()
    assert "Do the two agree?" in page
    assert "0:30" in page  # only the first saw it
    assert "50" in page


def test_observers_who_differ_twice_are_told_in_the_rules_own_words(cast, form, client_for):
    plan = actions.plan_observations(
        frame(cast, form, second_observer=cast.ines_staff, share_pct=100), by=cast.rosa
    )
    rosa = client_for(cast.rosa)
    for nth, watch in enumerate(plan.watches.all()[:2]):
        assert "Practise together" not in rosa.get("/observe/agreement/").content.decode()
        observe(cast, form, watch, cast.tomas, *(tap(at, "a") for at in (10, 20, 30, 40)))
        observe(cast, form, watch, cast.ines, tap(500 + nth, "a"), tap(501, "b"), is_second=True)
    page = rosa.get("/observe/agreement/").content.decode()
    assert "Practise together" in page
    assert "too few" not in page
    third = plan.watches.all()[2]
    observe(cast, form, third, cast.tomas, tap(10, "a"))
    assert "too few" in rosa.get("/observe/agreement/").content.decode()


def test_a_colleague_joins_with_the_code_of_today(cast, form):
    plan = actions.plan_observations(frame(cast, form), by=cast.rosa)
    today, later = plan.watches.filter(on=MONDAY).get(), plan.watches.exclude(on=MONDAY).first()
    with pytest.raises(Problem, match="No observation of today"):
        actions.join_watch(later.code, by=cast.ines)
    with pytest.raises(Problem, match="your own"):
        actions.join_watch(today.code, by=cast.tomas)
    with pytest.raises(Problem, match="No observation of today"):
        actions.join_watch(today.code, by=cast.zed)
    assert actions.join_watch(f" {today.code.lower()} ", by=cast.ines) == today
    with pytest.raises(Problem, match="Somebody else"):
        actions.join_watch(today.code, by=cast.sven)


# ------------------------------------------------------------------ letters and devices


def two_texts(cast, form):
    letter = uuid4()
    for at in (1, 2):
        text = written(cast, form, *(tap(n, "a") for n in range(at)))
        actions.take_in([actions.Item(letter, text)], actions.Sending(), by=cast.tomas)
    actions.read_waiting()
    return Envelope.objects.get(is_first=False)


@pytest.mark.parametrize(("takes_this", "count"), [(True, 2), (False, 1)])
def test_a_person_says_which_of_two_texts_counts(cast, form, takes_this, count):
    aside = two_texts(cast, form)
    actions.settle_conflict(aside, takes_this=takes_this, by=cast.rosa)
    actions.read_waiting()
    assert Observation.objects.get().values.get(code="a", index="count").value == count
    assert Envelope.objects.count() == 2
    with pytest.raises(Problem):
        actions.settle_conflict(aside, takes_this=takes_this, by=cast.rosa)


def test_the_page_says_what_differs_and_settles_it(cast, form, client_for):
    aside = two_texts(cast, form)
    rosa = client_for(cast.rosa)
    page = rosa.get("/observe/letters/").content.decode()
    assert "taps" in page
    rosa.post(f"/observe/letters/{aside.pk}/settle/", {"takes": "this"})
    assert (
        "None. Each record came in with one text." in rosa.get("/observe/letters/").content.decode()
    )
    assert Observation.objects.get().values.get(code="a", index="count").value == 2


def test_a_lost_phone_is_shut_out_with_one_tap(cast, client_for):
    device = Device.objects.create(
        device=uuid4(), user_id=cast.tomas.user_id, last_seen_at="2026-11-09T00:00:00Z"
    )
    url = f"/observe/devices/{device.pk}/revoke/"
    assert client_for(cast.ines).post(url).status_code == 404
    assert client_for(cast.zed).post(url).status_code == 404
    assert client_for(cast.rosa).post(url).status_code == 302
    assert Device.objects.get().revoked_at is not None


# ------------------------------------------------------------------ pages


def test_from_no_form_to_observations_on_the_calendar(cast, client_for):
    rosa = client_for(cast.rosa)
    assert "needs a form" in rosa.get("/observe/plans/new/").content.decode()
    taken = rosa.post("/observe/forms/take/", {"form": "together"})
    form = Instrument.objects.get()
    assert taken["Location"] == f"/observe/forms/{form.pk}/"
    said = {
        "instrument": form.pk, "students": [cast.ada.pk], "observer": cast.tomas_staff.pk,
        "share_pct": 20, "phase": "baseline", "setting": "lunch", "minutes": 10, "labels": ["Lunch"],
        "starts_on": MONDAY.isoformat(), "ends_on": (MONDAY + timedelta(days=4)).isoformat(),
    }  # fmt: skip
    made = rosa.post("/observe/plans/new/", said)
    page = rosa.get(made["Location"]).content.decode()
    assert page.count("Planned") >= 5
    day = json.loads(client_for(cast.tomas).get("/api/v1/day").content)
    (watch,) = day["watches"]
    assert (watch["initials"], watch["minutes"], watch["nth"], watch["of"]) == ("AO", 10, 1, 5)
    assert [one["id"] for one in day["instruments"]] == [form.pk]


def test_a_form_is_changed_on_its_page(cast, client_for):
    instrument = make_instrument(cast.school)
    rosa = client_for(cast.rosa)
    said = {"name": "Lunch", "minutes": 12}
    for place, pad in enumerate(
        [*FORM["pads"][:2], {"label": "Chooses", "behaviour": "choice_made"}]
    ):
        said |= {
            f"pad{place}-label": pad["label"], f"pad{place}-behaviour": pad["behaviour"],
            f"pad{place}-who": pad.get("who", "student"),
        }  # fmt: skip
    for place in range(3, 7):
        said |= {
            f"pad{place}-label": "",
            f"pad{place}-behaviour": "initiation",
            f"pad{place}-who": "student",
        }
    answer = rosa.post(f"/observe/forms/{instrument.pk}/", said)
    assert answer.status_code == 302, answer.content.decode()[-3000:]
    newer = Instrument.objects.get(version=2)
    assert [pad["label"] for pad in newer.text["pads"]] == ["Starts", "Peer starts", "Chooses"]
    assert newer.text["pads"][0]["code"] == "a"


def test_a_forecast_says_how_far_off_intervals_would_be(cast, client_for):
    instrument = make_instrument(cast.school)
    url = f"/observe/forms/{instrument.pk}/"
    page = client_for(cast.rosa).get(url, {"bout": 2, "per_minute": 3}).content.decode()
    assert "It really goes on 10 % of the time." in page
    page = client_for(cast.rosa).get(url, {"bout": 60, "per_minute": 3}).content.decode()
    assert "leave no pause" in page
