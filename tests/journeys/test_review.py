"""Reviewing a plan with the keyboard alone, at every size, in light and dark."""

from datetime import timedelta

import pytest
from django.urls import reverse

from kithwork.apps.plans import actions, queries
from kithwork.apps.runs.actions import note_absence
from kithwork.apps.runs.models import Session
from tests.browser import resize, sign_in_as, wait_until
from tests.cast import MONDAY

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def at(page, live_server):
    def go(name, *args, query=""):
        page.goto(live_server.url + reverse(name, args=args) + query)

    return go


def test_a_pair_is_kept_without_a_mouse(cast, page, live_server, at, drafts):
    draft = drafts[0]
    sign_in_as(page, live_server, cast.rosa)
    at("plans:review", draft.pk)
    page.locator(".sched [tabindex='0']").first.focus()
    page.keyboard.press("ArrowRight")
    assert page.evaluate("document.activeElement.closest('td') !== null")
    page.keyboard.press("Enter")
    heading = page.locator("#panel h2")
    heading.wait_for()
    wait_until(page, "document.activeElement.id === 'panel-h'")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.locator("[data-toast]").get_by_text("is kept as it is.").wait_for()
    draft.refresh_from_db()
    assert draft.version == 2
    wait_until(page, "document.activeElement.tagName === 'H1'")


def test_a_swap_without_a_mouse(cast, page, live_server, at, drafts):
    """Tab to the list of others, Space to choose the first who could come, Tab to the button, Enter."""
    draft = drafts[0]
    panels = (
        (row, queries.session_panel(draft, row["need"], row["slot"])) for row in draft.sessions
    )
    row = next(row for row, panel in panels if panel.others and not panel.others[0].against)
    sign_in_as(page, live_server, cast.rosa)
    at("plans:session", draft.pk, query=f"?need={row['need']}&slot={row['slot']}")

    tab_until(page, "document.activeElement.name === 'into'")
    page.keyboard.press("Space")
    tab_until(page, "document.activeElement.textContent.trim() === 'Swap'")
    page.keyboard.press("Enter")

    page.locator("[data-toast]").get_by_text("in place of").wait_for()
    draft.refresh_from_db()
    assert draft.version == 2
    after = next(
        one for one in draft.sessions if (one["need"], one["slot"]) == (row["need"], row["slot"])
    )
    assert after["peers"] != row["peers"]


def tab_until(page, reached, most=120):
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate(reached):
            return
    raise AssertionError(f"the keyboard never reached {reached}")


def test_a_phone_opens_the_plan_by_student(cast, page, live_server, at, drafts):
    sign_in_as(page, live_server, cast.rosa)
    resize(page, "phone")
    at("plans:review", drafts[0].pk)
    page.wait_for_url("**view=students*")
    page.get_by_role("heading", name="Ada Okafor").wait_for()


def test_the_pages_of_a_plan_look_right(cast, page, live_server, at, drafts, looks_right):
    draft = drafts[0]
    row = draft.sessions[0]
    sign_in_as(page, live_server, cast.rosa)
    for name, args, query in [
        ("plans:plan", (), ""),
        ("plans:ask", (), ""),
        ("plans:compare", (draft.ask_id,), ""),
        ("plans:review", (draft.pk,), "?view=week"),
        ("plans:review", (draft.pk,), "?view=students"),
        ("plans:session", (draft.pk,), f"?need={row['need']}&slot={row['slot']}"),
        ("plans:publish_check", (draft.pk,), ""),
    ]:
        at(name, *args, query=query)
        looks_right(page, name)


def test_today_looks_right_with_a_gap(cast, page, live_server, at, drafts, looks_right):
    actions.publish(drafts[0], version=1, by=cast.rosa)
    session = Session.objects.filter(on=MONDAY, label="Lunch").first() or (
        Session.objects.filter(on__gt=MONDAY).first()
    )
    peer = session.session_peers.first().peer
    note_absence(peer, on=session.on, by=cast.rosa)
    for viewer in (cast.rosa, cast.ines, cast.ben_viewer, cast.marta, cast.pia, cast.dora):
        sign_in_as(page, live_server, viewer)
        at("home:today")
        looks_right(page, f"today, {viewer.role}")
    assert session.on <= MONDAY + timedelta(days=7)
