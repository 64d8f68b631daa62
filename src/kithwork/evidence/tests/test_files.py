"""Series in and out of files: nothing lost on the way, every fault with its row and mend."""

from __future__ import annotations

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kithwork.evidence.batch import Case
from kithwork.evidence.faults import BadData
from kithwork.evidence.files import (
    Choices,
    pairs_of,
    read_cases,
    read_json,
    read_long_csv,
    read_series,
    series_from,
    write_json,
    write_long_csv,
)
from kithwork.evidence.series import Scale, Series

UP = Choices(improvement="increase")
HEAD = "case,outcome,session,phase,value\n"


def faults(text: str, read=read_long_csv, choices: Choices = UP) -> list[tuple]:
    with pytest.raises(BadData) as bad:
        read(text, choices)
    for fault in bad.value.faults:
        assert fault.sentence.endswith(".")
    return [(fault.row, fault.column, fault.code) for fault in bad.value.faults]


@pytest.mark.parametrize(
    ("rows", "wanted"),
    [
        ("x,o,1,A,two\n", [(2, "value", "not_a_number")]),
        ("x,o,one,A,2\n", [(2, "session", "not_a_number")]),
        ("x,o,NA,A,2\n", [(2, "session", "not_a_number")]),
        ("x,o,,A,2\n", [(2, "session", "nothing_there")]),
        ("x,o,1,A,1_000\n", [(2, "value", "not_a_number")]),
        ("x,o,1,A,inf\n", [(2, "value", "not_a_number")]),
        ("x,o,1,A,2\nx,o,1,A,3\n", [(3, "session", "duplicate_session")]),
        (",o,1,A,2\n", [(2, "case", "nothing_there")]),
        ("x,o,1,,2\n", [(2, "phase", "nothing_there")]),
        ("", [(2, None, "empty_file")]),
        ("x,o,1,A,a\nx,o,2,A,b\n", [(2, "value", "not_a_number"), (3, "value", "not_a_number")]),
    ],
)
def test_a_bad_row_is_named_with_its_mend(rows, wanted):
    assert faults(HEAD + rows) == wanted


@pytest.mark.parametrize("text", ["", "  \n", "\ufeff"])
def test_an_empty_file_says_what_it_needs(text):
    assert faults(text) == [(1, None, "empty_file")]


def test_a_percentage_of_140_is_no_percentage():
    text = HEAD + "x,o,1,A,20\nx,o,2,B,140\n"
    percent = Choices(improvement="increase", scale="percentage")
    assert faults(text, choices=percent) == [(3, "value", "out_of_range")]


def test_missing_columns_are_all_named():
    assert faults("name,session,value\nx,1,2\n") == [
        (1, "case", "no_column"), (1, "phase", "no_column"),
    ]  # fmt: skip


def test_a_direction_is_never_guessed():
    # Where no column says it, once, and beside whatever else is wrong.
    assert faults(HEAD + "x,o,1,A,2\nx,o,2,B,two\n", choices=Choices()) == [
        (1, "improvement", "no_direction"), (3, "value", "not_a_number"),
    ]  # fmt: skip
    rows = "x,o,1,A,2,increase\nx,o,2,B,3,\n"
    assert faults(HEAD.replace("\n", ",direction\n") + rows, choices=Choices()) == [
        (3, "improvement", "no_direction")
    ]


def test_what_a_row_says_goes_before_what_holds_for_the_file():
    text = (
        "case,session,phase,value,direction,scale,minutes,intervals,goal,date\n"
        "x,1,A,2,decrease,rate,10,,1,2026-09-01\nx,2,B,,decrease,rate,10,,1,2026-09-08\n"
    )
    [one] = read_long_csv(text, Choices(improvement="increase", scale="count", intervals=6))
    assert (one.improvement, one.scale, one.session_minutes) == ("decrease", Scale.RATE, 10)
    assert (one.intervals, one.goal, one.values) == (6, 1, (2.0, None))
    assert one.dates == (date(2026, 9, 1), date(2026, 9, 8))


@pytest.mark.parametrize(
    ("cells", "wanted"),
    [
        ("x,1,A,2,increase,percent,10,1,2026-09-01", (2, "scale", "bad_scale")),
        ("x,1,A,2,increase,rate,0,1,2026-09-01", (2, "minutes", "bad_length")),
        ("x,1,A,2,increase,rate,10,goal,2026-09-01", (2, "goal", "not_a_number")),
        ("x,1,A,2,increase,rate,10,1,1.9.2026", (2, "date", "not_a_date")),
        ("x,1,A,2,increase,rate,10,1,0001-01-01", (2, "date", "not_a_date")),
    ],
)
def test_facts_of_a_measure_are_checked_too(cells, wanted):
    head = "case,session,phase,value,improvement,scale,minutes,goal,date\n"
    assert faults(head + cells + "\n") == [wanted]


def test_one_case_and_outcome_has_one_direction():
    text = "case,session,phase,value,improvement\nx,1,A,2,increase\nx,2,B,3,decrease\n"
    assert faults(text) == [(3, "improvement", "changes_within_case")]


def test_semicolons_tabs_marks_and_blank_lines_are_read():
    for text in ("case;session;phase;value\nx;2;B;3,0\n",):
        assert faults(text) == [(2, "value", "not_a_number")]
    [one] = read_long_csv("\ufeffCase\tSession\tPhase\tValue\n\nx\t2\tB\t.\nx\t1\tA\t4\n", UP)
    assert (one.sessions, one.values, one.phases) == ((1.0, 2.0), (4.0, None), ("A", "B"))


def test_reversals_make_two_pairs_and_what_has_no_baseline_is_said():
    [one] = read_long_csv(
        HEAD + "".join(f"x,o,{n},{p},{n}\n" for n, p in enumerate("AABBAABCC", start=1)), UP
    )
    told = pairs_of([one])
    assert [(case.pair, case.baseline, case.treatment) for case in told.cases] == [
        (1, [1.0, 2.0], [3.0, 4.0]), (2, [5.0, 6.0], [7.0]),
    ]  # fmt: skip
    assert any("phase C from session 8 (row 9) has no baseline" in note for note in told.notes)
    assert any("phase B from session 7 (row 8) has one score" in note for note in told.notes)
    assert pairs_of([one], baseline="B").cases[0].baseline == [3.0, 4.0]


text_name = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=8).filter(
    lambda name: name == name.strip() and name[0] not in "=+-@'" and name.strip()
)


@given(
    text_name,
    st.lists(
        st.tuples(st.one_of(st.none(), st.floats(-1e9, 1e9)), st.sampled_from("AB")), min_size=1
    ),
)
def test_written_and_read_again_is_the_same(case, rows):
    series = Series(
        case, "talks", list(range(len(rows))), [value for value, _ in rows],
        [phase for _, phase in rows], improvement="increase", session_minutes=12.5, intervals=7, goal=3,
    )  # fmt: skip
    assert read_long_csv(write_long_csv([series])) == [series]


def test_a_name_that_would_run_in_a_spreadsheet_is_kept_from_it():
    series = Series("=1+1", "o", [1], [-2.5], ["A"], improvement="decrease")
    assert "\n'=1+1,o,1,A,-2.5," in write_long_csv([series])


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("", (1, None, "empty_file")),
        ("{", (1, None, "broken_json")),
        ("[" * 100_000, (None, None, "broken_json")),
        ('{"rows": []}', (None, None, "no_cases")),
        ("[]", (None, None, "empty_file")),
        ("[3]", (1, None, "not_a_case")),
        ('[{"A": [1], "B": [NaN]}]', (1, "B[1]", "not_a_number")),
        ('[{"A": ["1"], "B": [2]}]', (1, "A[1]", "not_a_number")),
        ('[{"A": [1], "B": [true]}]', (1, "B[1]", "not_a_number")),
        ('[{"A": [1]}]', (1, "B", "no_column")),
        ('[{"A": [1], "B": [1e999]}]', (1, "B[1]", "not_a_number")),
        ('[{"A": [1], "B": [1' + "0" * 400 + "]}]", (1, "B[1]", "not_a_number")),
        ('[{"A": [1], "B": [2], "scale": "percent"}]', (1, "scale", "bad_scale")),
        (
            '[{"A": [1], "B": [2], "scale": "count", "intervals": 0}]',
            (1, "intervals", "bad_length"),
        ),
        ('[{"A": [1], "B": [140], "scale": "percentage"}]', (1, "B[1]", "out_of_range")),
    ],
)
def test_a_bad_json_file_is_told_where(text, wanted):
    assert faults(text, read_json)[0] == wanted


def test_json_without_a_direction_is_refused():
    assert faults('[{"A": [1], "B": [2]}]', read_json, Choices()) == [
        (1, "improvement", "no_direction")
    ]


def test_json_cases_come_back_as_they_were(tmp_path):
    case = Case("x", [1.0, None], [2.5], "decrease", "talks", Scale.RATE, 10.0, None, 3.0)
    path = tmp_path / "cases.json"
    path.write_text(write_json([case]))
    assert read_cases(path).cases == (case,)
    [series] = read_series(path)
    assert (series.values, series.phases) == ((1.0, None, 2.5), ("A", "A", "B"))


def test_session_numbers_of_a_json_case_are_kept(tmp_path):
    path = tmp_path / "cases.json"
    row = {
        "case": "x",
        "A": [1, 2],
        "B": [3],
        "sessions_A": [1, 4],
        "sessions_B": [9],
        "improvement": "increase",
    }
    path.write_text(json.dumps([row]))
    assert read_series(path)[0].sessions == (1, 4, 9)


def test_files_that_are_not_there_or_not_text_are_refused(tmp_path):
    with pytest.raises(BadData, match="cannot be read"):
        read_cases(tmp_path / "none.csv")
    latin = tmp_path / "latin.csv"
    latin.write_bytes(b"case,session\nJos\xe9,1\n")
    with pytest.raises(BadData, match="row 2: This is not text in UTF-8"):
        read_series(latin)


def test_a_cell_longer_than_any_name_is_refused():
    assert faults(HEAD + "x" * 200_000 + ",o,1,A,2\n") == [(2, None, "broken_row")]


def test_a_file_far_too_large_is_a_mistake(tmp_path, monkeypatch):
    path = tmp_path / "cases.csv"
    path.write_text(HEAD)
    monkeypatch.setattr("kithwork.evidence.files.reading.MOST_BYTES", 10)
    with pytest.raises(BadData, match="Split it"):
        read_cases(path)


def test_series_come_from_long_csv_too(tmp_path):
    path = tmp_path / "cases.csv"
    path.write_text(HEAD + "x,o,1,A,2\n")
    assert read_series(path, UP)[0].values == (2.0,)


def test_json_is_known_by_how_it_begins_where_its_name_says_nothing(tmp_path):
    path = tmp_path / "cases"
    path.write_text('  [{"A": [1], "B": [2], "improvement": "increase"}]')
    assert read_cases(path).cases[0].treatment == [2.0]
    path.write_text('[{"A": 1}]')
    with pytest.raises(BadData, match="There is no list of scores A"):
        read_series(path)


def test_a_score_read_off_a_graph_is_kept_and_told(tmp_path):
    path = tmp_path / "cases.csv"
    path.write_text(HEAD + "x,o,1,A,20\nx,o,2,B,100.66\n")
    told = read_cases(path, Choices(improvement="increase", scale="percentage"))
    assert told.cases[0].treatment == [100.66]
    assert any("outside the percentage scale" in note for note in told.notes)


def test_a_series_refuses_what_it_cannot_be():
    good = {"case": "x", "outcome": "o", "sessions": [1, 2], "values": [1, 2], "phases": ["A", "B"], "improvement": "increase"}  # fmt: skip
    for change, code in (
        ({"sessions": []}, "empty_series"), ({"values": [1]}, "lengths_differ"),
        ({"improvement": "up"}, "no_direction"), ({"sessions": [1, 1]}, "duplicate_session"),
        ({"sessions": [1, float("nan")]}, "not_a_number"), ({"values": [1, float("inf")]}, "not_a_number"),
        ({"session_minutes": 0}, "bad_length"), ({"goal": float("nan")}, "not_a_number"),
        ({"scale": "percent"}, "bad_scale"), ({"values": [1, 140], "scale": "percentage"}, "out_of_range"),
        ({"values": [-1, 2], "scale": "count"}, "out_of_range"), ({"rows": [1]}, "lengths_differ"),
        *(({name: [1, wrong]}, "not_a_number") for name in ("sessions", "values") for wrong in ("2", True, [2], 10**400)),
        ({"sessions": [1, None]}, "not_a_number"), ({"session_minutes": "x"}, "bad_length"), ({"goal": "x"}, "not_a_number"),
    ):  # fmt: skip
        with pytest.raises(BadData) as bad:
            Series(**{**good, **change})
        assert code in [fault.code for fault in bad.value.faults]


def test_a_series_knows_its_phases():
    series = Series("x", "o", [3, 1, 2], [7, None, 5], ["A", "A", "B"], improvement="increase")
    assert [(run.label, run.scores) for run in series.runs] == [("A", ()), ("B", (5,)), ("A", (7,))]
    assert series.labels == ("A", "B")
    assert series.points[0].value is None


@pytest.mark.parametrize(
    ("fields", "column", "code"),
    [
        ({"improvement": ["increase"]}, "improvement", "no_direction"),
        ({"improvement": {}}, "improvement", "no_direction"),
        ({"scale": ["count"]}, "scale", "bad_scale"),
        ({"intervals": 20.5}, "intervals", "bad_length"),
        ({"intervals": 10**400}, "intervals", "not_a_number"),
        ({"A": {"1": 2}}, "A", "no_column"),
        ({"A": [1, "2"]}, "A[2]", "not_a_number"),
        ({"A": [1, True]}, "A[2]", "not_a_number"),
        ({"A": [1, 1e101]}, "A[2]", "too_large"),
    ],
)
def test_a_json_case_of_the_wrong_kind_is_told_with_its_field(fields, column, code):
    case = {"id": "x", "A": [1, 2], "B": [3, 4], "improvement": "increase", **fields}
    with pytest.raises(BadData) as bad:
        read_json(json.dumps([case]))
    assert [(one.row, one.column, one.code) for one in bad.value.faults] == [(1, column, code)]


def test_numbers_that_are_none_are_told_each_in_its_place():
    text = '[{"A": [1, NaN], "B": [%s], "goal": -Infinity}, {"A": [1e400], "B": [-%s]}]'
    with pytest.raises(BadData) as bad:
        read_json(text % ("9" * 5000, "9" * 5000), Choices(improvement="increase"))
    told = [(one.row, one.column, one.code) for one in bad.value.faults]
    places = [(1, "A[2]"), (1, "B[1]"), (1, "goal"), (2, "A[1]"), (2, "B[1]")]
    assert told == [(*place, "not_a_number") for place in places]


@pytest.mark.parametrize("digits", [399, 400, 401])
def test_a_whole_number_too_long_for_a_float_is_told(digits):
    with pytest.raises(BadData, match="is not a number"):
        read_json('[{"A": [1], "B": [' + "9" * digits + "]}]", Choices(improvement="increase"))


def test_half_a_letter_is_told_with_its_line():
    case = '[{"A": [1],\n"B": [2], "improvement": "increase", "id": "%s"}]'
    assert faults(case % r"Ana \uD83E", read_json) == [(2, None, "broken_text")]
    [whole] = read_json(case % r"Ana \uD83E\uDD8A")
    assert whole.id == "Ana \U0001f98a"


def test_an_empty_json_file_is_told():
    assert faults("\n", read_json) == [(1, None, "empty_file")]


def test_a_json_session_that_is_there_twice_is_told():
    case = {"id": "x", "A": [1, 2], "B": [3, 4], "improvement": "increase"}
    with pytest.raises(BadData) as bad:
        read_json(json.dumps([case, case | {"sessions_A": [1, 1], "sessions_B": [3, 1]}]))
    assert [(one.row, one.column, one.code) for one in bad.value.faults] == [
        (2, "sessions_A[2]", "duplicate_session"), (2, "sessions_B[2]", "duplicate_session"),
    ]  # fmt: skip


def test_json_scores_are_taken_in_the_order_of_their_sessions():
    case = {"A": [9, 1, None], "B": [4, 5], "sessions_A": [8, 2, 4], "sessions_B": [11, 10]}
    fields = case | {"improvement": "increase"}
    [read] = read_json(json.dumps([fields]))
    assert (read.baseline, read.treatment) == ([1, None, 9], [5, 4])
    series = series_from(fields)
    assert series.sessions == (2, 4, 8, 10, 11) and series.values == (1, None, 9, 5, 4)


def test_a_json_case_without_its_lists_is_not_blamed_for_its_sessions():
    with pytest.raises(BadData) as bad:
        read_json('[{"B": [1], "sessions_A": [1, 2], "improvement": "increase"}]')
    assert [one.column for one in bad.value.faults] == ["A"]


def test_a_thin_phase_of_a_json_case_is_told_with_its_place(tmp_path):
    path = tmp_path / "cases.json"
    good = {"id": "Ana", "A": [1, 2], "B": [3, 4], "improvement": "increase"}
    path.write_text(json.dumps([good, good | {"id": "Bo", "A": [5, None], "B": [None]}]))
    mend = "Many indices need two or more; add sessions to it."
    assert read_cases(path).notes == (
        f"Bo: phase A (row 2) has one score. {mend}", f"Bo: phase B (row 2) has no score. {mend}",
    )  # fmt: skip


def test_two_json_cases_of_one_name_are_told(tmp_path):
    path, case = tmp_path / "cases.json", {"A": [1, 2], "B": [3, 4], "improvement": "increase"}
    cases = [case | {"id": "Ana"}, case | {"id": "Ana", "outcome": "o"}, case, case | {"id": "Ana"}]
    path.write_text(json.dumps(cases))
    told = read_cases(path)
    assert told.notes == (
        "Ana (row 4) is there more than once, so its rows cannot be told apart. Give each its own id.",
    )
    assert told.cases[2].id == "3"


@pytest.mark.parametrize(
    ("names", "wanted"),
    [({"id": None, "case": "Ana"}, "Ana"), ({"id": None}, "1"), ({"id": 0, "case": "Ana"}, "0")],
)
def test_a_json_case_has_the_first_name_that_is_there(names, wanted):
    [read] = read_json(json.dumps([{"A": [1], "B": [2], "improvement": "increase", **names}]))
    assert read.id == wanted


@pytest.mark.parametrize("sign", [",", ";", "\t"])
@pytest.mark.parametrize("head", ["", "\n\n", "sep={}\r\n", "SEP={}\n\n", "{0}{0}{0}\n"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_what_parts_the_cells_is_told_by_the_first_line_that_says_anything(sign, head, end):
    rows = [("case", "session", "phase", "value"), ("Ana, B", "1", "A", "2")]
    body = "\n".join(sign.join(f'"{cell}"' for cell in row) for row in rows)
    text = "\ufeff" + (head.format(sign) + body).replace("\r\n", "\n").replace("\n", end)
    [series] = read_long_csv(text, Choices(improvement="increase"))
    assert (series.case, series.values) == ("Ana, B", (2.0,))


@pytest.mark.parametrize("text", [",,,", ";;\n;;", "sep=;\n", " , \n\t"])
def test_a_file_of_nothing_but_signs_is_empty(text):
    assert faults(text) == [(1, None, "empty_file")]


def test_a_quote_that_is_never_closed_swallows_no_row():
    text = HEAD.replace("\n", ",note\n") + 'x,o,1,A,2,\nx,o,2,A,3,"late\nx,o,3,B,4,\n'
    assert faults(text) == [(3, None, "broken_row")]


def test_a_row_of_several_lines_is_told_by_its_first():
    assert faults(HEAD + '"x\ny",o,1,A,two\nx,o,1,A,three\n') == [
        (2, "value", "not_a_number"), (4, "value", "not_a_number"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("given", "column", "code"),
    [
        ({"improvement": "up"}, "improvement", "no_direction"),
        ({"scale": "percent"}, "scale", "bad_scale"),
        *(({"minutes": wrong}, "minutes", "bad_length") for wrong in (0, -1, float("nan"), "x")),
        *(({"intervals": wrong}, "intervals", "bad_length") for wrong in (0, 1.5, float("inf"))),
        *(({"goal": wrong}, "goal", "not_a_number") for wrong in (float("nan"), "x")),
    ],
)
def test_what_holds_for_a_whole_file_is_checked_once(given, column, code):
    with pytest.raises(BadData) as bad:
        Choices(**given)
    assert [(one.row, one.column, one.code) for one in bad.value.faults] == [(None, column, code)]
    assert Choices("increase", "rate", 0.5, 20, -3.0) == Choices("increase", "rate", 0.5, 20, -3.0)


def test_intervals_are_whole():
    text = "case,session,phase,value,improvement,intervals\nAna,1,A,1,increase,20.5\n"
    with pytest.raises(BadData, match=r"A session has no 20\.5 intervals"):
        read_long_csv(text)
    [series] = read_long_csv(text.replace("20.5", "20.0"))
    assert series.intervals == 20
