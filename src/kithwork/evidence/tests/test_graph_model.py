"""The model of a figure: what is joined, what is parted, which design, in which order."""

from __future__ import annotations

import tomllib
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kithwork.evidence.faults import BadData
from kithwork.evidence.graph import AimLine, Kind, Pause, figure, gather
from kithwork.evidence.graph.model import Look
from kithwork.evidence.series import Series
from kithwork.evidence.tests.graph_studies import alternating, any_series, series, staggered

GOLDEN = Path(__file__).parent / "golden" / "graph_kithwork_2026.toml"
MONDAY = date(2026, 9, 14)


def faults(*study, **wanted) -> list[tuple]:
    with pytest.raises(BadData) as bad:
        figure(*study, **wanted)
    for fault in bad.value.faults:
        assert fault.sentence.endswith(".")
    return [(fault.code, fault.row, fault.column) for fault in bad.value.faults]


@pytest.mark.parametrize("case", tomllib.loads(GOLDEN.read_text())["case"])
def test_golden_figure(case):
    values = [None if value == "" else value for value in case["values"]]
    facts = {name: case[name] for name in ("outcome", "improvement", "scale", "sessions")}
    drawn = figure(series(values, case["phases"], case["case"], **facts))
    [panel] = drawn.panels
    assert drawn.kind == case["kind"]
    assert [[list(point) for point in path.points] for path in panel.paths] == case["paths"]
    assert [change.x for change in panel.changes] == [case["line_at"]]
    assert drawn.sentence == case["sentence"]


@given(any_series())
def test_no_path_crosses_a_phase_line_or_a_gap(study: Series):
    [panel] = figure(study, "single").panels
    lines = [change.x for change in panel.changes]
    empty = [mark.x for mark in panel.points if mark.value is None]
    known = {(mark.x, mark.value) for mark in panel.points}
    for path in panel.paths:
        assert set(path.points) <= known
        assert len(path.points) >= 2
        for (x, _), (next_x, _) in pairwise(path.points):
            assert next_x - x == 1
            assert not any(x < line < next_x for line in [*lines, *empty])
    # And whatever may be joined is: neighbours of one phase that both have scores.
    joined = {pair for path in panel.paths for pair in pairwise(path.points)}
    for a, b in pairwise(panel.points):
        if a.value is not None and b.value is not None and b.x - a.x == 1 and a.phase == b.phase:
            assert ((a.x, a.value), (b.x, b.value)) in joined


@given(any_series())
def test_each_phase_line_stands_between_its_phases(study: Series):
    [panel] = figure(study, "single").panels
    runs = study.runs
    assert len(panel.changes) == len(runs) - 1
    for change, (a, b) in zip(panel.changes, pairwise(runs), strict=True):
        assert a.points[-1].session < change.x < b.points[0].session
        assert (change.before, change.after) == (a.label, b.label)


@given(any_series())
def test_every_point_stands_on_the_scale(study: Series):
    drawn = figure(study, "single")
    [panel] = drawn.panels
    assert panel.y.low <= 0 <= panel.y.high
    assert panel.y.low < panel.y.high
    for mark, value in panel.marks:
        assert panel.y.low <= value <= panel.y.high
        assert drawn.x.low <= mark.x <= drawn.x.high
    assert 2 <= len(panel.y.ticks) <= 11
    steps = [b.at - a.at for a, b in pairwise(panel.y.ticks)]
    assert max(steps) == pytest.approx(min(steps))
    assert len({tick.text for tick in panel.y.ticks}) == len(panel.y.ticks)
    if study.scale in {"percentage", "proportion"}:
        assert panel.y.ticks[-1].at == (100 if study.scale == "percentage" else 1)


@given(any_series())
def test_the_table_holds_every_session(study: Series):
    drawn = figure(study, "single")
    at = drawn.columns.index("Session")
    assert [(row[at], row[-1]) for row in drawn.rows] == list(
        zip(study.sessions, study.values, strict=True)
    )


def test_a_multiple_baseline_is_ordered_by_its_starts():
    drawn = figure(staggered())
    assert drawn.kind is Kind.MULTIPLE_BASELINE
    assert [panel.name for panel in drawn.panels] == ["Ana", "Ben", "Cy"]
    assert len({panel.y for panel in drawn.panels}) == 1
    assert drawn.notes == (
        "Drawn as multiple baseline: 3 panels with different starts.",
        "Panels are in the order of their start.",
    )
    given = figure(staggered(), "multiple_baseline", order="given")
    assert [panel.name for panel in given.panels] == ["Ben", "Ana", "Cy"]
    assert given.notes == ()
    named = figure(staggered()[::-1], "single", order="name")
    assert [panel.name for panel in named.panels] == ["Ana", "Ben", "Cy"]


def test_who_has_not_started_comes_last():
    waiting = series([1, 2, 1, 2], "AAAA", "Zoe")
    drawn = figure([waiting, *staggered()])
    assert [panel.name for panel in drawn.panels][-1] == "Zoe"
    assert "Not yet changed: Zoe." in drawn.sentence


def test_own_scales_when_told_and_when_measures_differ():
    apart = [panel.y.high for panel in figure(staggered(), same_y=False).panels]
    assert apart == [10, 10, 7]
    first, second = staggered()[0], series([10, 60], "AB", outcome="asks", scale="percentage")
    drawn = figure([first, second], y_title=None)
    assert [panel.y.high for panel in drawn.panels] == [100, 10]
    assert drawn.columns == ("Case", "Measure", "Phase", "Session", "Value")
    assert [panel.name for panel in drawn.panels] == ["Ana, asks", "Ben, talks"]


def test_outcomes_of_one_case_are_named_by_the_outcome():
    tiers = [series([1, 2, 5, 6], "AABB"), series([1, 2, 1, 6], "AAAB", outcome="asks")]
    drawn = figure(tiers)
    assert [panel.name for panel in drawn.panels] == ["Talks", "Asks"]
    assert drawn.sentences[0].startswith("Multiple baseline graph of Ana. Measures: ")


@pytest.mark.parametrize(
    ("study", "kind"),
    [
        (series([1, 2, 3, 4], "AABB"), Kind.SINGLE),
        (series([1, 2, 3], "AAA"), Kind.SINGLE),
        (series([1] * 12, "AAABBBAAABBB"), Kind.REVERSAL),
        (series([1] * 8, "ABBABABA"), Kind.ALTERNATING_TREATMENTS),
        (series([1] * 8, "ABABCDCD"), Kind.REVERSAL),
        (alternating(), Kind.ALTERNATING_TREATMENTS),
        (series([1] * 6, ["A", "A", "5", "5", "criterion 7", "8 %"]), Kind.CHANGING_CRITERION),
        ([series([1, 2], "AB"), series([1, 2], "AB", "Ben")], Kind.SINGLE),
    ],
)
def test_the_design_is_read_from_the_data_and_told(study, kind):
    drawn = figure(study)
    assert drawn.kind is kind
    assert drawn.notes[0].startswith(f"Drawn as {kind.words}: ")


def test_alternating_treatments_have_a_marker_each():
    [panel] = figure(alternating(), labels={"comparison": "Side by side"}).panels
    assert [(group.label, group.look, group.span) for group in panel.groups] == [
        ("base", Look.BASELINE, 0),
        ("peer", Look.FIRST, 1),
        ("adult", Look.SECOND, 1),
        ("alone", Look.THIRD, 1),
        ("later", Look.BASELINE, 2),
    ]
    assert [span.name for span in panel.spans] == ["base", "Side by side", "later"]
    assert [change.x for change in panel.changes] == [4.5, 13.5]
    # A condition is joined across the sessions of the others, and not across its own missing one.
    assert len([path for path in panel.paths if path.look is Look.FIRST]) == 1
    two = series([1, None, 5, 2, 6, 3], "BCCBCB")
    [panel] = figure(two).panels
    assert [path.points for path in panel.paths] == [((1, 1), (4, 2), (6, 3)), ((3, 5), (5, 6))]
    [panel] = figure(series([1, 5, 2, 6, 7], "BCBCD")).panels
    assert [group.look for group in panel.groups] == [Look.FIRST, Look.SECOND, Look.THIRD]


def test_probes_are_never_joined_and_make_no_phase():
    study = series([1, 2, 3, 4, 5, 6], ["A", "A", "probe", "B", "B", "probe"])
    [panel] = figure(study, probes=["probe"]).panels
    assert [mark.x for mark in panel.points if mark.look is Look.PROBE] == [3, 6]
    assert [change.x for change in panel.changes] == [3]
    assert [path.points for path in panel.paths] == [((1, 1), (2, 2)), ((4, 4), (5, 5))]
    assert "2 probes: 3 and 6." in figure(study, probes=["probe"]).sentence
    assert figure(study, probes=["probe"]).rows[2] == ("Ana", "Probe", 3, 3)


def test_probes_may_be_a_series_of_their_own():
    hall = series([4, 9] * 8, "C" * 16, outcome="talks, hall", sessions=range(2, 18))
    drawn = figure(series([1, 2, 5, 6], "AABB"), probes=[hall])
    assert sum(mark.look is Look.PROBE for mark in drawn.panels[0].points) == 16
    assert "16 probes: 4 to 9." in drawn.sentence
    assert faults(series([1, 2], "AB", "Ben"), probes=[hall]) == [("stray_probes", None, "case")]
    assert faults(series([1, 2], "AB"), probes=["A", "B"]) == [("only_probes", None, "phase")]


def test_criteria_come_from_labels_or_the_caller():
    study = series([1, 2, 4, 5, 7, 6], ["A", "A", "5", "5", "7", "7"])
    drawn = figure(study)
    lines = [(ruling.start, ruling.stop, ruling.text) for ruling in drawn.panels[0].rulings]
    assert lines == [((2.5, 5), (4.5, 5), ""), ((4.5, 7), (6, 7), "Criterion")]
    assert "1 of 2 values in Criterion 5 is at or above the criterion 5." in drawn.sentence
    assert [span.name for span in drawn.panels[0].spans] == [
        "Baseline",
        "Criterion 5",
        "Criterion 7",
    ]
    told = figure(
        series([9, 5, 4, None], "ABBC", improvement="decrease"), criteria={"B": 4, "C": 2}
    )
    assert told.kind is Kind.CHANGING_CRITERION
    assert "1 of 2 values in B is at or below the criterion 4." in told.sentence
    assert "criterion 2" not in told.sentence
    assert faults(study, criteria={"X": 3}) == [("not_there", None, "criterion")]
    assert faults(series([1, 2], "AB"), "changing_criterion") == [
        ("no_criterion", None, "criterion")
    ]
    assert faults(study, criteria={"5": float("nan")}) == [("not_a_number", None, "criterion")]


def test_the_goal_of_a_series_is_its_aim():
    with_goal = series([1, 2, 5, 6], "AABB", goal=9)
    [panel] = figure(with_goal).panels
    [aim] = panel.rulings
    assert (aim.start, aim.stop, aim.text) == ((2.5, 9), (4, 9), "Aim: 9")
    assert panel.y.high >= 9
    assert "Aim: 9." in figure(with_goal).sentence
    [aim] = figure(series([1, 2], "AA"), aim=4).panels[0].rulings
    assert (aim.start, aim.stop) == ((1, 4), (2, 4))
    drawn = figure(with_goal, aim=AimLine((2, 2), (20, 8)))
    assert drawn.x.high == 20
    assert "The aim line goes from 2 at session 2 to 8 at session 20." in drawn.sentence


def test_an_aim_line_may_go_on_past_the_axis_and_says_where_to():
    study = series([1, 2, 5, 6], "AABB")
    drawn = figure(study, aim=AimLine((2, 2), (42, 102), shown_to=8))
    [panel] = drawn.panels
    [aim] = panel.rulings
    assert aim.goes_on and aim.shown_stop == (8, 17)
    assert (drawn.x.high, panel.y.high) == (8, 20)
    assert aim.text == "Aim goes on to 102, session 42"
    assert "The aim line goes from 2 at session 2 to 102 at session 42." in drawn.sentence
    whole = figure(study, aim=AimLine((2, 2), (6, 9), shown_to=8))
    [aim] = whole.panels[0].rulings
    assert not aim.goes_on and aim.shown_stop == aim.stop == (6, 9)
    assert (whole.x.high, aim.text) == (6, "Aim: 9")
    by_day = figure(
        dated([0, 2, 4]), axis="date",
        aim=AimLine((MONDAY, 1), (date(2026, 12, 4), 9), shown_to=MONDAY + timedelta(9)),
    )  # fmt: skip
    assert by_day.panels[0].rulings[0].text == "Aim goes on to 9, Dec 4"


def test_lines_stay_inside_their_phase():
    study = series([1, 2, 3, None, 8, 7, 9], "AAABBBB")
    for line in ("mean", "median", "trend", "ols", "split_middle", "envelope"):
        [panel] = figure(study, lines=[line]).panels
        edges = {(ruling.start[0], ruling.stop[0]) for ruling in panel.rulings}
        assert edges == {(1, 3), (5, 7)}, line
        assert [ruling.text for ruling in panel.rulings].count("") == len(panel.rulings) / 2
    lacking = series([3, None, None], "ABB")
    assert (
        figure(lacking, lines=["mean", "envelope", "trend", "dual"]).panels[0].rulings[0].what
        == "mean"
    )
    assert figure(series([None], "A"), lines=["mean"]).panels[0].rulings == ()


def test_only_the_dual_criterion_is_carried_into_treatment():
    study = series([3, 4, 3, 5, 4, 6, 5, 7, 3, 4], "AAAAABBBAA")
    drawn = figure(study, lines=["dual"])
    level, trend = drawn.panels[0].rulings
    assert (level.start, level.stop) == ((1, 3.8), (8, 3.8))
    assert trend.start[1] == pytest.approx(3.2) and trend.stop[1] == pytest.approx(5.3)
    assert "Dashed lines carry the mean and the trend" in drawn.sentence
    [moved, _] = figure(study, lines=["conservative_dual"]).panels[0].rulings
    assert moved.start[1] > level.start[1]
    assert len(figure(study, baseline="B", lines=["dual"]).panels[0].rulings) == 2
    assert figure(series([1, 2, None], "AAB"), lines=["dual"]).panels[0].rulings == ()


def dated(days, **facts):
    values = facts.pop("values", range(1, len(days) + 1))
    return series(
        list(values), "A" * len(days), dates=[MONDAY + timedelta(day) for day in days], **facts
    )


def test_the_calendar_keeps_its_gaps_and_breaks_where_school_does():
    study = dated([0, 2, 4, 9, 30, 32])
    drawn = figure(study, axis="date")
    assert drawn.x.title == "Date (2026)"
    assert [len(path.points) for path in drawn.panels[0].paths] == [4, 2]
    assert "A break lies between session 4 (Sep 23) and session 5 (Oct 14)." in drawn.sentence
    assert drawn.columns == ("Case", "Phase", "Session", "Date", "Talks (count)")
    assert drawn.rows[1][3] == "2026-09-16"
    holiday = Pause(date(2026, 9, 17), date(2026, 9, 17), "trip")
    drawn = figure(study, axis="date", pauses=[holiday], pause_days=60)
    assert [len(path.points) for path in drawn.panels[0].paths] == [2, 4]
    assert [remark.text for remark in drawn.panels[0].remarks] == ["trip"]
    by_session = figure(study, pauses=[Pause(1, 2), Pause(40, 50, "later")], pause_days=60)
    assert [len(path.points) for path in by_session.panels[0].paths] == [5]
    assert by_session.panels[0].remarks == ()
    aimed = figure(study, axis="date", aim=AimLine((MONDAY, 1), (date(2027, 1, 4), 9)))
    assert aimed.x.title == "Date (2026 to 2027)"
    assert "The aim line goes from 1 on Sep 14 to 9 on Jan 4." in aimed.sentence
    far = AimLine((MONDAY, 1), (date(2027, 1, 4), 9), shown_to=date(2026, 11, 2))
    assert "to 9 on Jan 4, 2027." in figure(study, axis="date", aim=far).sentence
    undated = figure(series([1, 2], "AA"), pauses=[holiday])
    assert len(undated.panels[0].paths) == 1


@pytest.mark.parametrize(
    ("days", "first", "last"),
    [
        (3, "Sep 14", "Sep 17"),
        (60, "Sep 14", "Nov 9"),
        (400, "Nov", "Sep"),
        (2000, "Sep 2027", "Sep 2031"),
        (200_000, "Sep 2126", "Sep 2526"),
    ],
)
def test_the_calendar_is_written_by_days_months_or_years(days, first, last):
    ticks = figure(dated([0, days]), axis="date").x.ticks
    assert len(ticks) <= 9
    assert (ticks[0].text, ticks[-1].text) == (first, last)


def test_a_first_change_is_told_as_the_axis_counts():
    days = [MONDAY + timedelta(day) for day in range(12)]
    study = [series(one.values, one.phases, one.case, dates=days) for one in staggered()]
    assert "comes at session 4 for Ana" in figure(study).sentence
    assert (
        "comes at Sep 17 for Ana, Sep 20 for Ben and Sep 23 for Cy."
        in figure(study, axis="date").sentence
    )


def test_skipped_numbers_part_or_join():
    study = series([1, 2, None, 4, 5], "AAAAA", sessions=[1, 3, 4, 5, 7])
    assert figure(study).panels[0].paths == ()
    [path] = figure(study, join_skipped=True).panels[0].paths[:1]
    assert path.points == ((1, 1), (3, 2))


def test_a_number_nobody_used_is_not_called_missing_where_it_is_joined():
    study = series([1, 2, None, 4, 5], "AAAAA", sessions=[1, 3, 4, 5, 7])
    assert "No data at sessions 2, 4 and 6." in figure(study).sentence
    assert "No data at session 4." in figure(study, join_skipped=True).sentence


def test_remarks_stand_at_their_session():
    study = series([1, None, 3], "AAA")
    [panel] = figure(study, remarks={"Ana": {2: "absent", 9: "later"}}).panels
    assert [(remark.x, remark.text) for remark in panel.remarks] == [(2, "absent"), (9, "later")]
    assert faults(study, remarks={"Bo": {2: "absent"}}) == [("not_there", None, "remarks")]


@pytest.mark.parametrize(
    ("wanted", "fault"),
    [
        ({"kind": "pie"}, ("bad_kind", None, "kind")),
        ({"kind": "multiple_baseline"}, ("one_panel", None, "kind")),
        ({"kind": "alternating_treatments"}, ("one_condition", None, "phase")),
        ({"axis": "moon"}, ("bad_axis", None, "axis")),
        ({"axis": "date"}, ("no_date", 1, "date")),
        ({"order": "size"}, ("bad_order", None, "order")),
        ({"lines": ["curve"]}, ("bad_lines", None, "lines")),
        ({"aim": float("inf")}, ("not_a_number", None, "aim")),
        ({"aim": AimLine((1, 2), (3, float("nan")))}, ("not_a_number", None, "aim")),
        ({"aim": AimLine((MONDAY, 2), (3, 4))}, ("bad_aim", None, "aim")),
        ({"aim": AimLine((3, 2), (3, 4))}, ("bad_aim", None, "aim")),
        ({"aim": AimLine((3, 2), (9, 4), shown_to=3)}, ("bad_aim", None, "aim")),
        ({"aim": AimLine((3, 2), (9, 4), shown_to=MONDAY)}, ("bad_aim", None, "aim")),
        ({"pauses": [Pause(MONDAY, 3)]}, ("bad_break", None, "break")),
        ({"pauses": [Pause(3, 2)]}, ("bad_break", None, "break")),
        ({"pause_days": 0}, ("bad_length", None, "pause_days")),
    ],
)
def test_wishes_that_cannot_be_are_refused(wanted, fault):
    assert faults(series([1, 2, 3], "AAA"), **wanted)[0] == fault


def test_data_that_cannot_be_drawn_are_refused_with_their_row():
    assert faults([]) == [("no_cases", None, None)]
    assert faults(series([1], "A", sessions=[1e12])) == [("too_large_to_draw", 1, "session")]
    assert faults(series([1, 1e20], "AA")) == [("too_large_to_draw", 2, "value")]
    wrong = dated([0, 3, 1])
    assert faults(wrong, axis="date") == [("dates_out_of_order", 3, "date")]
    twice = dated([0, 0, 1])
    assert figure(twice, axis="date").panels[0].paths
    assert faults(twice, axis="date", lines=["ols"]) == [("two_sessions_a_day", 2, "date")]
    assert faults(series([1], "A"), probes=[series([1e20], "A")]) == [
        ("too_large_to_draw", 1, "value")
    ]
    many = series([1] * 10, "BCDEBCDEBC")
    assert faults(many, "alternating_treatments") == [("too_many_series", None, "phase")]


@given(st.sampled_from(["count", "rate", "percentage", "proportion", "other"]))
def test_the_scale_is_named_with_its_unit(scale):
    titles = {
        "count": "Talks (count)", "rate": "Talks (rate per minute)", "percentage": "Talks (percent)",
        "proportion": "Talks (proportion)", "other": "Talks",
    }  # fmt: skip
    study = series([0, 1], "AA", scale=scale)
    assert figure(study).panels[0].y.title == titles[scale]
    bare = series([0, 1], "AA", scale=scale, outcome="")
    assert figure(bare).panels[0].y.title in {
        "Count", "Rate per minute", "Percent", "Proportion", "Score"
    }  # fmt: skip
    said = series([0, 1], "AA", scale="count", outcome="acts per 10 min", session_minutes=10)
    assert figure(said).panels[0].y.title == "Acts per 10 min"
    timed = series([0, 1], "AA", session_minutes=10)
    assert figure(timed).panels[0].y.title == "Talks (count in 10 minutes)"
    assert figure(study, y_title="Any").panels[0].y.title == "Any"


def test_sessions_need_not_be_whole():
    drawn = figure(series([1, 2, 3], "AAA", sessions=[0.5, 0.75, 1.0]))
    assert [tick.text for tick in drawn.x.ticks][:2] == ["0.5", "0.55"]
    assert drawn.sentence.count("No session is missing.") == 1
    assert drawn.rows[0][2] == 0.5
    alone = figure(series([1], "A", sessions=[2.5]))
    assert [tick.text for tick in alone.x.ticks] == ["2.5"]


def test_parts_of_one_series_are_put_together():
    first = series([1, 2, 5, 6], "AABB")
    later = series([2, 1, 7, 8], "AABB", sessions=[5, 6, 7, 8])
    [whole] = gather([first, later]).series
    assert figure(whole).kind is Kind.REVERSAL
    [dated_whole] = gather([dated([0, 1]), dated([2, 3], sessions=[3, 4])]).series
    assert dated_whole.dates == tuple(MONDAY + timedelta(day) for day in range(4))


def test_the_first_outcome_is_drawn_and_the_others_are_told():
    study = [series([1], "A"), series([2], "A", outcome="asks"), series([3], "A", "Ben")]
    found = gather(study)
    assert [one.case for one in found.series] == ["Ana", "Ben"]
    assert found.notes == ("Outcome drawn: talks. The file also has: asks.",)
    assert gather(study, outcomes=["asks"]).notes == ()
    assert [one.case for one in gather(study, cases=["Ben"]).series] == ["Ben"]
    beside = gather(study, probes=["asks", "hall"])
    assert [one.outcome for one in beside.probes] == ["asks"]
    assert beside.notes == ()


@pytest.mark.parametrize(
    ("study", "wanted", "fault"),
    [
        ([series([1], "A"), series([2], "A")], {}, ("duplicate_session", 2, "sessions_A")),
        (
            [series([1], "A"), series([2], "A", sessions=[2], improvement="decrease")],
            {},
            ("changes_within_case", 2, "improvement"),
        ),
        ([series([1], "A", outcome=""), series([2], "A", outcome="")], {}, ("duplicate_session", 2, "sessions_A")),
        ([series([1], "A")], {"cases": ["Bo"]}, ("no_such_case", None, "case")),
        ([series([1], "A")], {"outcomes": ["asks"]}, ("no_such_outcome", None, "outcome")),
        ([series([1], "A")], {"probes": ["talks"]}, ("only_probes", None, "outcome")),
    ],
)  # fmt: skip
def test_a_choice_that_is_not_there_is_refused(study, wanted, fault):
    with pytest.raises(BadData) as bad:
        gather(study, **wanted)
    assert [(one.code, one.row, one.column) for one in bad.value.faults] == [fault]
