"""Today of a principal and the Program page: figures that are true, nobody named, nothing small given away."""

from __future__ import annotations

from collections import Counter
from datetime import time, timedelta
from uuid import uuid4

import numpy as np
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from kithwork.apps.care.models import Parting
from kithwork.apps.foundation import clock
from kithwork.apps.foundation.viewer import Role
from kithwork.apps.home import queries
from kithwork.apps.home.queries.program.everyone import reach_table
from kithwork.apps.programs.actions import start_program
from kithwork.apps.runs.models import FidelityCheck, Session, SessionLog
from kithwork.apps.studies.actions import OutcomeFrame, StudyFrame, add_outcome, start_study
from kithwork.apps.suggestions.models import OwnValue
from tests.cast import MONDAY, make_playbook_copy, make_run, make_student

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen_now")]
PAGE, QUALITY, REPORTS = "/how-it-goes/", "/quality/", "/reports-of-the-school/"


def session(run, days_ago: int, status: str = "held") -> Session:
    return Session.objects.create(
        school_id=run.school_id, run=run, on=MONDAY - timedelta(days=days_ago), label="1",
        starts_at=time(8, 10), ends_at=time(8, 40), status=status,
    )  # fmt: skip


def checked(held: Session, yes: int, kind: str = "observed") -> FidelityCheck:
    answers = {f"f{n}": "yes" if n <= yes else "no" for n in range(1, 11)}
    return FidelityCheck.objects.create(session=held, letter=uuid4(), kind=kind, answers=answers)


def told(held: Session, cast, words: str, *, may: bool) -> SessionLog:
    return SessionLog.objects.create(
        session=held, letter=uuid4(), was_held=True, quote=words, quote_of=cast.ada,
        may_share_quote=may,
    )  # fmt: skip


def begun(cast, name="Spelling in Art", **more):
    return make_run(cast, name, starts_on=MONDAY - timedelta(weeks=9), **more)


def main_of(answer) -> str:
    return answer.content.decode().split("<main", 1)[1].split("</main>")[0]


def test_where_nothing_is_recorded_each_tile_says_so_with_the_next_step(cast, client_for):
    answer = client_for(cast.pia).get("/")
    tiles = answer.context["sight"].tiles
    assert [one.question for one in tiles] == [
        "Is it happening?", "Is it good?", "Is everyone included?",
    ]  # fmt: skip
    assert tiles[0].says == "No session was planned in the last four weeks."
    assert "checklist" in tiles[1].says
    assert tiles[2].says == "Nobody takes part yet."
    assert all(one.next_step and not one.trend for one in tiles)
    assert "Nothing needs support just now." in answer.text
    assert client_for(cast.pia).get(PAGE).status_code == 200


def test_held_of_told_and_what_nobody_wrote_down_is_neither(cast):
    run = begun(cast)
    for days in (3, 4, 5):
        session(run, days)
    session(run, 6, "not_held")
    session(run, 7, "planned")
    session(run, 8, "cancelled")
    for days, status in ((30, "held"), (31, "not_held")):
        session(run, days, status)
    session(run, 0, "planned")  # today is not over
    page = queries.program_sight(cast.pia)
    now = page.happening.now
    assert (now.planned, now.held, now.untold, now.minutes) == (5, 3, 1, 90)
    assert page.tiles[0].says == (
        "3 of 4 sessions were held in the last four weeks."
        " Of 1 more nobody has written down how they went."
    )
    assert page.tiles[0].trend == "75 %, up from 50 % in the four weeks before."
    assert [(one.name, one.runs, one.held.planned) for one in page.happening.practices] == [
        (run.playbook.name, 1, 5)
    ]


def test_checklists_are_counted_against_their_own_line(cast):
    run = begun(cast)
    checked(session(run, 3), 9)
    checked(session(run, 4), 6, "self")
    checked(session(run, 40), 4)
    page = queries.quality_sight(cast.pia)
    seen = page.good.fidelity
    assert (seen.checks, seen.good, seen.observed, seen.runs) == (2, 1, 1, 1)
    assert page.tile.says == "1 of 2 checklists of the last four weeks reached their line."
    assert page.tile.trend == "50 %, up from 0 % in the four weeks before."
    assert queries.program_sight(cast.pia).tiles[1] == page.tile


def test_what_needs_support_stands_by_the_alphabet_and_names_nobody(cast, client_for):
    for name in ("Zebra pairs", "Art pairs", "Math pairs"):
        run = begun(cast, name, students=[cast.ada, cast.ben])
        session(run, 2, "planned" if name == "Math pairs" else "not_held")
        told(session(run, 3, "planned"), cast, "Never said aloud.", may=False)
    answer = client_for(cast.pia).get("/")
    assert [one.title for one in answer.context["sight"].support] == [
        "Art pairs", "Math pairs", "Zebra pairs",
    ]  # fmt: skip
    pages = [main_of(client_for(cast.pia).get(one)) for one in (PAGE, QUALITY, REPORTS)]
    for page in (main_of(answer), *pages):
        for one in (cast.ada, cast.ben, cast.malik, cast.sora):
            assert one.first_name not in page.replace("Spelling", "")
        assert "Ines" not in page and "Never said" not in page


def test_a_quote_needs_a_yes_and_stands_without_a_name(cast, client_for):
    run = begun(cast)
    told(session(run, 5), cast, "Not for others.", may=False)
    old = told(session(run, 4), cast, "Taken back.", may=True)
    SessionLog.objects.create(
        session=old.session, letter=uuid4(), was_held=True, quote="", replaces=old
    )
    assert queries.today_sight(cast.pia).quote is None
    told(session(run, 3), cast, "I like spelling with friends.", may=True)
    page = main_of(client_for(cast.pia).get("/"))
    assert "I like spelling with friends." in page and "Ada" not in page


def test_a_small_school_is_told_that_some_take_part_and_no_number(cast, client_for):
    begun(cast, students=[cast.ada, cast.ben])
    Parting.objects.create(
        school=cast.school, kind="leave", student=cast.ben, goodbye="none", is_own=True,
        last_on=MONDAY, replace_by=MONDAY + timedelta(days=5),
    )  # fmt: skip
    sight = queries.program_sight(cast.pia)
    assert sight.everyone.reach.is_anybody and sight.everyone.reach.takes_part is None
    assert sight.everyone.reach.trend == ""
    page = main_of(client_for(cast.pia).get(PAGE))
    assert "How many is hidden" in page and "fewer than 10" in page


def test_who_takes_part_by_grade():
    students = {n: "06" if n < 40 else "07" for n in range(90)}
    table = reach_table(students, [*range(16), *range(40, 52)])
    assert table is not None
    assert table.cells == ((16, 24), (12, 38))
    assert (table.column_totals, table.total) == ((28, 62), 90)


def shown_bounds(table, grades: int) -> list[tuple[float, float]]:
    """An attacker of the page alone: what each inner cell can be at least and at most, given every number shown."""
    size = 2 * grades
    rows, sums = [], []

    def knows(cells: list[int], n: int | None) -> None:
        if n is not None:
            rows.append([1.0 if at in cells else 0.0 for at in range(size)])
            sums.append(n)

    for row in range(grades):
        for column in range(2):
            knows([2 * row + column], table.cells[row][column])
        knows([2 * row, 2 * row + 1], table.row_totals[row])
    for column in range(2):
        knows([2 * row + column for row in range(grades)], table.column_totals[column])
    knows(list(range(size)), table.total)
    found = []
    for cell in range(size):
        if table.cells[cell // 2][cell % 2] is not None:
            continue
        goal = np.eye(size)[cell]
        given = {"A_eq": rows or None, "b_eq": sums or None, "bounds": [(0, None)] * size}
        low, high = (linprog(sign * goal, **given, method="highs") for sign in (1, -1))
        found.append((low.fun, -high.fun if high.status == 0 else float("inf")))
    return found


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), min_size=1, max_size=5))
def test_no_hidden_number_of_the_page_is_found_by_subtraction(grades):
    students, now = {}, []
    for grade, (those, others) in enumerate(grades):
        for n in range(those + others):
            students[len(students)] = f"{grade:02}"
            if n < those:
                now.append(len(students) - 1)
    table = reach_table(students, now)
    assert (table is None) is not bool(students)
    if table is None:
        return
    every = Counter(students.values())
    assert [n for n in table.row_totals if n] == [
        every[g] for g, n in zip(table.rows, table.row_totals, strict=True) if n
    ]
    for n in [
        *table.row_totals,
        *table.column_totals,
        table.total,
        *(n for row in table.cells for n in row),
    ]:
        assert n is None or n == 0 or n >= 10
    for low, high in shown_bounds(table, len(table.rows)):
        assert high - low >= 9.999


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("page", [PAGE, QUALITY, REPORTS])
def test_the_pages_are_for_who_answers_for_the_school(cast, client_for, role, page):
    sees = role in {Role.COORDINATOR, Role.SCHOOL_ADMINISTRATOR}
    assert client_for(cast.viewers[role]).get(page).status_code == (200 if sees else 403)


def test_another_school_counts_nothing_of_this_one(cast):
    session(begun(cast, students=[cast.ada]), 3)
    page = queries.program_sight(cast.zed)
    assert page.happening.now.planned == 0 and not page.everyone.reach.is_anybody


def test_many_runs_take_no_more_queries_than_one(cast):
    copy = make_playbook_copy()

    def asked() -> list[int]:
        counted = []
        for look in (
            queries.today_sight, queries.program_sight, queries.quality_sight, queries.shelves,
        ):  # fmt: skip
            with CaptureQueriesContext(connection) as caught:
                look(cast.pia)
            counted.append(len(caught))
        return counted

    checked(session(begun(cast, playbook=copy, students=[cast.ada]), 3), 9)
    asked()  # whatever a process asks once
    one = asked()
    for n in range(12):
        checked(session(begun(cast, f"Run {n}", playbook=copy, students=[cast.ben]), 3), 5)
    assert asked() == one
    assert max(one) <= 50


def test_the_principals_doors_are_those_of_the_design(cast, client_for):
    answer = client_for(cast.pia).get(QUALITY)
    doors = answer.context["navigation"]
    assert [str(one["label"]) for one in doors] == ["Today", "Program", "Quality", "Reports"]
    assert [str(one["label"]) for one in doors if one["is_current"]] == ["Quality"]
    under = {str(one["label"]) for one in answer.context["under_the_name"]}
    assert {"People", "Sessions", "Practices", "School", "Trail"} <= under
    assert clock.today_for(cast.pia) == MONDAY


def district_of(cast):
    return {
        one.name: one for one in queries.school_lines(cast.viewers[Role.DISTRICT_ADMINISTRATOR])
    }


def test_a_district_reads_of_few_students_nothing_and_of_many_a_rounded_share(cast, client_for):
    run = begun(cast, students=[make_student(cast.school, f"D{n}") for n in range(9)])
    for days in range(1, 13):
        session(run, days, "held" if days > 4 else "not_held")
    here = district_of(cast)["Maple Street School"]
    assert "nothing is said of so few" in here.held and not here.needs_support
    begun(cast, "Reading", students=[make_student(cast.school, "Tenth")])
    here = district_of(cast)["Maple Street School"]
    assert (here.held, here.needs_support) == (
        "Of the sessions written down, about 65 % were held.",
        True,
    )
    page = client_for(cast.viewers[Role.DISTRICT_ADMINISTRATOR]).get("/").text
    assert "May need support" in page and "Tenth" not in page
    keeper = client_for(cast.viewers[Role.SYSTEM_ADMINISTRATOR]).get("/").text
    assert "were held" not in keeper
    for days in range(13, 27):
        session(run, days, "planned")
    here = district_of(cast)["Maple Street School"]
    assert here.held == "Few sessions are written down. Ask how it goes." and here.needs_support
    assert queries.program_sight(cast.pia).happening.trend == (
        "Less than half is written down: too little for a share."
    )


def test_whether_it_will_last_is_said_of_each_open_program(cast, client_for):
    assert "No program is written down yet" in client_for(cast.pia).get(QUALITY).text
    start_program("Side by Side", by=cast.rosa)
    (one,) = queries.quality_sight(cast.pia).lasting
    assert one.stage == "Planning" and one.signs
    page = client_for(cast.pia).get(QUALITY).text
    assert "Side by Side" in page and "thirty questions" in page


def test_the_line_is_the_schools_own_where_it_set_one(cast, client_for):
    run = begun(cast)
    for days, status in ((2, "held"), (3, "held"), (4, "held"), (5, "not_held")):
        session(run, days, status)
    assert [one.title for one in queries.today_sight(cast.pia).support] == [run.name]
    OwnValue.objects.create(school=cast.school, rule="DR-26", place=0, value=70)
    assert queries.today_sight(cast.pia).support == ()
    assert "Under 70 % held" in client_for(cast.pia).get(PAGE).text


def test_each_tile_leads_where_its_question_is_answered(cast, client_for):
    pia = client_for(cast.pia)
    for tile in pia.get("/").context["sight"].tiles:
        page, _hash, anchor = tile.url.partition("#")
        answer = main_of(pia.get(page))
        assert tile.question in answer
        assert f'id="{anchor}"' in answer or not anchor


def test_reports_hold_what_the_viewer_may_open_and_every_one_opens(cast, client_for):
    assert [one.empty for one in queries.shelves(cast.pia) if not one.reports] == [
        "No questions were asked of a group yet. The coordinator plans them under Voices.",
        "No groups were compared yet. The coordinator sets that up under Evaluations.",
        "No study has anything to report yet. The coordinator starts one under Studies.",
    ]
    start_program("Side by Side", by=cast.rosa)
    study = start_study(StudyFrame("Greetings", "multiple_baseline"), by=cast.rosa)
    assert not queries.shelves(cast.pia)[3].reports
    add_outcome(study, OutcomeFrame("Greets", "increase"), by=cast.rosa)
    pia = client_for(cast.pia)
    page = main_of(pia.get(REPORTS))
    for shelf in queries.shelves(cast.pia):
        for one in shelf.reports:
            assert one.url in page
            assert pia.get(one.url).status_code == 200, one.url
    titles = [one.title for shelf in queries.shelves(cast.pia) for one in shelf.reports]
    assert {"Side by Side", "Greetings", "The trail"} <= set(titles)
    assert "Greetings" not in main_of(client_for(cast.zed).get(REPORTS))
