"""The browser dies at random moments: what it said it had saved is there afterwards, and on the server once.

Goal R6. KITHWORK_FAULTS=full is the full form, 25 kills among 100 observations; a few are enough for every day.
"""

from __future__ import annotations

import json
import random
import threading
import time

import pytest
from playwright.sync_api import Error

from kithwork.apps.observations.models import Envelope
from tests.browser import BUSY, wait_until
from tests.faults.sizes import DEVICE
from tests.journeys.test_observe import (  # noqa: F401  fixtures among them
    QUEUE,
    keep_frame,
    open_list,
    phone,
    sign_in,
    watch,
)

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
KILLS = DEVICE.kills
OBSERVE = """async () => {
  const { openFor } = await import("/static/observations/capture/store.js");
  const { whose } = await import("/static/ui/keys.js");
  const store = await openFor(await whose());
  const { observer, instruments, students } = await store.day();
  window.saved = window.saved ?? [];
  const draft = {
    id: crypto.randomUUID(), watch: null, student: students[0], instrument: instruments[0], phase: "probe",
    setting: "lunch", began_at: new Date().toISOString(), length_ms: 90000, note: "", is_usable: true,
    why_not: "", is_second: false, corrects: null, tape: [],
  };
  for (let at = 0; at < 12; at++) {
    draft.tape = [...draft.tape, { at: at * 1000, code: "a" }];
    await store.keepDraft({ ...draft });
    await window.noteKept?.(draft.id, draft.tape.length);
  }
  await store.finish(draft, observer, { title: "", sub: "", totals: [], began_at: draft.began_at, watch: null,
    student: students[0], instrument: instruments[0] });
  return draft.id;
}"""


DRAFTS = """async () => {
  const { openFor } = await import("/static/observations/capture/store.js");
  const { whose } = await import("/static/ui/keys.js");
  const store = await openFor(await whose());
  return (await store.drafts()).map(({ id, tape }) => [id, tape.length]);
}"""


RECEIVED = (
    DRAFTS.replace("store.drafts()", "store.receipts()")
    .replace("[id, tape.length]", "id")
    .replace("{ id, tape }", "{ id }")
)


def observe_until_the_end(page, seen: set[str], kept: dict[str, int]) -> None:
    """One observation after another, as fast as the store takes them, until the browser is gone.

    `kept` notes of each draft how many taps the page was told are on the disk.
    """
    try:
        page.expose_function("noteKept", lambda draft, taps: kept.update({draft: taps}))
        while True:
            seen.add(page.evaluate(OBSERVE))
    except Error:
        return


def assert_last_draft_is_whole(phone, live_server, seen: set[str], kept: dict[str, int]) -> None:  # noqa: F811
    """The one that was being typed lost nothing that was said to be kept: its draft is there, tap for tap, or its letter."""
    typing = {draft: taps for draft, taps in kept.items() if draft not in seen}
    assert len(typing) <= 1
    if not typing:
        return
    page = phone.switch_on(is_offline=True)
    open_list(page, live_server)
    drafts = dict(page.evaluate(DRAFTS))
    done = {one["id"] for one in page.evaluate(QUEUE)} | set(page.evaluate(RECEIVED))
    for draft, taps in typing.items():
        assert draft in done or drafts.get(draft, -1) >= taps, (draft, taps, drafts)
    phone.lose_power()


def test_what_was_saved_is_there_after_every_kill(cast, phone, live_server, watch):  # noqa: F811
    chance = random.Random(11)
    page = phone.switch_on()
    sign_in(page, live_server, cast.tomas)
    open_list(page, live_server)
    keep_frame(page)
    phone.lose_power()
    seen: set[str] = set()
    kills = 0
    while kills < KILLS or len(seen) < DEVICE.typed:
        assert kills < 10 * KILLS, f"only {len(seen)} observations after {kills} kills"
        # Every other time in the middle of sending.
        is_sending = kills % 2 == 1
        page = phone.switch_on(is_offline=not is_sending)
        if is_sending:
            sign_in(page, live_server, cast.tomas)
        open_list(page, live_server)
        timer = threading.Timer(chance.uniform(0.2, 2.5), phone.lose_power)
        timer.start()
        if is_sending:
            page.evaluate("document.querySelector('[data-send]').click()")
        kept: dict[str, int] = {}
        observe_until_the_end(page, seen, kept)
        timer.join()
        BUSY.wait()
        time.sleep(0.1)
        kills += 1
        assert_last_draft_is_whole(phone, live_server, seen, kept)

    page = phone.switch_on()
    sign_in(page, live_server, cast.tomas)
    open_list(page, live_server)
    held = {one["id"]: one["sha256"] for one in page.evaluate(QUEUE)}
    page.evaluate("document.querySelector('[data-send]').click()")
    wait_until(page, f"async () => (await ({QUEUE})()).length === 0", seconds=60)
    BUSY.wait()
    rows = list(Envelope.objects.all())
    stored = {str(row.letter): row.sha256 for row in rows}
    assert len(rows) == len(stored)  # none twice
    assert seen - set(stored) == set()  # none lost
    assert {one: stored[one] for one in held} == held  # none altered
    # One made at the very moment of a kill may be there too; nothing else is.
    assert len(stored) - len(seen) <= kills
    assert sorted(json.loads(row.text)["nth"] for row in rows) == list(range(1, len(rows) + 1))
