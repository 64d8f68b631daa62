"""Points, teams, the clock and corrections: known answers, and the browser reckons the same as the server."""

import json
import random
from fractions import Fraction
from uuid import UUID

import pytest

from kithwork.apps.runs.letters import BODIES, id_of, read_letter
from kithwork.apps.runs.points import Seated, Tap, tally
from tests.browser import sign_in_as

GROUPS = [
    Seated("1", "a", frozenset({1, 2})),
    Seated("2", "a", frozenset({3, 4, 5})),
    Seated("3", "b", frozenset({6, 7})),
]
TRIO = Fraction(2, 3)


def tape(*events):
    """Taps a second apart: (kind, body)."""
    return [Tap(f"t{i}", kind, i * 1000, body) for i, (kind, body) in enumerate(events)]


def test_points_bonus_and_a_told_total():
    found = tally(
        tape(
            ("step", {"step": "half_one"}),
            ("points", {"group": "1", "n": 2}),
            ("points", {"group": "1", "n": 1}),
            ("bonus", {"group": "1", "n": 4}),
            ("total", {"group": "3", "n": 57}),
            ("end", {}),
        ),
        GROUPS,
    )
    assert (found.total("1"), found.total("3")) == (7, 57)
    assert found.teams == {"a": 7, "b": 57}
    assert (found.step, found.began_ms, found.ended_ms) == ("half_one", 0, 5000)
    assert found.seen == {"1"}


def test_a_trio_counts_two_thirds_rounded_half_up_once():
    taps = tape(("total", {"group": "2", "n": 50}), ("bonus", {"group": "2", "n": 1}))
    assert tally(taps, GROUPS, trio=TRIO).teams == {"a": 34, "b": 0}
    assert tally(taps, GROUPS).teams["a"] == 51


def test_who_is_a_trio_is_seen_after_who_was_absent_and_who_joined():
    told = ("total", {"group": "1", "n": 30})
    assert (
        tally(tape(told, ("joins", {"student": 6, "group": "1"})), GROUPS, trio=TRIO).teams["a"]
        == 20
    )
    absent = tape(("total", {"group": "2", "n": 30}), ("away", {"student": 5}))
    assert tally(absent, GROUPS, trio=TRIO).teams["a"] == 30
    known = tally(tape(told), GROUPS, trio=TRIO, joins={6: "1"}, away=[7])
    assert known.teams["a"] == 20
    assert known.seated(GROUPS[0]) == {1, 2, 6}
    assert known.seated(GROUPS[2]) == frozenset()


def test_undo_and_undo_of_undo():
    taps = tape(
        ("bonus", {"group": "1", "n": 1}),
        ("bonus", {"group": "1", "n": 1}),
        ("undo", {"of": "t1"}),
    )
    assert tally(taps).bonus == {"1": 1}
    assert tally([*taps, Tap("u", "undo", 9, {"of": "t2"})]).bonus == {"1": 2}


def test_away_and_joining_another_pair():
    taps = tape(
        ("away", {"student": 7}), ("joins", {"student": 8, "group": "3"}), ("away", {"student": 8}),
        ("here", {"student": 7}),
    )  # fmt: skip
    found = tally(taps)
    assert (found.away, found.joins) == ({8}, {})


def test_the_last_tick_of_an_item_counts():
    taps = tape(
        ("tick", {"group": "1", "item": "F10", "answer": "no"}),
        ("tick", {"group": "1", "item": "F10", "answer": "yes"}),
        ("tick", {"item": "F4", "answer": "yes"}),
    )
    found = tally(taps)
    assert found.ticks == {("1", "F10"): "yes", ("", "F4"): "yes"}
    assert found.seen == {"1"}


# ------------------------------------------------------------------ letters


def letter(**fields):
    base = {
        "letter": "6f1f4f2e-8d63-4a59-9a55-6f0e2b3f9a10",
        "device": "d1",
        "place": 0,
        "at_ms": 12,
        "kind": "bonus",
        "body": {"group": "1", "n": 1},
    }
    return base | fields


def test_a_good_letter_is_read():
    read = read_letter(letter())
    assert (read.letter, read.kind) == (UUID("6f1f4f2e-8d63-4a59-9a55-6f0e2b3f9a10"), "bonus")


@pytest.mark.parametrize(
    "raw",
    [
        None, 7, [], "x", {}, letter(kind="grade"), letter(name="Ada"), letter(place=-1),
        letter(at_ms=10**15), letter(body={"group": "1"}), letter(body={"group": "1", "n": 10**9}),
        letter(body={"group": "1", "n": 1, "note": "hi"}), letter(letter="x"), letter(device="a b"),
        letter(kind="tick", body={"item": "F1", "answer": "maybe"}),
        letter(kind="away", body={"student": "Ada"}),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_a_sentence_that_names_the_place(raw):
    said = read_letter(raw)
    assert isinstance(said, str) and ": " in said
    assert isinstance(id_of(raw), str)


def test_every_kind_has_a_body():
    assert set(BODIES) >= {"step", "pause", "go", "plus", "undo", "end"}


# ------------------------------------------------------- the browser, the same

TALLY_JS = """async ([taps, groups]) => {
  const { tally, totalOf } = await import("/static/runs/runner/tally.js");
  const found = tally(taps, groups, { trio: [2, 3], away: [7], joins: { 6: "1" } });
  return { teams: found.teams, seen: [...found.seen].sort(), ticks: found.ticks, step: found.step,
           away: [...found.away].sort(), joins: [...found.joins].sort(), ended: found.ended,
           totals: Object.fromEntries(groups.map(({ key }) => [key, totalOf(found, key)])) };
}"""
CLOCK_JS = """async ([taps, now]) => {
  const { clock, asMinutes } = await import("/static/runs/runner/clock.js");
  const found = clock(taps, { one: 300, two: 0 }, now);
  return { ...found, said: asMinutes(found.leftMs) };
}"""
MACHINE_JS = """async ([machine, events]) => {
  const { next } = await import("/static/runs/runner/machine.js");
  let at = machine.start; const awards = [];
  for (const event of events) {
    const found = next(machine, at, event);
    if (!found) return { at, awards, stuck: event };
    at = found.at; if (found.award) awards.push(found.award);
    if (found.isOver) return { at, awards, isOver: true };
  }
  return { at, awards };
}"""


def random_tape(seed):
    rng = random.Random(seed)
    kinds = [
        lambda: ("points", {"group": rng.choice("123"), "n": rng.randint(-3, 9)}),
        lambda: ("bonus", {"group": rng.choice("123"), "n": rng.randint(1, 5)}),
        lambda: ("total", {"group": rng.choice("123"), "n": rng.randint(0, 200)}),
        lambda: ("seen", {"group": rng.choice("123")}),
        lambda: ("tick", {"group": rng.choice(["", "1", "2"]), "item": "F1", "answer": "yes"}),
        lambda: ("away", {"student": rng.randint(1, 8)}),
        lambda: ("here", {"student": rng.randint(1, 8)}),
        lambda: ("joins", {"student": rng.randint(1, 8), "group": rng.choice("123")}),
        lambda: ("step", {"step": rng.choice(["one", "two"])}),
        lambda: ("undo", {"of": f"t{rng.randint(0, 40)}"}),
        lambda: ("end", {}),
    ]
    return tape(*(rng.choice(kinds)() for _ in range(40)))


@pytest.mark.journey
@pytest.mark.django_db(transaction=True)
def test_the_browser_reckons_as_the_server_does(cast, page, ears, live_server):
    sign_in_as(page, live_server, cast.rosa)
    page.goto(live_server.url + "/gallery/")
    groups = [{"key": one.key, "team": one.team, "students": sorted(one.members)} for one in GROUPS]
    for seed in range(40):
        taps = random_tape(seed)
        plain = [
            {"letter": t.letter, "kind": t.kind, "at_ms": t.at_ms, "body": t.body} for t in taps
        ]
        theirs = page.evaluate(TALLY_JS, [json.loads(json.dumps(plain)), groups])
        ours = tally(taps, GROUPS, trio=TRIO, away=[7], joins={6: "1"})
        assert theirs == {
            "teams": ours.teams,
            "seen": sorted(ours.seen),
            "ticks": {f"{group}/{item}": answer for (group, item), answer in ours.ticks.items()},
            "step": ours.step,
            "away": sorted(ours.away),
            "joins": sorted([pk, group] for pk, group in ours.joins.items()),
            "ended": ours.ended_ms,
            "totals": {one.key: ours.total(one.key) for one in GROUPS},
        }, seed


@pytest.mark.journey
@pytest.mark.django_db(transaction=True)
def test_the_clock_and_the_corrections_of_the_browser(cast, page, ears, live_server):
    from kithwork.playbooks import shipped

    sign_in_as(page, live_server, cast.rosa)
    page.goto(live_server.url + "/gallery/")

    def left(now, *events):
        taps = [
            {"letter": str(i), "kind": kind, "at_ms": at, "body": body}
            for i, (at, kind, body) in enumerate(events)
        ]
        return page.evaluate(CLOCK_JS, [taps, now])

    begun = (0, "step", {"step": "one"})
    assert left(78_000, begun)["said"] == "3:42"
    assert left(78_001, begun)["said"] == "3:42"  # a second that has begun still counts
    assert left(10_000_000, begun)["said"] == "0:00"  # asleep for hours
    paused = left(500_000, begun, (60_000, "pause", {}))
    assert (paused["isPaused"], paused["said"]) == (True, "4:00")
    assert left(130_000, begun, (60_000, "pause", {}), (100_000, "go", {}))["said"] == "3:30"
    assert left(0, begun, (0, "plus", {"seconds": 60}))["said"] == "6:00"
    assert left(0, begun, (9, "plus", {"seconds": 60}), (10, "undo", {"of": "1"}))["said"] == "5:00"
    assert left(-50_000, begun)["said"] == "5:00"  # the clock was set back
    assert left(9, (0, "step", {"step": "two"}))["isTimed"] is False
    assert left(9)["step"] == ""

    for playbook in shipped().values():
        for machine in playbook.corrections:
            plain = {
                "start": machine.start,
                "states": {
                    state.id: {
                        "ends": state.ends,
                        "go": [
                            {"on": g.on, "to": g.to, "award": g.award or "", "flag": g.flag or ""}
                            for g in state.go
                        ],
                    }
                    for state in machine.states
                },
            }
            for seed in range(5):
                rng, at, events, awards = random.Random(seed), machine.start, [], []
                while not machine.state(at).ends and len(events) < 30:
                    go = rng.choice(machine.state(at).go)
                    events.append(go.on)
                    awards += [go.award] if go.award else []
                    at = go.to
                found = page.evaluate(MACHINE_JS, [plain, events])
                assert (found["at"], found["awards"]) == (at, awards), (playbook.id, machine.id)
