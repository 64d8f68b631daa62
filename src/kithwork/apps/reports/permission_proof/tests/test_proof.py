"""A family takes a permission back: within the same moment no plan, session, device or paper reaches the student."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from kithwork.apps.consents import actions
from kithwork.apps.foundation.problem import Problem
from kithwork.apps.observations.actions import export_observations
from kithwork.apps.observations.queries import day_list
from kithwork.apps.observations.tests.conftest import make_instrument
from kithwork.apps.observations.tests.test_records import kept, tap
from kithwork.apps.people.actions import AccessRow, open_access
from kithwork.apps.plans.actions import publish
from kithwork.apps.plans.problem import question_for
from kithwork.apps.plans.tests.planning import FIRST, LAST, balanced
from kithwork.apps.reports.permission_proof.content import proof_of
from kithwork.apps.reports.week_plan.content import week_plans
from kithwork.apps.runs.models import Pause, Session
from kithwork.apps.runs.queries import sessions_on
from tests.cast import MONDAY, YEAR, give_permission

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen_now")]


@pytest.fixture
def published(cast):
    """A plan in force in which Ada meets partners, and Tomas who observes her."""
    draft = balanced(cast.rosa)
    publish(draft, version=draft.version, by=cast.rosa)
    row = AccessRow(
        user_id=cast.tomas.user_id, student=cast.ada, depth=3, reason="You observe Ada.",
        because="test:ada", from_on=MONDAY, until_on=YEAR[1],
    )  # fmt: skip
    open_access([row], by=cast.rosa)
    return draft


def asked_for(cast, student) -> bool:
    question = question_for(cast.school, FIRST, LAST)
    return student.pk in question.people["students"].values()


def on_devices(cast, student) -> bool:
    return any(one["id"] == student.pk for one in day_list(cast.tomas)["students"])


def printed(cast, student) -> bool:
    weeks = [
        week_plans(cast.rosa, kind, MONDAY + timedelta(days=7)) for kind in ("students", "peers")
    ]
    return student.full_name in repr(weeks)


def met(cast, student) -> int:
    days = [MONDAY + timedelta(days=n) for n in range(5)]
    return sum(student.called in repr(sessions_on(cast.rosa, day)) for day in days)


@pytest.mark.parametrize("how", ["family", "student"])
def test_a_withdrawal_empties_the_next_plan_the_devices_and_the_paper_at_once(
    cast, client_for, published, how
):
    assert asked_for(cast, cast.ada)
    assert on_devices(cast, cast.ada)
    assert printed(cast, cast.ada)
    before = proof_of(cast.ada)
    assert before.has_permission
    assert not any(one.is_empty for one in before.asked if one.place != "Practices")

    viewer = cast.marta if how == "family" else cast.ada_viewer
    client = client_for(viewer)
    if how == "family":
        answer = {"child": cast.ada.pk, "purpose": "take_part"}
        client.post(reverse("consents:answer"), {**answer, "said": "yes"})
        client.post(reverse("consents:answer"), {**answer, "said": "no"})
    else:
        client.post(reverse("consents:answer"), {"purpose": "take_part", "said": "no"})

    assert not asked_for(cast, cast.ada)
    assert not on_devices(cast, cast.ada)
    assert not printed(cast, cast.ada)
    assert not Session.objects.filter(student=cast.ada, status="planned", on__gte=MONDAY).exists()
    after = proof_of(cast.ada)
    assert after.holds
    assert all(one.is_empty for one in after.asked)
    assert after.paused_at == Pause.objects.get(student=cast.ada, ended_at=None).begun_at

    page = client_for(cast.rosa).get(reverse("reports:permission_proof", args=[cast.ada.pk])).text
    assert "Nothing reaches this student." in page


def test_a_yes_brings_the_times_together_back(cast, published):
    days = Session.objects.filter(student=cast.ada, status="planned").count()
    cast.ada.refresh_from_db()
    actions.answer_as(cast.ada, {"take_part": "no"}, by=cast.ada_viewer)
    actions.answer_as(cast.ada, {"take_part": "yes"}, by=cast.ada_viewer)
    assert asked_for(cast, cast.ada)
    assert Session.objects.filter(student=cast.ada, status="planned").count() == days
    assert proof_of(cast.ada).has_permission


def test_a_proof_that_does_not_hold_says_so(cast, published):
    """A row that somebody wrote past the house: the proof asks the places themselves, and finds it."""
    cast.ada.refresh_from_db()
    actions.answer_as(cast.ada, {"take_part": "no"}, by=cast.ada_viewer)
    session = Session.objects.filter(student=cast.ada).first()
    Session.objects.filter(pk=session.pk).update(status="planned")
    found = proof_of(cast.ada)
    assert not found.holds
    assert [one.place for one in found.asked if one.reaches] == ["Times together from today on"]


def test_within_the_same_minute_no_plan_no_device_and_no_file_for_a_study(
    cast, client_for, published
):
    """The family's page, both answers: what gathers people, what a device is sent, what leaves the house."""
    give_permission([cast.ada], "research")
    watched = kept(cast, make_instrument(cast.school), tap(1, "a"), by=cast.tomas)

    def for_a_study():
        return export_observations(
            [watched], plan_id=None, program="countee", purpose="study", by=cast.tomas
        )

    assert asked_for(cast, cast.ada)
    assert on_devices(cast, cast.ada)
    assert for_a_study().content
    marta = client_for(cast.marta)
    marta.post(
        reverse("consents:answer"), {"child": cast.ada.pk, "purpose": "take_part", "said": "no"}
    )
    assert not asked_for(cast, cast.ada)
    assert not on_devices(cast, cast.ada)
    with pytest.raises(Problem, match="no permission for research"):
        for_a_study()
    proof = proof_of(cast.ada)
    assert proof.holds
    assert proof.study.is_empty
    page = client_for(cast.rosa).get(reverse("reports:permission_proof", args=[cast.ada.pk])).text
    assert "None leaves with this student." in page
