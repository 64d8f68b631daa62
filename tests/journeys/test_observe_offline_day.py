"""A day in a dead spot, and a phone that changes hands: nothing is lost, and nothing goes out under another's name.

Goals R7 and R8. KITHWORK_FAULTS=full is the full form; a part is enough for every day.
"""

from __future__ import annotations

import json
import time

import pytest

from tests.browser import BUSY, NETWORK, wait_until
from tests.faults.sizes import DEVICE
from tests.journeys.test_observe import (  # noqa: F401  fixtures among them
    QUEUE,
    envelopes,
    keep_frame,
    open_list,
    phone,
    sign_in,
    watch,
)
from tests.journeys.test_observe_killed import OBSERVE

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
SIX_HOURS_MS = 6 * 60 * 60 * 1000
SEND = "document.querySelector('[data-send]').click()"


def observe_some(page, count: int) -> list[str]:
    return [page.evaluate(OBSERVE) for _ in range(count)]


def queue(page) -> dict[str, str]:
    """Letters that wait on this device, by id, byte for byte."""
    return {one["id"]: one["text"] for one in page.evaluate(QUEUE)}


def all_sent(page, seconds: float = 60) -> None:
    wait_until(page, f"async () => (await ({QUEUE})()).length === 0", seconds=seconds)


def test_six_hours_without_a_network(cast, phone, live_server, watch):  # noqa: F811
    page = phone.switch_on()
    page.clock.install()
    sign_in(page, live_server, cast.tomas)
    open_list(page, live_server)
    keep_frame(page)
    NETWORK.cut(page)
    made: list[str] = []
    for _ in range(DEVICE.reloads):
        begin = time.monotonic()
        open_list(page, live_server)
        if DEVICE.seconds_to_open is not None:
            assert time.monotonic() - begin < DEVICE.seconds_to_open
        made += observe_some(page, DEVICE.offline // DEVICE.reloads)
        page.clock.fast_forward(SIX_HOURS_MS // DEVICE.reloads)
    open_list(page, live_server)
    waiting = queue(page)
    assert sorted(waiting) == sorted(made)
    assert len(made) == DEVICE.offline
    assert envelopes() == []

    NETWORK.mend(page)
    begin = time.monotonic()
    wait_until(page, "async () => (await fetch('/api/v1/day', { cache: 'no-store' })).ok")
    page.evaluate(SEND)
    all_sent(page)
    if DEVICE.seconds_to_send is not None:
        assert time.monotonic() - begin < DEVICE.seconds_to_send
    stored = {str(one.letter): one.text for one in envelopes()}
    assert stored == waiting
    assert len(envelopes()) == DEVICE.offline
    assert {one.by_id for one in envelopes()} == {cast.tomas.user_id}


def under_their_own_names() -> bool:
    """Each letter was taken in from whoever it says observed."""
    return all(one.by_id == json.loads(one.text)["observer"] for one in envelopes())


def test_a_session_that_ends_and_a_phone_that_changes_hands(cast, phone, live_server, watch):  # noqa: F811
    watch.second_observer_id = cast.ines.user_id
    watch.save()
    page = phone.switch_on()
    sign_in(page, live_server, cast.tomas)
    open_list(page, live_server)
    keep_frame(page)
    NETWORK.cut(page)
    observe_some(page, DEVICE.each)
    of_tomas = queue(page)
    assert len(of_tomas) == DEVICE.each

    # The session is over when the network comes back: nothing goes out, and it says how much waits.
    page.context.clear_cookies()
    NETWORK.mend(page)
    page.get_by_text(f"{DEVICE.each} observations wait here, locked. Sign in to send.").wait_for()
    assert envelopes() == []

    # The same person signs in again: what waited goes out, under their name.
    sign_in(page, live_server, cast.tomas)
    open_list(page, live_server)
    page.evaluate(SEND)
    all_sent(page)
    assert {str(one.letter): one.text for one in envelopes()} == of_tomas
    assert under_their_own_names()

    # In a dead spot again; another signs in meanwhile, in another tab.
    NETWORK.cut(page)
    observe_some(page, DEVICE.each)
    of_tomas |= queue(page)
    assert len(of_tomas) == 2 * DEVICE.each
    page.context.clear_cookies()
    sign_in(page, live_server, cast.ines)
    NETWORK.mend(page)
    # What stands open is Tomas's; asked to send, it looks whose session this is.
    page.evaluate(
        f"() => {{ const one = document.querySelector('[data-send]'); if (one) {SEND}; }}"
    )
    page.get_by_text("You are the second observer").wait_for()
    BUSY.wait()
    assert len(envelopes()) == DEVICE.each, "nothing went out in the other's session"
    assert under_their_own_names()

    # Ines observes on the same phone, and sends: hers, and no other's.
    NETWORK.cut(page)
    observe_some(page, DEVICE.each)
    of_ines = queue(page)
    assert set(of_ines) & set(of_tomas) == set()
    NETWORK.mend(page)
    open_list(page, live_server)
    page.evaluate(SEND)
    all_sent(page)
    stored = {str(one.letter): one for one in envelopes()}
    assert set(of_ines) <= set(stored)
    assert {stored[one].by_id for one in of_ines} == {cast.ines.user_id}
    assert under_their_own_names()

    # Tomas is back: his own go out, once, byte for byte.
    owner = page.evaluate("localStorage.getItem('kithwork-owner')")
    page.goto("about:blank")
    page.context.clear_cookies()
    sign_in(page, live_server, cast.tomas)
    page.goto(live_server.url + "/")
    wait_until(page, f"![null, {owner!r}].includes(localStorage.getItem('kithwork-owner'))")
    open_list(page, live_server)
    page.evaluate(SEND)
    all_sent(page)
    rows = envelopes()
    assert len(rows) == len(of_tomas) + len(of_ines)
    assert {str(one.letter): one.text for one in rows} == of_tomas | of_ines
    assert under_their_own_names()
