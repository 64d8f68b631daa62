"""What holds in a course: one placement at a time, days an adult approves, journals nobody else reads, marks by hand."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine

from kithwork.apps.courses import actions, policies, queries
from kithwork.apps.courses.models import Entry, Feedback, Mark, PlacementDay
from kithwork.apps.courses.syllabus import mix, unit_keys, words
from kithwork.apps.courses.tests.conftest import BEGAN, ENDS
from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import Refused
from kithwork.apps.people.access_check import differences
from kithwork.apps.people.policies import depth_of
from kithwork.apps.reflections import actions as reflections
from kithwork.apps.reflections.queries import asked_now
from tests.cast import MONDAY, give_permission, make_student

pytestmark = pytest.mark.django_db


def wrote(cast, ben, week=MONDAY, text="We built a bridge."):
    frame = actions.EntryFrame(week, text, ("made",), 3)
    return actions.write_entry(ben, frame, by=cast.ben_viewer)


def test_the_syllabus_is_whole_in_both_languages():
    english, spanish = words("en"), words("es")
    assert len(unit_keys()) == 18
    assert sum(one.pct for one in mix()) == 100
    for name in ("parts", "settings", "units", "own"):
        assert getattr(english, name).keys() == getattr(spanish, name).keys()
    assert english.journal.did.keys() == spanish.journal.did.keys()


def test_a_cohort_has_its_units_and_the_inventory_three_times(cast, cohort):
    assert cohort.units.count() == 18
    assert cohort.units.first().on == BEGAN
    assert cohort.units.last().on <= ENDS
    waves = list(cohort.survey.waves.all())
    assert [one.kind for one in waves] == ["start", "middle", "end"]
    assert cohort.survey.questionnaire == "collaboration_skills"
    assert {one.student_id for one in cohort.survey.asked.all()} == {cast.ben.pk, cast.sora.pk}
    with time_machine.travel(f"{waves[1].opens_on}T15:00:00+00:00", tick=False):
        assert [one.of for one in asked_now(cast.ben_viewer)] == [23]


def test_the_teacher_follows_progress_and_the_access_rows_say_so(cast, cohort, ben):
    assert depth_of(cast.ines, cast.ben).name == "PROGRESS"
    assert [one for one in differences(cast.school) if "courses" in one] == []
    actions.leave_course(ben, by=cast.rosa)
    assert depth_of(cast.ines, cast.ben).name == "PARTICIPATION"
    assert [one for one in differences(cast.school) if "courses" in one] == []
    assert policies.own_member(cast.ben_viewer) is None
    actions.add_members(cohort, [cast.ben], by=cast.rosa)
    assert depth_of(cast.ines, cast.ben).name == "PROGRESS"
    actions.end_cohort(cohort, by=cast.rosa)
    assert depth_of(cast.ines, cast.ben).name == "PARTICIPATION"


def test_who_may_start_and_who_may_teach(cast, cohort, ben):
    frame = actions.CohortFrame("Again", cast.ines_staff, BEGAN, ENDS)
    for other in (cast.ines, cast.pia, cast.ben_viewer):
        with pytest.raises(Refused):
            actions.start_cohort(frame, by=other)
    for other in (cast.tomas, cast.pia, cast.zed, cast.ben_viewer):
        assert not policies.may_teach(other, cohort)
    short = actions.CohortFrame("Short", cast.ines_staff, BEGAN, BEGAN + timedelta(weeks=2))
    with pytest.raises(Problem):
        actions.start_cohort(short, by=cast.rosa)
    with pytest.raises(Problem):
        actions.add_members(cohort, [cast.elsewhere], by=cast.rosa)


def test_a_placement_takes_nine_weeks_and_there_is_one_at_a_time(cast, placed, ben):
    assert placed.ends_on == placed.starts_on + timedelta(weeks=9) - timedelta(days=1)
    again = actions.PlacementFrame("lunch", cast.tomas_staff, MONDAY, ("Lunch",))
    with pytest.raises(Problem, match="One placement at a time"):
        actions.place(ben, again, by=cast.ines)
    with pytest.raises(Problem, match="why it ends"):
        actions.end_placement(placed, " ", by=cast.ines)
    actions.end_placement(placed, "The class moved.", by=cast.ines)
    with pytest.raises(Problem):
        actions.place(ben, again, by=cast.ines)  # it ran today
    later = actions.PlacementFrame(
        "lunch", cast.tomas_staff, MONDAY + timedelta(days=1), ("Lunch",)
    )
    made = actions.place(ben, later, by=cast.ines)
    assert made.ends_on <= ENDS
    nowhere = actions.PlacementFrame("moon", cast.tomas_staff, ENDS, ("2",))
    with pytest.raises(Problem):
        actions.place(ben, nowhere, by=cast.ines)


def test_hours_are_of_days_an_adult_approved(cast, placed, ben):
    monday = MONDAY - timedelta(weeks=1)
    first = actions.say_day(placed, monday, "2", by=cast.ben_viewer)
    second = actions.say_day(placed, monday + timedelta(days=1), "2", by=cast.ben_viewer)
    third = actions.say_day(placed, monday + timedelta(days=2), "2", by=cast.ben_viewer)
    assert queries.portfolio(cast.ben_viewer, ben, words(), "en").hours == 0
    actions.approve_day(first, by=cast.tomas)  # the adult who is there
    actions.approve_day(second, by=cast.ines)  # the teacher
    actions.refuse_day(third, by=cast.tomas)
    page = queries.portfolio(cast.ben_viewer, ben, words(), "en")
    assert page.hours == round(100 / 60, 1)
    assert [one.days for one in page.placements] == [2]
    with pytest.raises(Problem):
        actions.refuse_day(first, by=cast.tomas)
    with pytest.raises(Refused):
        actions.approve_day(third, by=cast.sven)


@pytest.mark.parametrize(
    ("days", "label"), [(1, "2"), (-2, "2"), (0, "3"), (-21, "2")]
)  # tomorrow, a Saturday, another period, before it began
def test_a_day_that_is_none_of_the_placement_is_refused(cast, placed, days, label):
    with pytest.raises(Problem):
        actions.say_day(placed, MONDAY + timedelta(days=days), label, by=cast.ben_viewer)
    assert PlacementDay.objects.count() == 0


def test_a_day_is_said_once_and_only_by_the_student(cast, placed):
    actions.say_day(placed, MONDAY, "2", by=cast.ben_viewer)
    with pytest.raises(Problem, match="already"):
        actions.say_day(placed, MONDAY, "2", by=cast.ben_viewer)
    with pytest.raises(Refused):
        actions.say_day(placed, MONDAY, "2", by=cast.ines)


def test_an_idea_reaches_the_adult_who_is_there(cast, placed):
    idea = actions.give_idea(placed, "Let pairs read aloud first.", by=cast.ben_viewer)
    (here,) = queries.placements_here(cast.tomas)
    assert [one.words for one in here.ideas] == ["Let pairs read aloud first."]
    with pytest.raises(Refused):
        actions.read_idea(idea, by=cast.sven)
    actions.read_idea(idea, by=cast.tomas)
    page = queries.placement_page(cast.ben_viewer, placed.member, words())
    assert [one.is_read for one in page.ideas] == [True]


def test_a_journal_is_written_answered_and_read(cast, ben):
    first = wrote(cast, ben, text="First try.")
    newest = wrote(cast, ben)
    assert Entry.objects.count() == 2
    actions.give_feedback(first, "You waited. Well seen.", by=cast.ines)
    (week,) = queries.journal_page(cast.ben_viewer, ben, words()).entries
    assert (week.id, week.words) == (newest.pk, "We built a bridge.")
    assert [one.words for one in week.feedback] == ["You waited. Well seen."]
    assert queries.mine_page(cast.ben_viewer, words()).unread == 1
    actions.read_feedback(Feedback.objects.get(), by=cast.ben_viewer)
    assert queries.mine_page(cast.ben_viewer, words()).unread == 0


def test_a_week_in_pictures_or_by_a_scribe_counts_the_same(cast, ben):
    pictures = actions.write_entry(
        ben, actions.EntryFrame(MONDAY, did=("talked",)), by=cast.ben_viewer
    )
    assert pictures.mode == "pictures"
    said = actions.write_entry_for(ben, actions.EntryFrame(MONDAY, feel=2), "device", by=cast.ines)
    assert (said.mode, said.by_id) == ("device", cast.ines.user_id)
    with pytest.raises(Problem):
        actions.write_entry(ben, actions.EntryFrame(MONDAY), by=cast.ben_viewer)
    with pytest.raises(Problem):
        wrote(cast, ben, week=MONDAY + timedelta(weeks=1))
    with pytest.raises(Problem):
        actions.write_entry_for(ben, actions.EntryFrame(MONDAY, "x"), "typed", by=cast.ines)


def test_nobody_else_reads_a_journal(cast, ben):
    entry = wrote(cast, ben)
    assert list(policies.visible_entries(cast.ben_viewer)) == [entry]
    assert list(policies.visible_entries(cast.ines)) == [entry]
    for other in (cast.ada_viewer, cast.pia, cast.tomas, cast.marta, cast.zed):
        assert list(policies.visible_entries(other)) == []
    with pytest.raises(Refused):
        actions.give_feedback(entry, "Hello", by=cast.pia)
    assert queries.member_page(cast.pia, ben).entries == ()


def test_a_portfolio_shows_chosen_pages_and_own_growth_and_nobody_else(cast, placed, ben):
    entry = wrote(cast, ben)
    hidden = wrote(cast, ben, week=MONDAY - timedelta(weeks=1), text="A secret week.")
    actions.choose_entry(entry, by=cast.ben_viewer)
    wave = ben.cohort.survey.waves.get(kind="middle")
    with time_machine.travel(f"{wave.opens_on}T15:00:00+00:00", tick=False):
        reflections.answer_item(wave, "invites", "usually", by=cast.ben_viewer)
        page = queries.portfolio(cast.ben_viewer, ben, words(), "en")
    assert [one.id for one in page.entries] == [entry.pk]
    assert [one.id for one in page.others] == [hidden.pk]
    assert page.growth[0].said == (("middle", "Usually"),)
    actions.take_entry_out(entry, by=cast.ben_viewer)
    assert queries.portfolio(cast.ben_viewer, ben, words(), "en").entries == ()
    with pytest.raises(Refused):
        actions.choose_entry(entry, by=cast.ines)


def test_marks_are_given_by_hand_and_never_reckoned_from_the_inventory(cast, ben):
    for part in ("placement", "journals", "seminar", "project"):
        actions.give_mark(ben, part, 80, by=cast.ines)
    assert queries.member_page(cast.ines, ben).grade is None
    actions.give_mark(ben, "reflection", 100, by=cast.ines)
    assert queries.member_page(cast.ines, ben).grade == 82.0
    wave = ben.cohort.survey.waves.get(kind="middle")
    with time_machine.travel(f"{wave.opens_on}T15:00:00+00:00", tick=False):
        reflections.rate(wave, cast.ben, {"invites": "rarely"}, by=cast.ines)
    assert queries.member_page(cast.ines, ben).grade == 82.0
    actions.give_mark(ben, "placement", 90, by=cast.ines)
    assert Mark.objects.filter(part="placement").count() == 2
    assert queries.member_page(cast.ines, ben).grade == 86.0
    with pytest.raises(Problem):
        actions.give_mark(ben, "kindness", 90, by=cast.ines)
    with pytest.raises(Refused):
        actions.give_mark(ben, "project", 90, by=cast.tomas)


def test_the_mix_is_the_schools_and_makes_a_hundred(cast, cohort):
    shares = {"placement": 50, "journals": 20, "seminar": 10, "project": 10, "reflection": 10}
    actions.set_mix(cohort, shares, by=cast.ines)
    assert cohort.mix == shares
    with pytest.raises(Problem, match="make 90"):
        actions.set_mix(cohort, {**shares, "placement": 40}, by=cast.ines)
    with pytest.raises(Problem):
        actions.set_mix(cohort, {"placement": 100}, by=cast.ines)


def test_units_checks_and_seminars(cast, cohort, ben):
    unit = cohort.units.first()
    actions.set_unit(unit, MONDAY, True, by=cast.ines)
    assert unit.done_on == MONDAY
    actions.check_unit(ben, unit, True, by=cast.ines)
    actions.check_unit(ben, unit, False, by=cast.ines)
    assert queries.portfolio(cast.ben_viewer, ben, words(), "en").units == ()
    actions.check_unit(ben, unit, True, by=cast.ines)
    assert queries.portfolio(cast.ben_viewer, ben, words("es"), "es").units == (
        "Qué es este curso",
    )
    seminar = actions.plan_seminar(cohort, MONDAY, "Waiting", by=cast.ines)
    actions.write_down_who_came(seminar, {ben.pk: True}, by=cast.ines)
    page = queries.member_page(cast.ines, ben)
    assert (page.came, page.seminars) == (1, 1)
    with pytest.raises(Problem):
        actions.write_down_who_came(seminar, {ben.pk + 999: True}, by=cast.ines)
    with pytest.raises(Problem):
        actions.plan_seminar(cohort, ENDS + timedelta(days=1), "", by=cast.ines)


def test_a_quiet_placement_log_is_told(cast, placed, cohort):
    quiet = {row.member.pk: row.is_quiet for row in queries.cohort_page(cast.ines, cohort).rows}
    assert quiet[placed.member_id]
    actions.say_day(placed, MONDAY, "2", by=cast.ben_viewer)
    assert queries.cohort_page(cast.ines, cohort).quiet == 0


def test_a_student_without_permission_is_in_the_course_and_not_asked(cast, cohort):
    noor = make_student(cast.school, "Noor", "Said")
    actions.add_members(cohort, [noor], by=cast.rosa)
    page = reflections_page(cast, cohort)
    assert page.without_permission == 1
    give_permission([noor], "survey")
    assert reflections_page(cast, cohort).without_permission == 0


def reflections_page(cast, cohort):
    from kithwork.apps.reflections.queries import survey_page

    return survey_page(cast.ines, cohort.survey)


def test_journals_are_erased_when_the_year_is_over(cast, placed, ben):
    entry = wrote(cast, ben)
    feedback = actions.give_feedback(entry, "Well seen.", by=cast.ines)
    idea = actions.give_idea(placed, "Read aloud.", by=cast.ben_viewer)
    actions.forget_journals()
    entry.refresh_from_db()
    assert entry.words
    with time_machine.travel("2027-06-20T15:00:00+00:00", tick=False):
        actions.forget_journals()
        actions.forget_journals()
    for row in (entry, feedback, idea):
        row.refresh_from_db()
        assert row.words == ""
        assert row.erased_at is not None
    assert (entry.did, entry.feel) == ([], None)
