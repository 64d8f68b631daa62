"""Printed sheets: a code, what is typed from one, and what stood before staying as it was."""

import re
from datetime import time
from uuid import uuid4

import pytest

from kithwork.apps.foundation.problem import Conflict, Problem
from kithwork.apps.foundation.verdict import Refused
from kithwork.apps.needs.models import DoNotPair
from kithwork.apps.people.models import Enrolment
from kithwork.apps.runs import actions
from kithwork.apps.runs.actions import RowTold, Told
from kithwork.apps.runs.models import (
    Absence,
    Attendance,
    FidelityCheck,
    Group,
    Run,
    Session,
    SessionEvent,
    SessionLog,
    Sheet,
)
from kithwork.apps.runs.queries import sheet_page, sheet_rows
from kithwork.apps.runs.queries.runner import tally_of
from kithwork.apps.runs.sheet_code import ALPHABET, shown
from kithwork.apps.trail.models import TrailEntry
from tests.cast import MONDAY, make_playbook_copy, make_run, make_student

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday_morning")]

NAMES = ["Nia", "Omar", "Pablo", "Quinn", "Ravi", "Selma"]
FROM_PAPER = "/sessions/paper/"


@pytest.fixture
def people(cast):
    made = [make_student(cast.school, name, "Test") for name in NAMES]
    Enrolment.objects.bulk_create(Enrolment(section=cast.art, student=one) for one in made)
    return [cast.ada, cast.malik, cast.ben, cast.sora, cast.lena, *made]


@pytest.fixture
def run(cast, people):
    """Eleven students, so that three are together, drawn for this week."""
    run = make_run(cast, students=people, choices={"variant": "spelling"}, adult_level=2)
    actions.draw_pairs(run, starts_on=MONDAY, seed=5, by=cast.ines)
    return run


@pytest.fixture
def session(cast, run):
    return Session.objects.create(
        school=cast.school, run=run, section=cast.art, on=MONDAY, label="1",
        starts_at=time(8, 10), ends_at=time(9, 0),
    )  # fmt: skip


@pytest.fixture
def sheet(cast, run, session):
    return actions.print_sheets(run, [session], by=cast.ines)[0]


def told(**more):
    return Told(**{"was_held": True, "minutes": 30, "adult_level": 2, "away": frozenset(), **more})


def key_in(sheet, by, rows=(), **more):
    letter, replaces = more.pop("letter", None) or uuid4(), more.pop("replaces", None)
    return actions.key_in(
        sheet, told=told(**more), rows=rows, letter=letter, replaces=replaces, by=by
    )


def typed(client, sheet, **more):
    """The form as it opens, with what somebody types over it."""
    page = client.get(f"{FROM_PAPER}{sheet.pk}/").content.decode()
    values = {
        re.search('name="([^"]+)"', tag)[1]: (re.search('value="([^"]*)"', tag) or ["", ""])[1]
        for tag in re.findall(r"<input[^>]*>", page)
        if 'name="' in tag
    }
    values.pop("csrfmiddlewaretoken", None)
    return values | more


# ------------------------------------------------------------------ printing


def test_a_sheet_holds_ids_and_nothing_about_anybody(cast, sheet, run, people):
    assert len(sheet.code) == 6
    assert set(sheet.code) <= set(ALPHABET)
    assert sorted(pk for row in sheet.rows for pk in row["students"]) == sorted(
        one.pk for one in people
    )
    assert [row["team"] for row in sheet.rows] == sorted(row["team"] for row in sheet.rows)
    assert len(sheet.pair_items) == 4
    assert not set(sheet.pair_items) & set(sheet.steps)
    assert "Ada" not in str(sheet.rows)
    assert TrailEntry.objects.filter(verb="sheet.print").count() == 1


def test_printed_again_it_keeps_its_code_until_pairs_change(cast, sheet, run, session):
    assert actions.print_sheets(run, [session], by=cast.rosa) == [sheet]
    actions.draw_pairs(run, starts_on=MONDAY, seed=9, by=cast.ines)
    (second,) = actions.print_sheets(run, [session], by=cast.ines)
    assert (second.version, second.code != sheet.code) == (2, True)
    sheet.refresh_from_db()
    assert sheet.rows != second.rows
    assert sheet_page(cast.ines, second).is_current
    assert not sheet_page(cast.ines, sheet).is_current


def test_lines_stand_by_name_and_not_by_rank(cast, people):
    ranks = {one.pk: place for place, one in enumerate(people, 1)}
    run = make_run(cast, "Ranked", students=people, choices={"variant": "spelling"})
    actions.draw_pairs(run, starts_on=MONDAY, seed=2, ranks=ranks, by=cast.ines)
    lines = [(row.team, row.names[0].casefold()) for row in sheet_rows(run, MONDAY)]
    assert lines == sorted(lines)


def test_who_may_not_meet_any_more_is_not_printed_together(cast, run, sheet):
    parted = set(sheet.rows[0]["students"][:2])
    one, two = sorted(parted)
    DoNotPair.objects.create(first_id=one, second_id=two, reason="Apart", since=MONDAY)
    assert not any(parted <= set(row.students) for row in sheet_rows(run, MONDAY))


def test_only_who_sees_everybody_prints_them(cast, run, session):
    with pytest.raises(Refused, match="name everybody"):
        actions.print_sheets(run, [session], by=cast.tomas)
    with pytest.raises(Refused):
        actions.print_sheets(run, [session], by=cast.zed)
    assert not Sheet.objects.exists()


def test_a_time_of_another_practice_is_refused(cast, session):
    other = make_run(cast, "Another", students=[cast.ada, cast.ben])
    with pytest.raises(Problem, match="another practice"):
        actions.print_sheets(other, [session], by=cast.ines)


# ------------------------------------------------------------------ what is kept


def test_a_sheet_becomes_a_log_points_and_checklists(cast, sheet, session):
    first, second = sheet.rows[0], sheet.rows[1]
    away = second["students"][0]
    rows = [
        RowTold(1, first["group"], 120, 3, tuple(sheet.pair_items[:2]), (sheet.pair_items[3],)),
        RowTold(2, second["group"], 88),
    ]
    log = key_in(sheet, cast.ines, rows, steps=tuple(sheet.steps[:1]), away=frozenset({away}))
    assert (log.source, log.minutes, log.adult_level) == ("paper", 30, 2)
    assert log.steps_seen == sheet.steps[:1]
    found = tally_of(session)
    assert (found.points[str(first["group"])], found.bonus[str(first["group"])]) == (120, 3)
    assert found.points[str(second["group"])] == 88
    assert away in found.away
    assert not Attendance.objects.get(session=session, student_id=away).is_present
    check = FidelityCheck.objects.get()
    assert (check.kind, check.group_id) == ("observed", first["group"])
    items = sheet.pair_items
    assert check.answers == {items[0]: "yes", items[1]: "yes", items[3]: "no"}
    session.refresh_from_db()
    assert session.status == "held"


def test_sent_twice_it_is_kept_once_even_after_somebody_corrected_it(cast, sheet, session):
    letter, group = uuid4(), sheet.rows[0]["group"]
    log = key_in(sheet, cast.ines, [RowTold(1, group, 120, 3)], letter=letter)
    key_in(sheet, cast.rosa, [RowTold(1, group, 130, 5)], replaces=log)
    again = key_in(sheet, cast.ines, [RowTold(1, group, 120, 3)], letter=letter)
    assert again == log
    found = tally_of(session)
    assert (found.points[str(group)], found.bonus[str(group)]) == (130, 5)


def test_a_later_entry_is_a_new_row_and_nothing_is_written_over(cast, sheet, session):
    group = sheet.rows[0]["group"]
    rows = [RowTold(1, group, 120, 3, (sheet.pair_items[0],))]
    first = key_in(sheet, cast.ines, rows, note="Loud")
    taps = list(SessionEvent.objects.values_list("letter", "body"))
    changed = [RowTold(1, group, 125, 1, (), (sheet.pair_items[0],))]
    second = key_in(sheet, cast.ines, changed, replaces=first, minutes=25)
    first.refresh_from_db()
    assert (second.replaces, second.source, first.minutes) == (first, "paper", 30)
    assert list(SessionEvent.objects.values_list("letter", "body"))[: len(taps)] == taps
    found = tally_of(session)
    assert (found.points[str(group)], found.bonus[str(group)]) == (125, 1)
    old, new = FidelityCheck.objects.order_by("pk")
    assert (new.replaces, old.answers) == (old, {sheet.pair_items[0]: "yes"})


def test_the_same_again_adds_no_tap_and_no_checklist(cast, sheet):
    rows = [RowTold(1, sheet.rows[0]["group"], 120, 3, (sheet.pair_items[0],))]
    first = key_in(sheet, cast.ines, rows)
    counts = SessionEvent.objects.count(), FidelityCheck.objects.count()
    key_in(sheet, cast.rosa, rows, replaces=first)
    assert (SessionEvent.objects.count(), FidelityCheck.objects.count()) == counts


def test_a_total_from_paper_stands_in_place_of_what_was_tapped(cast, sheet, session):
    group = str(sheet.rows[0]["group"])
    for place, kind in enumerate(("points", "bonus")):
        SessionEvent.objects.create(
            session=session, letter=uuid4(), device="tablet", place=place, at_ms=90_000_000,
            kind=kind, body={"group": group, "n": 4},
        )  # fmt: skip
    key_in(sheet, cast.ines, [RowTold(1, int(group), 120, 5)])
    found = tally_of(session)
    assert (found.points[group], found.bonus[group], found.total(group)) == (120, 5, 125)


@pytest.mark.parametrize(
    "row",
    [{"points": -1}, {"points": 1001}, {"bonus": 5000}],
)
def test_numbers_beyond_reason_keep_nothing(cast, sheet, row):
    with pytest.raises(Problem, match="Row 1: points"):
        key_in(sheet, cast.ines, [RowTold(1, sheet.rows[0]["group"], **row)])
    assert not SessionLog.objects.exists()


def test_a_kept_checklist_is_not_emptied_from_paper(cast, sheet):
    group = sheet.rows[0]["group"]
    log = key_in(sheet, cast.ines, [RowTold(1, group, seen=(sheet.pair_items[0],))])
    with pytest.raises(Problem, match="not emptied"):
        key_in(sheet, cast.ines, [RowTold(1, group)], replaces=log)
    assert SessionLog.objects.get() == log


def test_two_adults_at_once_lose_nothing(cast, sheet):
    key_in(sheet, cast.ines)
    with pytest.raises(Conflict, match="meanwhile"):
        key_in(sheet, cast.rosa)
    assert SessionLog.objects.count() == 1


def test_nobody_from_another_school_types_it_in(cast, sheet):
    with pytest.raises(Refused):
        key_in(sheet, cast.zed)
    assert not SessionLog.objects.exists()


# ------------------------------------------------------------------ the pages


def test_the_code_leads_to_the_sheet_however_it_is_typed(cast, sheet, client_for):
    ines = client_for(cast.ines)
    for code in (sheet.code, shown(sheet.code).lower(), f" {sheet.code} "):
        answer = ines.post(FROM_PAPER, {"code": code})
        assert answer["Location"] == f"{FROM_PAPER}{sheet.pk}/"


def test_a_slip_is_told_with_its_place(cast, sheet, client_for):
    wrong = next(one for one in ALPHABET if one not in sheet.code)
    said = client_for(cast.ines).post(FROM_PAPER, {"code": sheet.code[:3] + wrong + sheet.code[4:]})
    text = said.content.decode()
    assert f"Look at the 4th character: is “{wrong}” perhaps “{sheet.code[3]}”?" in text
    said = client_for(cast.ines).post(FROM_PAPER, {"code": sheet.code[:5]}).content.decode()
    assert "You typed 5" in said
    said = client_for(cast.ines).post(FROM_PAPER, {"code": "O" + sheet.code[1:]}).content.decode()
    assert "Look at the 1st character" in said


def test_another_schools_code_and_none_at_all_get_the_same_sentence(cast, sheet, client_for):
    zed, sentence = client_for(cast.zed), "There is no sheet with this code here."
    there = zed.post(FROM_PAPER, {"code": sheet.code}).content.decode()
    Sheet.objects.filter(pk=sheet.pk).delete()
    gone = zed.post(FROM_PAPER, {"code": sheet.code}).content.decode()
    assert sentence in there
    assert sentence in gone


def test_a_slip_near_a_code_one_may_not_see_gives_nothing_away(cast, sheet, client_for):
    code = sheet.code
    wrong = next(one for one in ALPHABET if one not in code)
    typed = code[:3] + wrong + code[4:]
    mine = client_for(cast.ines).post(FROM_PAPER, {"code": typed}).content.decode()
    theirs = client_for(cast.zed).post(FROM_PAPER, {"code": typed}).content.decode()
    Sheet.objects.all().delete()
    nobodys = client_for(cast.zed).post(FROM_PAPER, {"code": typed}).content.decode()
    assert "perhaps" in mine
    assert errors(theirs) == errors(nobodys)


def errors(page):
    return re.findall(r'<p class="err"[^>]*>(.*?)</p>', page)


def test_as_planned_it_is_saved_as_it_opens(cast, sheet, session, client_for):
    ines = client_for(cast.ines)
    values = typed(ines, sheet)
    assert (values["happened"], values["minutes"], values["level"]) == ("1", "50", "2")
    assert not any(value for name, value in values.items() if name.startswith(("seen", "points")))
    assert values["steps"] == ""
    answer = ines.post(f"{FROM_PAPER}{sheet.pk}/", values)
    assert answer["Location"] == FROM_PAPER
    log = SessionLog.objects.get()
    assert (log.source, log.was_held, log.steps_seen) == ("paper", True, [])
    assert Attendance.objects.filter(session=session, is_present=True).count() == 11


def test_what_was_typed_wrong_is_named_by_its_row_and_nothing_is_kept(cast, sheet, client_for):
    ines = client_for(cast.ines)
    values = typed(ines, sheet, away_1="4", points_2="twelve", seen_3="12", missed_3="2", level="7")
    page = ines.post(f"{FROM_PAPER}{sheet.pk}/", values).content.decode()
    for said in (
        "Row 1, away: Type numbers from 1 to",
        "Row 2, points: Type a whole number from 0 to 1000.",
        "Row 3, not seen: 2 cannot be seen and not seen.",
        "Where was the adult? Type a whole number from 0 to 5.",
    ):
        assert said in page
    assert not SessionLog.objects.exists()


def test_not_held_needs_the_number_of_a_reason(cast, sheet, session, client_for):
    ines = client_for(cast.ines)
    values = typed(ines, sheet, happened="0")
    assert "number of the reason" in ines.post(f"{FROM_PAPER}{sheet.pk}/", values).content.decode()
    ines.post(f"{FROM_PAPER}{sheet.pk}/", values | {"why": "2", "points_1": "40"})
    log = SessionLog.objects.get()
    assert (log.was_held, log.why_not) == (False, "The day's plan changed")
    assert not SessionEvent.objects.exists()


def test_already_logged_shows_what_stands_and_a_save_replaces_it(cast, sheet, session, client_for):
    first = actions.log_session(
        session,
        told=Told(
            was_held=True, minutes=20, quote="Fun", quote_of=cast.ada.pk, quote_mode="speech"
        ),
        letter=uuid4(),
        by=cast.rosa,
    )
    ines = client_for(cast.ines)
    page = ines.get(f"{FROM_PAPER}{sheet.pk}/").content.decode()
    assert "Already logged." in page
    assert "20 minutes" in page
    ines.post(f"{FROM_PAPER}{sheet.pk}/", typed(ines, sheet, minutes="25"))
    second = SessionLog.objects.get(replaces=first)
    assert (second.minutes, second.source, second.quote) == (25, "paper", "Fun")


def test_what_a_sheet_does_not_ask_stays_as_it_was_told(cast, client_for):
    run = make_run(
        cast, "Note taking", scope=Run.Scope.FOCUS_STUDENT, focus_student=cast.ada, section=None,
        facilitator=None, students=[cast.ada, cast.ben], playbook=make_playbook_copy("note_taker"),
    )  # fmt: skip
    session = Session.objects.create(
        school=cast.school, run=run, on=MONDAY, label="1", starts_at=time(8), ends_at=time(9)
    )
    sides = {cast.ada.pk: (True, False), cast.ben.pk: (False, True)}
    own = {"asked": {"session_log.own": 3}}
    actions.log_session(session, told=told(sides=sides, **own), letter=uuid4(), by=cast.rosa)
    (sheet,) = actions.print_sheets(run, [session], by=cast.rosa)
    rosa = client_for(cast.rosa)
    rosa.post(f"{FROM_PAPER}{sheet.pk}/", typed(rosa, sheet, minutes="20"))
    log = SessionLog.objects.get(source="paper")
    assert log.measures == {"gave": [cast.ada.pk], "received": [cast.ben.pk], **own}


def test_who_is_noted_away_is_away_until_the_sheet_says_otherwise(cast, sheet, session, client_for):
    Absence.objects.create(student=cast.ada, on=MONDAY)
    row = next(n for n, one in enumerate(sheet.rows, 1) if cast.ada.pk in one["students"])
    ines = client_for(cast.ines)
    values = typed(ines, sheet)
    assert values[f"away_{row}"] == str(sheet.rows[row - 1]["students"].index(cast.ada.pk) + 1)
    ines.post(f"{FROM_PAPER}{sheet.pk}/", values | {f"away_{row}": ""})
    assert Attendance.objects.get(session=session, student=cast.ada).is_present


def test_who_sees_some_types_all_and_reads_the_names_of_some(cast, sheet, session, client_for):
    """Tomas is there for Ada alone: rows of others have no names, and their absences stay as noted."""
    Absence.objects.create(student=cast.lena, on=MONDAY)
    tomas = client_for(cast.tomas)
    page = tomas.get(f"{FROM_PAPER}{sheet.pk}/").content.decode()
    assert "not one of yours" in page
    assert "Quinn" not in page
    tomas.post(f"{FROM_PAPER}{sheet.pk}/", typed(tomas, sheet))
    assert not Attendance.objects.get(session=session, student=cast.lena).is_present


def test_a_sheet_waits_until_its_session_is_logged(cast, sheet, client_for):
    ines = client_for(cast.ines)
    assert shown(sheet.code) in ines.get(FROM_PAPER).content.decode()
    key_in(sheet, cast.ines)
    assert shown(sheet.code) not in ines.get(FROM_PAPER).content.decode()


def test_opening_a_sheet_asks_the_database_a_bounded_number_of_times(
    cast, sheet, client_for, django_assert_max_num_queries
):
    ines = client_for(cast.ines)
    with django_assert_max_num_queries(90):
        ines.get(f"{FROM_PAPER}{sheet.pk}/")


def test_groups_outlive_a_new_draw(cast, run, session, sheet):
    """Points typed from an older sheet stay with the pairs that stood on it."""
    actions.draw_pairs(run, starts_on=MONDAY, seed=9, by=cast.ines)
    group = sheet.rows[0]["group"]
    key_in(sheet, cast.ines, [RowTold(1, group, 70)])
    assert Group.objects.filter(pk=group).exists()
    assert tally_of(session).points[str(group)] == 70
