"""A meeting of a club from its template to its end, by a teacher with a phone."""

import re

import pytest

from kithwork.apps.events import readiness
from kithwork.apps.events.models import AttendanceMark, Event
from kithwork.apps.foundation import clock
from tests.browser import resize, sign_in_as, wait_until

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def put_on_the_list(page, name):
    page.get_by_label("Part of a name").fill(name)
    page.get_by_role("button", name="Find students").click()
    page.get_by_role("button", name=re.compile(f"Plans it.*{name}")).click()
    page.locator(".toast", has_text=f"{name} is on the list").wait_for()


def test_a_club_meeting_from_its_template_to_its_end(cast, page, live_server, looks_right):
    sign_in_as(page, live_server, cast.ines)
    resize(page, "phone")
    page.goto(f"{live_server.url}/events/start/")
    page.get_by_role("link", name=re.compile("Begin with this.*Club meeting")).click()
    page.get_by_role("textbox", name="Name").fill("Game club")
    page.get_by_role("textbox", name="Day").fill(clock.today_for(cast.ines).isoformat())
    page.locator("#id_starts_at").fill("14:00")
    page.locator("#id_ends_at").fill("15:00")
    page.locator("#id_place").fill("Library")
    page.get_by_role("button", name="Put it on the plan").click()
    page.get_by_role("heading", name="Still missing").wait_for()
    looks_right(page, "what is missing")
    event = Event.objects.get()
    base = f"{live_server.url}/events/{event.pk}/"

    page.get_by_role("link", name=re.compile("Ask students")).click()
    put_on_the_list(page, "Ada")
    put_on_the_list(page, "Ben")
    page.get_by_role("button", name="Yes, they do").click()
    page.get_by_text("disabilities plan it together.").wait_for()

    page.goto(f"{base}roles/")
    host = page.locator("section", has=page.get_by_role("heading", name="Host"))
    host.locator("summary").click()
    host.get_by_label("Who", exact=True).select_option(label="Ada Okafor")
    host.get_by_label("How it came about").select_option("self")
    host.get_by_label("How they told you").select_option("device")
    host.get_by_role("button", name=re.compile("Takes this role")).click()
    host.get_by_text("Chose it. With a speech device.").wait_for()

    page.goto(f"{base}access/")
    page.get_by_role("link", name=re.compile("^Answer\\b")).first.click()
    for _question in range(event.access_questions.count()):
        page.get_by_label("What will be there for everybody").fill("Tried out by all who plan.")
        page.get_by_label("Who sees to it").fill("The planners")
        page.get_by_label("By when").fill(clock.today_for(cast.ines).isoformat())
        page.get_by_role("button", name="Keep this answer").click()
    page.get_by_text("Every question is answered.").wait_for()
    assert readiness.lacking(Event.objects.get()) == []

    page.goto(base)
    page.get_by_role("link", name="Who came").click()
    page.get_by_role("button", name=re.compile("^Here.*Ada")).click()
    page.get_by_role("heading", name="1 of 2 are here").wait_for()
    page.get_by_role("button", name=re.compile("Not here.*Ben")).click()
    wait_until(page, "document.querySelectorAll('#names [aria-pressed=true]').length === 2")
    looks_right(page, "who came")
    page.get_by_role("button", name="Log this day").click()
    page.get_by_role("link", name="Close it").click()
    page.get_by_label("What went well?").fill("The host led all of it.")
    page.get_by_role("button", name="Close it").click()
    page.get_by_text("Held. Closed on").wait_for()
    assert Event.objects.get().status == Event.Status.HELD
    assert [mark.is_here for mark in AttendanceMark.objects.all()] == [True, False]
