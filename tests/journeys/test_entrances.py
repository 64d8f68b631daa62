"""A teacher sets a tablet up and hands it over; Ben comes in with the keyboard alone; the window closes behind him."""

from __future__ import annotations

import pytest

from kithwork.apps.entrances import actions
from kithwork.apps.entrances.models import EnrolledDevice, Window
from kithwork.apps.entrances.tests.at_the_door import FOUR
from tests.browser import BUSY, TABLET, assert_accessible, assert_fits, sign_in_as

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def looks_right(page, what):
    assert_fits(page)
    assert_accessible(page, what)


def by_keyboard(page, name):
    """Tab until something of this name has the focus, and press it: as a switch does, too."""
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent.trim()").endswith(name):
            page.keyboard.press("Enter")
            return
    raise AssertionError(f"no way to {name} by keyboard")


def test_a_class_comes_in_on_a_tablet(cast, page, live_server, ears):
    page.set_viewport_size({"width": TABLET[0], "height": TABLET[1]})
    sign_in_as(page, live_server, cast.ines)
    page.goto(f"{live_server.url}/entrances/")
    page.get_by_label("What to call this device").fill("Tablet 3")
    page.get_by_label("Where it is").fill("Shelf")
    page.get_by_role("button", name="Set up this device").click()
    page.get_by_text("Set up as Tablet 3").wait_for()
    looks_right(page, "windows")
    actions.set_pictures(cast.ben, FOUR, by=cast.ines)
    page.get_by_role("button", name="Open sign-in Art").click()
    page.get_by_role("heading", name="Sign-in: Art").wait_for()
    looks_right(page, "window")
    page.get_by_role("button", name="Hand over this device").click()
    page.get_by_role("heading", name="Who are you?").wait_for()
    assert page.locator(".names li").count() == 5
    looks_right(page, "names")

    by_keyboard(page, "Ben")
    page.get_by_role("heading", name="Ben, your four pictures").wait_for()
    looks_right(page, "pictures")
    for number, picture in enumerate(FOUR, 1):
        page.locator(f"[name=picture][value={picture}]").focus()
        page.keyboard.press("Enter")
        if number < len(FOUR):
            page.get_by_text(f"{number} of 4 chosen").wait_for(state="attached")
    page.get_by_role("heading", name="Hi Ben").wait_for()
    assert "Sun" not in page.url
    looks_right(page, "today")
    page.get_by_role("navigation", name="Main, phone").get_by_role("link", name="Me").click()
    page.get_by_role("heading", name="Me", exact=True).wait_for()
    looks_right(page, "me")

    BUSY.wait()
    actions.close_window(Window.objects.get(), by=cast.ines)
    page.get_by_role("navigation", name="Main, phone").get_by_role("link", name="My week").click()
    page.get_by_role("heading", name="Hello").wait_for()
    page.get_by_text("Your time here is over").wait_for()
    page.goto(f"{live_server.url}/my-week/")
    page.get_by_role("heading", name="Sign in").wait_for()
    assert EnrolledDevice.objects.get().last_used_at is not None
    BUSY.wait()


def test_a_badge_is_read_from_the_address_and_leaves_no_trace_in_it(cast, page, live_server):
    made = {one.student.pk: one.secret for one in actions.give_badges(cast.art, by=cast.ines)}
    actions.open_window(cast.art, by=cast.ines)
    page.set_viewport_size({"width": TABLET[0], "height": TABLET[1]})
    sign_in_as(page, live_server, cast.ines)
    page.goto(f"{live_server.url}/entrances/")
    page.get_by_label("What to call this device").fill("Tablet 4")
    page.get_by_role("button", name="Set up this device").click()
    page.get_by_text("Set up as Tablet 4").wait_for()
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{live_server.url}/badge/#not-a-badge")
    page.get_by_text("That did not open.").wait_for()
    looks_right(page, "badge")
    page.goto(f"{live_server.url}/badge/#{made[cast.ben.pk]}")
    page.get_by_role("heading", name="Hi Ben").wait_for()
    assert not [url for url in asked if made[cast.ben.pk] in url.split("#")[0]]
    page.go_back()
    assert made[cast.ben.pk] not in page.url
    BUSY.wait()
