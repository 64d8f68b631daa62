"""Small groups are hidden; a file is kept whole or not at all, with every place that is wrong."""

from __future__ import annotations

import pytest
from django.urls import reverse

from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import Refused
from kithwork.apps.reflections import actions, queries
from kithwork.apps.reflections.models import Asked, Reply
from kithwork.apps.reflections.sheet import read_sheet
from tests.cast import give_permission, make_student

pytestmark = pytest.mark.django_db


def answered(cast, survey, group, n):
    """So many students of a group who said good, ok, good, ok …"""
    people = [make_student(cast.school, f"{group} {k}") for k in range(n)]
    give_permission(people, "survey")
    actions.ask_students(survey, people, group, by=cast.rosa)
    wave = survey.waves.get(kind="start")
    for k, one in enumerate(people):
        actions.write_down(wave, one, {"hello": "good" if k % 2 else "ok"}, "paper", by=cast.rosa)
    return people


def line_of(cast, survey, key="hello", viewer=None):
    lines = queries.group_lines(viewer or cast.rosa, survey)
    (line,) = [one for one in lines if one.key == key]
    return {one.group: one for one in line.waves["start"]}


def test_a_small_group_is_hidden_and_a_large_one_is_not(cast, survey):
    Asked.objects.all().delete()
    answered(cast, survey, "treatment", 10)
    answered(cast, survey, "comparison", 9)
    found = line_of(cast, survey)
    assert found["treatment"].value == 2.5
    assert found["comparison"].value is None
    assert queries.group_lines(cast.zed, survey) == []


def test_a_principal_reads_a_time_once_it_is_over(cast, survey, client_for):
    """Or the mean before and after one more person is done would tell what that person said."""
    import time_machine

    Asked.objects.all().delete()
    answered(cast, survey, "treatment", 10)
    answered(cast, survey, "comparison", 9)
    address = reverse("reflections:group_results", args=[survey.pk])
    (line,) = [one for one in queries.group_lines(cast.pia, survey) if one.key == "hello"]
    assert line.waves == {}
    assert "Start: to be read here after November 22" in client_for(cast.pia).get(address).text
    assert "to be read here after" not in client_for(cast.rosa).get(address).text
    with time_machine.travel("2026-11-23T15:00:00+00:00", tick=False):
        found = line_of(cast, survey, viewer=cast.pia)
    assert (found["treatment"].value, found["comparison"].value) == (2.5, None)


def test_whoever_takes_permission_back_leaves_the_mean(cast, survey):
    from kithwork.apps.reflections.tests.test_answering import family_takes_back

    Asked.objects.all().delete()
    people = answered(cast, survey, "treatment", 11)
    assert line_of(cast, survey)["treatment"].n == 11
    family_takes_back(cast, people[0])
    assert line_of(cast, survey)["treatment"].n == 10
    family_takes_back(cast, people[1])
    assert line_of(cast, survey)["treatment"].value is None


def code(survey, student):
    return f"P{survey.asked.get(student=student).pk}"


def test_a_file_is_kept_as_new_answers(cast, survey):
    text = (
        "\ufeffPerson;Wave;Item;Value\n"
        f"{code(survey, cast.ben)};start;hello;3\n"
        f"{cast.ada.number};START;hello;ok\n"
        f"{cast.ada.number};start;lunch;skip\n"
        f"{cast.ada.number};start;break;\n"
        f"{cast.ada.number};start;wish;More games; and music\n"
    )
    actions.bring_in(survey, read_sheet(text.encode()), by=cast.rosa)
    rows = list(
        Reply.objects.order_by("pk").values_list(
            "student__first_name", "item", "value", "is_skipped", "mode"
        )
    )
    assert rows == [
        ("Ben", "hello", 3, False, "file"), ("Ada", "hello", 2, False, "file"),
        ("Ada", "lunch", None, True, "file"), ("Ada", "wish", None, False, "file"),
    ]  # fmt: skip


def test_every_place_that_is_wrong_is_named_and_nothing_is_kept(cast, survey):
    ben = code(survey, cast.ben)
    text = f"person,wave,item,value\n{ben},start,hello,3\nP0,start,hello,3\n{ben},june,hello,3\n{ben},start,hi,3\n{ben},start,hello,7\n"
    with pytest.raises(Problem) as told:
        actions.bring_in(survey, read_sheet(text.encode()), by=cast.rosa)
    said = str(told.value).split("\n")
    assert [one.split(":")[0] for one in said] == [
        "Line 3, column person", "Line 4, column wave", "Line 5, column item", "Line 6, column value",
    ]  # fmt: skip
    assert Reply.objects.count() == 0


def test_a_file_names_who_has_no_permission_and_is_only_for_who_looks_after_it(cast, survey):
    actions.ask_students(survey, [cast.lena], by=cast.rosa)
    lines = read_sheet(f"person,wave,item,value\n{cast.lena.number},start,hello,3\n".encode())
    with pytest.raises(Problem, match=r"Line 2: Lena has no permission"):
        actions.bring_in(survey, lines, by=cast.rosa)
    with pytest.raises(Refused):
        actions.bring_in(survey, lines, by=cast.pia)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "empty"),
        (b"person,wave,item\n", "no column value"),
        (b"person,wave,item,value\n", "no answer"),
        (b"person,wave,item,value\n\xff\xfe", "Line 2: this is not UTF-8"),
        (b"x" * 2_000_001, "2 MB"),
    ],
)
def test_a_file_that_is_none_is_told(content, says):
    with pytest.raises(Problem, match=says):
        read_sheet(content)
