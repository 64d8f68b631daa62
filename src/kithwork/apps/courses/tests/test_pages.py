"""The pages of the course, for a student and for adults."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from kithwork.apps.courses import actions
from kithwork.apps.courses.models import Cohort, Entry, Mark, Placement, PlacementDay
from kithwork.apps.courses.tests.conftest import BEGAN, ENDS
from tests.cast import CANARIES, MONDAY

pytestmark = pytest.mark.django_db


def test_a_student_finds_the_course_and_writes(cast, client_for, placed):
    ben = client_for(cast.ben_viewer)
    assert "Your journal of this week is waiting." in ben.get("/").text
    page = ben.get(reverse("courses:mine")).text
    assert "In a class, Science" in page
    assert "Tomas Novak" in page
    assert not [word for word in CANARIES.values() if word in page]
    journal = reverse("courses:journal")
    said = {"week_on": MONDAY, "feel": "3", "did": ["talked", "waited"], "words": "We read."}
    page = ben.post(journal, said, follow=True).text
    assert "We read." in page
    assert Entry.objects.get().did == ["talked", "waited"]
    assert "Write something" in ben.post(journal, {"week_on": MONDAY}).text
    assert "Mi diario" in ben.get(journal + "?language=es").text


def test_days_and_ideas_from_the_page_to_the_adults_list(cast, client_for, placed):
    ben, tomas = client_for(cast.ben_viewer), client_for(cast.tomas)
    url = reverse("courses:say_day", args=[placed.pk])
    ben.post(url, {"day": f"{MONDAY} 2"})
    assert "already" in ben.post(url, {"day": f"{MONDAY} 2"}, follow=True).text
    assert ben.post(url, {"day": "soon"}).status_code == 404
    ben.post(reverse("courses:give_idea", args=[placed.pk]), {"words": "Read in pairs."})
    page = tomas.get(reverse("courses:courses")).text
    assert "Read in pairs." in page
    assert "Ben Hollis" in page
    day = PlacementDay.objects.get()
    page = tomas.post(reverse("courses:approve_day", args=[day.pk]), {"from": "list"}, follow=True)
    assert page.redirect_chain[-1][0] == reverse("courses:courses")
    assert "0.8" in ben.get(reverse("courses:portfolio")).text
    assert tomas.get(reverse("courses:member", args=[placed.member_id])).status_code == 404


def test_a_student_outside_the_course_is_told_and_another_schools_rows_are_not_there(
    cast, client_for, placed
):
    refused = client_for(cast.ada_viewer).get(reverse("courses:mine"))
    assert refused.status_code == 403
    assert "You are not in a course now" in refused.text
    zed = client_for(cast.zed)
    assert zed.get(reverse("courses:cohort", args=[placed.member.cohort_id])).status_code == 404
    assert zed.get(reverse("courses:member", args=[placed.member_id])).status_code == 404


def test_a_course_is_started_from_a_class(cast, client_for):
    rosa = client_for(cast.rosa)
    given = {
        "name": "Peer Collaboration, fall", "teacher": cast.ines_staff.pk, "section": cast.science.pk,
        "label": "2", "starts_on": BEGAN, "ends_on": ENDS,
    }  # fmt: skip
    page = rosa.post(reverse("courses:start_cohort"), given, follow=True).text
    assert "Hollis" in page
    made = Cohort.objects.get()
    assert made.members.count() == 3
    page = rosa.get(reverse("courses:cohort", args=[made.pk]), {"q": "lena"}).text
    assert "Brandt" in page
    rosa.post(reverse("courses:add_member", args=[made.pk]), {"student": cast.lena.pk})
    assert made.members.count() == 4
    ines = client_for(cast.ines)
    assert (
        ines.post(reverse("courses:add_member", args=[made.pk]), {"student": 1}).status_code == 403
    )


def test_the_teacher_places_answers_checks_and_marks(cast, client_for, ben):
    ines = client_for(cast.ines)
    given = {
        "setting": "study_hall", "adult": cast.tomas_staff.pk, "labels": ["3"], "starts_on": MONDAY,
    }  # fmt: skip
    url = reverse("courses:place", args=[ben.pk])
    assert "In study hall" in ines.post(url, given, follow=True).text
    assert "One placement at a time" in ines.post(url, given).text
    ines.post(
        reverse("courses:end_placement", args=[Placement.objects.get().pk]), {"why": "Moved."}
    )
    assert Placement.objects.get().ended_why == "Moved."
    entry = actions.write_entry(ben, actions.EntryFrame(MONDAY, "We talked."), by=cast.ben_viewer)
    ines.post(reverse("courses:give_feedback", args=[entry.pk]), {"words": "Well seen."})
    journal = client_for(cast.ben_viewer).get(reverse("courses:journal")).text
    assert "Well seen." in journal
    unit = ben.cohort.units.first()
    page = ines.post(
        reverse("courses:check_unit", args=[ben.pk, unit.pk]), {"passed": "yes"}, follow=True
    )
    assert "Passed" in page.text
    mark = reverse("courses:give_mark", args=[ben.pk])
    ines.post(mark, {"part": "project", "pct": 90})
    ines.post(mark, {"part": "project", "pct": 900})
    assert Mark.objects.get().pct == 90


def test_the_principal_sees_who_is_where_and_no_journal(cast, client_for, ben):
    actions.write_entry(ben, actions.EntryFrame(MONDAY, "Only for Ines."), by=cast.ben_viewer)
    pia = client_for(cast.pia)
    page = pia.get(reverse("courses:member", args=[ben.pk])).text
    assert "Only for Ines." not in page
    assert "between the student and those who teach" in page
    assert pia.get(reverse("courses:place", args=[ben.pk])).status_code == 403


def test_units_seminars_and_a_scribe(cast, client_for, cohort, ben):
    ines = client_for(cast.ines)
    unit = cohort.units.first()
    page = ines.post(
        reverse("courses:set_unit", args=[unit.pk]), {"on": MONDAY, "is_done": "on"}, follow=True
    )
    assert "Done Nov" in page.text
    url = reverse("courses:seminars", args=[cohort.pk])
    ines.post(url, {"on": MONDAY + timedelta(days=1), "agenda": "Waiting"})
    seminar = cohort.seminars.get()
    ines.post(reverse("courses:seminar", args=[seminar.pk]), {f"came_{ben.pk}": "on"})
    assert {one.member.student.first_name: one.is_here for one in seminar.came.all()} == {
        "Ben": True,
        "Sora": False,
    }
    write = reverse("courses:write_for", args=[ben.pk])
    ines.post(write, {"mode": "speech", "week_on": MONDAY, "words": "I laughed."})
    assert Entry.objects.get().mode == "speech"
    mix = {"placement": 30, "journals": 20, "seminar": 20, "project": 10, "reflection": 10}
    assert (
        "make 90" in ines.post(reverse("courses:set_mix", args=[cohort.pk]), mix, follow=True).text
    )
