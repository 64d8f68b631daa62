"""A run begins, meets on real dates, follows the calendar, pauses, goes on and ends."""

from datetime import date, timedelta

import pytest
import time_machine

from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import Refused
from kithwork.apps.foundation.viewer import Depth
from kithwork.apps.people.access_check import differences
from kithwork.apps.people.actions import close_student, reopen_student
from kithwork.apps.people.models import Access, Enrolment
from kithwork.apps.people.policies import visible_students
from kithwork.apps.runs import actions
from kithwork.apps.runs.actions import Choices, Frame
from kithwork.apps.runs.models import Participant, Phase, Run, Session, SessionLog
from kithwork.apps.runs.queries.practice import chosen, playbook_here, playbook_of
from kithwork.apps.runs.readiness import readiness_of
from kithwork.apps.schools.actions import change_days
from kithwork.apps.schools.actions.calendar import DayEdit
from kithwork.apps.schools.models import SchoolYear
from kithwork.apps.trail.models import TrailEntry
from kithwork.playbooks import shipped
from tests.cast import MONDAY, make_student

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday_morning")]


def planned(run):
    return list(
        Session.objects.filter(run=run, status="planned").order_by("on").values_list("on", "label")
    )


def keys(run):
    return {piece.key for piece in readiness_of(run).missing}


# ------------------------------------------------------------------ beginning


def test_a_class_comes_with_all_its_students_and_the_text_of_today(cast, cwpt, frame):
    run = actions.start_run(cwpt, frame=frame, section=cast.art, by=cast.rosa)

    assert run.status == Run.Status.DRAFT
    assert run.playbook.text == cwpt.text
    assert playbook_of(run) == cwpt
    people = {row.student for row in run.participants.all()}
    assert people == {cast.ada, cast.malik, cast.ben, cast.sora, cast.lena}
    assert not any(row.role for row in run.participants.all())  # everybody holds every role in turn
    assert TrailEntry.objects.filter(verb="run.start").get().subject_id == str(run.pk)


def test_a_second_run_keeps_the_same_copy(cast, cwpt, frame):
    first = actions.start_run(cwpt, frame=frame, section=cast.art, by=cast.rosa)
    second = actions.start_run(cwpt, frame=frame, section=cast.science, by=cast.rosa)
    assert first.playbook_id == second.playbook_id


def test_a_class_practice_needs_a_class_and_one_for_a_student_needs_a_student(
    cast, cwpt, network, frame
):
    with pytest.raises(Problem, match="class"):
        actions.start_run(cwpt, frame=frame, by=cast.rosa)
    with pytest.raises(Problem, match="student"):
        actions.start_run(network, frame=frame, by=cast.rosa)
    assert not Run.objects.exists()


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        (MONDAY, MONDAY - timedelta(days=1), "before"),
        (MONDAY, date(2027, 8, 1), "school year"),
        (date(2026, 7, 1), MONDAY, "school year"),
    ],
)
def test_days_must_lie_in_the_school_year(cast, cwpt, first, last, said):
    with pytest.raises(Problem, match=said):
        actions.start_run(cwpt, frame=Frame("Late", first, last), section=cast.art, by=cast.rosa)


def test_others_do_not_start_one(cast, cwpt, frame):
    for person in ("tomas", "pia", "sven", "tess", "ben_viewer", "marta", "zed"):
        with pytest.raises(Refused):
            actions.start_run(cwpt, frame=frame, section=cast.art, by=getattr(cast, person))


def test_a_teacher_starts_with_a_class_of_their_own_and_leads_it_or_leaves_it_open(
    cast, cwpt, network, frame
):
    run = actions.start_run(cwpt, frame=frame, section=cast.art, by=cast.ines)
    assert run.facilitator == cast.ines_staff
    led_by_tomas = Frame("Spelling", MONDAY, MONDAY + timedelta(days=4), cast.tomas_staff)
    with pytest.raises(Refused, match="yourself"):
        actions.start_run(cwpt, frame=led_by_tomas, section=cast.art, by=cast.ines)
    with pytest.raises(Refused, match="coordinator"):
        actions.start_run(network, frame=frame, focus_student=cast.ada, by=cast.ines)
    with pytest.raises(Refused, match="yourself"):
        actions.change_run(run, frame=led_by_tomas, by=cast.ines)
    assert actions.change_run(run, frame=led_by_tomas, by=cast.rosa).facilitator == cast.tomas_staff


# ------------------------------------------------------------------ readiness


def test_each_missing_piece_is_named_and_mended(cast, cwpt, words):
    bare = Frame("Spelling", MONDAY, MONDAY + timedelta(days=25))
    run = actions.start_run(cwpt, frame=bare, section=cast.art, by=cast.rosa)
    assert keys(run) == {"leader", "times", "variant", "safety"}
    with pytest.raises(Problem, match="Name the adult") as told:
        actions.activate_run(run, by=cast.rosa)
    assert "periods" in str(told.value)

    full = Frame("Spelling", MONDAY, MONDAY + timedelta(days=25), cast.ines_staff)
    run = actions.change_run(run, frame=full, by=cast.rosa)
    assert "leader" not in keys(run)
    run = actions.set_times(run, times=[("1", [])], by=cast.rosa)
    assert "times" not in keys(run)
    run = actions.choose(run, choices=Choices(variant="spelling"), by=cast.rosa)
    assert keys(run) == {"content", "safety"}
    run = actions.choose(run, choices=Choices(variant="spelling", contents=words), by=cast.rosa)
    assert keys(run) == {"safety"}
    run = actions.read_safety_note(run, by=cast.ines)
    assert readiness_of(run).is_ready
    assert run.safety_read_by_id == cast.ines.user_id


def test_paper_takes_the_place_of_a_list_and_an_empty_list_does_not(cast, ready, words):
    words.items.all().delete()
    assert keys(Run.objects.get(pk=ready.pk)) == {"content"}
    run = actions.choose(ready, choices=Choices(variant="spelling", on_paper=True), by=cast.rosa)
    assert readiness_of(run).is_ready


def test_times_that_the_calendar_does_not_have_are_named(cast, ready):
    run = actions.set_times(ready, times=[("9", [])], by=cast.rosa)
    (piece,) = readiness_of(run).missing
    assert piece.key == "times"
    assert "calendar" in piece.sentence


def test_a_practice_for_one_student_asks_for_people_roles_place_and_its_written_plan(cast, network):
    frame = Frame("Lunch group", MONDAY, MONDAY + timedelta(days=25), cast.tomas_staff)
    run = actions.start_run(network, frame=frame, focus_student=cast.ada, by=cast.rosa)
    assert keys(run) == {"times", "people", "roles", "place", "form_written_plan", "safety"}

    actions.add_participants(run, [cast.ben], role="listener", by=cast.rosa)
    actions.change_role(run.participants.get(student=cast.ada), role="teller", by=cast.rosa)
    assert keys(run) == {"times", "place", "form_written_plan", "safety"}

    run = actions.choose(run, choices=Choices(place="special_ed_room"), by=cast.rosa)
    assert "inclusive" in keys(run)
    step = Choices(
        place="special_ed_room",
        next_inclusive_step="Lunch with the whole grade",
        next_inclusive_on=MONDAY + timedelta(days=14),
    )
    run = actions.choose(run, choices=step, by=cast.rosa)
    assert keys(run) == {"times", "form_written_plan", "safety"}
    run = actions.choose(run, choices=Choices(place="lunch"), by=cast.rosa)
    assert "inclusive" not in keys(run)


def test_the_written_plan_needs_what_the_student_brings_and_no_cell_left_to_chance(cast, network):
    frame = Frame("Lunch group", MONDAY, MONDAY + timedelta(days=25), cast.tomas_staff)
    run = actions.start_run(network, frame=frame, focus_student=cast.ada, by=cast.rosa)

    def said():
        return next(p.sentence for p in readiness_of(run).pieces if p.key == "form_written_plan")

    write = {"form": "written_plan", "by": cast.rosa}
    actions.write_form(
        run, answers={"grid": [["Arrival", "greet", ""]]}, team_answers={"goals": "Talk"}, **write
    )
    assert "What the student brings" in said()
    assert "Arrival: What adults do" in said()
    assert "Goals" not in said()
    actions.write_form(
        run,
        answers={"gives": "Jokes", "grid": [["Arrival", "greet", "none"]]},
        team_answers={"goals": "Talk"},
        **write,
    )
    assert "form_written_plan" not in keys(run)
    assert run.forms.count() == 2  # the first filling stays


def test_what_is_for_the_team_is_neither_read_nor_blanked_by_others(cast, network):
    frame = Frame("Lunch group", MONDAY, MONDAY + timedelta(days=25), cast.sven_staff)
    run = actions.start_run(network, frame=frame, focus_student=cast.ada, by=cast.rosa)
    actions.write_form(
        run, form="written_plan", answers={}, team_answers={"goals": "Talk"}, by=cast.rosa
    )
    actions.write_form(
        run, form="written_plan", answers={"gives": "Jokes"}, team_answers={}, by=cast.sven
    )
    last = run.forms.last()
    assert (last.answers, last.team_answers) == ({"gives": "Jokes"}, {"goals": "Talk"})


# ------------------------------------------------------------------ choices


def test_only_what_differs_from_the_default_is_kept_and_it_changes_the_practice(cast, ready):
    run = actions.choose(
        ready,
        choices=Choices(
            variant="spelling", on_paper=True, values={"half_minutes": 8, "silent_seconds": 5}
        ),
        by=cast.rosa,
    )
    assert run.choices["values"] == {"half_minutes": 8}
    assert chosen(run).values["half_minutes"] == 8
    assert chosen(run).values["silent_seconds"] == 5
    (session,) = playbook_here(run).sessions  # the version's own
    assert [step.minutes for step in session.steps if step.id.startswith("half")] == [8, 8]


@pytest.mark.parametrize(
    "values", [{"half_minutes": 40}, {"posting": "by_name"}, {"contest": 3}, {"no_such": 1}]
)
def test_values_outside_the_practice_change_nothing(cast, ready, values):
    with pytest.raises(Problem):
        actions.choose(ready, choices=Choices(values=values), by=cast.rosa)
    ready.refresh_from_db()
    assert ready.choices["values"] == {}


def test_a_later_edition_of_the_practice_does_not_touch_a_run(cast, ready, cwpt):
    edited = cwpt.model_copy(update={"name": "Another"})
    edited._text = cwpt.text.replace('name = "Classwide Peer Tutoring"', 'name = "Another"')
    other = actions.start_run(
        edited,
        frame=Frame("New", MONDAY, MONDAY + timedelta(days=4)),
        section=cast.science,
        by=cast.rosa,
    )
    assert playbook_of(Run.objects.get(pk=ready.pk)).name == "Classwide Peer Tutoring"
    assert playbook_of(other).name == "Another"


# ------------------------------------------------------------------ the calendar


def test_sessions_lie_on_the_schools_own_days(cast, ready):
    year = SchoolYear.objects.get(school=cast.school)
    change_days(
        year, MONDAY + timedelta(days=2), MONDAY + timedelta(days=2), DayEdit(False), by=cast.rosa
    )
    run = actions.activate_run(ready, by=cast.rosa)

    assert [on for on, _label in planned(run)] == [
        MONDAY + timedelta(days=days) for days in (0, 7, 9, 14, 16, 21, 23)
    ]
    assert {label for _on, label in planned(run)} == {"1"}
    assert Session.objects.filter(run=run, section=cast.art).count() == 7


def test_a_snow_day_takes_a_session_away_and_taking_it_back_brings_it_back(cast, ready):
    run = actions.activate_run(ready, by=cast.rosa)
    year, wednesday = SchoolYear.objects.get(school=cast.school), MONDAY + timedelta(days=2)
    change_days(year, wednesday, wednesday, DayEdit(False, note="Snow"), by=cast.pia)
    assert wednesday not in {on for on, _ in planned(run)}
    change_days(year, wednesday, wednesday, DayEdit(True), by=cast.pia)
    assert wednesday in {on for on, _ in planned(run)}
    assert Session.objects.filter(run=run, on=wednesday).count() == 2  # the cancelled one is kept


def test_a_run_that_began_before_it_was_entered_is_logged_afterwards(cast, ready):
    earlier = Frame("Spelling", MONDAY - timedelta(days=7), ready.ends_on, ready.facilitator)
    run = actions.change_run(ready, frame=earlier, by=cast.rosa)
    run = actions.activate_run(run, by=cast.rosa)
    assert planned(run)[0] == (MONDAY - timedelta(days=7), "1")
    actions.set_times(run, times=[("2", [])], by=cast.rosa)  # what is over stays as it was
    assert planned(run)[0] == (MONDAY - timedelta(days=7), "1")


def test_what_is_recorded_stays_whatever_the_calendar_says(cast, ready):
    run = actions.activate_run(ready, by=cast.rosa)
    session = Session.objects.get(run=run, on=MONDAY)
    SessionLog.objects.create(session=session, letter="0" * 32, was_held=True)
    actions.set_times(run, times=[("2", [])], by=cast.rosa)
    session.refresh_from_db()
    assert session.status == "planned"
    assert (MONDAY, "2") in planned(run)


def test_another_last_day_moves_the_end(cast, ready):
    run = actions.activate_run(ready, by=cast.rosa)
    shorter = Frame(run.name, run.starts_on, MONDAY + timedelta(days=4), run.facilitator)
    actions.change_run(run, frame=shorter, by=cast.ines)
    assert [on for on, _ in planned(run)] == [MONDAY, MONDAY + timedelta(days=2)]


# ------------------------------------------------------------------ course


def test_pausing_stops_coming_sessions_and_going_on_lays_them_again(cast, ready):
    run = actions.activate_run(ready, by=cast.rosa)
    count = len(planned(run))
    with pytest.raises(Problem, match="why"):
        actions.pause_run(run, reason=" ", by=cast.ines)
    run = actions.pause_run(run, reason="School trip", by=cast.ines)
    assert planned(run) == []
    assert (run.status, run.pause_reason) == ("paused", "School trip")
    with time_machine.travel("2026-11-17T14:30:00+00:00", tick=False):
        run = actions.resume_run(run, by=cast.ines)
        assert run.pause_reason == ""
        assert 0 < len(planned(run)) < count


def test_closing_keeps_everything_and_closes_the_way_in(cast, ready):
    run = actions.activate_run(ready, by=cast.rosa)
    held = Session.objects.get(run=run, on=MONDAY)
    Session.objects.filter(pk=held.pk).update(status="held")
    with pytest.raises(Problem, match="why"):
        actions.close_run(run, reason="", by=cast.rosa)
    run = actions.close_run(run, reason="The unit is over", by=cast.rosa)
    assert planned(run) == []
    held.refresh_from_db()
    assert held.status == "held"
    assert run.phases.last().kind == Phase.Kind.CLOSED
    assert not Access.objects.filter(because=f"runs.run:{run.pk}", closed_at=None).exists()
    for again in (actions.activate_run, actions.resume_run):
        with pytest.raises(Problem):
            again(run, by=cast.rosa)
    with pytest.raises(Problem, match="over"):
        actions.set_times(run, times=[], by=cast.rosa)


def test_a_level_changes_with_a_reason_and_both_lines_stay(cast, ready):
    run = actions.activate_run(ready, by=cast.rosa)
    with pytest.raises(Problem, match="why"):
        actions.set_phase(
            run, kind=Phase.Kind.FADE, adult_level=2, starts_on=MONDAY, reason="", by=cast.ines
        )
    actions.set_phase(
        run,
        kind=Phase.Kind.INTERVENTION,
        adult_level=2,
        starts_on=MONDAY + timedelta(days=7),
        reason="Pairs work by themselves",
        by=cast.ines,
    )
    assert [(row.kind, row.adult_level) for row in run.phases.all()] == [
        ("training", 5),
        ("intervention", 2),
    ]
    run.refresh_from_db()
    assert run.adult_level == 2
    with pytest.raises(Problem, match="day of this run"):
        actions.set_phase(
            run,
            kind=Phase.Kind.FADE,
            adult_level=1,
            starts_on=date(2027, 3, 1),
            reason="x",
            by=cast.ines,
        )


def test_who_may_not_change_it_changes_nothing(cast, ready):
    for person in ("pia", "sven", "tess", "ada_viewer", "marta", "zed", "tomas"):
        refused_everything(ready, getattr(cast, person), cast.sora)


def refused_everything(ready, by, student):
    frame = Frame("Mine", MONDAY, MONDAY, None)
    someone = ready.participants.first()
    tries = [
        lambda: actions.activate_run(ready, by=by),
        lambda: actions.pause_run(ready, reason="x", by=by),
        lambda: actions.resume_run(ready, by=by),
        lambda: actions.close_run(ready, reason="x", by=by),
        lambda: actions.change_run(ready, frame=frame, by=by),
        lambda: actions.set_times(ready, times=[], by=by),
        lambda: actions.choose(ready, choices=Choices(), by=by),
        lambda: actions.read_safety_note(ready, by=by),
        lambda: actions.write_form(ready, form="x", answers={}, team_answers={}, by=by),
        lambda: actions.add_participants(ready, [student], by=by),
        lambda: actions.follow_class(ready, by=by),
        lambda: actions.leave_run(someone, by=by),
        lambda: actions.come_back(someone, by=by),
        lambda: actions.change_role(someone, role="tutor", by=by),
        lambda: actions.set_phase(
            ready, kind=Phase.Kind.FADE, adult_level=1, starts_on=MONDAY, reason="x", by=by
        ),
    ]
    for attempt in tries:
        with pytest.raises(Refused):
            attempt()


# ------------------------------------------------------------------ people and access


def open_to(cast, run):
    rows = Access.objects.filter(because=f"runs.run:{run.pk}", closed_at=None)
    return {row.student for row in rows if row.depth == Depth.PROGRESS}


def test_who_leads_sees_progress_of_those_who_take_part_and_only_while_they_do(cast, ready, cwpt):
    lead = Frame("Spelling", MONDAY, MONDAY + timedelta(days=25), cast.tomas_staff)
    run = actions.change_run(ready, frame=lead, by=cast.rosa)
    assert open_to(cast, run) == set()  # a draft opens nothing
    run = actions.activate_run(run, by=cast.rosa)
    assert open_to(cast, run) == {cast.ada, cast.malik, cast.ben, cast.sora, cast.lena}
    seen = visible_students(cast.tomas, depth=Depth.PROGRESS)
    assert cast.lena in seen

    actions.leave_run(run.participants.get(student=cast.lena), by=cast.rosa)
    assert open_to(cast, run) == {cast.ada, cast.malik, cast.ben, cast.sora}
    back = run.participants.get(student=cast.lena)
    actions.come_back(back, by=cast.rosa)
    assert cast.lena in open_to(cast, run)

    close_student(cast.lena, by=cast.rosa)
    assert cast.lena not in open_to(cast, run)
    reopen_student(cast.lena, by=cast.rosa)
    assert cast.lena in open_to(cast, run)

    mine = Frame("Spelling", MONDAY, MONDAY + timedelta(days=25), cast.ines_staff)
    actions.change_run(run, frame=mine, by=cast.rosa)
    assert not Access.objects.filter(
        user_id=cast.tomas.user_id, because__startswith="runs.run", closed_at=None
    )
    assert [line for line in differences(cast.school) if "runs.run" in line] == []


def test_a_teacher_who_begins_a_class_run_opens_it_to_themselves_only(cast, ready):
    run = actions.activate_run(ready, by=cast.ines)
    rows = Access.objects.filter(because=f"runs.run:{run.pk}")
    assert {row.user_id for row in rows} == {cast.ines.user_id}
    assert [line for line in differences(cast.school) if "runs.run" in line] == []


def test_the_class_list_is_followed_when_asked(cast, ready):
    newcomer = make_student(cast.school, "Noor", "Haddad")
    Enrolment.objects.create(section=cast.art, student=newcomer)
    Enrolment.objects.filter(section=cast.art, student=cast.lena).update(
        ends_on=MONDAY - timedelta(days=3)
    )
    run = actions.follow_class(ready, by=cast.ines)
    people = {row.student for row in run.participants.filter(left_on=None)}
    assert people == {cast.ada, cast.malik, cast.ben, cast.sora, newcomer}
    assert Participant.objects.get(run=run, student=cast.lena).left_on == MONDAY


def test_nobody_joins_twice_or_from_outside_the_class_or_against_a_wish(cast, ready, network):
    with pytest.raises(Problem, match="already"):
        actions.add_participants(ready, [cast.ben], by=cast.rosa)
    stranger = make_student(cast.school, "Noor", "Haddad")
    with pytest.raises(Problem, match="not in this class"):
        actions.add_participants(ready, [stranger], by=cast.rosa)
    with pytest.raises(Problem, match="this school"):
        actions.add_participants(ready, [cast.elsewhere], by=cast.rosa)
    frame = Frame("Lunch group", MONDAY, MONDAY + timedelta(days=25), cast.tomas_staff)
    run = actions.start_run(network, frame=frame, focus_student=cast.ada, by=cast.rosa)
    with pytest.raises(Problem, match="somebody else") as told:  # Ada would rather not
        actions.add_participants(run, [cast.lena], by=cast.rosa)
    assert "wish" not in str(told.value)


def test_a_new_role_ends_the_old_row(cast, network):
    frame = Frame("Lunch group", MONDAY, MONDAY + timedelta(days=25), cast.tomas_staff)
    run = actions.start_run(network, frame=frame, focus_student=cast.ada, by=cast.rosa)
    (ben,) = actions.add_participants(run, [cast.ben], role="listener", by=cast.rosa)
    with pytest.raises(Problem, match="roles of this practice"):
        actions.change_role(ben, role="boss", by=cast.rosa)
    with time_machine.travel("2026-11-16T14:30:00+00:00", tick=False):
        now = actions.change_role(ben, role="teller", by=cast.tomas)
    ben.refresh_from_db()
    assert (ben.role, ben.left_on) == ("listener", MONDAY + timedelta(days=7))
    assert (now.role, now.role_since) == ("teller", MONDAY + timedelta(days=7))


def test_every_shipped_practice_can_be_begun(cast):
    for number, playbook in enumerate(shipped().values()):
        run = actions.start_run(
            playbook,
            frame=Frame(f"Run {number}", MONDAY, MONDAY + timedelta(days=25), cast.ines_staff),
            section=cast.art if playbook.scope == "class" else None,
            focus_student=cast.ada if playbook.scope == "focus_student" else None,
            by=cast.rosa,
        )
        pieces = readiness_of(run).pieces
        assert all(piece.sentence and piece.title for piece in pieces)
        assert playbook_here(run).sessions
