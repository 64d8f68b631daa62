"""A student with one switch answers by cards: a ring goes round, any key or tap chooses, and it rests by itself."""

from datetime import timedelta

import pytest
from django.urls import reverse

from kithwork.apps.accounts.models import User
from kithwork.apps.reflections import actions
from kithwork.apps.reflections.models import Reply
from tests.browser import BUSY, PHONE, sign_in_as, wait_until
from tests.cast import MONDAY, give_permission

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
RINGED = "document.querySelector('.is-ringed')"


@pytest.fixture
def question(cast, page, live_server):
    """Ben's first question, on a phone."""
    give_permission([cast.ben], "survey")
    waves = (
        actions.WaveFrame("start", MONDAY, MONDAY + timedelta(days=13)),
        actions.WaveFrame("end", MONDAY + timedelta(weeks=10), MONDAY + timedelta(weeks=11)),
    )
    survey = actions.start_survey(
        actions.SurveyFrame("belonging", "Lunch club", waves), by=cast.rosa
    )
    actions.ask_students(survey, [cast.ben], by=cast.rosa)
    page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    sign_in_as(page, live_server, cast.ben_viewer)
    page.goto(live_server.url + reverse("reflections:question", args=[survey.waves.first().pk]))
    return page


def test_the_ring_goes_round_twice_and_rests(question):
    way = question.evaluate(
        """async () => {
            const { start, step, paced, read } = await import("/static/ui/scan.js");
            const seen = [];
            let ring = start();
            for (let n = 0; n < 6; n += 1) { ring = step(ring, 2); seen.push(ring.at); }
            return { seen, rests: ring.rests, slow: paced(6, 1), quick: paced(1.5, -1), next: paced(3, 1),
                     odd: read("{"), none: read(null), kept: read('{"on":true,"pace":5}'), wrong: read('{"on":1,"pace":99}') };
        }"""
    )
    assert way["seen"] == [0, 1, 0, 1, -1, -1]
    assert way["rests"]
    assert (way["slow"], way["quick"], way["next"]) == (6, 1.5, 4)
    off = {"on": False, "pace": 3}
    assert (way["odd"], way["none"], way["wrong"]) == (off, off, off)
    assert way["kept"] == {"on": True, "pace": 5}


def test_one_key_answers_and_the_device_remembers(question, cast, looks_right):
    page = question
    page.get_by_role("button", name="One switch").click()
    page.get_by_role("button", name="Faster").click()
    page.get_by_role("button", name="Faster").click()
    page.get_by_text("1.5 seconds").wait_for()
    looks_right(page, "one switch")
    page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    # On the first answer a press of any key chooses it.
    wait_until(page, f"{RINGED}?.matches('.bigc:first-child')")
    first = page.locator(".bigc").first.get_attribute("value")
    page.keyboard.press("x")
    page.get_by_text("2 of").first.wait_for()
    BUSY.wait()
    assert Reply.objects.get().choice == first
    # The next question begins by itself, at the pace that was kept; a tap anywhere chooses.
    wait_until(page, f"{RINGED}?.matches('.bigc:nth-child(2)')")
    second = page.locator(".bigc").nth(1).get_attribute("value")
    page.locator("h1").click()
    page.get_by_text("3 of").first.wait_for()
    BUSY.wait()
    assert list(Reply.objects.order_by("pk").values_list("choice", flat=True)) == [first, second]
    # Escape ends it, and pages after that are as they were.
    page.keyboard.press("Escape")
    assert not page.locator(".is-ringed").count()
    page.reload()
    assert page.get_by_role("button", name="One switch").get_attribute("aria-pressed") == "false"
    page.keyboard.press("x")
    page.get_by_text("3 of").first.wait_for()


def test_in_spanish_it_says_so(question, cast):
    User.objects.filter(pk=cast.ben_viewer.user_id).update(language="es")
    question.reload()
    question.get_by_role("button", name="Un solo botón").click()
    question.get_by_text("Cualquier tecla o toque elige.").wait_for()


def test_yes_and_no_and_my_say_are_chosen_with_one_switch_too(cast, page, live_server, looks_right):
    page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    sign_in_as(page, live_server, cast.ben_viewer)
    page.goto(live_server.url + reverse("home:my_say"))
    page.get_by_role("button", name="One switch").click()
    looks_right(page, "one switch on my say")
    page.goto(live_server.url + reverse("consents:mine"))
    wait_until(page, f"{RINGED}?.value === 'yes'")
    page.wait_for_timeout(450)  # a press of the page before is over by then
    page.keyboard.press("Enter")
    page.get_by_text("You said yes.").first.wait_for()
    looks_right(page, "one switch on questions of one's own")
