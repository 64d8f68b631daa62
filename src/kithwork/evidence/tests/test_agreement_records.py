"""Two observers' files: each fault with its code and place, and what is read from what is sound."""

from __future__ import annotations

import pytest

from kithwork.evidence.agreement import (
    alpha,
    icc,
    interval_by_interval,
    ioa,
    kappa,
    mean_count_per_interval,
    mean_duration_per_occurrence,
    scored_interval,
    time_window,
    total_duration,
    unscored_interval,
)
from kithwork.evidence.agreement.comparing import compare
from kithwork.evidence.agreement.records import read_record
from kithwork.evidence.faults import BadData

INTERVALS = "case,session,interval,count\n"
BOUTS = "session,onset,offset\n"


def faults(call) -> list[tuple[str, int | None, str | None]]:
    with pytest.raises(BadData) as bad:
        call()
    return [(one.code, one.row, one.column) for one in bad.value.faults]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", [("empty_file", 1, None)]),
        ("\ufeff \n", [("empty_file", 1, None)]),
        (",,,\n;;\n", [("empty_file", 1, None)]),
        (INTERVALS, [("empty_file", 2, None)]),
        (INTERVALS + 'Ana,1,1,2\nAna,1,2,"3\nAna,1,3,4\n', [("broken_row", 3, None)]),
        ("case,session\n", [("no_column", 1, None)]),
        ("Xsession,interval,count\n1,1,1\n", [("no_column", 1, None)]),
        ("session,interval,count,session\n", [("column_twice", 1, "session")]),
        ("case,session,onset,offset,case\n", [("column_twice", 1, "case")]),
        (INTERVALS + "Ana,1,1,2,3\n", [("too_many_cells", 2, None)]),
        (INTERVALS + "Ana,x,y,z\n", [("not_a_number", 2, "session"), ("not_a_number", 2, "interval"), ("not_a_number", 2, "count")]),
        (INTERVALS + "Ana,1,1,x\n\nAna,1,2,y\n", [("not_a_number", 2, "count"), ("not_a_number", 4, "count")]),
        (INTERVALS + "Ana,1\n", [("not_a_number", 2, "interval")]),
        (INTERVALS + "Ana,1,1,1\nAna,1,1,2\n", [("duplicate_row", 3, "interval")]),
        (BOUTS + "1,5,3\n", [("ends_before_it_begins", 2, "offset")]),
        (BOUTS + "1,5,\n", [("not_a_number", 2, "offset")]),
        (BOUTS + "1,,5\n", [("not_a_number", 2, "onset")]),
        (BOUTS + "1,5,6\n1,5,7\n", [("duplicate_row", 3, "onset")]),
        (BOUTS + ",5,6\n", [("not_a_number", 2, "session")]),
        (INTERVALS + "Ana,1,1,2\n" + "x" * 140_000 + "\n", [("broken_row", 3, None)]),
    ],
)  # fmt: skip
def test_each_fault_of_a_record_with_its_place(text, told):
    assert faults(lambda: read_record(text)) == told


def test_a_record_is_read_whatever_parts_its_cells():
    for mark in (",", ";", "\t"):
        text = (
            "\ufeff"
            + " Case ,Session,INTERVAL,value\n Ana ,1,2, 3 \nAna,1,3,NA\nAna,1,4\n".replace(
                ",", mark
            )
        )
        record = read_record(text)
        assert (record.kind, record.words) == ("interval", ("case",))
        assert record.sessions == {("Ana", "", "", 1.0): {2.0: 3.0, 3.0: None, 4.0: None}}
    from_excel = read_record("sep=;\r\nsession;interval;count\r\n1;1;2\r\n")
    assert from_excel.sessions == {("", "", "", 1.0): {1.0: 2.0}}
    bouts = read_record("phase,outcome," + BOUTS + "A,talks,1,2.5,4\nA,talks,1,7,7\nA,talks,2,,\n")
    assert (bouts.kind, bouts.words) == ("bout", ("outcome", "phase"))
    assert bouts.sessions == {
        ("", "talks", "A", 1.0): {2.5: 4.0, 7.0: 7.0},
        ("", "talks", "A", 2.0): {},
    }
    # The header says what parts the cells, whatever stands in them.
    listed = read_record(INTERVALS + '"Ana;;;;;;;;",1,1,1\n')
    assert list(listed.sessions) == [("Ana;;;;;;;;", "", "", 1.0)]
    # Nor does a header with many of one letter hide its commas; and lines may end the old way.
    crossed = read_record("session,interval,count,XXXXXXXXX\r1,1,2,\r")
    assert crossed.sessions == {("", "", "", 1.0): {1.0: 2.0}}
    quoted = read_record('case,session,interval,count\n"Ana\r\nLee",1,1,1\n')
    assert list(quoted.sessions) == [("Ana\r\nLee", "", "", 1.0)]


def test_records_that_do_not_go_together():
    one, other = read_record(INTERVALS + "Ana,1,1,1\n"), read_record(BOUTS + "1,2,3\n")
    assert faults(lambda: compare(one, other)) == [("different_records", None, None)]
    plain = read_record("session,interval,count\n1,1,1\n")
    assert faults(lambda: compare(one, plain)) == [("different_columns", 1, "case")]
    assert faults(lambda: compare(one, one, ["time_window"])) == [("unknown_method", None, None)]
    with pytest.raises(
        BadData,
        match=r"^One file has intervals and the other has bouts\. Give two of the same kind\.$",
    ):
        compare(one, other)


def test_without_words_a_session_has_only_its_number():
    one = read_record("session,interval,count\n1,1,1\n2,1,1\n")
    other = read_record("session,interval,count\n1,1,1\n")
    assert compare(one, other).alone == (
        "Session 2 was scored by the first observer only, so it is not compared.",
    )


def test_events_are_compared_within_two_seconds_unless_told():
    one, other = read_record(BOUTS + "1,10,11\n"), read_record(BOUTS + "1,12.5,13\n")
    assert compare(one, other, ["time_window"]).sessions[0].agreement.value == 0.0
    assert compare(one, other, ["time_window"], tolerance=2.5).sessions[0].agreement.value == 1.0
    assert time_window([10], [12.5]).value == 0.0


def test_each_index_answers_by_its_name():
    for index, call in {
        "mean_count_per_interval": mean_count_per_interval, "interval_by_interval": interval_by_interval,
        "scored_interval": scored_interval, "unscored_interval": unscored_interval,
    }.items():  # fmt: skip
        assert call([1, 0, 2], [0, 0, 2]).index == call([], []).index == index
    assert ioa([1, 0], [1, 1]).index == "interval_by_interval"
    assert alpha([[1, 2], [2, 2]]).index == alpha([]).index == "alpha"
    assert mean_duration_per_occurrence([1], [1, 2]).index == "mean_duration_per_occurrence"
    assert mean_duration_per_occurrence([], []).index == "mean_duration_per_occurrence"
    assert mean_duration_per_occurrence([1, 2], [1, 2]).n == 2
    assert icc([[0, 1], [1, 0]]).to_json()["index"] == "ICC(2,1)"


def test_occurrence_and_nonoccurrence_by_hand():
    """Both scored 1 of the 3 that anybody scored; both left empty 1 of the 3 that anybody left empty."""
    one, two = [1, 1, 0, 0], [1, 0, 1, 0]
    assert (
        scored_interval(one, two).value == unscored_interval(one, two).value == pytest.approx(1 / 3)
    )


@pytest.mark.parametrize(
    ("call", "told"),
    [
        (lambda: total_duration([-1], [1]), [("not_a_number", 1, "first")]),
        (lambda: total_duration([1], [1, -1]), [("not_a_number", 2, "second")]),
        (lambda: mean_duration_per_occurrence([-1], [1]), [("not_a_number", 1, "first")]),
        (lambda: mean_duration_per_occurrence([1], [-1]), [("not_a_number", 1, "second")]),
        (lambda: time_window([1], [-1]), [("not_a_number", 1, "second")]),
        (lambda: time_window([1], [1], tolerance=-1), [("bad_tolerance", None, None)]),
        (lambda: kappa([[1]], [1]), [("not_a_category", 1, "first")]),
        (lambda: kappa([1, "a"], [1, 1]), [("mixed_categories", None, None)]),
        (lambda: alpha([[1, 1], [1, [2]]]), [("not_a_category", 2, "observer 2")]),
        (lambda: ioa([1], [1], method="total_count", weights=1), [("unknown_option", None, None)]),
        (lambda: ioa([1], [1], method="x"), [("unknown_method", None, None)]),
    ],
)  # fmt: skip
def test_each_refusal_with_its_place(call, told):
    assert faults(call) == told


def test_what_a_refusal_says():
    for call, said in (
        (lambda: kappa([1, "a"], [1, 1]), "The categories are of different kinds. Use only numbers, or only words."),
        (lambda: alpha([[1, "a"], [1, 1]]), "The ratings are of different kinds. Use only numbers, or only words."),
        (lambda: kappa([[1]], [1]), "[1] is no category. Use a number or a word, or None where nothing was rated."),
        (lambda: read_record("a,b\n1,2\n"), "The header needs session, interval, count; or session, onset, offset."),
    ):  # fmt: skip
        with pytest.raises(BadData) as bad:
            call()
        assert bad.value.faults[0].sentence == said


def test_prevalence_and_bias_by_hand():
    """Of ten: 5 both yes, 1 both no, 3 only the first, 1 only the second."""
    one, two = [1] * 8 + [0] * 2, [1] * 5 + [0] * 3 + [1, 0]
    found = kappa(one, two).details
    assert (found["prevalence"], found["bias"]) == (pytest.approx(0.4), pytest.approx(0.2))


def test_no_variance_leaves_an_answer_with_its_parts():
    square = icc([[0, 1, 2], [1, 2, 0], [2, 0, 1]], form="2,1")
    assert square.details == {"F": pytest.approx(0), "df1": 2, "df2": None, "p": None, "raters": 3}
    assert (square.n, square.options) == (3, {"form": "2,1"})
    assert icc([[0, 1], [2, 0]], form="2,k").to_json() == {
        **icc([[0, 1], [2, 0]], form="2,k").to_json(),
        "index": "ICC(2,k)", "n": 2, "options": {"form": "2,k"}, "reasons": ["not_estimable"],
    }  # fmt: skip
    sound = icc([[9, 2, 5], [6, 1, 3], [8, 4, 6]], form="2,1")
    assert (sound.reasons, sound.ci is not None) == ((), True)
    assert icc([[0, 0], [0, 0]]).reasons == ("no_variation",)


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (
            lambda: ioa([1], [1], method="map"),
            "'map' is no method. Use one of: total_count, mean_count_per_interval, exact_count_per_interval, "
            "interval_by_interval, scored_interval, unscored_interval, total_duration, "
            "mean_duration_per_occurrence, time_window.",
        ),
        (
            lambda: compare(read_record(BOUTS + "1,2,3\n"), read_record(BOUTS + "1,2,3\n"), ["kappa"]),
            "'kappa' does not fit these records. Use one of: total_duration, mean_duration_per_occurrence, "
            "time_window.",
        ),
        # A row that ends before its interval: what is missing is told as empty.
        (
            lambda: read_record(INTERVALS + "Ana,1\n"),
            "'' is not zero or a number above. Write the number, decimals with a point.",
        ),
    ],
    ids=["no such method", "method of other records", "short row"],
)  # fmt: skip
def test_a_refusal_names_all_there_is_to_choose_from(call, said):
    with pytest.raises(BadData) as bad:
        call()
    assert [one.sentence for one in bad.value.faults] == [said]
