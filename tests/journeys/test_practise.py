"""An observer practises against a scored recording with a phone; a file of another program comes in and goes out."""

from __future__ import annotations

import io
import zipfile

import pytest

from kithwork.apps.observations import actions
from kithwork.apps.observations.models import (
    Certificate,
    Envelope,
    Instrument,
    Observation,
    PracticeTape,
)
from kithwork.apps.observations.practice import key_text
from kithwork.apps.people.models import Access
from tests.browser import BUSY, PHONE, assert_accessible, assert_fits, sign_in_as
from tests.cast import MONDAY, NOW, YEAR
from tests.journeys.test_observe import pad

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

FORM = {
    "kind": "tally", "minutes": 1,
    "pads": [pad("a", "Starts", icon="speech"), pad("b", "Answers"), pad("z", "Together", "duration")],
}  # fmt: skip
TAPS = [
    {"at": 0, "code": "a"}, {"at": 10_000, "code": "z"}, {"at": 20_000, "code": "z"}, {"at": 30_000, "code": "b"},
]  # fmt: skip
BORIS = (
    "Observation id,Subject,Behavior,Behavior type,Start (s),Stop (s),Duration (s),Session length (s)\n"
    "lunch,ann,Starts,POINT,10.000,10.000,NA,60\n"
    "lunch,ann,Together,STATE,30.000,50.000,20.000,60\n"
    "lunch,ann,sneezes,POINT,20.000,20.000,NA,60\n"
)


@pytest.fixture
def form(cast):
    Access.objects.filter(user_id=cast.tomas.user_id, student=cast.ada).update(
        depth=3, from_on=YEAR[0], until_on=YEAR[1]
    )
    return Instrument.objects.create(school=cast.school, key="lunch", name="Lunch", text=FORM)


@pytest.fixture
def recording(cast, form):
    frame = actions.RecordingFrame(
        form, "Lunch, table four", "The blue folder in the office", key_text(40_000, TAPS), 80, 2
    )
    return actions.make_recording(frame, by=cast.rosa)


def on_a_phone(page, live_server, viewer):
    page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    sign_in_as(page, live_server, viewer)


def looks_right_on_a_phone(page, what):
    """Light and dark, and on the smallest phone."""
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        for width, height in (PHONE, (320, 640)):
            page.set_viewport_size({"width": width, "height": height})
            assert_fits(page)
            assert_accessible(page, f"{what}, {width}, {scheme}")
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})


def shown(page, screen):
    page.locator(f'[data-screen="{screen}"]:not([hidden])').wait_for()


def score(page, *codes):
    """Tap along: (seconds since the tap before, code) and the rest of the recording."""
    page.get_by_role("link", name="Score").first.click()
    shown(page, "pads")
    for seconds, code in codes:
        page.clock.run_for(1000 * seconds)
        page.locator(f'[data-code="{code}"]').click()
    page.clock.run_for(40_000 - 1000 * sum(seconds for seconds, _ in codes))
    page.get_by_role("button", name="Finish").click()
    shown(page, "finish")


def keep(page):
    page.get_by_role("button", name="Keep", exact=True).click()
    page.get_by_role("heading", name="Practice: Lunch, table four").wait_for()


def test_an_observer_practises_until_certified(cast, page, live_server, recording):
    page.clock.install(time=NOW)
    on_a_phone(page, live_server, cast.tomas)
    page.goto(live_server.url + "/observe/training/")
    looks_right_on_a_phone(page, "training")
    page.get_by_role("link", name="Lunch, table four").click()
    page.get_by_text("The blue folder in the office").wait_for()
    looks_right_on_a_phone(page, "recording")
    # One start too many, one answer missed: look again at both.
    score(page, (0, "a"), (10, "z"), (10, "z"), (5, "a"))
    looks_right_on_a_phone(page, "finish of a practice")
    assert (
        page.get_by_label("Not usable").count() == 0
        or not page.get_by_label("Not usable").is_visible()
    )
    keep(page)
    page.get_by_text("Look again at: Starts, Answers.").wait_for()
    page.get_by_text("Every index").first.click()
    looks_right_on_a_phone(page, "result")
    for _ in range(2):
        score(page, (0, "a"), (10, "z"), (10, "z"), (10, "b"))
        keep(page)
    page.get_by_text("That earned a certificate").wait_for()
    looks_right_on_a_phone(page, "certified")
    BUSY.wait()
    assert [one.has_passed for one in PracticeTape.objects.all()] == [False, True, True]
    assert Certificate.objects.get().observer_id == cast.tomas.user_id
    assert not Envelope.objects.exists()


def test_a_reload_in_the_middle_loses_no_tap(cast, page, live_server, recording):
    page.clock.install(time=NOW)
    on_a_phone(page, live_server, cast.tomas)
    page.goto(f"{live_server.url}/observe/training/{recording.pk}/score/")
    shown(page, "pads")
    for code in "aab":
        page.locator(f'[data-code="{code}"]').click()
    page.reload()
    shown(page, "pads")
    assert page.locator('[data-code="a"]').inner_text().split()[-1] == "2"
    page.get_by_role("button", name="Leave").click()
    page.get_by_role("heading", name="Lunch, table four").wait_for()
    # What was left stands there paused; what was thrown away does not.
    page.get_by_role("link", name="Score this recording").click()
    shown(page, "pads")
    assert page.locator('[data-code="a"]').inner_text().split()[-1] == "2"
    page.get_by_role("button", name="Finish").click()
    shown(page, "finish")
    assert not page.get_by_text("Less than a minute.").is_visible()
    page.get_by_role("button", name="Throw this practice away").click()
    page.get_by_role("link", name="Score this recording").click()
    shown(page, "pads")
    assert page.locator('[data-code="a"]').inner_text().split()[-1] == "0"


def test_a_sign_in_that_ended_loses_no_practice(cast, page, ears, live_server, recording):
    ears.expected += ["403", "Failed to load"]
    page.clock.install(time=NOW)
    on_a_phone(page, live_server, cast.tomas)
    page.goto(f"{live_server.url}/observe/training/{recording.pk}/")
    score(page, (0, "a"), (10, "z"), (10, "z"), (10, "b"))
    page.context.clear_cookies()
    page.get_by_role("button", name="Keep", exact=True).click()
    page.get_by_text("Your sign-in ended.").wait_for()
    sign_in_as(page, live_server, cast.tomas)
    page.reload()
    shown(page, "finish")
    keep(page)
    page.get_by_text("That is 1 of 2 in a row.").wait_for()
    BUSY.wait()
    assert PracticeTape.objects.get().has_passed


def test_the_coordinator_sees_who_is_certified(cast, page, live_server, recording):
    frame = actions.Frame(
        instrument=recording.instrument, students=(cast.ada,), observer=cast.tomas_staff, phase="baseline",
        setting="lunch", minutes=10, labels=("Lunch",), days=(), starts_on=MONDAY, ends_on=MONDAY,
    )  # fmt: skip
    plan = actions.plan_observations(frame, by=cast.rosa)
    on_a_phone(page, live_server, cast.rosa)
    page.goto(f"{live_server.url}/observe/plans/{plan.pk}/")
    page.get_by_text("has no certificate for this form yet").wait_for()
    looks_right_on_a_phone(page, "plan")
    page.goto(live_server.url + "/observe/observers/")
    looks_right_on_a_phone(page, "observers")
    page.goto(live_server.url + "/observe/training/new/")
    looks_right_on_a_phone(page, "new recording")


def test_a_file_is_looked_at_kept_and_goes_out_again(cast, page, ears, live_server, form, tmp_path):
    ears.expected.append("422")  # a page that asks again
    file = tmp_path / "lunch.csv"
    file.write_text(BORIS)
    on_a_phone(page, live_server, cast.tomas)
    page.goto(live_server.url + "/observe/records/bring-in/")
    looks_right_on_a_phone(page, "bring in")
    page.get_by_role("button", name="Look at this file").click()
    page.get_by_text("Please look at this again").first.wait_for()
    looks_right_on_a_phone(page, "bring in, incomplete")
    page.get_by_label("File", exact=True).set_input_files(str(file))
    page.get_by_label("Student", exact=True).select_option(label="Ada Okafor")
    page.get_by_label("Who observed", exact=True).select_option(index=1)
    page.get_by_label("Day", exact=True).fill("2026-11-09")
    page.get_by_label("It began at", exact=True).fill("11:00")
    page.get_by_role("button", name="Look at this file").click()
    page.get_by_role("heading", name="What the file says").wait_for()
    looks_right_on_a_phone(page, "look at the file")
    assert page.get_by_label("Starts: once").input_value() == "a"
    page.get_by_role("button", name="Keep this recording").click()
    page.get_by_text("Nothing in the file is “Answers”").first.wait_for()
    looks_right_on_a_phone(page, "a pad the file does not name")
    page.get_by_label("What the file does not name").check()
    page.get_by_role("button", name="Keep this recording").click()
    page.get_by_role("heading", name="Record: Ada").wait_for()
    looks_right_on_a_phone(page, "record")
    BUSY.wait()
    one = Observation.objects.get()
    again = page.get_by_role("region", name="Take it into another program")
    again.get_by_label("What for", exact=True).select_option("copy")
    with page.expect_download() as coming:
        page.get_by_role("button", name="Download the record").click()
    assert coming.value.suggested_filename == f"boris-observation-{one.pk}.csv"
    BUSY.wait()


def test_a_plan_goes_out_as_an_archive(cast, page, live_server, form, tmp_path):
    frame = actions.Frame(
        instrument=form, students=(cast.ada,), observer=cast.tomas_staff, phase="baseline", setting="lunch",
        minutes=10, labels=("Lunch",), days=(), starts_on=MONDAY, ends_on=MONDAY,
    )  # fmt: skip
    plan = actions.plan_observations(frame, by=cast.rosa)
    watch = plan.watches.get()
    on_a_phone(page, live_server, cast.rosa)
    file = tmp_path / "lunch.csv"
    file.write_text(BORIS)
    page.goto(f"{live_server.url}/observe/times/{watch.pk}/bring-in/")
    looks_right_on_a_phone(page, "bring in for a time")
    page.get_by_label("File", exact=True).set_input_files(str(file))
    page.get_by_role("button", name="Look at this file").click()
    page.get_by_label("What the file does not name").check()
    page.get_by_role("button", name="Keep this recording").click()
    page.get_by_role("heading", name="Record: Ada").wait_for()
    page.goto(f"{live_server.url}/observe/plans/{plan.pk}/")
    page.get_by_role("link", name="Take records into another program").click()
    looks_right_on_a_phone(page, "export of a plan")
    page.get_by_label("DataTracker").check()
    with page.expect_download() as coming:
        page.get_by_role("button", name="Download the archive").click()
    names = zipfile.ZipFile(io.BytesIO(coming.value.path().read_bytes())).namelist()
    assert len(names) == 2
    BUSY.wait()
