"""Where the adult is and who prompts: what comes out equals what the evidence library says of the same minutes."""

import json
import random

import pytest
from pydantic import ValidationError

from kithwork.apps.observations.compared import compared
from kithwork.apps.observations.instrument_text import InstrumentText
from kithwork.apps.observations.letter import Letter, read_letter
from kithwork.apps.observations.shipped import mismatches, shipped_forms
from kithwork.apps.observations.tape import UnreadableError, measures, tape_of
from kithwork.evidence.recording import Recording, momentary_interval, opportunity_percent, rate

FORM = shipped_forms()["adult_near"].text
EVERY = 30
LENGTH = 600


def letter(*taps, length=LENGTH) -> Letter:
    """Taps as (seconds, code), with "undone" behind what was taken back."""
    said = {
        "made_with": 1, "observer": 1, "student": 1, "instrument": 1, "phase": "baseline",
        "setting": "class", "began_at": "2026-11-09T14:30:00Z", "length_ms": length * 1000,
        "taps": [
            {"at": round(at * 1000), "code": code} | ({"undone": True} if more else {})
            for at, code, *more in sorted(taps)
        ],
    }  # fmt: skip
    found = read_letter(json.dumps(said))
    assert isinstance(found, Letter), found
    return found


def told(*taps, length=LENGTH) -> dict[tuple[str, str], float | None]:
    _, said = measures(letter(*taps, length=length), FORM)
    return {(one.pad.code, one.measure.index): one.measure.value for one in said}


def test_the_form_asks_for_one_of_three_and_suits_what_it_watches():
    places = [pad for pad in FORM.pads if pad.records == "interval"]
    assert [pad.label for pad in places] == ["Within 1 m (3 ft)", "In the room", "Away"]
    assert list(mismatches(FORM)) == []


@pytest.mark.parametrize("seed", range(20))
def test_it_says_what_the_evidence_library_says_of_the_same_minutes(seed):
    """An adult comes and goes; an observer answers truly at each cue, and counts each prompt."""
    draw = random.Random(seed)
    edges = sorted(draw.sample(range(1, LENGTH), 8))
    # near, in the room, away, near, …: one place lasts from one edge to the next
    spells = list(zip([0, *edges], [*edges, LENGTH], strict=True))
    stays = {code: spells[nth::3] for nth, code in enumerate("nry")}
    recordings = {code: Recording(spans, LENGTH) for code, spans in stays.items()}
    by_adult, by_peer = (
        [draw.uniform(0, LENGTH - 1) for _ in range(draw.randrange(12))] for _ in range(2)
    )
    taps = [(at, "a") for at in by_adult] + [(at, "p") for at in by_peer]
    expected = {code: momentary_interval(one, interval=EVERY) for code, one in recordings.items()}
    for code, found in expected.items():
        for cue, is_on in enumerate(found.details["scores"]):
            if is_on:
                taps.append((min((cue + 1) * EVERY + 1, LENGTH), f"{code}@{cue}"))
    result = told(*taps)
    for code, found in expected.items():
        assert result[code, "momentary_interval"] == pytest.approx(found.value)
    for code, times in (("a", by_adult), ("p", by_peer)):
        recording = Recording([(at, None) for at in times], LENGTH)
        assert result[code, "rate_10"] == pytest.approx(10 * rate(recording).value, abs=1e-6)
    share = opportunity_percent(len(by_peer), len(by_peer) + len(by_adult)).value
    assert result["p", "peer_share"] == (None if share is None else pytest.approx(share))


def test_the_last_answer_to_a_cue_counts_and_what_was_taken_back_does_not():
    result = told((31, "n@0"), (33, "r@0"), (61, "y@1"), (62, "n@1", "undone"), (95, "n@2"))
    assert result["n", "momentary_interval"] == pytest.approx(1 / 3)
    assert result["r", "momentary_interval"] == pytest.approx(1 / 3)
    assert result["y", "momentary_interval"] == pytest.approx(1 / 3)


def test_a_cue_nobody_answered_is_left_out_and_counted():
    _, said = measures(letter((31, "n@0")), FORM)
    near = next(one.measure for one in said if one.pad.code == "n")
    assert (near.value, near.details["left_out"]) == (1.0, 19)
    assert told()["n", "momentary_interval"] is None
    assert told()["p", "peer_share"] is None


def test_time_out_of_sight_is_no_time_for_prompts():
    result = told((10, "a"), (100, "hide"), (400, "seen"))
    assert result["a", "rate_10"] == pytest.approx(10 * 1 / 5)


def test_an_answer_that_names_no_cue_cannot_be_read():
    with pytest.raises(UnreadableError, match="which cue"):
        told((31, "n"))


def test_two_observers_are_compared_cue_by_cue():
    first = tape_of(letter((31, "n@0"), (61, "r@1"), (91, "y@2"), (100, "p")), FORM)
    second = tape_of(letter((31, "n@0"), (61, "n@1"), (91, "y@2"), (101, "p")), FORM)
    found = {row.pad.code: row.indices[0].value for row in compared(first, second, FORM)}
    assert found["n"] == pytest.approx(2 / 3)
    assert found["r"] == pytest.approx(2 / 3)
    assert (found["y"], found["p"], found["a"]) == (1.0, 1.0, 1.0)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"interval": None}, "says its interval"),
        ({"interval": {"method": "partial", "seconds": 30}}, "choose that method"),
        ({"pads": FORM.model_dump(mode="json")["pads"][2:]}, "two places or more"),
    ],
)
def test_a_form_that_does_not_hold_together_is_refused(change, said):
    with pytest.raises(ValidationError, match=said):
        InstrumentText.model_validate(FORM.model_dump(mode="json") | change)
