"""The phone counts what the server counts: the same tapes, read by both."""

import json
import random

import pytest

from kithwork.apps.observations.instrument_text import InstrumentText, read_text
from kithwork.apps.observations.letter import Letter, read_letter
from kithwork.apps.observations.tape import UnreadableError, measures

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

COUNT = """async (tapes) => {
  const { peerShare, reckon } = await import("/static/observations/capture/count.js");
  return tapes.map(([taps, text, length]) => {
    const found = reckon(taps, text, length);
    return { ...found, peerShare: peerShare(found, text) };
  });
}"""


def pad(code, records):
    return {"code": code, "behaviour": "initiation", "label": code.upper(), "records": records}


TALLY = {
    "kind": "tally",
    "pads": [pad("a", "event"), pad("b", "event"), pad("l", "latency"), pad("z", "duration")],
}
INTERVAL = {
    "kind": "interval",
    "pads": [pad("a", "interval"), pad("b", "interval")],
    "interval": {"method": "partial", "seconds": 10},
}
NEAR = {
    "kind": "proximity",
    "pads": [
        pad("a", "interval"), pad("b", "interval"), pad("c", "interval"),
        pad("q", "event") | {"who": "adult"}, pad("r", "event") | {"who": "partner"},
    ],
    "interval": {"method": "momentary", "seconds": 10},
}  # fmt: skip
CHANCES = {
    "kind": "opportunity",
    "pads": [pad("a", "opportunity"), pad("b", "opportunity")],
    "levels": [{"code": "i", "label": "Alone"}, {"code": "m", "label": "Shown"}],
}
RATING = {"kind": "rating", "pads": [pad("a", "rating")], "scale": {"low": 0, "high": 4}}
STEPS = {"kind": "checklist", "pads": [pad("a", "step"), pad("b", "step")]}
CODES = {
    "tally": ["a", "b", "l?", "l", "z", "z", "a"],
    "interval": [f"{code}@{n}{no}" for code in "ab" for n in range(30) for no in ("", "-")],
    "proximity": ["q", "r", "q", "r", *(f"{code}@{n}" for code in "abc" for n in range(12))],
    "opportunity": ["a:i", "a:m", "a:-", "b:i", "b:-"],
    "rating": ["a=0", "a=3", "a=4"],
    "checklist": ["a=yes", "a=no", "a=na", "b=yes", "b=no"],
}
# What the phone calls a measure of the server's, and how many times larger its number is.
SAME = {
    ("event", "count"): ("n", 1), ("event", "rate"): ("perMinute", 1),
    ("duration", "duration"): ("ms", 1000), ("duration", "percent_duration"): ("share", 1),
    ("duration", "count"): ("n", 1), ("latency", "latency"): ("meanMs", 1000),
    ("interval", "partial_interval"): ("share", 1), ("interval", "momentary_interval"): ("share", 1), ("opportunity", "opportunity_percent"): ("share", 1),
    ("rating", "rating"): ("value", 1),
}  # fmt: skip
ANSWERS = {1.0: {"yes"}, 0.0: {"no"}, None: {"na", None}}


def drawn_tape(chance: random.Random, kind: str) -> tuple[list[dict], int]:
    """Taps at random, with pauses, spells out of sight and taps taken back."""
    at, taps, state = 0, [], {"pause": False, "hide": False}
    for _ in range(chance.randrange(2, 60)):
        at += chance.choice([0, 80, 400, 3000, 12_000])
        what = chance.random()
        word = "pause" if what < 0.08 else "hide" if what < 0.16 else ""
        if word:
            state[word] = not state[word]
            taps.append(
                {"at": at, "code": word if state[word] else {"pause": "go", "hide": "seen"}[word]}
            )
        elif not state["pause"]:
            one = {"at": at, "code": chance.choice(CODES[kind])}
            taps.append(one | ({"undone": True} if chance.random() < 0.15 else {}))
    return taps, at + chance.choice([1000, 5000, 40_000])


def letter_of(taps, length) -> Letter:
    text = json.dumps({
        "made_with": 1, "observer": 1, "student": 1, "instrument": 1, "phase": "baseline", "setting": "lunch",
        "began_at": "2026-11-09T14:30:00Z", "length_ms": length, "taps": taps,
    })  # fmt: skip
    letter = read_letter(text)
    assert isinstance(letter, Letter), letter
    return letter


def test_the_phone_and_the_server_reckon_the_same(page, ears, live_server):
    chance = random.Random(5)
    tapes = []
    for text in (TALLY, INTERVAL, NEAR, CHANCES, RATING, STEPS) * 40:
        taps, length = drawn_tape(chance, text["kind"])
        tapes.append([taps, text | {"minutes": 10}, length])
    page.goto(live_server.url + "/sign-in/")
    told = 0
    for (taps, text, length), found in zip(tapes, page.evaluate(COUNT, tapes), strict=True):
        form = read_text(text)
        assert isinstance(form, InstrumentText)
        try:
            tape, said = measures(letter_of(taps, length), form)
        except UnreadableError:
            assert found["observedMs"] == 0
            continue
        assert found["observedMs"] == pytest.approx(tape.seconds * 1000)
        for one in said:
            mine, theirs = found["pads"][one.pad.code], one.measure.value
            if one.measure.index == "step":
                assert mine["answer"] in ANSWERS[theirs]
            elif one.measure.index == "peer_share":
                expected = None if theirs is None else pytest.approx(theirs)
                assert found["peerShare"] == expected
            elif one.measure.index == "rate_10":
                assert 10 * mine["perMinute"] == pytest.approx(theirs)
            elif (one.pad.records, one.measure.index) in SAME:
                name, times = SAME[one.pad.records, one.measure.index]
                expected = None if theirs is None else pytest.approx(theirs * times, abs=1e-6)
                assert mine[name] == expected, (text["kind"], one.measure.index, taps, length)
            else:
                continue
            told += 1
    assert told > 500
