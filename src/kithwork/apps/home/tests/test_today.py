"""Every role lands on a page that is true; nothing private reaches a student or a family."""

from datetime import date, timedelta

import pytest
import time_machine

from kithwork.apps.foundation.viewer import Role
from kithwork.apps.home import queries
from kithwork.apps.plans.actions import publish
from kithwork.apps.plans.queries import plan_page
from kithwork.apps.plans.tests.planning import balanced
from kithwork.apps.runs.actions import Together, lay_out, note_absence
from kithwork.apps.runs.models import Session
from kithwork.apps.schools.models import BellSchedule, CalendarDay
from tests.cast import CANARIES, MONDAY

pytestmark = pytest.mark.usefixtures("frozen_now")
IN_ART = "2026-11-09T13:30:00+00:00"  # 8:30 at school, period 1


def art_on_mondays(cast, peers):
    """Ada in Art with these peers, each Monday for three weeks."""
    week = [
        Together(
            need_id=cast.ada_art.pk,
            student_id=cast.ada.pk,
            section_id=cast.art.pk,
            role="buddy",
            frame_day=0,
            label="1",
            peer_ids=tuple(peer.pk for peer in peers),
            before_class=False,
        )
    ]
    return lay_out(week, starts_on=MONDAY, ends_on=MONDAY + timedelta(days=20), by=cast.rosa)


@pytest.mark.parametrize("role", list(Role))
def test_every_role_lands_on_a_page_with_one_heading(cast, client_for, role):
    art_on_mondays(cast, [cast.ben])

    answer = client_for(cast.viewers[role]).get("/")

    assert answer.status_code == 200
    assert answer.content.decode().count("<h1") == 1


@pytest.mark.parametrize("role", [Role.PEER, Role.FOCUS_STUDENT, Role.FAMILY, Role.RESEARCHER])
def test_nothing_private_reaches_students_families_and_researchers(cast, client_for, role):
    art_on_mondays(cast, [cast.ben])

    page = client_for(cast.viewers[role]).get("/").content.decode()

    assert not [word for word in CANARIES.values() if word in page]
    assert "Okafor" not in page.replace("Marta Okafor", "").replace("Ada Okafor", "")


@pytest.mark.parametrize("role", [Role.DISTRICT_ADMINISTRATOR, Role.SYSTEM_ADMINISTRATOR])
def test_a_district_sees_schools_and_no_student(cast, client_for, role):
    page = client_for(cast.viewers[role]).get("/").content.decode()

    assert "Maple Street School" in page
    assert "fewer than 10" in page
    assert "Ada" not in page
    assert ("Birch Road School" in page) is (role == Role.SYSTEM_ADMINISTRATOR)


def test_the_head_says_the_day_by_the_clock_of_the_school(cast):
    head = queries.day_head(cast.rosa)

    assert head.greeting == "Good morning, Rosa"
    assert head.line == "Monday, November 9. Maple Street School."
    with time_machine.travel("2026-11-09T22:30:00+00:00"):
        assert queries.day_head(cast.rosa).greeting == "Good evening, Rosa"


def test_a_day_without_school_says_why_and_has_no_ribbon(cast):
    CalendarDay.objects.filter(on=MONDAY, year__school=cast.school).update(
        is_open=False, note="Teachers learn"
    )
    head = queries.day_head(cast.rosa)

    assert head.line.endswith("no school today: Teachers learn.")
    assert queries.ribbon(head, []) == []


@time_machine.travel(IN_ART, tick=False)
def test_the_ribbon_shows_who_is_together_now(cast, client_for):
    art_on_mondays(cast, [cast.ben])

    page = client_for(cast.rosa).get("/")

    tile = page.context["tiles"][0]
    assert (tile.name, tile.state, tile.words) == ("Period 1", "now", "1 pair together")
    assert {one.called for one in tile.pairs[0].people} == {"Ada", "Ben"}
    assert page.context["tiles"][1].state == "ahead"


@time_machine.travel(IN_ART, tick=False)
def test_an_absence_makes_a_gap_that_needs_the_coordinator(cast, client_for):
    art_on_mondays(cast, [cast.ben])
    note_absence(cast.ben, on=MONDAY, by=cast.rosa)

    page = client_for(cast.rosa).get("/")

    need = page.context["needs"][0]
    assert need.title == "Ada needs a partner for Period 1, Art"
    assert need.why.startswith("Ben is away today.")
    assert page.context["tiles"][0].has_gap
    assert b"Ada has no partner" in page.content


def test_a_gap_that_is_over_does_not_need_anybody(cast, client_for):
    art_on_mondays(cast, [cast.ben])
    note_absence(cast.ben, on=MONDAY, by=cast.rosa)

    page = client_for(cast.rosa).get("/")  # 9:30, period 1 ended at 9:00

    assert not any("needs a partner" in need.title for need in page.context["needs"])


@time_machine.travel(IN_ART, tick=False)
def test_a_student_who_is_away_makes_no_gap_and_no_pair(cast, client_for):
    art_on_mondays(cast, [cast.ben])
    note_absence(cast.ada, on=MONDAY, by=cast.rosa)

    page = client_for(cast.rosa).get("/")

    assert page.context["tiles"][0].pairs == ()


def test_without_a_plan_the_next_step_is_named(cast):
    head = queries.day_head(cast.rosa)

    needs = queries.needs_you(cast.rosa, head, plan_page(cast.rosa))

    assert [need.title for need in needs] == ["Ask for a plan"]


def test_coming_up_tells_days_off_and_other_times(cast):
    year = cast.school.years.get()
    delay = BellSchedule.objects.create(year=year, name="Two-hour delay")
    days = CalendarDay.objects.filter(year=year)
    days.filter(on=date(2026, 11, 12)).update(schedule=delay)
    days.filter(on__in=[date(2026, 11, 26), date(2026, 11, 27)]).update(
        is_open=False, note="Thanksgiving"
    )

    ahead = queries.coming_up(cast.rosa, queries.day_head(cast.rosa), plan_page(cast.rosa))

    assert [(one.when, one.words) for one in ahead] == [
        ("Thu 12", "Periods are at other times."),
        ("Thu 26", "No school until Friday 27: Thanksgiving."),
    ]


def test_this_week_counts_sessions_hours_and_students(cast):
    art_on_mondays(cast, [cast.ben])
    Session.objects.filter(on=MONDAY).update(status="held")

    week = queries.this_week(cast.rosa, queries.day_head(cast.rosa), plan_page(cast.rosa))

    assert (week.sessions, week.held, week.hours, week.students) == (1, 1, 1, 1)


def test_before_any_time_together_there_is_no_week(cast):
    page = queries.this_week(cast.rosa, queries.day_head(cast.rosa), plan_page(cast.rosa))

    assert page is None


@time_machine.travel(IN_ART, tick=False)
def test_a_teacher_sees_now_and_whom(cast, client_for):
    art_on_mondays(cast, [cast.ben])

    page = client_for(cast.ines).get("/")

    assert page.context["page"].now.name == "Period 1"
    assert b"Ada" in page.content
    assert b"Ben" in page.content


def test_a_teacher_done_for_today_sees_the_next_day(cast, client_for):
    art_on_mondays(cast, [cast.ben])
    assert "Nothing more today" in client_for(cast.ines).get("/").text
    Session.objects.filter(on=MONDAY).delete()
    assert "Nothing today" in client_for(cast.ines).get("/").text

    page = queries.staff_page(cast.ines, queries.day_head(cast.ines))

    assert page.now is None
    assert page.next_day_on == MONDAY + timedelta(days=7)


def test_a_paraprofessional_sees_only_students_of_theirs(cast):
    art_on_mondays(cast, [cast.ben])

    mine = queries.staff_page(cast.tomas, queries.day_head(cast.tomas))
    nobody = queries.staff_page(cast.sven, queries.day_head(cast.sven))

    assert len(mine.next_day) == 1
    assert nobody.next_day == ()


def test_a_peer_sees_when_where_and_a_first_name(cast, client_for):
    art_on_mondays(cast, [cast.ben])

    page = client_for(cast.ben_viewer).get("/").content.decode()

    assert "Hi Ben" in page
    assert "You and Ada" in page
    assert "buddy" not in page.lower()


def test_a_family_reads_the_week_of_their_child(cast, client_for):
    art_on_mondays(cast, [cast.ben])
    with time_machine.travel("2026-11-16T12:00:00+00:00", tick=False):
        page = client_for(cast.marta).get("/").content.decode()

    assert "Ada has 1 more time together with classmates this week." in page
    assert "with Ben." in page


def test_a_family_whose_week_is_done_reads_when_the_next_time_is(cast, client_for):
    art_on_mondays(cast, [cast.ben])
    with time_machine.travel("2026-11-12T20:00:00+00:00", tick=False):  # Thursday afternoon
        page = client_for(cast.marta).get("/").text

    assert "Ada and Ben are together next on Monday, November 16, at 8:10." in page
    assert "no more" not in page


@pytest.mark.parametrize("person", ["pia", "tess"])
def test_who_answers_for_the_school_sees_that_a_plan_is_in_force(cast, client_for, person):
    page = client_for(getattr(cast, person)).get("/").text
    assert "No plan is published yet" in page

    draft = balanced(cast.rosa)
    publish(draft, version=draft.version, by=cast.rosa)

    page = client_for(getattr(cast, person)).get("/").text
    assert "No plan is published yet" not in page
    assert "The plan in force: November 9 to December 18." in page
    assert "needs met in the plan" in page
    assert client_for(getattr(cast, person)).get(f"/plan/draft/{draft.pk}/").status_code == 404
