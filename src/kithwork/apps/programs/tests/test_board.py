"""Approvals and what waits for them; readiness that ticks itself; the thirty questions once a term."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from kithwork.apps.consents.models import Answer
from kithwork.apps.foundation.problem import Problem
from kithwork.apps.needs.models import PreferenceCard, SupportNeed
from kithwork.apps.programs import actions, fidelity, readiness
from kithwork.apps.programs.approvals import ITEMS, board
from kithwork.apps.programs.signs import SIGNS, sign_of
from kithwork.apps.programs.tests.conftest import (
    WORDS,
    decide,
    decide_everything,
    give,
    seat_team,
)
from kithwork.apps.schools.models import Term
from kithwork.apps.training.models import Certificate
from kithwork.apps.training.models import Meeting as TrainingMeeting
from kithwork.apps.training.subjects import orientation_meetings
from tests.cast import MONDAY, give_mastery

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen_now")]


def door(name, *args):
    return reverse(f"programs:{name}", args=args)


def lines(program):
    return {line.key: line for line in board(program)}


def test_the_board_holds_every_item_of_the_table_and_says_what_waits():
    assert list(ITEMS) == [
        "program_plan", "course_proposal", "syllabus", "catalogue", "grading", "teacher_of_record",
        "data_review", "family_letter", "consents", "assent", "transport", "media",
    ]  # fmt: skip
    assert all(str(item.blocks).endswith(".") for item in ITEMS.values())


def test_what_is_not_needed_here_does_not_wait(cast, program):
    needed = {key for key, line in lines(program).items() if line.is_needed}
    assert needed == {"program_plan", "data_review", "family_letter", "consents", "assent", "media"}
    decide(program, "form", cast.rosa, form="course", practices=[])
    decide(program, "time", cast.rosa, weeks={"community": 2}, time_note="")
    program.refresh_from_db()
    assert all(line.is_needed for line in lines(program).values())
    decide(program, "form", cast.rosa, form="club", practices=[])
    decide(program, "recognition", cast.rosa, recognition=["credit"], recognition_note="")
    program.refresh_from_db()
    assert lines(program)["syllabus"].is_needed


def test_an_approval_is_given_by_somebody_on_a_day(cast, program):
    say, said = actions.say_approval, actions.Said
    for one, sentence in [
        (said("given", None, "Pia"), "which day"),
        (said("given", MONDAY), "who answered"),
        (said("given", MONDAY + timedelta(1), "Pia"), "still to come"),
        (said("maybe", MONDAY), "how it stands"),
    ]:
        with pytest.raises(Problem, match=sentence):
            say(program, "program_plan", one, by=cast.rosa)
    with pytest.raises(Problem, match="how it stands"):
        say(program, "weather", said("asked", MONDAY), by=cast.rosa)
    assert not lines(program)["program_plan"].is_settled
    say(program, "program_plan", said("asked", MONDAY), by=cast.rosa)
    say(program, "program_plan", said("given", MONDAY, "Pia", "Folder 12"), by=cast.rosa)
    line = lines(program)["program_plan"]
    assert line.is_settled
    assert (line.row.document, program.approvals.filter(key="program_plan").count()) == (
        "Folder 12",
        1,
    )


def test_the_board_on_its_page(cast, program, client_for):
    rosa = client_for(cast.rosa)
    page = rosa.get(door("approvals", program.pk)).text
    assert "6 approvals are still open." in page
    assert "Nobody is placed before their family says yes." in page
    assert "It gives no credit." in page
    url = door("approval", program.pk, "data_review")
    assert "No names of students are used" in rosa.get(url).text
    page = rosa.post(url, {"state": "given", "on": "2026-11-06"})
    assert "Say who answered." in page.text
    said = {"state": "given", "on": "2026-11-06", "who": "Dora Dunn", "document": "D-7"}
    assert rosa.post(url, said).status_code == 302
    page = client_for(cast.pia).get(door("approvals", program.pk)).text
    assert "Dora Dunn" in page
    assert "D-7" in page
    assert "How it stands" not in page
    assert rosa.get(door("approval", program.pk, "weather")).status_code == 404


# ------------------------------------------------------------------ readiness


def ready(viewer, program):
    return {
        line.key: line for _title, part in readiness.readiness(viewer, program) for line in part
    }


def train_everybody(cast):
    """Mastery of the peers, a training of the adults, and a day for each part of the orientation."""
    give_mastery([cast.ben, cast.sora, cast.lena], "role:buddy")
    for staff in (cast.rosa_staff, cast.ines_staff):
        Certificate.objects.create(
            staff=staff, subject="staff:facilitator", given_on=MONDAY, until=date(2027, 6, 11)
        )
    for n in range(1, len(orientation_meetings()) + 1):
        TrainingMeeting.objects.create(
            school=cast.school, on=date(2026, 11, 16), when="lunch", lesson=f"orientation/{n}",
            leader=cast.ines_staff,
        )  # fmt: skip


def test_permissions_and_training_tick_by_themselves_and_untick_again(cast, program):
    seat_team(cast, program)
    for key in ("staff_trained", "orientation_planned", "peers_trained", "supervisor"):
        assert not sign_of(key, cast.rosa, program).is_met
        with pytest.raises(Problem, match="ticks itself"):
            actions.tick_ready(program, key, on=MONDAY, by=cast.rosa)
    train_everybody(cast)
    for key in ("staff_trained", "orientation_planned", "peers_trained"):
        assert sign_of(key, cast.rosa, program).is_met
    Certificate.objects.filter(student=cast.ben).update(
        until=date(2026, 11, 8), given_on=date(2026, 9, 1)
    )
    said = sign_of("peers_trained", cast.rosa, program)
    assert (said.is_met, said.sentence) == (False, "2 of 3 ready peers have mastered a role.")
    TrainingMeeting.objects.filter(lesson="orientation/1").update(called_off=True)
    assert not sign_of("orientation_planned", cast.tess, program).is_met
    consents_withdrawn(cast)
    said = sign_of("permissions", cast.tess, program)
    assert (said.is_met, said.sentence) == (False, "The families of 4 of 5 students said yes.")
    assert not sign_of("own_yes", cast.ines, program).is_met


def consents_withdrawn(cast):
    Answer.objects.filter(student=cast.ben, voice="guardian").update(until=date(2026, 11, 8))


def test_nothing_and_everything_is_ready(cast, program):
    before = ready(cast.rosa, program)
    assert list(before) == list(readiness.ITEMS)
    met = {key for key, line in before.items() if line.is_ready}
    # The school is there, the program is not.
    assert met == {"needs", "calendar", "timetables", "permissions", "own_yes"}

    seat_team(cast, program)
    program = decide_everything(cast, program)
    actions.add_faculty_review(program, on=MONDAY, feedback="Good.", changes="None.", by=cast.rosa)
    give(program, cast.rosa, "program_plan", "data_review", "family_letter")
    members = list(program.members.all())
    actions.keep_meeting(program, on=MONDAY, came=members, decided="Begin.", by=cast.rosa)
    actions.keep_words(program, WORDS, language="en", by=cast.rosa)
    for channel in ("poster", "teacher"):
        actions.count_invitation(program, channel=channel, on=MONDAY, by=cast.rosa)
    PreferenceCard.objects.create(student=cast.malik, how_asked="speech")
    cast.school.phone = "555 0100"
    cast.school.save()
    program.school.refresh_from_db()
    train_everybody(cast)
    for key in readiness.ITEMS:
        if readiness.by_hand(key):
            actions.tick_ready(program, key, on=MONDAY, by=cast.rosa)
    after = ready(cast.rosa, program)
    assert [key for key, line in after.items() if not line.is_ready] == []
    n = len(readiness.ITEMS)
    assert readiness.ready_count(cast.rosa, program) == (n, n)


def test_what_rooms_below_tell_follows_what_happens_there(cast, program):
    assert (
        sign_of("needs", cast.rosa, program).sentence
        == "2 students have said when company would be good."
    )
    assert (
        sign_of("preferences", cast.rosa, program).sentence
        == "1 of 2 students were asked what they like."
    )
    SupportNeed.objects.filter(student=cast.malik).update(closed_on=MONDAY)
    assert sign_of("preferences", cast.rosa, program).is_met
    assert (
        sign_of("peers", cast.rosa, program).sentence
        == "3 peers are ready. Decide first how many you begin with."
    )
    decide(program, "who", cast.rosa, grades=["07"], students_planned=4, peers_planned=9, who="")
    program.refresh_from_db()
    assert not sign_of("peers", cast.rosa, program).is_met
    assert not sign_of("practices", cast.rosa, program).is_met


def test_the_planning_team_reads_counts_and_a_stranger_nothing(cast, program):
    assert sign_of("needs", cast.tess, program).is_met
    assert sign_of("needs", cast.pia, program).is_met
    assert not sign_of("needs", cast.ines, program).is_met


def test_by_hand_only_what_the_data_cannot_say(cast, program, client_for):
    with pytest.raises(Problem, match="ticks itself"):
        actions.tick_ready(program, "team", on=MONDAY, by=cast.rosa)
    with pytest.raises(Problem, match="ticks itself"):
        actions.tick_ready(program, "nothing", on=MONDAY, by=cast.rosa)
    rosa = client_for(cast.rosa)
    assert rosa.post(door("tick", program.pk), {"key": "stop"}).status_code == 302
    with pytest.raises(Problem, match="already"):
        actions.tick_ready(program, "stop", on=MONDAY, by=cast.rosa)
    page = rosa.get(door("readiness", program.pk)).text
    assert "Ticked by Rosa Alvarez on November 9, 2026." in page
    tick = program.ticks.get()
    assert client_for(cast.tess).get(door("readiness", program.pk)).status_code == 200
    assert client_for(cast.tess).post(door("untick", tick.pk)).status_code == 403
    assert rosa.post(door("untick", tick.pk)).status_code == 302
    tick.refresh_from_db()
    assert (tick.by_name, tick.taken_back_at is not None) == ("Rosa Alvarez", True)
    assert rosa.post(door("untick", tick.pk)).status_code == 404


# ------------------------------------------------------------------ the thirty questions


def test_there_are_nine_six_and_fifteen_and_what_tells_them_exists():
    assert [len(items) for _name, items in fidelity.parts()] == [9, 6, 15]
    assert set(fidelity.TOLD) <= fidelity.known_items()
    assert set(fidelity.TOLD.values()) <= set(SIGNS)


def test_yes_of_all_for_each_part_and_together():
    answers = dict.fromkeys(sorted(fidelity.known_items()), "yes") | {"s1": "no", "i3": "no"}
    del answers["w2"]  # what nobody could say counts as not yet
    assert [(one.yes, one.of) for one in fidelity.scores(answers)] == [(8, 9), (5, 6), (14, 15)]
    whole = fidelity.overall(answers)
    assert (whole.yes, whole.of, whole.pct) == (27, 30, 90)
    assert fidelity.overall({}).pct == 0


def test_a_look_is_kept_for_the_term_and_the_next_beside_it(cast, program, client_for):
    seat_team(cast, program)
    rosa, url = client_for(cast.rosa), door("program_fidelity", program.pk)
    page = rosa.get(url).text
    assert "The data say: Rosa Alvarez coordinates, Ines Carvalho is deputy." in page
    assert 'name="item_s6" value="yes" checked' in page
    assert 'name="item_s1" value="yes" checked' not in page
    assert "Answer at least one question." in rosa.post(url, {}).text
    assert rosa.post(url, {"item_s5": "yes", "item_s1": "yes", "item_s6": "no", "item_x": "yes"}).status_code == 302  # fmt: skip
    first = program.reviews.get()
    assert first.answers == {"s5": "yes", "s1": "yes", "s6": "no"}
    assert first.told == ["s5"]
    page = rosa.get(url).text
    assert 'name="item_s6" value="no" checked' in page  # a person's answer stands before the data's
    assert "2 of 9" in page
    rosa.post(url, {"item_s5": "no"})
    assert program.reviews.count() == 2
    assert fidelity.newest_review(program).answers == {"s5": "no"}
    tess = client_for(cast.tess)
    assert "Keep these answers" not in tess.get(url).text
    assert tess.post(url, {"item_s1": "yes"}).status_code == 403


def test_between_terms_nobody_looks(cast, program, client_for):
    Term.objects.filter(year__school=cast.school).update(
        starts_on=MONDAY + timedelta(7), ends_on=MONDAY + timedelta(70)
    )
    with pytest.raises(Problem, match="No term runs today"):
        actions.keep_review(program, {"s1": "yes"}, by=cast.rosa)
    assert "No term runs today." in client_for(cast.rosa).get(door("program_fidelity", program.pk)).text  # fmt: skip
