"""The pages of a run, as the people of the cast walk through them."""

from datetime import time, timedelta

import pytest

from kithwork.apps.runs import actions
from kithwork.apps.runs.models import Absence, Draw, Run, Score, Session
from kithwork.apps.runs.pasted import pasted
from tests.cast import MONDAY, make_run, make_student

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday_morning")]
FRIDAY = MONDAY + timedelta(days=4)


def text(answer):
    return answer.content.decode()


@pytest.fixture
def run(cast):
    students = [cast.ada, cast.malik, cast.ben, cast.sora, cast.lena]
    return make_run(cast, students=students, choices={"variant": "spelling"})


def test_a_coordinator_takes_a_class_practice_from_nothing_to_its_first_time(
    cast, client_for, words
):
    rosa = client_for(cast.rosa)
    assert "Classwide Peer Tutoring" in text(rosa.get("/sessions/runs/new/"))
    page = text(rosa.get(f"/sessions/runs/new/?practice=cwpt&section={cast.art.pk}"))
    assert "Classwide Peer Tutoring, Art" in page
    answer = rosa.post(
        "/sessions/runs/new/",
        {
            "practice": "cwpt",
            "section": cast.art.pk,
            "name": "Spelling in Art",
            "facilitator": cast.ines_staff.pk,
            "starts_on": MONDAY.isoformat(),
            "ends_on": (MONDAY + timedelta(days=25)).isoformat(),
        },
    )
    run = Run.objects.get()
    base = f"/sessions/runs/{run.pk}/"
    assert answer.url == base
    page = text(rosa.get(base))
    assert "3 pieces to go" in page
    assert "Begin this run" not in page

    assert 'value="1|Mon" checked' in text(rosa.get(f"{base}times/"))  # as the class meets
    rosa.post(f"{base}times/", {"at": ["1|Mon", "1|Wed"]})
    page = text(rosa.get(f"{base}choices/"))
    assert "Default: 10 minutes (seen in print)" in page
    assert "Default: 5 seconds (our setting)" in page
    values = {
        "variant": "spelling",
        "contents": words.pk,
        "value_half_minutes": "8",
        "value_correction": "standard",
        "value_silent_seconds": "5",
        "value_no_repeat_weeks": "4",
        "value_bonus_most": "5",
        "value_posting": "team_only",
        "value_contest": "yes",
    }
    assert rosa.post(f"{base}choices/", values | {"value_half_minutes": "40"}).status_code == 200
    assert rosa.post(f"{base}choices/", values).status_code == 302
    assert "I have read it" in text(rosa.get(f"{base}safety-note/"))
    rosa.post(f"{base}safety-note/")
    assert "Begin this run" in text(rosa.get(base))

    assert rosa.post(f"{base}begin/").status_code == 302
    page = text(rosa.get(base))
    assert "No pairs yet" in page
    assert Session.objects.filter(run=run).count() == 8
    run.refresh_from_db()
    assert run.choices["values"] == {"half_minutes": 8}


def test_a_form_that_does_not_fit_keeps_what_was_typed(cast, client_for):
    answer = client_for(cast.rosa).post(
        "/sessions/runs/new/",
        {"practice": "cwpt", "name": "Mine", "starts_on": "2026-11-20", "ends_on": "2026-11-10"},
    )
    page = text(answer)
    assert "The last day is before the first day" in page
    assert 'value="Mine"' in page
    assert not Run.objects.exists()


def test_a_teacher_starts_with_own_classes_and_others_are_told_whom_to_ask(cast, client_for):
    ines = client_for(cast.ines)
    page = text(ines.get("/sessions/runs/new/?practice=cwpt"))
    assert "Art" in page
    assert "Tomas Novak" not in page
    answer = client_for(cast.tomas).get("/sessions/runs/new/")
    assert answer.status_code == 403
    assert "Ask your coordinator" in text(answer)


def test_a_teacher_changes_the_days_and_the_leader_stays(cast, client_for, run):
    Run.objects.filter(pk=run.pk).update(facilitator=cast.tomas_staff)
    ines, url = client_for(cast.ines), f"/sessions/runs/{run.pk}/change/"
    assert "Tomas Novak" in text(ines.get(url))
    typed = {
        "name": "Spelling",
        "facilitator": cast.tomas_staff.pk,
        "starts_on": run.starts_on.isoformat(),
        "ends_on": FRIDAY.isoformat(),
    }
    assert ines.post(url, typed).status_code == 302
    run.refresh_from_db()
    assert (run.ends_on, run.facilitator) == (FRIDAY, cast.tomas_staff)


def test_only_those_who_see_a_run_open_it(cast, client_for, run):
    url = f"/sessions/runs/{run.pk}/"
    for person, status in {"rosa": 200, "pia": 200, "ines": 200, "tomas": 200, "sven": 404}.items():
        assert client_for(getattr(cast, person)).get(url).status_code == status
    for person in ("ben_viewer", "ada_viewer", "marta", "zed"):
        assert client_for(getattr(cast, person)).get(url).status_code == 404


def test_a_para_sees_those_they_know_and_how_many_others(cast, client_for, run):
    page = text(client_for(cast.tomas).get(f"/sessions/runs/{run.pk}/"))
    assert "Ada" in page
    assert "Lena" not in page
    assert "and 4 you do not see" in page


def test_drawing_and_exchanging_on_the_page(cast, client_for, run):
    ines = client_for(cast.ines)
    base = f"/sessions/runs/{run.pk}/pairs/"
    assert "No pairs yet" in text(ines.get(base))
    answer = ines.post(f"{base}draw/", {"starts_on": MONDAY.isoformat(), "times": "1"})
    draw = Draw.objects.get()
    assert answer.url.endswith(f"?draw={draw.pk}")
    page = text(ines.get(base))
    assert "Why this pair" in page
    assert "obsidianfern" not in page

    group = draw.groups.first()
    ines.post(f"/sessions/runs/groups/{group.pk}/lock/", {"locked": "1"})
    assert 'aria-pressed="true"' in text(ines.get(base))
    ines.post(f"/sessions/runs/groups/{group.pk}/lock/", {"locked": "0"})

    seats = [[seat.student for seat in each.seats.all()] for each in draw.groups.all()]
    with_malik = next(group for group in seats if cast.malik in group)
    other = next(one for one in with_malik if one != cast.malik)
    swap = {"one": other.pk, "two": cast.sora.pk, "reason": "Closer desks"}
    answer = ines.post(f"/sessions/runs/pairs/{draw.pk}/swap/", swap)
    if cast.sora not in with_malik:
        assert answer.status_code == 409
        page = text(answer)
        assert "may not be in one group" in page
        assert 'value="Closer desks"' in page
        assert 'name="despite"' not in page  # being kept apart is not a wish to set aside
    assert ines.post(f"{base}draw/", {"starts_on": "soon"}).status_code == 200
    bad = ines.post(f"{base}draw/", {"starts_on": MONDAY.isoformat(), f"rank_{cast.ben.pk}": "top"})
    assert "whole number" in text(bad)


def test_the_sheet_for_the_wall_holds_names_and_teams_only(cast, client_for, run):
    actions.draw_pairs(
        run,
        starts_on=MONDAY,
        ranks={one.pk: 900 + one.pk for one in (cast.ada, cast.ben, cast.lena)},
        seed=1,
        by=cast.ines,
    )
    Absence.objects.create(student=cast.ben, on=MONDAY)
    page = text(client_for(cast.ines).get(f"/sessions/runs/{run.pk}/pairs/sheet/"))
    assert "Team A" in page or "Everybody" in page
    assert "Lena" in page
    assert "rank" not in page.lower()
    assert str(900 + cast.ada.pk) not in page


def test_scores_are_typed_pasted_corrected_and_shown_for_the_week(cast, client_for, run, words):
    ines = client_for(cast.ines)
    Run.objects.filter(pk=run.pk).update(contents=words)
    url = f"/sessions/runs/{run.pk}/scores/"
    page = text(ines.get(url))
    assert "Test before" in page
    assert 'name="out_of" inputmode="numeric" value="3"' in page
    pasted_in = {"kind": "pre", "on": MONDAY.isoformat(), "out_of": "10", "paste": "1"}
    page = text(ines.post(url, pasted_in | {"column": "Ada Okafor\t4\nHollis, Ben\t7\nZoe\t3"}))
    assert f'name="right_{cast.ada.pk}" value="4"' in page
    assert "Not placed: Zoe" in page
    assert not Score.objects.exists()

    cells = {f"right_{cast.ada.pk}": "4", f"right_{cast.ben.pk}": "7"}
    sitting = {"kind": "pre", "on": MONDAY.isoformat(), "out_of": "10"}
    assert ines.post(url, sitting | cells).status_code == 302
    wrong = ines.post(url, sitting | {f"right_{cast.ada.pk}": "4x", f"right_{cast.lena.pk}": "5"})
    assert wrong.status_code == 409
    assert "Ada" in text(wrong)
    assert 'value="4x"' in text(wrong)
    after = {"kind": "post", "on": FRIDAY.isoformat(), "out_of": "10", f"right_{cast.ada.pk}": "9"}
    ines.post(url, after)
    page = text(ines.get(f"/sessions/runs/{run.pk}/results/?on={FRIDAY.isoformat()}"))
    assert "40 %" in page
    assert "90 %" in page
    assert "50 <small>points</small>" in page


@pytest.mark.parametrize("part", ["scores", "results"])
def test_scores_and_results_are_not_for_everybody_who_sees_the_run(cast, client_for, run, part):
    url = f"/sessions/runs/{run.pk}/{part}/"
    assert client_for(cast.tomas).get(url).status_code == 403
    assert client_for(cast.sven).get(url).status_code == 404
    assert client_for(cast.ada_viewer).get(url).status_code == 404
    assert client_for(cast.pia).get(url).status_code == 200


def test_people_join_change_roles_and_leave_on_the_page(cast, client_for, network):
    frame = actions.Frame("Lunch group", MONDAY, MONDAY + timedelta(days=25), cast.tomas_staff)
    run = actions.start_run(network, frame=frame, focus_student=cast.ada, by=cast.rosa)
    rosa, base = client_for(cast.rosa), f"/sessions/runs/{run.pk}/people/"
    assert "Ben" in text(rosa.get(f"{base}?q=ben"))
    rosa.post(f"{base}add/", {"student": cast.ben.pk, "role": "listener"})
    ben = run.participants.get(student=cast.ben)
    assert ben.role == "listener"
    rosa.post(f"/sessions/runs/people/{ben.pk}/role/", {"role": "teller"})
    rosa.post(f"/sessions/runs/people/{ben.pk}/leave/")
    ben.refresh_from_db()
    assert (ben.role, ben.left_on) == ("teller", MONDAY)
    rosa.post(f"/sessions/runs/people/{ben.pk}/come-back/")
    ben.refresh_from_db()
    assert ben.left_on is None
    refused = rosa.post(f"{base}add/", {"student": cast.lena.pk}, follow=True)
    assert "Choose somebody else" in text(refused)
    assert not run.participants.filter(student=cast.lena).exists()


def test_the_written_plan_on_the_page_and_its_part_for_the_team(cast, client_for, network):
    frame = actions.Frame("Lunch group", MONDAY, MONDAY + timedelta(days=25), cast.sven_staff)
    run = actions.start_run(network, frame=frame, focus_student=cast.ada, by=cast.rosa)
    url = f"/sessions/runs/{run.pk}/forms/written_plan/"
    rosa, sven = client_for(cast.rosa), client_for(cast.sven)
    assert "Goals of the plan" in text(rosa.get(url))
    written = {
        "gives": "Jokes",
        "goals": "quietgoal",
        "row": ["Arrival", ""],
        "cell_0": ["greet", ""],
        "cell_1": ["none", ""],
    }
    assert rosa.post(url, written).status_code == 302
    assert "Filled in." in text(rosa.get(f"/sessions/runs/{run.pk}/"))
    assert "quietgoal" in text(rosa.get(url))
    page = text(sven.get(url))
    assert "Jokes" in page
    assert "quietgoal" not in page
    assert "written by the student" in page
    assert rosa.get(f"/sessions/runs/{run.pk}/forms/no_such/").status_code == 404


def test_pausing_closing_and_phases_ask_why(cast, client_for, ready):
    actions.activate_run(ready, by=cast.rosa)
    ines, base = client_for(cast.ines), f"/sessions/runs/{ready.pk}/"
    assert "This is still empty." in text(ines.post(f"{base}pause/", {"reason": ""}))
    ines.post(f"{base}pause/", {"reason": "Trip"})
    assert "Trip" in text(ines.get(base))
    ines.post(f"{base}go-on/")
    phase = {"kind": "fade", "adult_level": "2", "starts_on": MONDAY.isoformat(), "reason": "Calm"}
    ines.post(f"{base}phase/", phase)
    assert "Roving" in text(ines.get(base))
    ines.post(f"{base}close/", {"reason": "The unit is over"})
    assert "Over" in text(ines.get(base))
    assert ready.name in text(ines.get("/sessions/runs/?show=over"))
    assert ready.name not in text(ines.get("/sessions/runs/"))


def test_a_column_goes_down_the_list_or_to_the_names(cast):
    people = [cast.ada, cast.malik, cast.ben]
    assert pasted("4\n\n7", people).cells == {
        f"right_{cast.ada.pk}": "4",
        f"right_{cast.ben.pk}": "7",
    }
    assert "2 lines for 3 students" in pasted("4\n5", people).said
    named = pasted("Student\tScore\nBen\t80\t3\nOkafor Ada\t4", people)
    assert named.cells == {
        f"right_{cast.ben.pk}": "80",
        f"errors_{cast.ben.pk}": "3",
        f"right_{cast.ada.pk}": "4",
    }
    assert named.said == ""
    twin = make_student(cast.school, "Ben", "Hollis")
    assert "Not placed: Ben" in pasted("Ben\t5", [*people, twin]).said
    assert pasted("  ", people).said


def test_a_paraprofessional_who_leads_reaches_all_it_takes(cast, client_for):
    run = make_run(
        cast, "Lunch table", students=[cast.ada, cast.ben], facilitator=cast.tomas_staff,
    )  # fmt: skip
    tomas = client_for(cast.tomas)
    page = text(tomas.get(f"/sessions/runs/{run.pk}/"))
    # The pairs and who takes part, the practice's own page, what is written, what is printed, what came of it.
    doors = [
        f"/sessions/runs/{run.pk}/pairs/",
        f"/sessions/runs/{run.pk}/people/",
        "/practices/cwpt/",
        f"/sessions/runs/{run.pk}/choices/",
        f"/sessions/runs/{run.pk}/scores/",
        f"/sessions/runs/{run.pk}/results/",
    ]
    for door in doors:
        assert f'href="{door}"' in page
        assert tomas.get(door).status_code == 200


def test_a_time_outside_a_class_says_its_period_in_words(cast, client_for):
    Session.objects.create(
        school=cast.school, need=cast.ada_lunch, student=cast.ada, on=MONDAY, label="5",
        starts_at=time(12, 35), ends_at=time(13, 25),
    )  # fmt: skip
    assert '<p class="todo__w">Period 5' in text(client_for(cast.rosa).get("/sessions/"))
