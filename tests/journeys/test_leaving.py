"""A student stops being a partner: from their own tap to the thanks, whom an adult tells, and a plan without them."""

import pytest
from django.urls import reverse

from kithwork.apps.plans.actions import publish
from kithwork.apps.plans.problem import question_for
from kithwork.apps.plans.tests.planning import FIRST, LAST, balanced
from kithwork.apps.runs.models import Session
from tests.browser import PHONE, sign_in_as
from tests.cast import MONDAY

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def phone(page):
    """The phone of whoever leaves."""
    own = page.context.browser.new_context(
        viewport={"width": PHONE[0], "height": PHONE[1]}, reduced_motion="reduce"
    )
    yield own.new_page()
    own.close()


@pytest.fixture
def planned(cast):
    """A plan is in force, and Ben is in it."""
    draft = balanced(cast.rosa)
    publish(draft, version=draft.version, by=cast.rosa)
    cast.ben.refresh_from_db()
    assert times_of(cast.ben)
    return cast


def times_of(student) -> int:
    mine = Session.objects.filter(session_peers__peer=student, session_peers__is_live=True)
    return mine.filter(status="planned", on__gt=MONDAY).count()


def may_be_asked(cast, student) -> bool:
    question = question_for(cast.school, FIRST, LAST)
    opaque = next((key for key, pk in question.people["students"].items() if pk == student.pk), "")
    return opaque in {one.student for one in question.problem.peers}


def test_stopping_from_the_tap_to_the_next_plan(planned, page, phone, live_server, looks_right):
    cast = planned
    assert may_be_asked(cast, cast.ben)
    sign_in_as(phone, live_server, cast.ben_viewer)

    # Four taps, no reason, and thanks.
    phone.goto(live_server.url)
    phone.get_by_role("link", name="Another partner, or stop").click()
    looks_right(phone, "a change for me")
    phone.get_by_role("link", name="I would like to stop").click()
    phone.get_by_label("I stop now, and leave a thank-you card").check()
    looks_right(phone, "stopping")
    phone.get_by_role("button", name="Stop being a partner").click()
    phone.get_by_text("Thank you for the time you gave.").wait_for()
    phone.get_by_text("You do not have to go any more. An adult knows.").wait_for()
    phone.get_by_role("button", name="I changed my mind").wait_for()
    looks_right(phone, "thanks")
    phone.get_by_role("link", name="Done").click()
    phone.get_by_role("heading", name="Thank you for your time").wait_for()
    assert not phone.get_by_role("link", name="Another partner, or stop").count()
    looks_right(phone, "first page of who stopped")
    phone.goto(live_server.url + reverse("home:my_week"))
    phone.get_by_text("You can come back on any day: tell an adult.").wait_for()
    assert not phone.get_by_text("minutes you offered").count()
    assert not times_of(cast.ben)

    # The coordinator sees what is left to do, tells whoever stays, and prints the cards.
    sign_in_as(page, live_server, cast.rosa)
    page.goto(live_server.url + reverse("care:peer_care"))
    looks_right(page, "peer care")
    page.get_by_role("link", name="Look at it Ben").click()
    looks_right(page, "a parting")
    page.get_by_role("link", name="Thank-you cards").click()
    page.get_by_text("Ben, thank you for the time you gave.").wait_for()
    looks_right(page, "thank-you cards")
    page.go_back()
    page.get_by_role("button", name="All is settled").click()
    page.get_by_text("Tell whoever stays first, in person, and mark it here.").wait_for()
    page.get_by_role("button", name="They know").click()
    page.get_by_text("Kept. Thank you for telling them.").wait_for()
    page.get_by_role("button", name="All is settled").click()
    page.get_by_text("Settled.").first.wait_for()

    # Nobody asks Ben again, and who did what is on the trail.
    assert not may_be_asked(cast, cast.ben)
    page.goto(live_server.url + reverse("trail:trail") + "?verb=care.ask_parting")
    row = page.get_by_role("row", name="care.ask_parting")
    assert "Ben" in row.inner_text()
    page.goto(live_server.url + reverse("trail:trail") + "?verb=care.end_parting")
    assert "by itself" in page.get_by_role("row", name="care.end_parting").inner_text()
    looks_right(page, "trail")


def test_another_partner_without_blame(planned, phone, live_server, looks_right):
    """The other hears from an adult; what the student reads names no reason, and can be taken back."""
    cast = planned
    sign_in_as(phone, live_server, cast.ben_viewer)
    phone.goto(live_server.url + reverse("care:mine"))
    phone.get_by_role("link", name="I would like another partner").first.click()
    looks_right(phone, "another partner")
    phone.get_by_label("I stop now, without a goodbye").check()
    phone.get_by_role("button", name="Ask for another partner").click()
    phone.get_by_text("An adult looks for somebody else with you.").wait_for()
    looks_right(phone, "another partner, asked")
    left = times_of(cast.ben)
    phone.get_by_role("button", name="I changed my mind").click()
    phone.get_by_text("All as it was.").first.wait_for()
    assert times_of(cast.ben) > left
    assert may_be_asked(cast, cast.ben)
