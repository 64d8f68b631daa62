"""Recordings out of BORIS, Countee and DataTracker. The files here are ours, laid out as theirs are."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kithwork.evidence.faults import BadData
from kithwork.evidence.recording import count, duration, partial_interval, percent_duration
from kithwork.evidence.recording.imports import read_boris, read_countee, read_datatracker

OLD_EVENTS = (
    "Observation id\tmonday\t\t\t\t\t\t\t\n\t\t\t\t\t\t\t\t\nMedia file(s)\t\t\t\t\t\t\t\t\n"
    "Time offset (s)\t0.0\t\t\t\t\t\t\t\n\t\t\t\t\t\t\t\t\n"
    "Time\tMedia file path\tTotal length\tFPS\tSubject\tBehavior\tBehavioral category\tComment\tStatus\n"
    "3.300\ta.mp4\t359.960\t25.0\tann\ttalks\t\t\tSTART\n"
    "7.750\ta.mp4\t359.960\t25.0\tann\ttalks\t\t\tSTOP\n"
    "9.900\ta.mp4\t359.960\t25.0\tben\thits\t\t\tPOINT\n"
    "7.750\ta.mp4\t359.960\t25.0\tann\ttalks\t\t\tSTART\n"
    "16.200\ta.mp4\t359.960\t25.0\tann\ttalks\t\t\tSTOP\n"
)
NEW_HEAD = (
    "Observation id,Observation date,Description,Observation duration,Observation type,Source,"
    "Time offset (s),Media duration (s),FPS,Subject,Behavior,Behavioral category,Modifier #1,"
    "Behavior type,Time,Media file name,Image index,Image file path,Comment\n"
)
AGGREGATED_HEAD = (
    "Observation id,Subject,Behavior,Behavioral category,Modifiers,Behavior type,Start (s),Stop (s),"
    "Duration (s),Media file,Total length\n"
)


def new_event(time, kind, *, behavior="talks", modifier="", media="600.000", subject=""):
    return (
        f"o1,2026-11-02 09:00:00,,12.5,Media file(s),player #1:a.mp4,0.0,{media},25.000,"
        f"{subject},{behavior},,{modifier},{kind},{time},a.mp4,1,NA,\n"
    )


def faults(call, *words, **more):
    with pytest.raises(BadData) as bad:
        call(*words, **more)
    assert all(fault.sentence.endswith(".") for fault in bad.value.faults)
    return [(fault.code, fault.row, fault.column) for fault in bad.value.faults]


# ------------------------------------------------------------- BORIS, events one by one


def test_events_of_the_old_layout():
    ben_last = read_boris(OLD_EVENTS)
    assert [each[:3] for each in map(key, ben_last)] == [
        ("monday", "ann", "talks"),
        ("monday", "ben", "hits"),
    ]
    ann, ben = (each.recording for each in ben_last)
    # The stop and the next start share a time.
    assert ann.bouts == ((3.3, 7.75), (7.75, 16.2))
    assert ben.bouts == ((9.9, 9.9),)
    assert ann.seconds == ben.seconds == 359.96
    assert read_boris(OLD_EVENTS.replace("\t", ",")) == ben_last
    assert read_boris("\ufeff" + OLD_EVENTS.replace("\t", ";").replace("\n", "\r\n")) == ben_last


def key(each):
    return (each.observation, each.subject, each.behavior, each.notes)


def test_events_of_the_new_layout():
    text = (
        NEW_HEAD
        + new_event(1, "START")
        + new_event(2, "START", modifier="loud")
        + new_event(3, "STOP")
        + new_event(4.5, "stop", modifier="loud")
        + new_event(9, "POINT", behavior="hits", subject="ben")
    )
    talks, hits = read_boris(text)
    assert key(talks) == ("o1", "No focal subject", "talks", ())
    assert key(hits) == ("o1", "ben", "hits", ())
    assert talks.recording.bouts == ((1.0, 3.0), (2.0, 4.5))
    # The time of coding (12.5) is not the session.
    assert talks.recording.seconds == 600.0
    assert duration(talks.recording).value == 3.5
    assert talks.to_json()["recording"]["bouts"] == ((1.0, 3.0), (2.0, 4.5))


def test_rows_need_not_be_in_order_of_time():
    text = NEW_HEAD + new_event(3, "STOP") + new_event(1, "START")
    assert read_boris(text)[0].recording.bouts == ((1.0, 3.0),)


def test_starts_and_stops_that_have_no_partner():
    text = (
        NEW_HEAD
        + new_event(1, "STOP")
        + new_event(2, "START")
        + new_event(3, "START")
        + new_event(4, "STOP")
        + new_event(5, "START")
        + new_event(6, "PAUSE")
    )
    assert faults(read_boris, text) == [
        ("stop_without_start", 2, "Behavior type"),
        ("start_without_stop", 3, "Behavior type"),
        ("start_without_stop", 6, "Behavior type"),
        ("unknown_status", 7, "Behavior type"),
    ]


@pytest.mark.parametrize(
    ("media", "seconds"),
    [("600.0", 600), ("100.5;20.0", 120.5), ("10;20|45", 45), ("10;20|5", 30), ("NA|45", 45)],
)
def test_media_follow_each_other_and_players_run_side_by_side(media, seconds):
    text = NEW_HEAD + new_event(1, "POINT", media=media)
    assert read_boris(text)[0].recording.seconds == seconds
    assert read_boris(text, seconds=90)[0].recording.seconds == 90


@pytest.mark.parametrize("media", ["NA", "", "ten", "0", "inf", "NA|NA"])
def test_a_length_nobody_told_is_asked_for(media):
    text = NEW_HEAD + new_event(1, "POINT", media=media)
    assert faults(read_boris, text) == [("no_length", None, "seconds")]
    assert read_boris(text, seconds={"o1": 60})[0].recording.seconds == 60
    assert faults(read_boris, text, seconds={"o2": 60}) == [("no_length", None, "seconds")]
    for wrong in (0, -1, "60", True):
        assert faults(read_boris, text, seconds=wrong) == [("bad_length", None, "seconds")]


def test_one_length_is_asked_for_once():
    text = NEW_HEAD + new_event(1, "POINT") + new_event(2, "POINT", behavior="hits")
    assert faults(read_boris, text, seconds=0) == [("bad_length", None, "seconds")]


@pytest.mark.parametrize("media", ["LIVE", "Live observation", "NA", ""])
def test_total_length_of_a_live_observation_is_no_session(media):
    text = AGGREGATED_HEAD + f"o1,ann,talks,,,STATE,1,2,1,{media},2\n"
    assert faults(read_boris, text) == [("no_length", None, "seconds")]


# ------------------------------------------------------------- BORIS, aggregated


def test_aggregated_events():
    text = AGGREGATED_HEAD + (
        "o1,ann,talks,,,STATE,1.800,8.125,6.325,a.mp4,540\n"
        "o1,ann,hits,,,POINT,32.825,32.825,NA,a.mp4,540\n"
        "o1,ann,hits,,,POINT,40,NA,NA,a.mp4,540\n"
        "o2,,talks,,,STATE,0,10,,a.mp4,180\n"
    )
    talks, hits, second = read_boris(text)
    assert talks.recording.bouts == ((1.8, 8.125),)
    assert hits.recording.bouts == ((32.825, 32.825), (40.0, 40.0))
    assert key(second) == ("o2", "No focal subject", "talks", ())
    assert (talks.recording.seconds, second.recording.seconds) == (540, 180)


def test_columns_in_any_order_and_none_to_spare():
    text = "stop,BEHAVIOR,extra, Start \n5,talks,x,2\n,hits,x,3\n"
    talks, hits = read_boris(text, seconds=10)
    assert key(talks) == ("", "No focal subject", "talks", ())
    assert (talks.recording.bouts, hits.recording.bouts) == (((2.0, 5.0),), ((3.0, 3.0),))


def test_every_fault_of_aggregated_events_by_row():
    text = AGGREGATED_HEAD + (
        "o1,ann,talks,,,STATE,soon,8,,a.mp4,540\n"
        "o1,ann,talks,,,STATE,1,NA,,a.mp4,540\n"
        "o1,ann,talks,,,STATE,9,8,,a.mp4,540\n"
        "o1,ann,talks,,,STATE,1,2,3,a.mp4,540\n"
        "\n"
        "o1,ann,talks,,,STATE,-1,2,,a.mp4,540\n"
        "o1,ann,,,,STATE,1,2,1.009,a.mp4,540\n"
        "o1,ann,talks,,,STATE,1e999,2,,a.mp4,540\n"
        'o1,ann,"talks\nloudly",,,STATE,1,2,1.011,a.mp4,540\n'
        "o1,ann,talks,,,STATE,1,2,one,a.mp4,540\n"
        "o1,ann,talks,,,STATE,\n"
    )
    assert faults(read_boris, text) == [
        ("not_a_number", 2, "Start (s)"),
        ("not_a_number", 3, "Stop (s)"),
        ("ends_before_it_begins", 4, "Stop (s)"),
        ("times_disagree", 5, "Duration (s)"),
        ("before_the_session", 7, "Start (s)"),
        ("no_behavior", 8, "Behavior"),
        ("not_a_number", 9, "Start (s)"),
        ("times_disagree", 10, "Duration (s)"),
        ("not_a_number", 12, "Duration (s)"),
        ("not_a_number", 13, "Start (s)"),
        ("not_a_number", 13, "Stop (s)"),
    ]


@pytest.mark.parametrize("length", ["1.009", "0.991", "1"])
def test_rounding_is_no_disagreement(length):
    text = AGGREGATED_HEAD + f"o1,ann,talks,,,STATE,1,2,{length},a.mp4,540\n"
    assert read_boris(text)[0].recording.bouts == ((1.0, 2.0),)


def test_text_for_a_number_says_what_it_found():
    text = 'Behavior,Start (s),Stop (s)\ntalks,"3,5",4\ntalks,,4\n'
    with pytest.raises(BadData, match=r"'3,5' is no number.*\n.*There is no time here"):
        read_boris(text, seconds=9)


def test_a_time_after_the_session_is_a_fault_and_an_end_after_it_is_cut():
    text = "Behavior,Start (s),Stop (s)\ntalks,50,70\ntalks,60,60\n"
    (talks,) = read_boris(text, seconds=60)
    assert duration(talks.recording).value == 10
    assert talks.notes == ("A bout went on past the end of the session and is cut there.",)
    assert read_boris(text, seconds=70)[0].notes == ()
    assert faults(read_boris, text, seconds=59) == [("outside_the_session", 3, "Start (s)")]


def test_what_never_happened_is_named_by_who_watched():
    text = "Behavior,Start (s),Stop (s),Subject\ntalks,1,2,ann\nhits,3,3,ben\n"
    found = read_boris(text, seconds=60, behaviors=["hits", "talks"])
    counts = {(each.subject, each.behavior): count(each.recording).value for each in found}
    assert counts == {
        ("ann", "talks"): 1,
        ("ann", "hits"): 0,
        ("ben", "hits"): 1,
        ("ben", "talks"): 0,
    }


def test_out_of_sight_becomes_unobservable_time_of_that_subject():
    text = (
        "Behavior,Start (s),Stop (s),Subject\ntalks,1,11,ann\naway,20,30,ann\ntalks,1,11,ben\n"
        "gone,50,60,ann\n"
    )
    ann, ben = read_boris(text, seconds=60, hidden=["away", "gone"])
    assert ann.recording.unobservable == ((20.0, 30.0), (50.0, 60.0))
    assert ben.recording.unobservable == ()
    assert percent_duration(ann.recording).value == pytest.approx(10 / 40)
    assert partial_interval(ann.recording, interval=10).details["hidden"] == 2


# ------------------------------------------------------------- files of no kind


@pytest.mark.parametrize("read", [read_boris, read_countee, read_datatracker])
@pytest.mark.parametrize("text", ["", " \n\t\n", "\ufeff"])
def test_an_empty_file(read, text):
    assert faults(read, text) == [("empty_file", 1, None)]


def test_a_header_without_rows():
    assert faults(read_boris, "Time,Behavior,Status\n") == [("empty_file", 2, None)]
    assert faults(read_boris, AGGREGATED_HEAD + "\n\n") == [("empty_file", 2, None)]


def test_a_header_that_lacks_a_column():
    assert faults(read_boris, "x\nTime,Behavior\n1,talks\n") == [("no_column", 2, "status")]
    assert faults(read_boris, "Behavior,Start (s)\ntalks,1\n") == [("no_column", 1, "stop (s)")]
    assert faults(read_boris, "a;b\n1;2\n") == [
        ("no_column", 1, "behavior"),
        ("no_column", 1, "time"),
        ("no_column", 1, "status"),
    ]
    with pytest.raises(BadData, match=r"needs: behavior, time, status\."):
        read_boris("a;b\n1;2\n")


def test_a_column_that_is_there_twice():
    text = "Behavior,Start (s),Stop (s),Behavior\ntalks,1,2,hits\n"
    assert faults(read_boris, text) == [("column_twice", 1, "Behavior")]


def test_a_row_that_cannot_be_read():
    text = "Behavior,Start (s),Stop (s)\ntalks,1,2\n" + "x" * 200_000
    assert faults(read_boris, text) == [("broken_row", 3, None)]


def test_a_quote_that_is_never_closed_swallows_no_row():
    text = 'Behavior,Start (s),Stop (s),Comment\ntalks,1,2,"late\nhits,3,4,\n'
    assert faults(read_boris, text) == [("broken_row", 2, None)]
    semicolons = '"Behavior";"Start (s)";"Stop (s)"\n"talks";1;2\n'
    assert [one.behavior for one in read_boris(semicolons, seconds=9)] == ["talks"]


# ------------------------------------------------------------- Countee


def test_countee():
    text = (
        "Session,Key Name,Type,Start (s),End (s),Session duration (s)\n"
        "one,talks,Duration,2,5.5,300\n"
        "one,hits,Frequency,4,9,300\n"
        "two,hits,,7,,120\n"
    )
    talks, hits, second = read_countee(text)
    assert key(talks) == ("one", "", "talks", ())
    assert (talks.recording.bouts, hits.recording.bouts) == (((2.0, 5.5),), ((4.0, 4.0),))
    assert (hits.recording.seconds, second.recording.seconds) == (300, 120)
    assert second.recording.bouts == ((7.0, 7.0),)


def test_countee_with_durations_and_nothing_else():
    text = "duration,key,client,time\n3,talks,ann,1\n,talks,ann,20\n,away,ann,30\n"
    found = read_countee(text, seconds=60, behaviors=["hits"], hidden=["away"])
    assert [key(each) for each in found] == [("", "ann", "talks", ()), ("", "ann", "hits", ())]
    assert found[0].recording.bouts == ((1.0, 4.0), (20.0, 20.0))
    # An instant of not seeing hides nothing.
    assert found[0].recording.seen == 60


def test_the_first_of_two_names_is_taken():
    (found,) = read_countee("time,start,key\n9,2,talks\n", seconds=60)
    assert found.recording.bouts == ((2.0, 2.0),)


def test_every_fault_of_countee_by_row():
    text = (
        "key,start,end,duration,session duration\n"
        ",1,,,60\nhits,x,2,,60\nhits,5,4,,60\nhits,5,x,,60\nhits,5,,x,60\nhits,61,,,60\nhits,5,5,,x\n"
    )
    assert faults(read_countee, text) == [
        ("no_behavior", 2, "key"),
        ("not_a_number", 3, "start"),
        ("ends_before_it_begins", 4, "end"),
        ("not_a_number", 5, "end"),
        ("not_a_number", 6, "duration"),
        ("not_a_number", 8, "session duration"),
        ("outside_the_session", 7, "start"),
    ]
    assert faults(read_countee, "key\nhits\n") == [("no_column", 1, "start")]


# ------------------------------------------------------------- DataTracker


def press(name, time, description=None):
    return {"KeyName": name, "KeyDescription": description or name, "TimeIntoSession": time}


def session(**more):
    return json.dumps(
        {
            "SessionSettings": {"Session": 3, "Condition": "Attention", "Role": "Primary"},
            "Keyset": {
                "FrequencyKeys": [{"KeyName": "1", "KeyDescription": "hits"}, {}, 5],
                "DurationKeys": [{"KeyName": "r", "KeyDescription": "talks"}],
                "ScorableDurationKeys": None,
            },
            "FrequencyKeyPresses": [],
            "DurationKeyPresses": [],
            "TimerMain": 300,
            **more,
        }
    )


def test_datatracker():
    text = session(
        FrequencyKeyPresses=[press("2", 61.9, "drops"), press("2", 60, "drops")],
        DurationKeyPresses=[
            press("r", 62.25, "talks"),
            press("e", 70),
            press("r", 92.95, "talks"),
            press("r", 290, "talks"),
        ],
    )
    hits, talks, drops, other = read_datatracker(text, subject="ann")
    assert key(hits) == ("3_Attention_Primary", "ann", "hits", ())
    assert hits.recording.bouts == ()
    assert talks.recording.bouts == ((62.25, 92.95), (290.0, 300.0))
    assert talks.notes == (
        "A bout never ended; it was taken as going on to the end of the session.",
    )
    assert drops.recording.bouts == ((60.0, 60.0), (61.9, 61.9))
    assert other.behavior == "e" and other.recording.bouts == ((70.0, 300.0),)
    assert read_datatracker(text, seconds=400)[1].recording.bouts[1] == (290.0, 400.0)
    seen = read_datatracker(text, hidden=["e"])
    assert [each.behavior for each in seen] == ["hits", "talks", "drops"]
    assert seen[0].recording.unobservable == ((70.0, 300.0),)


def test_datatracker_says_little_or_nothing_around_the_presses():
    text = session(SessionSettings=None, Keyset=None, FrequencyKeyPresses=[press("1", 0)])
    (found,) = read_datatracker(text)
    assert key(found) == ("", "", "1", ())
    assert read_datatracker(session(Keyset=None)) == ()


@pytest.mark.parametrize(
    ("more", "wanted"),
    [
        ({"FrequencyKeyPresses": None}, ("no_field", None, "FrequencyKeyPresses")),
        ({"DurationKeyPresses": {}}, ("no_field", None, "DurationKeyPresses")),
        ({"DurationKeyPresses": [5]}, ("no_behavior", 1, "DurationKeyPresses")),
        (
            {"DurationKeyPresses": [{"TimeIntoSession": 1}]},
            ("no_behavior", 1, "DurationKeyPresses"),
        ),
        ({"FrequencyKeyPresses": [press("1", "soon")]}, ("not_a_number", 1, "FrequencyKeyPresses")),
        ({"FrequencyKeyPresses": [press("1", True)]}, ("not_a_number", 1, "FrequencyKeyPresses")),
        (
            {"FrequencyKeyPresses": [press("1", 0), press("1", -1)]},
            ("before_the_session", 2, "FrequencyKeyPresses"),
        ),
        (
            {"DurationKeyPresses": [press("r", 2), press("r", 301), press("r", 302)]},
            ("outside_the_session", 3, "DurationKeyPresses"),
        ),
        ({"TimerMain": 0}, ("no_length", None, "seconds")),
        ({"TimerMain": None}, ("no_length", None, "seconds")),
        ({"TimerMain": "300"}, ("bad_length", None, "seconds")),
        ({"TimerMain": -3}, ("bad_length", None, "seconds")),
    ],
)
def test_faults_of_a_datatracker_session(more, wanted):
    assert faults(read_datatracker, session(**more)) == [wanted]


def test_what_is_no_datatracker_session():
    assert faults(read_datatracker, '{"a": 1,\n b}') == [("not_json", 2, None)]
    assert faults(read_datatracker, '{"a":' * 100_000) == [("not_json", None, None)]
    summary = "Session #,Date,Time,Condition,Data Collector,Therapist,Session Duration (Minutes)\n"
    assert faults(read_datatracker, summary) == [("only_a_summary", 1, None)]
    assert [each[0] for each in faults(read_datatracker, "[]")] == ["no_column"] * 3


def test_presses_in_a_table():
    text = (
        "KeyName,KeyDescription,KeyType,TimeIntoSession\n"
        "Enter,Start of Session,System,0\nr,talks,Duration,2\n1,,Frequency,3\nr,talks,duration,9\n"
    )
    talks, hits = read_datatracker(text, seconds=60, subject="ann")
    assert key(talks) == ("", "ann", "talks", ())
    assert talks.recording.bouts == ((2.0, 9.0),)
    assert (hits.behavior, hits.recording.bouts) == ("1", ((3.0, 3.0),))
    wrong = "KeyName,KeyType,TimeIntoSession\nr,Other,1\n,Duration,2\nr,Duration,x\n"
    assert faults(read_datatracker, wrong, seconds=60) == [
        ("unknown_status", 2, "KeyType"),
        ("no_behavior", 3, "KeyName"),
        ("not_a_number", 4, "TimeIntoSession"),
    ]


# ------------------------------------------------------------- the same session in every layout


@given(st.lists(st.integers(0, 6000), min_size=2, max_size=12, unique=True))
def test_every_layout_gives_the_same_recording(tenths):
    times = [tenth / 10 for tenth in sorted(tenths)][: len(tenths) // 2 * 2]
    bouts = list(zip(times[::2], times[1::2], strict=True))
    kinds = ("START", "STOP")
    texts = {
        read_boris: NEW_HEAD + "".join(new_event(t, kinds[n % 2]) for n, t in enumerate(times)),
        read_countee: "key,start,duration\n"
        + "".join(f"talks,{a!r},{b - a!r}\n" for a, b in bouts),
        read_datatracker: session(
            DurationKeyPresses=[press("talks", time) for time in times], Keyset={}
        ),
    }
    texts_of_bouts = "Behavior,Start (s),Stop (s)\n" + "".join(
        f"talks,{a!r},{b!r}\n" for a, b in bouts
    )
    found = [read(text, seconds=600)[0].recording for read, text in texts.items()]
    found.append(read_boris(texts_of_bouts, seconds=600)[0].recording)
    for recording in found:
        assert [onset for onset, _ in recording.bouts] == times[::2]
        assert [offset for _, offset in recording.bouts] == pytest.approx(times[1::2])
