"""A file is looked at first, told wrong by line, and kept whole or not at all."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import Refused
from kithwork.apps.studies import actions
from kithwork.apps.studies.file_read import MOST_BYTES, Given, decoded, guessed, header_of, read
from kithwork.apps.studies.gathered import gathered
from kithwork.apps.studies.models import Case, Outcome, Point, Study
from kithwork.apps.studies.tests.conftest import keep, long_csv, series, start
from kithwork.apps.trail.models import TrailEntry
from kithwork.evidence.faults import BadData
from kithwork.evidence.files import Choices

pytestmark = pytest.mark.django_db
UP = Choices("increase", "count")


def upload(text: str | bytes, name: str = "study.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, text.encode() if isinstance(text, str) else text)


def look(client, text, door="/studies/bring-in/", name="study.csv"):
    return client.post(door, {"file": upload(text, name)})


def form_of(answer, **more):
    form = answer.context["form"]
    said = {name: form.get_initial_for_field(field, name) for name, field in form.fields.items()}
    said = {name: "" if value is None else value for name, value in said.items()}
    return {**said, "draft": answer.context["draft"], **more}


def test_columns_are_matched_by_the_words_people_use():
    header = header_of(Given("a.csv", long_csv()))
    found = {name: header[place] for name, place in guessed(header).items()}
    assert found == {
        "case": "participant", "session": "session", "phase": "condition", "value": "score",
        "date": "day", "agreement": "ioa",
    }  # fmt: skip


def test_a_file_is_shown_before_anything_is_kept_and_then_becomes_a_study(cast, client_for):
    rosa = client_for(cast.rosa)
    first = look(rosa, long_csv())
    assert "Say which way is better" in first.content.decode()
    said = form_of(
        first,
        improvement="increase",
        scale="count",
        title="Greetings",
        design="multiple_baseline",
        source="own",
    )
    again = rosa.post("/studies/bring-in/", said | {"step": "look"})
    assert again.status_code == 200
    assert [line.phases for line in again.context["lines"]] == [
        "A 5, B 12",
        "A 8, B 9",
        "A 11, B 6",
    ]
    assert not Study.objects.exists()
    assert not Point.objects.exists()

    kept = rosa.post("/studies/bring-in/", form_of(again, **said, step="keep"), follow=True)

    assert kept.status_code == 200
    study = Study.objects.get()
    assert study.school_id == cast.school.pk
    outcome = gathered(study).outcomes[0]
    assert [one.values for one in gathered(study).series_of(outcome)] == [
        one.values for one in series()
    ]
    assert Point.objects.filter(is_twice=True, agreement_pct=90).count() == 18
    verbs = list(TrailEntry.objects.order_by("pk").values_list("verb", flat=True))
    assert verbs == ["study.start", "study.bring_in"]


def test_every_fault_is_told_with_its_line_and_the_column_as_the_file_calls_it(cast, client_for):
    text = "Participant;Session;Condition;Score\nP1;1;A;3\n\nP1;two;A;4\nP1;3;;5\nP1;1;A;140,5\n"
    columns = guessed(header_of(Given("a.csv", text)))
    with pytest.raises(BadData) as bad:
        read(Given("a.csv", text), columns, Choices("increase", "percentage"))
    places = {(fault.row, fault.column) for fault in bad.value.faults}
    assert {(4, "session"), (5, "condition"), (6, "score")} <= places
    page = look(client_for(cast.rosa), text).content.decode()
    assert "Line 4, column session" in page
    assert not Study.objects.exists()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (b"", "empty"),
        (b"\xff\xfe\x00", "UTF-8"),
        (b"case,session\x00", "no text"),
        (b"case,session,phase,value\n" + b"P,1,A,1\n" * (MOST_BYTES // 8 + 1), "kB"),
        (b"case," + b"x," * 80 + b"\n1,2\n", "columns"),
    ],
)  # fmt: skip
def test_a_file_that_is_none_is_refused_with_a_sentence(cast, client_for, text, said):
    answer = look(client_for(cast.rosa), text)
    assert answer.status_code in {200, 422}
    if text == b"":
        assert "empty" in answer.content.decode().lower()
    else:
        assert said in answer.content.decode()
    assert not Study.objects.exists()


def test_more_rows_or_cases_than_a_study_holds_are_refused():
    rows = "".join(f"P{n},{n},A,1\n" for n in range(61))
    given = decoded("a.csv", ("case,session,phase,value\n" + rows).encode())
    with pytest.raises(BadData, match="at most 60"):
        read(given, guessed(header_of(given)), UP)


def test_json_of_pairs_becomes_series_and_a_later_pair_goes_on():
    text = """[{"case": "P1", "outcome": "Talks", "A": [1, 2], "B": [3, null], "improvement": "increase"},
      {"case": "P1", "outcome": "Talks", "A": [1, 1], "B": [4, 5], "improvement": "increase",
       "sessions_A": [5, 6], "sessions_B": [7, 8]}]"""
    (one,) = read(Given("a.json", text), {}, Choices()).series
    assert one.values == (1, 2, 3, None, 1, 1, 4, 5)
    assert [run.label for run in one.runs] == ["A", "B", "A", "B"]


def test_the_same_file_again_adds_nothing_and_a_longer_one_only_what_is_new(cast, study):
    before = Point.objects.count()
    with pytest.raises(Problem, match="in the study already"):
        keep(study, series(), by=cast.rosa)
    longer = series({"P1": ([2, 3, 2, 1, 2], [5, 6, 7, 6, 8, 7, 8, 9, 8, 9, 8, 9, 7])})
    keep(study, longer, by=cast.rosa)
    assert Point.objects.count() == before + 1


def test_a_file_that_says_otherwise_changes_nothing_and_names_the_session(cast, study):
    before = list(Point.objects.values_list("pk", "value"))
    other = series({"P1": ([2, 3, 2, 1, 9], [5])})
    with pytest.raises(Problem, match="Session 5 of P1"):
        keep(study, other, by=cast.rosa)
    assert list(Point.objects.values_list("pk", "value")) == before


def test_a_slip_is_put_right_beside_what_stood_there(cast, study):
    case, outcome = Case.objects.get(code="P1"), Outcome.objects.get()
    frame = actions.PointFrame(case, outcome, 5, "A", 4.0)
    with pytest.raises(Problem, match="Correct it"):
        actions.write_point(study, frame, by=cast.rosa)
    actions.correct_point(study, frame, by=cast.rosa)
    rows = Point.objects.filter(case=case, session=5).order_by("pk")
    assert [(one.value, one.ended_at is None) for one in rows] == [(2.0, False), (4.0, True)]


def test_a_draft_of_one_door_opens_no_other(cast, client_for, study):
    rosa = client_for(cast.rosa)
    draft = look(rosa, long_csv()).context["draft"]
    answer = rosa.post(
        f"/studies/{study.pk}/bring-in/", {"draft": draft, "step": "keep"}, follow=True
    )
    assert "Choose the file again" in answer.content.decode()


@pytest.mark.parametrize("person", ["ines", "tomas", "pia", "zed", "rafi", "dora"])
def test_who_does_not_run_a_study_brings_nothing_into_it(cast, study, person):
    viewer = getattr(cast, person)
    with pytest.raises(Refused):
        keep(study, series({"P9": ([1], [2])}), by=viewer)


def test_a_researcher_has_studies_of_their_own_outside_any_school(cast, client_for):
    own = start(cast.rafi, source="published")
    keep(own, series(), by=cast.rafi)
    assert own.school_id is None
    assert client_for(cast.rafi).get(f"/studies/{own.pk}/").status_code == 200
    assert client_for(cast.rosa).get(f"/studies/{own.pk}/").status_code == 404


def test_a_spreadsheet_runs_nothing_that_a_file_brought_in(cast, client_for):
    text = "case,session,phase,value\n<script>x</script>,1,A,1\n<script>x</script>,2,B,2\n"
    page = look(client_for(cast.rosa), text).content.decode()
    assert "<script>x" not in page
