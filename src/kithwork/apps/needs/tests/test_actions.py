from datetime import date

import pytest

from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import Refused
from kithwork.apps.needs import actions, policies
from kithwork.apps.needs.models import DoNotPair, PreferenceCard, SupportNeed, Wish
from kithwork.apps.people.models import Access, Enrolment
from kithwork.apps.schools.models import SchoolYear
from kithwork.apps.trail.models import TrailEntry
from tests.cast import CANARIES, MONDAY, YEAR, make_student

NEED = {"place": "lunch", "role": "buddy", "times_a_week": 2}


def last_line():
    return TrailEntry.objects.latest("pk")


def test_adding_a_need_leaves_a_line_without_its_words(cast):
    need = actions.add_need(
        cast.ada, place="class", section_id=cast.art.pk, role="tutor", times_a_week=3,
        brings=CANARIES["need"], by=cast.rosa,
    )  # fmt: skip

    assert (need.place, need.section, need.times_a_week) == ("class", cast.art, 3)
    line = last_line()
    assert (line.verb, line.by_id, line.subject_id) == (
        "need.add",
        cast.rosa.user_id,
        str(need.pk),
    )
    assert line.detail == {"student": cast.ada.pk}


@pytest.mark.parametrize("person", ["tomas", "ines", "pia", "tess", "sven", "marta", "zed", "sys"])
def test_nobody_else_writes_needs_wishes_cards_or_notes(cast, person):
    by = getattr(cast, person)
    wish = Wish.objects.filter(student=cast.ada).first()
    kept = DoNotPair.objects.get()
    tries = [
        lambda: actions.add_need(cast.malik, **NEED, by=by),
        lambda: actions.change_need(cast.ada_art, times_a_week=1, by=by),
        lambda: actions.close_need(cast.ada_art, by=by),
        lambda: actions.reopen_need(cast.ada_art, by=by),
        lambda: actions.set_wish(cast.ada, cast.ben, kind="would_like", by=by),
        lambda: actions.remove_wish(wish, by=by),
        lambda: actions.set_preference_card(cast.ada, help_i_like="x", by=by),
        lambda: actions.keep_apart(cast.ada, cast.ben, reason="x", by=by),
        lambda: actions.end_do_not_pair(kept, by=by),
        lambda: actions.resume_do_not_pair(kept, by=by),
        lambda: actions.join_teams([cast.ada], by=by),
        lambda: actions.note_reading([cast.malik], by=by),
    ]
    lines = TrailEntry.objects.count()
    for attempt in tries:
        with pytest.raises(Refused):
            attempt()
    assert TrailEntry.objects.count() == lines


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"place": "class", "section_id": None}, "class"),
        ({"times_a_week": 0}, "from 1 to 20"),
        ({"times_a_week": 21}, "from 1 to 20"),
        ({"min_peers": 3, "max_peers": 2}, "1 to 6"),
        ({"min_peers": 2, "max_peers": 2, "team_max": 1}, "fewer"),
        ({"minutes": 4}, "from 5 to 180"),
        ({"role": "boss"}, "boss"),
        ({"starts_on": date(2026, 12, 1), "ends_on": date(2026, 11, 1)}, "before the first"),
    ],
)
def test_numbers_that_cannot_be_are_a_problem_and_nothing_is_kept(cast, fields, sentence):
    with pytest.raises(Problem, match=sentence):
        actions.add_need(cast.ada, **(NEED | fields), by=cast.rosa)
    assert SupportNeed.objects.count() == 3


def test_a_class_the_student_is_not_in_is_a_problem(cast):
    Enrolment.objects.filter(student=cast.ada, section=cast.science).update(ends_on=YEAR[0])

    with pytest.raises(Problem, match="Ada is not in Science now"):
        actions.add_need(
            cast.ada, place="class", section_id=cast.science.pk, role="tutor", times_a_week=1,
            by=cast.rosa,
        )  # fmt: skip


def test_a_field_nobody_knows_is_a_slip_of_ours(cast):
    for attempt in (
        lambda: actions.add_need(cast.ada, colour="red", by=cast.rosa),
        lambda: actions.set_preference_card(cast.ada, colour="red", by=cast.rosa),
    ):
        with pytest.raises(TypeError, match="colour"):
            attempt()


def test_changing_names_the_fields_and_never_the_words(cast):
    actions.change_need(cast.ada_art, times_a_week=2, brings="A new joke", by=cast.rosa)

    cast.ada_art.refresh_from_db()
    assert (cast.ada_art.times_a_week, cast.ada_art.brings) == (2, "A new joke")
    assert last_line().detail == {"student": cast.ada.pk, "fields": ["brings", "times_a_week"]}


def test_closing_keeps_the_need_and_can_be_taken_back(cast):
    actions.close_need(cast.ada_art, by=cast.rosa)
    cast.ada_art.refresh_from_db()
    assert cast.ada_art.closed_on == MONDAY
    with pytest.raises(Problem, match="closed"):
        actions.change_need(cast.ada_art, times_a_week=1, by=cast.rosa)

    actions.reopen_need(cast.ada_art, by=cast.rosa)
    cast.ada_art.refresh_from_db()
    assert cast.ada_art.closed_on is None


def test_a_wish_said_anew_replaces_the_old_one(cast):
    actions.set_wish(
        cast.ada, cast.ben, kind="rather_not", how_asked="device", asked_on=MONDAY, by=cast.rosa
    )

    wish = Wish.objects.get(student=cast.ada, other=cast.ben)
    assert (wish.kind, wish.how_asked, wish.asked_on) == ("rather_not", "device", MONDAY)
    assert last_line().detail == {"student": cast.ada.pk}


def test_a_wish_needs_somebody_else_of_this_school(cast):
    gone = make_student(cast.school, "Gone", closed_on=YEAR[0])
    for other in (cast.ada, cast.elsewhere, gone):
        with pytest.raises(Problem):
            actions.set_wish(cast.ada, other, kind="would_like", by=cast.rosa)
    with pytest.raises(Problem, match="rather not"):
        actions.set_wish(cast.ada, cast.sora, kind="hates", by=cast.rosa)


def test_a_wish_taken_back_is_gone(cast):
    wish = Wish.objects.get(student=cast.ada, other=cast.lena)
    actions.remove_wish(wish, by=cast.rosa)

    assert not Wish.objects.filter(other=cast.lena).exists()
    assert (last_line().verb, last_line().subject_id) == ("wish.remove", str(cast.ada.pk))


def test_a_card_is_made_or_changed_field_by_field(cast):
    actions.set_preference_card(
        cast.malik, how_asked="observed", best_times="Mornings", by=cast.rosa
    )
    actions.set_preference_card(cast.malik, best_times="After lunch", by=cast.rosa)

    card = PreferenceCard.objects.get(student=cast.malik)
    assert (card.how_asked, card.best_times) == ("observed", "After lunch")
    assert last_line().detail == {"student": cast.malik.pk, "fields": ["best_times"]}


def test_two_students_are_kept_apart_once_until_somebody_ends_it(cast):
    kept = actions.keep_apart(cast.lena, cast.ada, reason=" They argued. ", by=cast.rosa)
    assert kept.first_id < kept.second_id
    assert (kept.reason, kept.since, kept.by_id) == ("They argued.", MONDAY, cast.rosa.user_id)
    assert "argued" not in str(last_line().detail)
    with pytest.raises(Problem, match="already"):
        actions.keep_apart(cast.ada, cast.lena, reason="Again", by=cast.rosa)

    actions.end_do_not_pair(kept, by=cast.rosa)
    newer = actions.keep_apart(cast.ada, cast.lena, reason="Again", by=cast.rosa)
    with pytest.raises(Problem, match="already"):
        actions.resume_do_not_pair(kept, by=cast.rosa)
    actions.end_do_not_pair(newer, by=cast.rosa)
    assert actions.resume_do_not_pair(kept, by=cast.rosa).ended_on is None


def test_a_note_needs_a_reason_and_somebody_of_this_school(cast):
    with pytest.raises(Problem, match="Say why"):
        actions.keep_apart(cast.ada, cast.ben, reason="  ", by=cast.rosa)
    for other in (cast.ada, cast.elsewhere):
        with pytest.raises(Problem, match="another student"):
            actions.keep_apart(cast.ada, other, reason="x", by=cast.rosa)


def test_the_coordinator_joins_many_teams_with_one_line(cast):
    actions.join_teams([cast.ada, cast.ben, cast.sora], by=cast.rosa)

    rows = Access.objects.filter(user_id=cast.rosa.user_id, student__in=[cast.ben, cast.sora])
    assert {(row.depth, row.until_on, row.reason) for row in rows} == {
        (4, YEAR[1], "You are on Ben's team."),
        (4, YEAR[1], "You are on Sora's team."),
    }
    assert Access.objects.filter(user_id=cast.rosa.user_id, student=cast.ada).count() == 1
    assert last_line().verb == "team.join"
    assert last_line().detail == {"students": [cast.ben.pk, cast.sora.pk]}
    assert policies.may_change_needs(cast.rosa, cast.sora)


def test_joining_again_opens_nothing_twice(cast):
    assert actions.join_teams([cast.ada], by=cast.rosa) == []
    assert Access.objects.filter(user_id=cast.rosa.user_id, student=cast.ada).count() == 1


def test_without_a_school_year_nobody_joins(cast):
    SchoolYear.objects.filter(school=cast.school).update(
        starts_on=date(2020, 8, 1), ends_on=date(2021, 6, 1)
    )
    with pytest.raises(Problem, match="school year"):
        actions.join_teams([cast.ben], by=cast.rosa)


def test_reading_plans_is_on_the_trail(cast):
    actions.note_reading([cast.ada], by=cast.tomas)
    assert (last_line().verb, last_line().subject_id) == ("plan.read", str(cast.ada.pk))

    actions.note_reading([cast.ada, cast.malik], by=cast.rosa)
    assert last_line().detail == {"students": [cast.ada.pk, cast.malik.pk]}
