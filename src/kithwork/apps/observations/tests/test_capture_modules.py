"""The capture page's pure modules, in the browser they are made for: tape, counts, intervals, writing."""

import json

import pytest

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

CAPTURE = "/static/observations/capture"


@pytest.fixture
def run(page, ears, live_server):
    """Run a script with the modules at hand; what it returns comes back."""
    page.goto(live_server.url + "/sign-in/")

    def call(script: str, *given):
        body = f"""async (given) => {{
          const [tape, count, intervals, writing, day] = await Promise.all(
            ["tape", "count", "intervals", "writing", "day"].map((one) => import(`{CAPTURE}/${{one}}.js`)));
          {script}
        }}"""
        return page.evaluate(body, list(given))

    return call


def form(*pads, kind="tally", **more):
    said = [{"code": code, "label": code, "records": records} for code, records in pads]
    return {"kind": kind, "minutes": 10, "pads": said, **more}


def taps(*pairs):
    return [{"at": at, "code": code} for at, code in pairs]


def test_what_is_taken_back_is_crossed_out_and_time_never_goes_back(run):
    found = run("""
      let one = tape.tap([], "a", 1000.4);
      one = tape.tap(one, "b", 900);
      const before = JSON.stringify(one);
      let two = tape.pause(one, 1500);
      two = tape.undo(two);
      const three = tape.undo(tape.undo(two));
      return { one, isUnchanged: JSON.stringify(one) === before, two, three, left: tape.latest(three) };
    """)
    assert found["one"] == taps((1000, "a"), (1000, "b"))
    assert found["isUnchanged"]
    # A pause is no tap to take back.
    assert found["two"][1:] == [
        {"at": 1000, "code": "b", "undone": True},
        {"at": 1500, "code": "pause"},
    ]
    assert [one.get("undone") for one in found["three"]] == [True, True, None]
    assert found["left"] == -1


def test_the_last_tap_can_be_another_pads_and_both_stay_on_the_tape(run):
    found = run(
        "return tape.change(given[0], 'b')", taps((5, "a"), (9, "a"), (20, "pause"), (30, "go"))
    )
    assert found == [
        {"at": 5, "code": "a"},
        {"at": 9, "code": "a", "undone": True},
        {"at": 9, "code": "b"},
        {"at": 20, "code": "pause"},
        {"at": 30, "code": "go"},
    ]


def test_pausing_twice_is_pausing_once(run):
    found = run("""
      let one = tape.pause(tape.pause([], 10), 20);
      const paused = tape.isPaused(one);
      one = tape.seen(tape.hide(tape.go(tape.go(one, 30), 40), 50), 60);
      return [one, paused, tape.isPaused(one), tape.isHidden(one)];
    """)
    assert found == [
        taps((10, "pause"), (30, "go"), (50, "hide"), (60, "seen")),
        True,
        False,
        False,
    ]


def test_a_stopwatch_never_goes_back(run):
    found = run("""
      let now = 100;
      const watch = tape.stopwatch(5000, () => now);
      const said = [watch()];
      for (now of [150.6, 120, 90, 400]) said.push(watch());
      return said;
    """)
    assert found == [5000, 5051, 5051, 5051, 5300]


def test_counts_rates_and_time_together_leave_pauses_out(run):
    made = taps(
        (0, "z"), (10_000, "a"), (20_000, "pause"), (80_000, "go"), (90_000, "a"), (95_000, "z"),
        (100_000, "z"),
    )  # fmt: skip
    found = run(
        "return count.reckon(given[0], given[1], 120000)",
        made,
        form(("a", "event"), ("z", "duration")),
    )
    assert (found["observedMs"], found["isPaused"]) == (60_000, False)
    assert found["pads"]["a"] == {"n": 2, "perMinute": 2}
    assert found["pads"]["z"]["ms"] == 35_000 + 20_000
    assert (found["pads"]["z"]["isOn"], found["pads"]["z"]["n"]) == (True, 2)


def test_what_could_not_be_seen_is_no_time_to_count_in(run):
    made = taps((0, "z"), (30_000, "hide"), (60_000, "seen"), (60_000, "a"))
    found = run(
        "return count.reckon(given[0], given[1], 60000)",
        made,
        form(("a", "event"), ("z", "duration")),
    )
    assert (found["observedMs"], found["seenMs"]) == (60_000, 30_000)
    assert found["pads"]["a"]["perMinute"] == 2
    assert (found["pads"]["z"]["ms"], found["pads"]["z"]["share"]) == (60_000, 1)


def test_how_soon_after_each_cue(run):
    made = taps((1000, "l?"), (4000, "l"), (9000, "l?"), (12_000, "l?"), (12_500, "l"))
    found = run(
        "return count.reckon(given[0], given[1], 20000).pads.l", made, form(("l", "latency"))
    )
    assert (found["waits"], found["n"], found["isWaiting"]) == ([3000, None, 500], 2, False)
    waiting = run(
        "return count.reckon(given[0], given[1], 9500).pads.l", made[:3], form(("l", "latency"))
    )
    assert (waiting["isWaiting"], waiting["sinceMs"]) == (True, 500)


def test_intervals_are_scored_and_what_nobody_touched_is_a_no(run):
    text = form(
        ("a", "interval"), ("b", "interval"), kind="interval",
        interval={"method": "partial", "seconds": 10, "cue": "none"},
    )  # fmt: skip
    found = run(
        """
      let made = tape.tap([], "a@0", 3000);
      for (const code of intervals.untouched(made, given[0].pads, 0, false)) made = tape.tap(made, code, 10000);
      const isTouch = tape.latest(made);
      const hidden = intervals.untouched(made, given[0].pads, 1, true);
      const pads = count.reckon(made, given[0], 35000).pads;
      return { made, isTouch, hidden, a: pads.a.scores, b: pads.b, place: intervals.place(34000, 10),
               planned: intervals.planned(10, 15), scored: [intervals.scored("partial", 3), intervals.scored("whole", 0)] };
    """,
        text,
    )
    assert found["made"] == taps((3000, "a@0"), (10_000, "b@0-"))
    assert (found["isTouch"], found["hidden"]) == (0, [])
    assert found["a"] == [True, None, None]
    assert (found["b"]["n"], found["b"]["answered"], found["b"]["share"]) == (0, 1, 0)
    assert found["place"] == {"index": 3, "inMs": 4000, "leftMs": 6000}
    assert (found["planned"], found["scored"]) == (40, [3, -1])


def test_chances_ratings_and_steps(run):
    levels = [{"code": "0", "label": "Alone"}, {"code": "1", "label": "Shown"}]
    text = form(("a", "opportunity"), kind="opportunity", levels=levels)
    found = run(
        "return count.reckon(given[0], given[1], 9000).pads.a",
        taps((1, "a:0"), (2, "a:1"), (3, "a:-"), (4, "a:0")),
        text,
    )
    assert (found["n"], found["alone"], found["share"]) == (4, 2, 0.5)
    text = form(("a", "rating"), kind="rating", scale={"low": 0, "high": 4, "anchors": []})
    assert (
        run(
            "return count.reckon(given[0], given[1], 9).pads.a.value",
            taps((1, "a=3"), (2, "a=0")),
            text,
        )
        == 0
    )
    text = form(("a", "step"), ("b", "step"), ("c", "step"), kind="checklist")
    found = run(
        "return count.ticked(count.reckon(given[0], given[1], 9), given[1])",
        taps((1, "a=no"), (2, "a=yes"), (3, "b=na")),
        text,
    )
    assert found == {"yes": 1, "no": 0, "na": 1, "open": 1, "share": 1}


def test_minutes_as_they_are_said(run):
    assert run("return [0, 59999, 252000, 3852000].map(count.asMinutes)") == [
        "0:00",
        "0:59",
        "4:12",
        "1:04:12",
    ]


def test_a_letter_says_what_the_draft_held(run):
    draft = {
        "watch": 4, "student": {"id": 7, "initials": "M.T."}, "instrument": {"id": 3}, "phase": "probe",
        "setting": "lunch", "began_at": "2026-11-09T14:30:00.000Z", "length_ms": 600_000,
        "tape": taps((1, "a")), "note": "", "is_usable": True, "why_not": "kept back", "is_second": False,
        "corrects": None,
    }  # fmt: skip
    text = run("return writing.letterText(given[0], 11, 5)", draft)
    assert "M.T." not in text
    said = json.loads(text)
    assert (said["observer"], said["student"], said["nth"], said["why_not"]) == (11, 7, 5, "")

    from kithwork.apps.observations.letter import Letter, read_letter

    assert isinstance(read_letter(text), Letter)


def test_batches_are_small_and_a_letter_goes_only_with_the_same_bytes(run):
    found = run("""
      const some = Array.from({ length: 60 }, (_, nth) => ({ id: String(nth), text: "x" }));
      const large = Array.from({ length: 5 }, (_, nth) => ({ id: String(nth), text: "é".repeat(60000) }));
      const items = ["a", "b", "c", "d", "e", "f"].map((id) => ({ id, sha256: id + id }));
      const said = [["a", "stored", "aa"], ["b", "already", "bb"], ["c", "stored", "other"],
                    ["d", "conflict", "dd"], ["e", "refused", ""]]
        .map(([id, answer, sha256]) => ({ id, answer, sha256, sentence: "" }));
      const { done, parked, again } = writing.sorted(items, said);
      return {
        some: writing.batches(some).map((one) => one.length), large: writing.batches(large).map((one) => one.length),
        done: done.map(({ id }) => id), parked: parked.map(({ id }) => id), again,
      };
    """)
    assert (found["some"], found["large"]) == ([25, 25, 10], [2, 2, 1])
    assert (found["done"], found["parked"], found["again"]) == (["a", "b"], ["d", "e"], ["c", "f"])


def test_waiting_is_spread_doubled_and_obeys_the_server(run):
    found = run("""
      const half = () => 0.5;
      return {
        waits: [0, 1, 2, 3, 6, 20].map((tries) => writing.waitMs(tries, 0, half)),
        asked: writing.waitMs(0, 7, half),
        spread: [1, 5, 6].map((n) => writing.spreadMs(n, half)),
        off: [0, 9, 11, -600].map((minutes) => writing.minutesOff(0, minutes * 60000)),
      };
    """)
    assert found["waits"] == [500, 1000, 2000, 4000, 30_000, 30_000]
    assert (found["asked"], found["spread"]) == (7000, [0, 0, 15_000])
    assert found["off"] == [0, 0, 11, -600]


def test_what_runs_now_is_offered_first_and_yesterday_not_at_all(run):
    watches = [
        {"id": 1, "starts_at": "08:10", "ends_at": "09:00"},
        {"id": 2, "starts_at": "12:35", "ends_at": "13:25"},
        {"id": 3, "starts_at": "10:55", "ends_at": "11:35"},
        {"id": 4, "starts_at": "10:55", "ends_at": "11:35"},
    ]
    found = run(
        "return [day.inOrder(given[0], '11:00'), day.fresh({ heard_at: 0, watches: [1] }, 17 * 3600000)]",
        watches,
    )
    assert [(one["id"], one["when"]) for one in found[0]] == [
        (3, "now"),
        (4, "now"),
        (2, "next"),
        (1, "past"),
    ]
    assert (found[1]["watches"], found[1]["isOld"]) == ([], True)
