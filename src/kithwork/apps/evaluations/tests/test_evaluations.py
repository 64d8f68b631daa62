"""Numbers equal the library's; nothing small gets out; what the design cannot carry is not said."""

from __future__ import annotations

import csv
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from kithwork.apps.consents.models import Answer, Permit
from kithwork.apps.evaluations import actions, queries
from kithwork.apps.evaluations.file_read import read_sheet
from kithwork.apps.evaluations.gathered import gathered
from kithwork.apps.evaluations.models import Evaluation, Value
from kithwork.apps.evaluations.tests.conftest import frame, from_file, long_csv, two_waves
from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import Refused
from kithwork.apps.reflections import actions as reflections
from kithwork.evidence.faults import BadData
from kithwork.evidence.groups import ancova, benjamini_hochberg, cluster_corrected
from tests.cast import give_permission, make_student

pytestmark = pytest.mark.django_db


def columns(text: str, item: str, wave: str = "end"):
    held: dict[str, dict[str, float]] = {}
    group = {}
    for row in csv.DictReader(io.StringIO(text)):
        if row["item"] == item and row["value"]:
            held.setdefault(row["wave"], {})[row["person"]] = float(row["value"])
            group[row["person"]] = row["group"] == "treatment"
    people = list(group)
    return (
        [group[one] for one in people],
        *([held[at].get(one) for one in people] for at in ("start", wave)),
    )


def test_each_row_is_the_librarys_number_with_false_discoveries_held_down_in_its_family(cast):
    page = queries.evaluation_page(cast.rosa, from_file(cast.rosa))
    assert [row.key for row in page.rows] == [("asks", ""), ("asks", "i1"), ("asks", "i2")]
    plain = {item: ancova(*columns(long_csv(), item)) for item in ("", "i1", "i2")}
    for row in page.rows:
        assert row.end.item.effect.value == pytest.approx(plain[row.key[1]].value)
        assert row.end.item.effect.ci == pytest.approx(plain[row.key[1]].ci)
    family = benjamini_hochberg([plain[one].details["p"] for one in ("i1", "i2")])
    assert [row.end.item.adjusted_p for row in page.rows[1:]] == pytest.approx(family)
    middle = ancova(*columns(long_csv(), "i1", "middle"))
    assert page.rows[1].middle.item.effect.value == pytest.approx(middle.value)


def test_whole_classes_are_corrected_and_said(cast):
    page = queries.evaluation_page(cast.rosa, from_file(cast.rosa, whole_classes=True))
    plain = ancova(*columns(long_csv(), "i1"))
    by_hand = cluster_corrected(
        plain.details["b"] / plain.details["sd_pooled"],
        n_t=12,
        n_c=12,
        clusters=6,
        domain="behavior",
    )
    found = page.rows[1].end.item.effect
    assert found.value == pytest.approx(by_hand.value)
    assert found.details["p"] == pytest.approx(by_hand.details["p"])
    assert found.ci[1] - found.ci[0] > plain.ci[1] - plain.ci[0]
    assert any("Whole classes" in one for one in page.cautions)


def test_groups_that_were_not_alike_are_not_rescued(cast):
    page = queries.evaluation_page(cast.rosa, from_file(cast.rosa, long_csv(lift=6)))
    scale = page.rows[0].end.item
    assert scale.effect.details["equivalence"] == "not_equivalent"
    assert scale.stands_out is None and "not alike before" in scale.sentence
    assert any("too far apart" in one for one in page.cautions)
    assert any("Chance did not decide" in one for one in page.cautions)


def test_chance_takes_that_caution_away_and_no_other(cast):
    page = queries.evaluation_page(cast.rosa, from_file(cast.rosa, assigned="chance"))
    assert not any("Chance did not decide" in one for one in page.cautions)


def test_a_small_group_has_a_range_for_the_coordinator_and_nothing_for_others(cast, client_for):
    made = from_file(cast.rosa, long_csv(each=9))
    page = queries.evaluation_page(cast.rosa, made)
    assert page.rows[0].end.item.stands_out is None
    assert any("fewer than 10" in one for one in page.cautions)
    for viewer in (cast.pia, cast.rosa):
        text = client_for(viewer).get(f"/evaluations/{made.pk}/result.csv").content.decode()
        numbers = [
            row
            for row in csv.DictReader(io.StringIO(text))
            if row["difference_sd"] or row["n_treatment"]
        ]
        assert not numbers and "Hidden" in text
    shown = client_for(cast.pia).get(f"/evaluations/{made.pk}/").content.decode()
    assert "fewer than 10 people" in shown and "Hidden" in shown
    assert (
        "9 and 9" not in shown
        and "takes part" not in shown.split("<tbody>")[1].split("</tbody>")[0]
    )


def test_a_mean_is_not_shown_where_the_wave_has_a_few_more_answers(cast):
    """Else the mean of the twelve under Voices, less the mean of the eleven here, is one person's answer."""
    text = "\n".join(
        line for line in long_csv().splitlines() if not line.startswith("T00,treatment,K00,end")
    )
    made = from_file(cast.rosa, text)
    page = queries.evaluation_page(cast.pia, made)
    assert page.rows[0].end.is_safe and page.rows[0].end.item.effect.n_t == 11
    assert page.rows[0].end.means is None
    assert page.rows[0].middle.means is not None
    shown = queries.evaluation_page(cast.rosa, made).rows[0].end
    assert shown.means is not None and shown.left_out == 1


def survey_of(cast, each: int = 3):
    groups = {}
    for group in ("treatment", "comparison"):
        groups[group] = [make_student(cast.school, f"{group[:4]}{n}") for n in range(each)]
        give_permission(groups[group], "survey")
    made = reflections.start_survey(two_waves(), by=cast.rosa)
    for group, people in groups.items():
        reflections.ask_students(made, people, group, by=cast.rosa)
    return made, groups


def test_who_took_permission_back_is_in_no_row(cast):
    survey, groups = survey_of(cast)
    wave = survey.waves.get(kind="start")
    for people in groups.values():
        for one in people:
            reflections.write_down(wave, one, {"hello": "good"}, "paper", by=cast.rosa)
    made = actions.set_up_from_survey(frame(), survey, "student", by=cast.rosa)
    assert len(gathered(made).people) == 6
    gone = groups["treatment"][0]
    Permit.objects.filter(student=gone, purpose="survey").delete()
    row = Answer.objects.filter(student=gone, purpose="survey").first()
    row.pk, row.said = None, "no"
    row.save()
    given = gathered(made)
    assert str(gone.pk) not in {one.key for one in given.people} and given.out == 1
    assert all(str(gone.pk) not in held for held in given.values.values())


def test_a_survey_without_a_comparison_group_is_not_compared(cast):
    survey, groups = survey_of(cast)
    for one in groups["comparison"]:
        reflections.leave_out(survey, one, by=cast.rosa)
    with pytest.raises(Problem, match="comparison group"):
        actions.set_up_from_survey(frame(), survey, "student", by=cast.rosa)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("Mia Lopez,treatment,,start,asks,,3", "code with a figure"),
        ("P1,both,,start,asks,,3", "treatment or comparison"),
        ("P1,treatment,,spring,asks,,3", "start, middle or end"),
        ("P1,treatment,,start,,,3", "which scale"),
        ("P1,treatment,,start,asks,,many", "Write a number"),
        ("P1,treatment,,start,asks,,nan", "Write a number"),
        ("T00,comparison,,end,other,,3", "both groups"),
        ("T00,treatment,K00,start,asks,,3", "already, on line"),
        ("T00,treatment,K09,end,other,,3", "two classes"),
    ],
)
def test_a_fault_is_told_with_its_line(row, said):
    text = long_csv() + row + "\n"
    with pytest.raises(BadData) as bad:
        read_sheet("a.csv", text)
    assert bad.value.faults[0].row == len(text.splitlines())
    assert said in bad.value.faults[0].sentence


def upload(text: str) -> dict[str, SimpleUploadedFile]:
    return {"file": SimpleUploadedFile("scores.csv", text.encode())}


def test_a_file_is_shown_first_and_then_kept(cast, client_for):
    rosa = client_for(cast.rosa)
    looked = rosa.post("/evaluations/bring-in/", upload(long_csv()))
    assert looked.status_code == 200 and "Nothing is kept yet" in looked.content.decode()
    assert not Evaluation.objects.exists()
    said = {"title": "Skills", "assigned": "chosen", "whole_classes": "no", "domain": "behavior"}
    kept = rosa.post("/evaluations/bring-in/", {"draft": looked.context["draft"], **said})
    assert kept.status_code == 302
    assert Value.objects.count() == 12 * 2 * 3 * 3
    page = rosa.get(kept["Location"]).content.decode()
    assert "standard deviations" in page and "T00" not in page


def test_a_faulty_file_keeps_nothing_and_says_where(cast, client_for):
    answer = client_for(cast.rosa).post("/evaluations/bring-in/", upload("person,group\nMia,x\n"))
    assert answer.status_code == 422 and "no column wave" in answer.content.decode()
    one_group = "\n".join(one for one in long_csv().splitlines() if not one.startswith("C"))
    answer = client_for(cast.rosa).post("/evaluations/bring-in/", upload(one_group))
    assert answer.status_code == 422 and "one group" in answer.content.decode()
    assert not Evaluation.objects.exists()


def test_the_coordinator_sets_up_others_look_and_another_school_finds_nothing(cast, client_for):
    made = from_file(cast.rosa)
    for viewer in (cast.pia, cast.ines, cast.zed, cast.tomas):
        if viewer is not cast.zed:
            with pytest.raises(Refused):
                from_file(viewer)
        expected = 200 if viewer is cast.pia else 404
        assert client_for(viewer).get(f"/evaluations/{made.pk}/").status_code == expected
    assert client_for(cast.ines).get("/evaluations/").status_code == 403


def test_words_of_a_file_are_no_formula_in_a_spreadsheet(cast, client_for):
    made = from_file(cast.rosa, long_csv().replace(",asks,", ",=1+1,"))
    text = client_for(cast.rosa).get(f"/evaluations/{made.pk}/result.csv").content.decode()
    assert "'=1+1" in text and "\n=1+1" not in text


def test_a_survey_is_compared_through_the_form_and_the_result_is_read(cast, client_for):
    survey, groups = survey_of(cast, each=12)
    faces = ("good", "ok", "hard")
    for wave in survey.waves.all():
        for group, people in groups.items():
            for n, one in enumerate(people):
                later = wave.kind == "end" and group == "treatment" and n % 3
                said = {"hello": faces[0 if later else n % 3]}
                reflections.write_down(wave, one, said, "paper", by=cast.rosa)
    rosa = client_for(cast.rosa)
    assert f'value="{survey.pk}:student"' in rosa.get("/evaluations/compare/").text
    nothing = rosa.post("/evaluations/compare/", {"title": ""})
    assert (
        nothing.status_code == 422
        and "How did the groups come about? Choose one of the two." in nothing.text
    )
    assert not Evaluation.objects.exists()
    answer = rosa.post(
        "/evaluations/compare/",
        {
            "survey": f"{survey.pk}:student", "title": "Lunch club, autumn", "assigned": "chosen",
            "whole_classes": "no", "domain": "behavior",
        },
        follow=True,
    )  # fmt: skip
    text = answer.text
    assert "Lunch club, autumn" in text and "Chance did not decide" in text
    assert "Takes part: 12 people. Comparison group: 12." in text
    hello = next(one for one in answer.context["lines"] if one.row.key[1] == "hello")
    assert hello.end.cell.item.effect.value > 0 and hello.end.bar is not None
    assert "12 and 12 people" in text and "standard deviations, likely between" in text
    listed = client_for(cast.pia).get("/evaluations/").text
    assert "Lunch club, autumn" in listed and "Compare groups" not in listed


def test_who_is_left_out_is_a_word_for_whom_small_numbers_are_hidden(cast, client_for):
    text = "\n".join(
        line for line in long_csv().splitlines() if not line.startswith("T00,treatment,K00,end")
    )
    made = from_file(cast.rosa, text)
    assert "fewer than 10 left out" in client_for(cast.pia).get(f"/evaluations/{made.pk}/").text
    assert "1 left out" in client_for(cast.rosa).get(f"/evaluations/{made.pk}/").text


def test_that_groups_were_not_alike_is_said_once(cast, client_for):
    made = from_file(cast.rosa, long_csv(lift=6))
    shown = client_for(cast.rosa).get(f"/evaluations/{made.pk}/").text
    assert "were not alike before" in shown and "no adjustment rescues that" not in shown


def test_with_the_start_alone_it_says_what_is_still_to_come(cast, client_for):
    survey, groups = survey_of(cast)
    for people in groups.values():
        reflections.write_down(
            survey.waves.get(kind="start"), people[0], {"hello": "good"}, "paper", by=cast.rosa
        )
    made = actions.set_up_from_survey(frame(), survey, "student", by=cast.rosa)
    text = client_for(cast.rosa).get(f"/evaluations/{made.pk}/").text
    assert "Only the start is there so far" in text and "<table" not in text
