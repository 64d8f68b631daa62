"""Goals R1, R2, R4, R5 and R9: whatever the network and the server do, each letter is held once, as it was made."""

from __future__ import annotations

import json
import random
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.faults.checker import check
from tests.faults.proxy import KINDS, Proxy
from tests.faults.sizes import SIZES
from tests.faults.storm import Kithwork, Letter, letter_of, storm

# Threads of a spoiled network end in the middle of things: that is what they are for.
pytestmark = [
    pytest.mark.faults,
    pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning"),
]


@pytest.mark.parametrize("seed", SIZES.seeds)
@pytest.mark.parametrize("kills", [0, SIZES.kills])
def test_nothing_is_lost_doubled_altered_or_invented(town, seed, kills):
    trial = town.observers(SIZES.observers)
    proxy = Proxy(town.port, seed)
    with ThreadPoolExecutor(1) as pool:
        nemesis = pool.submit(_kill_at_random, town, kills, seed)
        history = storm(
            Kithwork(proxy.port),
            trial["observers"],
            SIZES.letters,
            # Ids are drawn: another storm on the same server makes others.
            seed=1000 * kills + seed,
            seconds=SIZES.seconds,
        )
        nemesis.result()
    proxy.close()
    verdict = check(history, held_of(town, trial))
    assert verdict, str(verdict)
    if not kills:
        assert set(KINDS) <= set(proxy.done), "the network was too kind to prove anything"


def held_of(town, trial) -> list[dict]:
    """What is held of these observers, past the network that spoils."""
    own = {one["user"] for one in trial["observers"]}
    return [row for row in Kithwork(town.port).read_all(trial["reader"]) if row["by"] in own]


def _kill_at_random(town, kills: int, seed: int) -> None:
    draw = random.Random(seed)
    for _ in range(kills):
        time.sleep(draw.uniform(0.5, 3))
        town.kill()
        town.start()


def test_one_id_and_two_texts_at_the_same_instant_keep_both(town):
    """R4: from two devices of one person. One is kept as it is, the other beside it; neither is silent."""
    trial = town.observers(1)
    (observer,) = trial["observers"]
    draw, product = random.Random(4), Kithwork(town.port)
    with ThreadPoolExecutor(2) as pool:
        for _ in range(SIZES.pairs):
            one = letter_of(observer, draw)
            other = Letter(one.id, letter_of(observer, draw).text)
            barrier = threading.Barrier(2)

            def send(letter: Letter, barrier=barrier) -> str:
                barrier.wait()
                return product.push(observer, [letter])[letter.id]

            assert sorted(pool.map(send, (one, other))) == ["conflict", "stored"]
    held = held_of(town, trial)
    assert len(held) == 2 * SIZES.pairs
    assert sum(row["is_first"] for row in held) == SIZES.pairs


def test_deleted_stays_deleted(town):
    """R5."""
    trial = town.observers(1)
    (observer,) = trial["observers"]
    draw, product = random.Random(5), Kithwork(town.port)
    letters = [letter_of(observer, draw) for _ in range(SIZES.deleted)]
    for letter in letters:
        product.push(observer, [letter])
        why = json.dumps({"why": "A trial."})
        assert product.ask("DELETE", f"observations/{letter.id}", trial["reader"], why)[0] == 200
    for letter in letters:
        body = json.dumps({"items": [{"id": letter.id, "text": letter.text}]})
        _, answer = product.ask("POST", "observations", observer["token"], body)
        assert [(one["answer"], one["is_deleted"]) for one in answer["answers"]] == [
            ("already", True)
        ]
    held = held_of(town, trial)
    assert len(held) == SIZES.deleted
    assert all(row["is_deleted"] for row in held)


def test_a_page_of_another_release_loses_nothing(town):
    """R9: what this server cannot read is refused with what to do, and keeps nobody else's from being stored."""
    trial = town.observers(1)
    (observer,) = trial["observers"]
    draw, product = random.Random(9), Kithwork(town.port)
    new, old = letter_of(observer, draw, made_with=99), letter_of(observer, draw)
    body = json.dumps({"items": [{"id": one.id, "text": one.text} for one in (new, old)]})
    _, answer = product.ask("POST", "observations", observer["token"], body)
    told = {one["id"]: one for one in answer["answers"]}
    assert (told[new.id]["answer"], told[old.id]["answer"]) == ("refused", "stored")
    assert "Reload the page" in told[new.id]["sentence"]
