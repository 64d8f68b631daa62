"""The pages as people use them: begun from a template, answered, tapped on a phone, closed."""

from datetime import time

import pytest
from django.urls import reverse

from kithwork.apps.events import actions, queries
from kithwork.apps.events.models import AttendanceMark, DayLog, Event, EventStep, RoleHolder
from kithwork.apps.events.tests.conftest import answer_all, make_event, when
from tests.cast import MONDAY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen_now")]


def door(name, *args):
    return reverse(f"events:{name}", args=args)


TYPED = {
    "name": "Soccer in the gym", "kind": "event", "on": "2026-11-23", "starts_at": "14:00",
    "ends_at": "15:00", "place": "Gym", "lead": "", "purpose": "Play together.", "run": "",
}  # fmt: skip


def test_it_begins_from_a_template_and_says_what_is_missing(cast, client_for):
    rosa = client_for(cast.rosa)
    cards = rosa.get(door("choose_template")).content.decode()
    assert "Wheelchair soccer afternoon" in cards
    assert "nearly 50 students in 8 teams" in cards
    answer = rosa.post(door("start_event", "wheelchair_soccer"), TYPED)
    event = Event.objects.get()
    assert answer.headers["Location"] == door("event", event.pk)
    page = rosa.get(door("event", event.pk)).content.decode()
    for sentence in ("At least two students plan it", "No adult leads it yet", "7 questions of the access check"):  # fmt: skip
        assert sentence in page


def test_what_was_typed_wrongly_comes_back_with_its_sentence(cast, client_for):
    ines = client_for(cast.ines)
    url = door("start_event", "blank")
    typed = {**TYPED, "ends_at": "13:00", "lead": cast.ines_staff.pk}
    page = ines.post(url, typed).content.decode()
    assert "It ends before it starts." in page
    assert "Soccer in the gym" in page
    page = ines.post(url, {**TYPED, "lead": ""}).content.decode()
    assert not Event.objects.exists()
    assert ines.post(url, {**TYPED, "lead": cast.ines_staff.pk}).status_code == 302
    assert ines.get(door("start_event", "no-such")).status_code == 404


def test_two_open_tabs_do_not_write_over_each_other(cast, client_for, soccer):
    rosa, url = client_for(cast.rosa), door("change_event", soccer.pk)
    typed = {**TYPED, "lead": cast.tomas_staff.pk, "version": 1}
    assert rosa.post(url, {**typed, "place": "Hall"}).status_code == 302
    page = rosa.post(url, {**typed, "place": "Field"}).content.decode()
    assert "Somebody else changed this meanwhile" in page
    soccer.refresh_from_db()
    assert soccer.place == "Hall"


def test_people_are_found_asked_and_plan_it(cast, client_for, soccer):
    tomas, rosa = client_for(cast.tomas), client_for(cast.rosa)
    found = rosa.get(door("people", soccer.pk), {"q": "ada"}).content.decode()
    assert "Okafor" in found
    rosa.post(door("add_student", soccer.pk), {"student": cast.ada.pk, "plans": "1"})
    row = soccer.students.get()
    assert row.is_planner
    tomas.post(door("set_planner", row.pk), {"part": "idea"})
    row.refresh_from_db()
    assert row.had_idea
    page = tomas.post(door("say_both_plan", soccer.pk), {"so": "1"}, follow=True).content.decode()
    assert "plan it together." in page
    tomas.post(door("name_adult", soccer.pk), {"staff": cast.ines_staff.pk, "there": "1"})
    assert client_for(cast.ines).get(door("event", soccer.pk)).status_code == 200
    tomas.post(door("name_adult", soccer.pk), {"staff": cast.ines_staff.pk, "there": "0"})
    assert client_for(cast.ines).get(door("event", soccer.pk)).status_code == 404
    assert tomas.post(door("add_student", soccer.pk), {"student": cast.elsewhere.pk}).status_code == 404  # fmt: skip


def test_a_role_is_taken_and_given_back(cast, client_for, soccer):
    actions.add_student(soccer, cast.ada, by=cast.rosa)
    tomas, role = client_for(cast.tomas), soccer.roles.get(name="Announcer")
    tomas.post(door("take_role", role.pk), {"student": cast.ada.pk, "chosen": "self", "how": "device"})  # fmt: skip
    page = tomas.get(door("roles", soccer.pk)).content.decode()
    assert "Chose it. With a speech device." in page
    tomas.post(door("give_back_role", RoleHolder.objects.get().pk))
    assert RoleHolder.objects.get().given_back_at
    tomas.post(door("roles", soccer.pk), {"name": "Drummer", "gives": "Drums.", "receives": "All clap.", "places": "2"})  # fmt: skip
    assert soccer.roles.get(name="Drummer").places == 2
    assert "This is still empty." in tomas.post(door("roles", soccer.pk), {"name": "X"}).content.decode()  # fmt: skip


def test_one_answer_leads_to_the_next_open_question(cast, client_for, soccer):
    tomas = client_for(cast.tomas)
    first, second = soccer.access_questions.all()[:2]
    said = {"says": "The side door has a ramp.", "who": "Tomas", "by_on": "2026-11-20"}
    answer = tomas.post(door("answer", first.pk), said)
    assert answer.headers["Location"] == door("answer", second.pk)
    actions.add_student(soccer, cast.ada, by=cast.rosa)
    page = tomas.post(door("answer", second.pk), {**said, "says": "Big print for Ada."})
    assert "Leave names out" in page.content.decode()
    answer_all(soccer, cast.tomas)
    page = tomas.get(door("access", soccer.pk)).content.decode()
    assert "Every question is answered." in page
    tomas.post(door("access_done", first.answers.last().pk), {"done": "1"})
    assert first.answers.last().done_at


def test_the_plan_has_lines_days_and_partners(cast, client_for):
    garden = make_event(cast, "community_garden", name="Garden")
    tomas, step = client_for(cast.tomas), garden.steps.filter(part="prepare").first()
    tomas.post(door("step_done", step.pk), {"done": "1"})
    tomas.post(door("drop_step", step.pk))
    tomas.post(door("drop_step", step.pk), {"back": "1"})
    step.refresh_from_db()
    assert (step.dropped_at, step.done_at is None) == (None, False)
    tomas.post(door("steps", garden.pk), {"part": "day", "name": "Sing", "who": "students", "minutes": "5"})  # fmt: skip
    assert EventStep.objects.get(name="Sing").minutes == 5
    tomas.post(door("days", garden.pk), {"on": "2026-11-30", "starts_at": "14:00", "ends_at": "15:30"})  # fmt: skip
    assert garden.days.count() == 2
    tomas.post(door("drop_day", garden.days.last().pk))
    assert garden.days.filter(dropped_at=None).count() == 1
    science = garden.partners.get(name="Science")
    tomas.post(door("partner_said", science.pk), {"answer": "yes"})
    partner = {"kind": "business", "name": "Hardware store", "brings": "Wood", "contact": "in_person"}  # fmt: skip
    tomas.post(door("partners", garden.pk), partner)
    tomas.post(door("drop_partner", garden.partners.last().pk))
    page = tomas.get(door("partners", garden.pk)).content.decode()
    assert ("Science" in page, "Hardware store" in page) == (True, False)


def test_who_came_is_tapped_taken_back_and_the_day_is_logged(cast, client_for, today):
    tomas, day = client_for(cast.tomas), today.days.get()
    part = tomas.post(
        door("mark", day.pk), {"student": cast.ada.pk, "here": "yes"}, headers={"hx-request": "true"}
    ).content.decode()  # fmt: skip
    assert "1 of 3 are here" in part
    assert "<html" not in part
    tomas.post(door("mark", day.pk), {"student": cast.ben.pk, "here": "no"})
    tomas.post(door("mark", day.pk), {"student": cast.ben.pk, "here": ""})
    page = queries.attendance_page(cast.tomas, day)
    assert [(row.student.called, row.is_here) for row in page.rows] == [
        ("Ada", True), ("Ben", None), ("Sora", None),
    ]  # fmt: skip
    assert AttendanceMark.objects.count() == 3
    assert tomas.post(door("mark", day.pk), {"student": cast.lena.pk, "here": "yes"}).status_code == 404  # fmt: skip
    tomas.post(door("attendance", day.pk), {"minutes": "80", "others": "4", "activity": "Games"})
    assert DayLog.objects.get().others == 4
    assert "Say" not in tomas.get(door("attendance", day.pk)).content.decode()


def test_it_is_closed_listed_and_followed_by_the_next(cast, client_for, today):
    rosa, day = client_for(cast.rosa), today.days.get()
    actions.mark_attendance(day, cast.ada, is_here=True, by=cast.rosa)
    said = {"moment": "after", "whose": "student", "how": "device", "says": "I was the trainer."}
    rosa.post(door("reflect", today.pk), said)
    assert "Please look at this again" in rosa.post(door("reflect", today.pk), {}).content.decode()
    rosa.post(door("close_event", today.pk), {"went_well": "Trainers led.", "next_time": ""})
    page = rosa.get(door("event", today.pk)).content.decode()
    assert ("I was the trainer." in page, "Trainers led." in page) == (True, True)
    nxt = {"on": "2026-12-07", "starts_at": "14:00", "ends_at": "15:00"}
    rosa.post(door("plan_next", today.pk), nxt)
    following = Event.objects.get(follows=today)
    lists = queries.events_page(cast.rosa)
    assert [line.event for line in lists.coming] == [following]
    assert [(line.event, line.came) for line in lists.over] == [(today, 1)]
    assert "Held" in rosa.get(door("events")).content.decode()
    assert queries.event_page(cast.rosa, following).row == ((MONDAY, 1),)
    rosa.post(door("open_again", today.pk))
    today.refresh_from_db()
    assert today.status == "planned"
    rosa.post(door("cancel_event", following.pk), {"why": "No gym"})
    assert "No gym" in rosa.get(door("event", following.pk)).content.decode()


def test_an_event_that_is_over_waits_to_be_closed(cast):
    event = make_event(cast, days=0)
    Event.objects.get(pk=event.pk).days.update(on="2026-11-02")
    lists = queries.events_page(cast.rosa)
    assert ([line.event for line in lists.to_close], lists.coming) == ([event], ())


def test_a_list_takes_few_questions_however_long(cast, django_assert_max_num_queries):
    for number in range(4):
        make_event(cast, "club_meeting", name=f"Club {number}", days=number)
    with django_assert_max_num_queries(8):
        queries.events_page(cast.rosa)


def test_a_students_card_has_what_when_where_and_their_own_part(cast, soccer):
    actions.add_student(soccer, cast.ada, by=cast.rosa)
    role = soccer.roles.get(name="Trainer")
    actions.take_role(role, cast.ada, chosen="self", how="device", by=cast.rosa)
    for viewer in (cast.ada_viewer, cast.marta):
        (card,) = queries.own_events(viewer)
        assert (card.name, card.place, card.roles) == ("Wheelchair soccer", "Gym", ("Trainer",))
        assert card.starts_at == time(14, 0)
    assert queries.own_events(cast.ben_viewer) == []
    actions.cancel_event(soccer, why="Snow", by=cast.rosa)
    assert queries.own_events(cast.ada_viewer) == []


def test_the_access_check_of_the_next_week_is_told_and_a_later_one_is_not(cast):
    near, far = make_event(cast, days=7, name="Near"), make_event(cast, days=8, name="Far")
    told = queries.access_open_soon(cast.rosa, MONDAY)
    assert [(line.event, line.open_access) for line in told] == [(near, 7)]
    answer_all(near, cast.rosa)
    assert queries.access_open_soon(cast.rosa, MONDAY) == []
    assert far and when(1)


def test_it_begins_in_spanish_and_stays_in_spanish(cast, client_for):
    rosa = client_for(cast.rosa)
    cards = rosa.get(f"{door('choose_template')}?lang=es").content.decode()
    assert "Tarde de fútbol en silla de ruedas" in cards
    assert "Wheelchair soccer afternoon" not in cards
    url = f"{door('start_event', 'wheelchair_soccer')}?lang=es"
    assert "Llegar y entrar" not in rosa.get(url).content.decode()
    assert rosa.post(url, {**TYPED, "name": "Fútbol", "purpose": ""}).status_code == 302
    event = Event.objects.get()
    assert (event.language, event.template) == ("es", "wheelchair_soccer")
    assert event.purpose.startswith("Un juego en el que todos van sentados")
    assert event.roles.filter(name="Locutor o locutora").exists()
    names = list(event.access_questions.values_list("name", flat=True))
    assert names[0] == "Llegar y entrar"
    page = rosa.get(door("event", event.pk)).content.decode()
    assert '<h1 lang="es">Fútbol</h1>' in page
    assert "Bienvenida, nombres y las reglas en imágenes" in page

    # It leaves the grounds after all: the question that comes with that is asked in Spanish, too.
    typed = {**TYPED, "name": "Fútbol", "is_off_campus": "1", "version": event.version}
    assert rosa.post(door("change_event", event.pk), typed).status_code == 302
    assert event.access_questions.filter(name="Salir de la escuela").exists()
    following = actions.plan_next(event, when=when(28), by=cast.rosa)
    assert following.language == "es"


def test_a_language_nobody_wrote_is_english(cast, client_for):
    page = client_for(cast.rosa).get(f"{door('choose_template')}?lang=fr").content.decode()
    assert "Wheelchair soccer afternoon" in page
