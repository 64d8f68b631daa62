"""What is kept can be drawn, judged and reported: no file leaves a study behind whose pages do not open."""

from __future__ import annotations

import pytest
from django.urls import reverse

from kithwork.apps.foundation.problem import Problem
from kithwork.apps.studies import actions
from kithwork.apps.studies.file_read import Given, guessed, header_of, read
from kithwork.apps.studies.models import Case, Outcome, Study
from kithwork.apps.studies.tests.conftest import keep, series
from kithwork.apps.studies.tests.test_bring_in import form_of, look
from kithwork.evidence.faults import BadData
from kithwork.evidence.files import Choices

pytestmark = pytest.mark.django_db
HEADER = "Who,Session,Condition,Score,Intervals,Goal"
PAGES = ("study", "set_up", "guard", "report", "report_file")


def faults_of(*rows: str) -> list[tuple[int | None, str | None, str]]:
    given = Given("a.csv", "\n".join([HEADER, *rows]))
    columns = guessed(header_of(given)) | {"case": 0}
    with pytest.raises(BadData) as bad:
        read(given, columns, Choices("increase", "count"))
    return [(fault.row, fault.column, fault.sentence) for fault in bad.value.faults]


@pytest.mark.parametrize(
    ("row", "column", "said"),
    [
        ("P1,1e308,B,3,,", "session", "Number sessions 1, 2, 3"),
        ("P1,-1e15,B,3,,", "session", "Number sessions 1, 2, 3"),
        ("P1,2,B,2e15,,", "score", "larger unit"),
        ("P\u200b1,2,B,3,,", "who", r"'P\u200b1' holds a sign that cannot be seen"),
        ("P1,2,\u202eB,3,,", "condition", r"'\u202eB'"),
        ("P" * 61 + ",2,B,3,,", "who", "61 letters"),
    ],
)
def test_what_no_page_could_show_is_told_with_its_line(row, column, said):
    ((line, place, sentence),) = faults_of("P1,1,A,2,,", row)
    assert (line, place) == (3, column)
    assert said in sentence


def test_lengths_and_levels_no_study_has_are_told(cast, client_for):
    assert {place for _line, place, _said in faults_of("P1,1,A,2,1e300,1e308")} == {
        "intervals",
        "goal",
    }
    first = look(client_for(cast.rosa), "case,session,phase,value\nP1,1,A,2\nP1,2,B,3\n")
    said = form_of(first, improvement="increase", title="T", design="reversal", source="own")
    answer = client_for(cast.rosa).post(
        "/studies/bring-in/", said | {"intervals": str(2**63), "step": "keep"}
    )
    assert answer.status_code == 422
    assert not Study.objects.exists()


def test_a_session_typed_in_is_held_to_the_same(cast, study):
    case, outcome = Case.objects.get(code="P1"), Outcome.objects.get()
    for session, value in ((1e9, 2.0), (90.0, 1e15)):
        frame = actions.PointFrame(case, outcome, session, "B", value)
        with pytest.raises(Problem, match="too large"):
            actions.write_point(study, frame, by=cast.rosa)


def test_more_tiers_than_the_table_compares_are_said_and_every_page_opens(cast, client_for):
    made = actions.start_study(
        actions.StudyFrame("Many", "multiple_baseline", source="own"), by=cast.rosa
    )
    tiers = {f"P{n:02}": ([1, 2, 1], [4, 5, 6]) for n in range(1, 22)}
    keep(made, series(tiers), by=cast.rosa)
    rosa = client_for(cast.rosa)
    said = {page: rosa.get(reverse(f"studies:{page}", args=[made.pk])) for page in PAGES}
    assert {page: answer.status_code for page, answer in said.items()} == dict.fromkeys(PAGES, 200)
    assert "more than 20 tiers is not judged" in said["guard"].content.decode()
    assert "There are no data yet" not in said["report"].content.decode()
