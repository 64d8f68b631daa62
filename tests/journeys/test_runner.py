"""A whole session in the browser with the network cut in the middle: every tap is there afterwards."""

from __future__ import annotations

from datetime import time, timedelta

import pytest

from kithwork.apps.runs import actions
from kithwork.apps.runs.models import FidelityCheck, Session, SessionEvent, SessionLog
from kithwork.apps.runs.queries import results_page
from kithwork.apps.runs.queries.runner import tally_of
from tests.browser import NETWORK, assert_accessible, assert_fits, resize, sign_in_as, wait_until
from tests.cast import MONDAY, make_playbook_copy, make_run, make_student

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
MINUTE_MS = 60_000


@pytest.fixture
def class_of(cast):
    """Eight students of Art in a practice, paired; the session of a day."""
    people = [cast.ada, cast.malik, cast.ben, cast.sora, cast.lena]
    people += [make_student(cast.school, name) for name in ("Nia", "Omar", "Quinn")]

    def make(playbook: str, **fields):
        run = make_run(
            cast,
            "Partners in Art",
            students=people,
            playbook=make_playbook_copy(playbook),
            **fields,
        )
        actions.draw_pairs(run, starts_on=MONDAY, seed=5, by=cast.ines)
        return Session.objects.create(
            school=cast.school, run=run, section=cast.art, on=MONDAY, label="1",
            starts_at=time(8, 10), ends_at=time(9, 0),
        )  # fmt: skip

    return make


def open_runner(page, live_server, session):
    page.goto(f"{live_server.url}/sessions/{session.pk}/run/")
    page.locator("[data-runner]:not([hidden])").wait_for()


def all_sent(page):
    """The device's box is empty and says so. The word alone could be left over from before the last tap."""
    wait_until(page, "async () => (await kithworkRunner.taps.waiting()).length === 0")
    page.get_by_text("All sent").wait_for()


def go_on(page):
    page.locator("[data-next]").click()


def test_pals_from_the_first_step_to_the_last_with_the_network_cut(
    cast, page, ears, live_server, class_of
):
    ears.expected += ["ERR_INTERNET_DISCONNECTED", "Failed to load resource"]
    session = class_of("pals_reading_2_6", starts_on=MONDAY)
    page.clock.install()
    sign_in_as(page, live_server, cast.ines)
    open_runner(page, live_server, session)
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    go_on(page)
    page.get_by_role("heading", name="Get ready").wait_for()
    go_on(page)
    page.clock.fast_forward(78_000)
    assert page.locator("[data-left]").inner_text() in {"3:42", "3:41", "3:40"}

    pluses = page.get_by_role("button", name="One more point for")
    for place in (0, 1, 2, 0):
        pluses.nth(place).click()
    all_sent(page)
    assert SessionEvent.objects.filter(kind="bonus").count() == 4

    NETWORK.cut(page)
    pluses.nth(3).click()
    page.get_by_role("button", name="Undo").click()
    pluses.nth(3).click()
    page.locator(".runpair").first.click()
    page.get_by_role("button", name="Word missed").click()
    page.get_by_role("button", name="Worked out").click()
    page.get_by_role("button", name="Read again, right").click()
    ticks = page.locator("[data-ticks] li")
    ticks.nth(0).get_by_role("button", name="Seen", exact=True).click()
    ticks.nth(1).get_by_role("button", name="Not seen").click()
    page.get_by_role("button", name="Close").first.click()
    page.get_by_text("Saved here").wait_for()
    # Loaded again without a network: the frame opens from the device, at the right second.
    page.reload()
    page.locator("[data-runner]:not([hidden])").wait_for()
    page.get_by_role("heading", name="First Reader reads").wait_for()
    # The clock went on while the page was gone; a busy machine takes its time to open it.
    minutes, seconds = page.locator("[data-left]").inner_text().split(":")
    assert 180 <= 60 * int(minutes) + int(seconds) <= 222
    while page.locator("[data-next] span").inner_text() != "Finish the session":
        go_on(page)
        page.clock.fast_forward(2 * MINUTE_MS)
    assert SessionEvent.objects.filter(kind="bonus").count() == 4  # nothing went out

    NETWORK.mend(page)
    page.evaluate("kithworkRunner.taps.send()")
    all_sent(page)
    page.evaluate("kithworkRunner.add('end', {})")
    all_sent(page)

    found = tally_of(session)
    assert sum(found.bonus.values()) == 5
    assert sum(found.points.values()) == 1  # the sentence that was put right and read again
    assert len(found.seen) == 4
    observed = FidelityCheck.objects.get(kind="observed")
    assert sorted(observed.answers.values()) == ["no", "yes"]
    steps = list(
        SessionEvent.objects.filter(kind="step").order_by("place").values_list("body", flat=True)
    )
    assert [step["step"] for step in steps][:3] == ["get_ready", "reading_first", "reading_second"]
    session.refresh_from_db()
    assert (session.status, SessionLog.objects.get().source) == ("held", "live")


def type_test(page, live_server, run, kind: str, on, rights: list[int]):
    page.goto(f"{live_server.url}/sessions/runs/{run.pk}/scores/?kind={kind}&on={on.isoformat()}")
    page.get_by_label("Number of items").fill("20")
    cells = page.locator("tbody input[name^=right_]")
    cells.first.focus()
    for right in rights:
        page.keyboard.type(str(right))
        page.keyboard.press("Enter")
    page.get_by_role("button", name="Save scores").click()
    page.get_by_text(f"{len(rights)} scores saved.").wait_for()


def tutor(page, total: int):
    """The first pair of the list: one word right, one put right; their whole total; a bonus; two ticks."""
    page.locator(".runpair").first.click()
    # Asked, right: 2 points. Asked, missed, told, practised three times: 1 point.
    for heard in ("Asked", "Right", "Asked", "Missed", "Told", "Practised right"):
        page.get_by_role("button", name=heard, exact=True).click()
    assert page.locator("[data-pairs] b").first.inner_text() == "3"
    page.get_by_label("The pair's whole total").fill(str(total))
    page.get_by_role("button", name="Keep this total").click()
    ticks = page.locator("[data-ticks] li")
    ticks.nth(0).get_by_role("button", name="Seen", exact=True).click()
    ticks.nth(1).get_by_role("button", name="Not seen").click()
    page.get_by_role("button", name="Close").first.click()
    page.get_by_role("button", name="One more point for").nth(1).click()


def test_a_whole_week_of_cwpt(cast, page, ears, live_server, class_of):
    """A test before, four days of tutoring with the network cut on the second, a test after."""
    ears.expected += ["ERR_INTERNET_DISCONNECTED", "Failed to load resource"]
    first = class_of("cwpt", choices={"variant": "spelling"})
    days = [first] + [
        Session.objects.create(
            school=cast.school, run=first.run, section=cast.art, on=MONDAY + timedelta(days=day),
            label="1", starts_at=time(8, 10), ends_at=time(9, 0),
        )
        for day in (1, 2, 3)
    ]  # fmt: skip
    page.clock.install()
    sign_in_as(page, live_server, cast.ines)
    type_test(page, live_server, first.run, "pre", MONDAY, [6, 8, 4, 7, 5, 9, 6, 8])
    for day, session in enumerate(days, start=1):
        is_cut = day == 2
        open_runner(page, live_server, session)
        assert page.get_by_role("heading", name="Teams").is_visible()
        go_on(page)
        go_on(page)
        if is_cut:
            page.evaluate("navigator.serviceWorker.ready.then(() => true)")
            all_sent(page)
            NETWORK.cut(page)
        tutor(page, 40 + day)
        if is_cut:
            page.reload()
            page.locator("[data-runner]:not([hidden])").wait_for()
            page.evaluate("kithworkRunner.add('end', {})")
            assert not SessionEvent.objects.filter(session=session, kind="bonus").exists()
            NETWORK.mend(page)
            page.evaluate("kithworkRunner.taps.send()")
        else:
            page.evaluate("kithworkRunner.add('end', {})")
        all_sent(page)
        found = tally_of(session)
        assert (sum(found.points.values()), sum(found.bonus.values())) == (40 + day, 1)
        assert sum(found.teams.values()) == 41 + day
        (check,) = FidelityCheck.objects.filter(session=session, kind="observed")
        assert sorted(check.answers.values()) == ["no", "yes"]
    assert Session.objects.filter(run=first.run, status="held").count() == 4
    friday = MONDAY + timedelta(days=4)
    type_test(page, live_server, first.run, "post", friday, [14, 16, 13, 15, 12, 18, 15, 17])

    page.goto(f"{live_server.url}/sessions/runs/{first.run.pk}/results/?on={friday.isoformat()}")
    in_short = page.locator(
        "section", has=page.get_by_role("heading", name="In short")
    ).inner_text()
    # 53 of 160 before, 120 of 160 after.
    assert [said in in_short for said in ("4 of 4", "33 %", "75 %", "42 points")] == [True] * 4
    assert sum(team.points for team in results_page(cast.ines, first.run, friday).teams) == 174


def test_who_is_absent_leaves_a_partner_who_joins_another_pair(
    cast, page, ears, live_server, class_of
):
    session = class_of("cwpt", choices={"variant": "spelling"})
    sign_in_as(page, live_server, cast.ines)
    open_runner(page, live_server, session)
    page.get_by_role("button", name="Who is absent").click()
    page.get_by_role("button", name="Ada: Absent").click()
    page.get_by_role("heading", name="works today with").wait_for()
    page.locator("[data-stranded] button").first.click()
    page.get_by_role("button", name="Close").first.click()
    assert page.locator(".runpair").count() == 3
    all_sent(page)
    assert cast.ada.pk in tally_of(session).away


def test_the_runner_and_the_board_look_right_and_work_by_keyboard(
    cast, page, ears, live_server, class_of
):
    session = class_of("pals_reading_2_6")
    sign_in_as(page, live_server, cast.ines)
    open_runner(page, live_server, session)
    page.locator("[data-next]").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="First Reader reads").wait_for()
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        for size in ("phone", "tablet", "laptop"):
            resize(page, size)
            assert_fits(page)
            assert_accessible(page, f"runner, {size}, {scheme}")
    page.locator(".runpair").first.focus()
    page.keyboard.press("Enter")
    assert_accessible(page, "a pair")
    page.keyboard.press("Escape")
    page.goto(f"{live_server.url}/sessions/{session.pk}/board/")
    page.set_viewport_size({"width": 1920, "height": 1080})
    page.get_by_role("heading", name="First Reader reads").wait_for()
    digits = page.locator("[data-left]").bounding_box()
    assert digits["height"] >= 0.2 * 1080  # readable from six metres
    assert_accessible(page, "board")
    assert_fits(page)


def test_a_page_that_went_before_its_tap_was_kept_sends_it_when_it_is_back(
    cast, page, ears, live_server, class_of
):
    session = class_of("pals_reading_2_6")
    sign_in_as(page, live_server, cast.ines)
    open_runner(page, live_server, session)
    page.evaluate("""() => {
      IDBObjectStore.prototype.put = () => { throw new Error("the page went") };
      return kithworkRunner.add("bonus", { group: kithworkRunner.page.groups[0].key, n: 1 }).catch(() => 0);
    }""")
    assert not SessionEvent.objects.filter(kind="bonus").exists()
    page.reload()
    page.locator("[data-runner]:not([hidden])").wait_for()
    all_sent(page)
    assert SessionEvent.objects.filter(kind="bonus").count() == 1
