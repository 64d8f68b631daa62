"""The capture page's screens: they look right in every light and size, and work by keyboard alone."""

from __future__ import annotations

import json

import pytest

from kithwork.apps.observations.models import Envelope
from kithwork.apps.observations.shipped import shipped_forms
from kithwork.apps.people.models import Access
from tests.browser import (
    BUSY,
    NETWORK,
    PHONE,
    assert_accessible,
    assert_fits,
    sign_in_as,
    wait_until,
)
from tests.cast import NOW, YEAR
from tests.journeys.test_observe import TALLY, make_watch, pad
from tests.journeys.test_observe_killed import DRAFTS

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

MOMENTARY = {
    "kind": "interval", "minutes": 10, "interval": {"method": "momentary", "seconds": 10, "cue": "flash"},
    "pads": [pad("a", "Engaged", "interval", "users"), pad("b", "Beside a peer", "interval")],
}  # fmt: skip
PARTIAL = {
    "kind": "interval", "minutes": 10, "interval": {"method": "partial", "seconds": 10, "cue": "none"},
    "pads": [pad("a", "Talks", "interval", "speech"), pad("b", "Near a peer", "interval")],
}  # fmt: skip
NEAR = shipped_forms()["adult_near"].text.model_dump(mode="json")
CHANCES = {
    "kind": "opportunity", "minutes": 20, "pads": [pad("a", "Answers a peer", "opportunity")],
    "levels": [{"code": "i", "label": "Alone"}, {"code": "m", "label": "After a model"}],
}  # fmt: skip
RATING = {
    "kind": "rating", "minutes": 10, "pads": [pad("a", "Part of the group", "rating")],
    "scale": {"low": 0, "high": 4, "anchors": ["Not at all", "A little", "Half", "Mostly", "Always"]},
}  # fmt: skip
STEPS = {
    "kind": "checklist", "minutes": 30,
    "pads": [pad("a", "Adult greets everybody", "step"), pad("b", "Students choose", "step")],
}  # fmt: skip


@pytest.fixture
def observer(cast, page, ears, live_server):
    """Tomas with a phone, at the time of the school's Monday; forms are made before the list is opened."""

    def open_list(*texts):
        Access.objects.filter(user_id=cast.tomas.user_id, student=cast.ada).update(
            depth=3, from_on=YEAR[0], until_on=YEAR[1]
        )
        watches = [
            make_watch(cast, text, name=f"Form {nth}", nth=nth, label=str(nth))
            for nth, text in enumerate(texts, start=1)
        ]
        page.clock.install(time=NOW)
        page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
        sign_in_as(page, live_server, cast.tomas)
        page.goto(live_server.url + "/observe/")
        shown(page, "list")
        return watches

    return open_list


def shown(page, screen):
    page.locator(f'[data-screen="{screen}"]:not([hidden])').wait_for()


def open_watch(page, live_server, watch):
    page.goto(f"{live_server.url}/observe/{watch.pk}/")
    shown(page, "pads")


def letter() -> dict:
    BUSY.wait()
    return json.loads(Envelope.objects.latest("pk").text)


def looks_right_everywhere(page, what):
    """Light and dark; a phone, a small phone, a large text, and half of a laptop, which is one at 200 %."""
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        for width, height in (PHONE, (320, 640), (683, 384), (820, 1180)):
            page.set_viewport_size({"width": width, "height": height})
            assert_fits(page)
            assert_accessible(page, f"{what}, {width}, {scheme}")
    page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    page.evaluate("document.documentElement.dataset.size = 'xl'")
    assert_fits(page)
    page.evaluate("document.documentElement.dataset.size = 'm'")
    page.emulate_media(color_scheme="light")


def test_one_observation_looks_right_from_the_list_to_its_receipt(page, live_server, observer):
    (watch,) = observer(TALLY)
    looks_right_everywhere(page, "list")
    open_watch(page, live_server, watch)
    for code in "aabcz":
        page.locator(f'[data-code="{code}"]').click()
    page.get_by_role("button", name="Note").click()
    looks_right_everywhere(page, "pads")
    page.get_by_role("button", name="Finish").click()
    shown(page, "finish")
    page.get_by_label("Not usable").check()
    page.get_by_text("See every tap").click()
    looks_right_everywhere(page, "finish")
    page.get_by_role("button", name="Keep", exact=True).click()
    page.get_by_text("Say why it cannot be used.").wait_for()
    page.get_by_role("button", name="Interrupted").click()
    page.get_by_role("button", name="Keep", exact=True).click()
    page.get_by_role("heading", name="Received").wait_for()
    looks_right_everywhere(page, "receipt")
    said = letter()
    assert (said["is_usable"], said["why_not"]) == (False, "Interrupted")


@pytest.mark.parametrize(
    "text", [MOMENTARY, PARTIAL, NEAR, CHANCES, RATING, STEPS], ids=lambda one: one["kind"]
)
def test_every_kind_of_form_looks_right(page, live_server, observer, text):
    (watch,) = observer(text)
    open_watch(page, live_server, watch)
    page.get_by_role("button", name="Start", exact=True).click()
    looks_right_everywhere(page, text["kind"])


def press_to(page, name: str) -> None:
    """Tab until the button of this name has the focus."""
    for _ in range(40):
        page.keyboard.press("Tab")
        found = page.evaluate(
            "(document.activeElement.ariaLabel || document.activeElement.innerText || '').trim()"
        )
        if found.startswith(name):
            return
    raise AssertionError(f"no way to {name} by keyboard")


def test_by_keyboard_alone(page, live_server, observer):
    observer(TALLY)
    press_to(page, "Observe")
    page.keyboard.press("Enter")
    shown(page, "pads")
    press_to(page, "Answers")
    page.keyboard.press("Enter")
    page.keyboard.press("Space")
    assert page.locator('[data-code="b"] .pad__n').inner_text() == "2"
    press_to(page, "Undo")
    page.keyboard.press("Enter")
    assert page.locator('[data-code="b"] .pad__n').inner_text() == "1"
    press_to(page, "Finish")
    page.keyboard.press("Enter")
    shown(page, "finish")
    press_to(page, "Keep")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Received").wait_for()
    assert [tap["code"] for tap in letter()["taps"]] == ["b", "b"]


def test_pausing_looking_away_and_the_last_tap_put_right(page, live_server, observer):
    (watch,) = observer(TALLY)
    open_watch(page, live_server, watch)
    page.locator('[data-code="a"]').click()
    page.clock.run_for(5000)
    page.get_by_role("button", name="Can’t see").click()
    page.clock.run_for(5000)
    page.get_by_role("button", name="See again").click()
    page.get_by_role("button", name="Pause").click()
    page.locator('[data-code="a"]').click(force=True)  # nothing counts while it is paused
    page.clock.run_for(60_000)
    page.get_by_role("button", name="Go on").click()
    page.locator('[data-code="b"]').click()
    # Put away and opened again: it stands where it stood.
    page.get_by_role("button", name="Leave. Your taps are kept.").click()
    page.get_by_role("button", name="Go on").click()
    shown(page, "pads")
    page.get_by_role("button", name="Finish").click()
    shown(page, "finish")
    page.get_by_role("group", name="It was meant for another pad").get_by_role(
        "button", name="Peer starts"
    ).click()
    page.get_by_role("button", name="Keep", exact=True).click()
    page.get_by_role("heading", name="Received").wait_for()
    said = letter()
    codes = [(tap["code"], tap.get("undone", False)) for tap in said["taps"]]
    assert codes[:7] == [
        ("a", False), ("hide", False), ("seen", False), ("pause", False), ("go", False), ("b", True), ("c", False),
    ]  # fmt: skip
    values = {
        one.index: one.value for one in Envelope.objects.get().observation.values.filter(code="c")
    }
    assert values["count"] == 1
    assert Envelope.objects.get().observation.seconds < 30


def test_interval_after_interval(page, live_server, observer):
    momentary, partial = observer(MOMENTARY, PARTIAL)
    open_watch(page, live_server, momentary)
    page.get_by_role("button", name="Start", exact=True).click()
    page.get_by_text("Watch. You answer when the first interval ends.").wait_for()
    page.clock.run_for(10_500)
    page.get_by_text("Interval 1: at that moment?").wait_for()
    page.get_by_role("group", name="Engaged").get_by_role("button", name="Yes").click()
    page.get_by_role("group", name="Beside a peer").get_by_role("button", name="No").click()
    page.get_by_role("button", name="Finish").click()
    page.get_by_role("button", name="Keep", exact=True).click()
    page.get_by_role("heading", name="Received").wait_for()
    assert [tap["code"] for tap in letter()["taps"]] == ["a@0", "b@0-"]

    open_watch(page, live_server, partial)
    page.locator('[data-code="a"]').click()
    page.clock.run_for(10_500)
    wait_until(page, "document.querySelector('[data-interval-n]').textContent === '2 of 60'")
    page.get_by_role(
        "button", name="Undo"
    ).click()  # takes back what somebody tapped, not what the page noted
    page.get_by_role("button", name="Finish").click()
    page.get_by_role("button", name="Keep", exact=True).click()
    page.get_by_role("heading", name="Received").wait_for()
    taps = [(tap["code"], tap.get("undone", False)) for tap in letter()["taps"]]
    assert taps == [("a@0", True), ("b@0-", False)]


def test_nobody_taps_and_the_time_is_kept_all_the_same(page, live_server, observer):
    """A flat battery costs two seconds at most (R6): every two the draft is kept as it stands."""
    (watch,) = observer(TALLY)
    open_watch(page, live_server, watch)
    page.get_by_role("button", name="Start", exact=True).click()
    for seconds in (10, 20, 30):
        page.clock.run_for(10_000)
        kept = (
            "async () => (await ("
            + DRAFTS.replace("tape.length", "alive_ms").replace("tape }", "alive_ms }")
            + ")())[0][1]"
        )
        wait_until(page, f"async () => (await ({kept})()) >= {1000 * (seconds - 2)}")


def test_where_the_adult_is_and_who_prompts(page, live_server, observer):
    (watch,) = observer(NEAR)
    open_watch(page, live_server, watch)
    # What counts is there to be read before the start, and out of the way afterwards.
    page.get_by_text("What counts").click()
    page.get_by_text("An adult is within about one metre of the student.").wait_for()
    page.get_by_text("Does not: “Well done, both of you.”").wait_for()
    looks_right_everywhere(page, "what counts")
    page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    page.get_by_role("button", name="Start", exact=True).click()
    page.get_by_text("At the first cue you say where the adult is.").wait_for()
    assert page.get_by_text("What counts").is_hidden()
    page.locator('[data-code="p"]').click()
    page.clock.run_for(30_500)
    page.get_by_text("Cue 1: where is the adult?").wait_for()
    page.get_by_role("button", name="In the room").click()
    page.get_by_role("button", name="Undo").click()
    page.get_by_role("button", name="Away").click()
    page.locator('[data-code="a"]').click()
    page.clock.run_for(30_000)
    page.get_by_role("button", name="Within 1 m (3 ft)").click()
    page.get_by_text("Within 1 m (3 ft): 1 of 2 moments").wait_for()
    page.get_by_role("button", name="Finish").click()
    shown(page, "finish")
    totals = page.locator("[data-screen='finish'] [data-totals]").inner_text()
    assert "Peer prompts of all prompts" in totals
    assert totals.count("50 %") == 3
    page.get_by_role("button", name="Keep", exact=True).click()
    page.get_by_role("heading", name="Received").wait_for()
    taps = [(tap["code"], tap.get("undone", False)) for tap in letter()["taps"]]
    assert taps == [("p", False), ("r@0", True), ("y@0", False), ("a", False), ("n@1", False)]


def test_what_was_not_planned_is_asked_about_afterwards(cast, page, live_server, observer):
    observer(CHANCES)
    page.get_by_role("button", name="Choose a student and a measure").click()
    shown(page, "new")
    looks_right_everywhere(page, "whom and what")
    page.get_by_role("button", name="A.").first.click()
    page.get_by_role("button", name="Form 1").click()
    shown(page, "pads")
    page.get_by_role("button", name="Alone").click()
    page.get_by_role("button", name="Finish").click()
    # Dropped by a slip, and brought back.
    page.get_by_role("button", name="Drop it").click()
    page.get_by_text("Dropped: A.").wait_for()
    page.get_by_role("button", name="Undo").click()
    shown(page, "finish")
    page.get_by_role("button", name="Keep", exact=True).click()
    page.get_by_text("Choose where it was.").wait_for()
    page.locator("label", has_text="At recess").click()
    page.locator("label", has_text="Maintenance").click()
    page.get_by_role("button", name="Keep", exact=True).click()
    page.get_by_role("heading", name="Received").wait_for()
    said = letter()
    assert (said["watch"], said["setting"], said["phase"]) == (None, "recess", "maintenance")
    # As last time: one tap.
    page.get_by_role("button", name="Back to the list").last.click()
    page.get_by_role("region", name="Not planned, as last time").get_by_role("button").click()
    shown(page, "pads")


def test_left_hand_and_a_screen_that_dims(page, live_server, observer):
    (watch,) = observer(TALLY)
    page.get_by_text("How this page works for me").click()
    page.get_by_label("Left hand").check()
    open_watch(page, live_server, watch)
    undo, last = page.get_by_role("button", name="Undo"), page.locator("[data-last]")
    assert undo.bounding_box()["x"] < last.bounding_box()["x"]
    screen, starts = page.locator('[data-screen="pads"]'), page.locator('[data-code="a"]')
    starts.click()
    page.clock.run_for(31_000)
    wait_until(page, "document.querySelector('[data-screen=pads]').classList.contains('is-dim')")
    starts.click()  # the touch that wakes it counts
    assert "is-dim" not in screen.get_attribute("class")
    assert starts.locator(".pad__n").inner_text() == "2"
    page.get_by_role("button", name="Finish").click()
    page.get_by_role("button", name="Keep", exact=True).click()
    page.get_by_role("heading", name="Received").wait_for()


def test_a_phone_left_alone_asks_for_nothing_and_one_in_use_does(page, observer):
    observer(TALLY)
    asked = []
    page.on("request", lambda one: asked.append(one.url) if "/api/v1/day" in one.url else None)
    page.clock.run_for(20 * 60_000)
    assert asked == []
    page.get_by_text("How this page works for me").click()
    page.clock.run_for(60_000)
    for _moment in range(200):  # the request is on its way; that it was made is told a moment later
        if asked:
            break
        page.wait_for_timeout(50)
    assert len(asked) == 1


FOUR_DAYS_AGO = """async () => {
  const { openDB } = await import("/static/ui/vendor/idb.js");
  const db = await openDB("kithwork-observe");
  for (const one of await db.getAll("queue")) await db.put("queue", { ...one, kept_at: Date.now() - 4 * 86400000 });
}"""


def test_what_waits_too_long_is_told(page, ears, live_server, observer):
    ears.expected += ["ERR_INTERNET_DISCONNECTED", "Failed to load resource"]
    (watch,) = observer(TALLY)
    open_watch(page, live_server, watch)
    page.locator('[data-code="a"]').click()
    NETWORK.cut(page)
    page.get_by_role("button", name="Finish").click()
    page.get_by_role("button", name="Keep", exact=True).click()
    page.get_by_role("heading", name="Saved here").wait_for()
    page.evaluate(FOUR_DAYS_AGO)
    page.get_by_role("button", name="Back to the list").last.click()
    page.get_by_text("Unsent since Thursday, November 5.").wait_for()
    page.get_by_text("1 observation waits here and goes out by itself.").wait_for()
    assert_accessible(page, "waiting")
    NETWORK.mend(page)
    page.get_by_text("All sent").first.wait_for()


def test_a_correction_is_a_letter_of_its_own(page, live_server, observer):
    (watch,) = observer(TALLY)
    open_watch(page, live_server, watch)
    for code in "aab":
        page.locator(f'[data-code="{code}"]').click()
    page.get_by_role("button", name="Finish").click()
    page.get_by_role("button", name="Keep", exact=True).click()
    page.get_by_role("heading", name="Received").wait_for()
    page.get_by_role("button", name="Something is wrong: correct it").click()
    shown(page, "finish")
    assert_accessible(page, "correction")
    page.get_by_role("button", name="Take it back").click()
    # Left open and loaded anew: it is still there to be checked, and no clock runs.
    page.goto(live_server.url + "/observe/")
    shown(page, "list")
    page.get_by_role("button", name="Go on").click()
    shown(page, "finish")
    page.get_by_role("button", name="Keep", exact=True).click()
    page.get_by_role("heading", name="Received").wait_for()
    first, second = (json.loads(text) for text in _texts())
    assert [tap.get("undone", False) for tap in second["taps"]] == [False, False, True]
    assert (first["corrects"], second["length_ms"]) == (None, first["length_ms"])
    assert second["corrects"] == str(Envelope.objects.earliest("pk").letter)


def _texts() -> list[str]:
    BUSY.wait()
    return list(Envelope.objects.order_by("pk").values_list("text", flat=True))


def test_it_can_stand_on_the_home_screen(cast, client_for):
    client = client_for(cast.tomas)
    said = client.get("/manifest.webmanifest")
    assert said["Content-Type"] == "application/manifest+json"
    body = said.json()
    assert (body["start_url"], body["display"]) == ("/observe/", "standalone")
    assert client.get(body["start_url"]).status_code == 200
    assert {one["sizes"] for one in body["icons"]} == {"192x192", "512x512"}
