"""An observer with a phone and no network: every tap is kept, arrives once, and opens for nobody else."""

from __future__ import annotations

import contextlib
import os
import signal
import time
from datetime import time as clock_time
from pathlib import Path

import pytest

from kithwork.apps.observations import actions
from kithwork.apps.observations.models import Device, Envelope, Instrument, ObservationPlan, Watch
from tests.browser import (
    BUSY,
    FLAGS,
    NETWORK,
    PHONE,
    Ears,
    assert_accessible,
    assert_fits,  # noqa: F401
    chromium,
    sign_in_as,
    wait_until,
)
from tests.cast import MONDAY, make_student

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

# Words that occur nowhere else: wherever one lies in the clear, a lost phone tells something.
FIRST, LAST, FORM_NAME, PAD, NOTE = (
    "Zyxqvia",
    "Ŵolkentritt",
    "Quibbleform",
    "Flumptious",
    "snozzwanger",
)
# Initials without their dots stand between quotes: three bytes are in any megabyte of pictures and scripts by chance.
PLANTED = [FIRST, LAST, FORM_NAME, PAD, NOTE, "Z.Ŵ.", '"ZŴ"']
OFFLINE = ["ERR_INTERNET_DISCONNECTED", "Failed to load resource", "ERR_FAILED"]


def pad(code, label, records="event", icon=""):
    said = {"code": code, "behaviour": "initiation", "label": label, "who": "student"}
    return said | {"records": records, "icon": icon}


TALLY = {
    "kind": "tally",
    "minutes": 10,
    "pads": [
        pad("a", PAD, icon="speech"), pad("b", "Answers", icon="message-circle"),
        pad("c", "Peer starts", icon="users"), pad("d", "Uses device", icon="grid-2x2"),
        pad("z", "Together", "duration"),
    ],
}  # fmt: skip


def make_watch(cast, text, *, name=FORM_NAME, student=None, label="Lunch", setting="lunch", nth=2):
    form = Instrument.objects.create(school=cast.school, key=f"f{nth}", name=name, text=text)
    plan = ObservationPlan.objects.create(
        school=cast.school, instrument=form, observer=cast.tomas_staff, phase="probe", setting=setting,
        minutes=text["minutes"], starts_on=MONDAY, ends_on=MONDAY,
    )  # fmt: skip
    return Watch.objects.create(
        plan=plan, student=student or cast.ada, on=MONDAY, label=label, starts_at=clock_time(10, 55),
        ends_at=clock_time(11, 35), nth=nth, of=3, observer_id=cast.tomas.user_id, code="K7M2QX",
    )  # fmt: skip


@pytest.fixture
def watch(cast):
    return make_watch(cast, TALLY, student=make_student(cast.school, FIRST, LAST))


class Phone:
    """A browser with a profile of its own, that can lose its power and be switched on again."""

    def __init__(self, browser, profile: Path, ears: Ears) -> None:
        self.browser, self.profile, self.ears = browser, profile, ears
        self.context = None

    def switch_on(self, *, is_offline=False):
        self.context = self.browser.browser_type.launch_persistent_context(
            str(self.profile), executable_path=chromium(), args=FLAGS, has_touch=True,
            viewport={"width": PHONE[0], "height": PHONE[1]},
        )  # fmt: skip
        self.context.set_default_timeout(20_000)
        page = self.context.pages[0]
        (NETWORK.cut if is_offline else NETWORK.mend)(page)
        self.ears.listen(page)
        return page

    def lose_power(self) -> None:
        """kill -9 of every process of this browser, and of no other."""
        sign = f"--user-data-dir={self.profile}".encode()
        own = [
            int(one.name)
            for one in Path("/proc").iterdir()
            if one.name.isdigit() and self._has(one, sign)
        ]
        assert own
        parents = set(own)
        for one in Path("/proc").iterdir():
            if one.name.isdigit() and self._parent(one) in parents:
                own.append(int(one.name))
        for pid in own:
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                continue
        end = time.monotonic() + 10
        while any(self._has(Path(f"/proc/{pid}"), sign) for pid in own):
            assert time.monotonic() < end
            time.sleep(0.02)
        for name in ("SingletonLock", "SingletonSocket", "SingletonCookie"):
            (self.profile / name).unlink(missing_ok=True)

    @staticmethod
    def _has(process: Path, sign: bytes) -> bool:
        try:
            return sign in (process / "cmdline").read_bytes()
        except OSError:
            return False

    @staticmethod
    def _parent(process: Path) -> int:
        try:
            return int((process / "stat").read_text().rpartition(")")[2].split()[1])
        except (OSError, IndexError):
            return 0

    def switch_off(self) -> None:
        self.context.close()


@pytest.fixture
def phone(browser, tmp_path):
    ears = Ears()
    ears.expected += OFFLINE
    made = Phone(browser, tmp_path / "profile", ears)
    yield made
    with contextlib.suppress(Exception):  # its power was lost
        made.context.close()
    BUSY.wait()
    assert ears.heard == []


def sign_in(page, live_server, viewer):
    """Once the server has answered everything else: on SQLite both share one connection."""
    BUSY.wait()
    sign_in_as(page, live_server, viewer)


def envelopes():
    BUSY.wait()
    return list(Envelope.objects.order_by("pk"))


def open_list(page, live_server):
    page.goto(live_server.url + "/observe/")
    page.locator('[data-screen="list"]:not([hidden])').wait_for()


def keep_frame(page):
    """The device has what it needs to open without a network."""
    wait_until(page, "async () => Boolean(await caches.match('/observe/frame/'))")
    wait_until(
        page,
        "async () => Boolean((await navigator.serviceWorker.ready).active?.state === 'activated')",
    )
    page.wait_for_timeout(1000)  # the browser notes it in its own time


def tap_evenly(page, code: str, times: int, every_ms: float = 80) -> None:
    box = page.locator(f'[data-code="{code}"]').bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    begin = time.monotonic()
    for nth in range(times):
        time.sleep(max(0.0, begin + nth * every_ms / 1000 - time.monotonic()))
        page.mouse.down()
        page.mouse.up()


def number(page, code: str) -> int:
    return int(page.locator(f'[data-code="{code}"] .pad__n').inner_text())


QUEUE = """async () => {
  const { openFor } = await import("/static/observations/capture/store.js");
  const { whose } = await import("/static/ui/keys.js");
  const store = await openFor(await whose());
  return (await store.queue()).map(({ id, text, sha256, state }) => ({ id, text, sha256, state }));
}"""


def test_a_hundred_taps_without_a_network_and_two_flat_batteries(cast, phone, live_server, watch):
    page = phone.switch_on()
    sign_in(page, live_server, cast.tomas)
    open_list(page, live_server)
    keep_frame(page)
    phone.lose_power()

    # A cold start without a network: two taps, and it counts.
    page = phone.switch_on(is_offline=True)
    open_list(page, live_server)
    page.get_by_text("No network. The list is from").wait_for()
    begin = time.monotonic()
    page.get_by_role("button", name="Observe", exact=True).click()
    page.get_by_role("heading", name="Z.Ŵ. at lunch").wait_for()
    assert time.monotonic() - begin < 1.5
    page.get_by_text("The first tap starts the clock.").wait_for()
    tap_evenly(page, "a", 60)
    assert number(page, "a") == 60
    page.locator('[data-code="z"]').click()
    page.wait_for_timeout(2100)
    phone.lose_power()

    # All of it is there, and time that nobody observed does not count.
    page = phone.switch_on(is_offline=True)
    open_list(page, live_server)
    page.get_by_role("button", name="Go on").click()
    page.get_by_role("heading", name="Z.Ŵ. at lunch").wait_for()
    assert number(page, "a") == 60
    if page.get_by_role("button", name="Go on").is_visible():
        page.get_by_role("button", name="Go on").click()
    tap_evenly(page, "b", 39)
    said, ms = page.evaluate("""() => {
      const pad = document.querySelector('[data-code="b"]');
      const begin = performance.now();
      pad.dispatchEvent(new PointerEvent("pointerdown", { bubbles: true, button: 0 }));
      return [pad.querySelector(".pad__n").textContent, performance.now() - begin];
    }""")
    assert (said, ms < 100) == ("40", True)
    page.get_by_role("button", name="Undo").click()
    assert number(page, "b") == 39
    page.get_by_role("button", name="Finish").click()
    page.get_by_text("Less than a minute.").wait_for()
    page.get_by_role("textbox", name="Note").fill(f"It went well, {NOTE}.")
    page.get_by_role("button", name="Keep", exact=True).click()
    page.get_by_role("heading", name="Saved here").wait_for()
    (kept,) = page.evaluate(QUEUE)
    phone.lose_power()
    assert envelopes() == []

    # Its session went with the power. Signed in again, it goes out by itself: once, and byte for byte.
    page = phone.switch_on()
    sign_in(page, live_server, cast.tomas)
    open_list(page, live_server)
    page.get_by_text("All sent").first.wait_for()
    row = page.get_by_role("button", name="Z.Ŵ. at lunch")
    row.get_by_text("Received").wait_for()
    row.click()
    page.get_by_role("heading", name="Received").wait_for()
    page.get_by_text(kept["id"][:8]).wait_for()
    (envelope,) = envelopes()
    assert (str(envelope.letter), envelope.text, envelope.sha256) == (
        kept["id"],
        kept["text"],
        kept["sha256"],
    )
    assert (envelope.by_id, envelope.is_first) == (cast.tomas.user_id, True)
    assert envelope.observation.note == f"It went well, {NOTE}."
    values = {(one.code, one.index): one.value for one in envelope.observation.values.all()}
    assert (values["a", "count"], values["b", "count"]) == (60, 39)
    assert values["z", "duration"] > 0
    assert Device.objects.get().user_id == cast.tomas.user_id
    assert page.evaluate(QUEUE) == []


def in_the_clear(profile: Path, words: list[str]) -> list[str]:
    """Which of the words stand somewhere in a browser's profile, in either way browsers write text."""
    forms = [(word, word.encode(kind)) for word in words for kind in ("utf-8", "utf-16-le")]
    found = set()
    for path in profile.rglob("*"):
        if path.is_file() and not path.is_symlink():
            held = path.read_bytes()
            found |= {word for word, form in forms if form in held}
    return sorted(found)


def observe_offline(page, note=""):
    """From the list to a letter that waits."""
    NETWORK.cut(page)
    page.get_by_role("button", name="Observe", exact=True).click()
    tap_evenly(page, "a", 5)
    if note:
        page.get_by_role("button", name="Note").click()
        page.get_by_role("textbox", name="Note").fill(note)
    page.get_by_role("button", name="Finish").click()
    page.get_by_role("button", name="Keep", exact=True).click()
    page.get_by_role("heading", name="Saved here").wait_for()


def test_what_waits_on_a_phone_opens_for_its_observer_alone(cast, phone, live_server, watch):
    page = phone.switch_on()
    sign_in(page, live_server, cast.tomas)
    open_list(page, live_server)
    keep_frame(page)
    observe_offline(page, f"A note, {NOTE}.")
    # Something in the clear, to see that the search would find it.
    page.evaluate("localStorage.setItem('control', 'wibblecontrol')")

    # Another person signs in on this phone.
    page.goto("about:blank")
    page.context.clear_cookies()
    NETWORK.mend(page)
    sign_in(page, live_server, cast.ines)
    page.goto(live_server.url + "/")
    wait_until(page, "localStorage.getItem('kithwork-owner') !== null")
    open_list(page, live_server)
    page.get_by_text("Nothing is planned for you today.").wait_for()
    page.get_by_text("All sent").first.wait_for()
    page.wait_for_timeout(500)
    text = page.locator("body").inner_text()
    assert [word for word in PLANTED if word in text] == []
    assert "Waits on this device" not in text
    assert envelopes() == []

    # Nobody is signed in: a number, and no more.
    page.context.clear_cookies()
    page.goto(live_server.url + "/sign-in/")
    page.get_by_text("1 observation waits on this device, locked.").wait_for()
    NETWORK.cut(page)
    page.goto(live_server.url + "/observe/")
    page.get_by_text("1 observation waits here, locked. Sign in to send.").wait_for()
    assert_accessible(page, "locked")
    content = page.content()
    assert [word for word in PLANTED if word in content] == []
    phone.switch_off()
    assert in_the_clear(phone.profile, ["wibblecontrol"]) == ["wibblecontrol"]
    assert in_the_clear(phone.profile, PLANTED) == []

    # Its observer is back.
    page = phone.switch_on()
    sign_in(page, live_server, cast.tomas)
    open_list(page, live_server)
    page.get_by_role("button", name="Z.Ŵ. at lunch").get_by_text("Received").wait_for()
    (envelope,) = envelopes()
    assert envelope.by_id == cast.tomas.user_id
    assert NOTE in envelope.text


def test_a_phone_that_was_shut_out_shows_nothing_and_loses_nothing(cast, phone, live_server, watch):
    page = phone.switch_on()
    sign_in(page, live_server, cast.tomas)
    with page.expect_response("**/api/v1/devices"):
        open_list(page, live_server)
    keep_frame(page)
    observe_offline(page)
    BUSY.wait()
    actions.revoke_device(Device.objects.get(), by=cast.rosa)
    NETWORK.mend(page)
    page.get_by_text(
        "This device was shut out by your coordinator. 1 observation waits here, locked."
    ).wait_for()
    assert [word for word in PLANTED if word in page.content()] == []
    assert envelopes() == []


def test_two_texts_under_one_id_are_both_kept_and_it_is_said(cast, phone, live_server, watch):
    page = phone.switch_on()
    sign_in(page, live_server, cast.tomas)
    open_list(page, live_server)
    keep_frame(page)
    observe_offline(page)
    (kept,) = page.evaluate(QUEUE)
    BUSY.wait()
    other = kept["text"].replace('"note":""', '"note":"another"')
    actions.take_in([actions.Item(kept["id"], other)], actions.Sending(), by=cast.tomas)
    NETWORK.mend(page)
    page.get_by_role("heading", name="Kept aside").wait_for()
    page.get_by_role("button", name="Back to the list").last.click()
    page.get_by_text("Stands beside another record.").wait_for()
    assert sorted(one.is_first for one in envelopes()) == [False, True]
    with page.expect_download() as saved:
        page.get_by_role("button", name="Save what waits as a file").click()
    assert kept["sha256"] in Path(saved.value.path()).read_text()
