"""The pages: a student's questions, and what adults set up, print and write down."""

from __future__ import annotations

import pytest
from django.urls import reverse

from kithwork.apps.reflections import actions
from kithwork.apps.reflections.models import Reply, Survey
from tests.cast import CANARIES, MONDAY

pytestmark = pytest.mark.django_db


def test_a_student_answers_skips_and_comes_back(cast, client_for, start):
    ben = client_for(cast.ben_viewer)
    assert "Questions for you" in ben.get("/").text
    url = reverse("reflections:answer", args=[start.pk])
    page = ben.get(reverse("reflections:question", args=[start.pk])).text
    assert "People say hi to me at school." in page
    page = ben.post(url, {"item": "hello", "answer": "good", "at": "1"}, follow=True).text
    assert "I have someone to be with at lunch." in page
    page = ben.post(url, {"item": "lunch", "skip": "1", "at": "2"}, follow=True).text
    assert "3 of 7" in page
    page = ben.post(url, {"item": "break", "answer": "great", "at": "3"}, follow=True).text
    assert "Choose one of the answers" in page
    mine = ben.get(reverse("reflections:mine") + "?language=es").text
    assert "La escuela y yo" in mine
    assert "2 de 7" in mine
    assert [row.item for row in Reply.objects.all()] == ["hello", "lunch"]


def test_nobody_answers_for_another(cast, client_for, start):
    url = reverse("reflections:question", args=[start.pk])
    assert client_for(cast.ada_viewer).get(url).status_code == 200
    assert client_for(cast.rosa).get(url).status_code == 404
    assert client_for(cast.marta).get(url).status_code == 404
    answer = {"item": "hello", "answer": "good", "at": "1"}
    assert (
        client_for(cast.rosa)
        .post(reverse("reflections:answer", args=[start.pk]), answer)
        .status_code
        == 404
    )


def test_a_class_is_asked_with_a_comparison_class(cast, client_for):
    rosa = client_for(cast.rosa)
    given = {
        "questionnaire": "belonging", "title": "Art", "group": f"section:{cast.science.pk}",
        "comparison": f"section:{cast.art.pk}", "start_opens": MONDAY, "start_due": MONDAY,
    }  # fmt: skip
    page = rosa.post(reverse("reflections:start_survey"), given, follow=True).text
    survey = Survey.objects.get()
    groups = {one.student.first_name: one.group for one in survey.asked.all()}
    assert groups == {
        "Ada": "treatment", "Malik": "treatment", "Ben": "treatment", "Sora": "comparison", "Lena": "comparison",
    }  # fmt: skip
    assert "5 students have no permission for questions" in page
    half = {**given, "end_opens": MONDAY}
    assert "Give both days" in rosa.post(reverse("reflections:start_survey"), half).text


def test_somebody_is_found_added_and_left_out_with_undo(cast, client_for, survey):
    rosa, url = client_for(cast.rosa), reverse("reflections:survey", args=[survey.pk])
    assert "Brandt" in rosa.get(url, {"q": "lena"}).text
    rosa.post(
        reverse("reflections:ask_student", args=[survey.pk]),
        {"student": cast.lena.pk, "group": "comparison"},
    )
    assert survey.asked.get(student=cast.lena).group == "comparison"
    rosa.post(reverse("reflections:leave_out", args=[survey.pk, cast.lena.pk]))
    assert survey.asked.get(student=cast.lena).left_on == MONDAY


def test_answers_are_written_down_from_paper_and_shown_to_who_may(cast, client_for, survey, start):
    rosa = client_for(cast.rosa)
    url = reverse("reflections:write_down", args=[start.pk, cast.ada.pk, "student"])
    assert "People say hi" in rosa.get(url).text
    rosa.post(
        url,
        {"mode": "paper", "item_hello": "ok", "item_lunch": "-skip-", "item_wish": "More music."},
    )
    read = reverse("reflections:answers", args=[survey.pk, cast.ada.pk])
    page = rosa.get(read).text
    assert "More music." in page
    assert "On paper" in page
    assert "Skipped" in page
    assert not [word for word in CANARIES.values() if word in page]
    assert client_for(cast.pia).get(read).status_code == 403
    assert client_for(cast.ines).get(read).status_code == 404


def test_the_paper_has_a_code_and_no_name_on_the_sheet(cast, client_for, survey, start):
    page = client_for(cast.rosa).get(reverse("reflections:paper", args=[start.pk])).text
    sheet = page[page.index('class="sheet"') :]
    assert f"P{survey.asked.get(student=cast.ben).pk}" in sheet
    assert "Hollis" not in sheet
    assert "Ben" not in sheet
    assert "Hollis" in page


def test_a_file_with_a_slip_says_where(cast, client_for, survey):
    from django.core.files.uploadedfile import SimpleUploadedFile

    rosa, url = client_for(cast.rosa), reverse("reflections:bring_in", args=[survey.pk])
    bad = SimpleUploadedFile("a.csv", b"person,wave,item,value\nP0,start,hello,3\n")
    page = rosa.post(url, {"file": bad}).text
    assert "Line 2, column person" in page
    good = SimpleUploadedFile(
        "a.csv", f"person,wave,item,value\n{cast.ben.number},start,hello,3\n".encode()
    )
    assert "1 answer is in." in rosa.post(url, {"file": good}, follow=True).text


def test_the_group_page_hides_three(cast, client_for, survey, start):
    actions.answer_item(start, "hello", "good", by=cast.ben_viewer)
    page = client_for(cast.rosa).get(reverse("reflections:group_results", args=[survey.pk])).text
    assert "hidden" in page
    assert ">3.00" not in page
