"""Teams and pairs of a class: drawn by the practice's rule, changed by hand, mended for a day."""

from datetime import timedelta

import pytest
import time_machine

from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import Refused
from kithwork.apps.needs.models import DoNotPair, Wish
from kithwork.apps.people.models import Enrolment
from kithwork.apps.runs import actions, queries
from kithwork.apps.runs.models import Absence, Draw, Pause, Run, Score, Session
from kithwork.apps.runs.preview import preview
from kithwork.apps.runs.queries.draws import draw_on, draw_page, groups_on
from tests.cast import MONDAY, YEAR, make_playbook_copy, make_run, make_student

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday_morning")]

NAMES = ["Nia", "Omar", "Pablo", "Quinn", "Ravi", "Selma", "Theo", "Uma", "Vera", "Wes", "Xenia"]


@pytest.fixture
def people(cast):
    """Sixteen students of Ines's Art class."""
    made = [make_student(cast.school, name, "Test") for name in NAMES]
    Enrolment.objects.bulk_create(Enrolment(section=cast.art, student=one) for one in made)
    return [cast.ada, cast.malik, cast.ben, cast.sora, cast.lena, *made]


@pytest.fixture
def run(cast, people):
    return make_run(cast, students=people, choices={"variant": "spelling"})


@pytest.fixture
def pals(cast, people):
    copy = make_playbook_copy("pals_reading_2_6")
    return make_run(cast, "Reading in Art", students=people, playbook=copy)


def pairs(draw):
    row = Draw.objects.prefetch_related("groups__seats").get(pk=draw.pk)
    return [frozenset(seat.student_id for seat in group.seats.all()) for group in row.groups.all()]


def shown(draw):
    return draw_page(Draw.objects.select_related("run").get(pk=draw.pk))


def together(draw, *people):
    ids = {one.pk for one in people}
    return any(ids <= pair for pair in pairs(draw))


def test_everybody_has_a_partner_in_one_of_two_teams_and_nobody_is_with_whom_they_may_not(
    cast, run, people
):
    draw = actions.draw_pairs(run, starts_on=MONDAY, seed=3, by=cast.ines)
    assert sorted(pk for pair in pairs(draw) for pk in pair) == sorted(one.pk for one in people)
    assert draw.teams.count() == 2
    for seed in range(12):
        again = actions.draw_pairs(run, starts_on=MONDAY, seed=seed, by=cast.ines)
        assert not together(again, cast.malik, cast.sora)  # a do-not-pair note
        assert not together(again, cast.ada, cast.lena)  # Ada would rather not
    assert "obsidianfern" not in str(again.given)


def test_the_same_seed_draws_the_same_pairs(cast, run):
    one = pairs(actions.draw_pairs(run, starts_on=MONDAY, seed=7, by=cast.ines))
    two = pairs(actions.draw_pairs(run, starts_on=MONDAY, seed=7, by=cast.ines))
    assert one == two
    assert Draw.objects.filter(dropped_at__isnull=True).count() == 1


def test_a_weekly_practice_is_drawn_for_this_week_and_the_next_ones(cast, run):
    wednesday = MONDAY + timedelta(days=2)
    first = actions.draw_pairs(run, starts_on=wednesday, times=3, seed=1, by=cast.ines)
    rows = list(Draw.objects.order_by("starts_on"))
    assert rows[0] == first
    assert [(row.starts_on, row.ends_on) for row in rows] == [
        (wednesday, MONDAY + timedelta(days=6)),
        (MONDAY + timedelta(days=7), MONDAY + timedelta(days=13)),
        (MONDAY + timedelta(days=14), MONDAY + timedelta(days=20)),
    ]
    seen = [pair for row in rows for pair in pairs(row)]
    assert len(seen) == len(set(seen))  # nobody comes back within four weeks
    assert draw_on(run, MONDAY + timedelta(days=8)) == rows[1]
    assert draw_on(run, MONDAY) is None


def test_a_cycle_of_four_weeks_lasts_four_weeks_and_the_higher_one_begins(cast, pals, people):
    ranks = {one.pk: place for place, one in enumerate(people, 1)}
    draw = actions.draw_pairs(pals, starts_on=MONDAY, ranks=ranks, seed=1, by=cast.ines)
    assert draw.ends_on == MONDAY + timedelta(days=27)
    for group in draw.groups.all():
        places = [ranks[seat.student_id] for seat in group.seats.all()]
        assert places == sorted(places)
        assert (
            max(places) - min(places) >= 4
        )  # halves of eight: never neighbours, never first with last
    page = shown(draw)
    assert page.life.from_on == MONDAY + timedelta(weeks=3)
    assert page.life.due_on == MONDAY + timedelta(weeks=4)


def test_latest_scores_order_the_class_unless_ranks_are_typed(cast, pals, people):
    for place, one in enumerate(people):
        Score.objects.create(
            run=pals, student=one, kind="reading", on=MONDAY, right=140 - 5 * place, seconds=60
        )
    low = people[-1]
    old = Score.objects.get(run=pals, student=low)
    Score.objects.create(
        run=pals, student=low, kind="reading", on=MONDAY, right=200, seconds=60, replaces=old
    )
    draw = actions.draw_pairs(pals, starts_on=MONDAY, seed=1, by=cast.ines)
    given = {one["id"]: one["score"] for one in draw.given["students"]}
    assert given[str(low.pk)] == 200.0
    seat = draw.groups.get(seats__student=low).seats.first()
    assert seat.student == low  # heard first


def test_absent_students_are_left_out_of_a_draw_when_asked(cast, run, people):
    away = {people[0].pk, people[5].pk}
    draw = actions.draw_pairs(run, starts_on=MONDAY, absent=away, seed=1, by=cast.ines)
    assert away & {pk for pair in pairs(draw) for pk in pair} == set()
    assert len({pk for pair in pairs(draw) for pk in pair}) == 14


def test_redrawing_keeps_locks_and_history(cast, run):
    first = actions.draw_pairs(run, starts_on=MONDAY, seed=1, by=cast.ines)
    group = first.groups.first()
    locked = frozenset(seat.student_id for seat in group.seats.all())
    actions.set_lock(group, is_locked=True, by=cast.ines)
    again = actions.draw_pairs(run, starts_on=MONDAY, seed=2, by=cast.ines)
    assert locked in pairs(again)
    assert pairs(again) != pairs(first)
    first.refresh_from_db()
    assert first.dropped_at is not None
    later = actions.draw_pairs(run, starts_on=MONDAY + timedelta(days=7), seed=3, by=cast.ines)
    assert locked in pairs(later)
    assert set(pairs(later)) & set(pairs(again)) == {locked}
    with pytest.raises(Problem, match="drawn again"):
        actions.set_lock(group, is_locked=False, by=cast.ines)


def test_pairs_that_have_worked_together_are_not_drawn_over(cast, run):
    first = actions.draw_pairs(run, starts_on=MONDAY, seed=1, by=cast.ines)
    Session.objects.create(
        school=cast.school, run=run, on=MONDAY, label="1",
        starts_at="08:10", ends_at="09:00", status="held",
    )  # fmt: skip
    with pytest.raises(Problem, match="next day"):
        actions.draw_pairs(run, starts_on=MONDAY, seed=2, by=cast.ines)
    with time_machine.travel("2026-11-10T14:30:00+00:00", tick=False):
        tuesday = MONDAY + timedelta(days=1)
        actions.draw_pairs(run, starts_on=tuesday, seed=2, by=cast.ines)
    first.refresh_from_db()
    assert first.dropped_at is None
    assert first.ends_on == MONDAY


@pytest.mark.parametrize("days", [-1, 200])
def test_a_draw_begins_inside_the_run_and_not_in_the_past(cast, run, days):
    with pytest.raises(Problem, match="day of this run"):
        actions.draw_pairs(run, starts_on=MONDAY + timedelta(days=days), by=cast.ines)
    assert not Draw.objects.exists()


def test_a_practice_where_people_choose_draws_nothing(cast, network):
    from kithwork.apps.runs.actions.run import _copy_of

    run = make_run(cast, "Lunch", playbook=_copy_of(network), students=[cast.ada, cast.ben])
    with pytest.raises(Problem, match="choose"):
        actions.draw_pairs(run, starts_on=MONDAY, by=cast.rosa)


# ------------------------------------------------------------------ by hand


def two_of_different_groups(draw, besides=()):
    groups = [
        [seat.student for seat in group.seats.all()]
        for group in Draw.objects.get(pk=draw.pk).groups.all()
    ]
    return groups[0][0], groups[1][0]


def test_a_swap_needs_a_reason_and_says_every_rule_it_breaks(cast, run):
    draw = actions.draw_pairs(run, starts_on=MONDAY, seed=1, by=cast.ines)
    malik_partner = next(
        seat.student
        for group in draw.groups.filter(seats__student=cast.malik)
        for seat in group.seats.exclude(student=cast.malik)
    )
    with pytest.raises(Problem, match="why"):
        actions.swap_seats(draw, malik_partner.pk, cast.sora.pk, reason=" ", by=cast.ines)
    with pytest.raises(Problem, match="may not be in one group") as told:
        actions.swap_seats(
            draw, malik_partner.pk, cast.sora.pk, reason="x", despite=True, by=cast.ines
        )
    assert "obsidianfern" not in str(told.value)
    assert not together(draw, cast.malik, cast.sora)


def test_a_swap_is_kept_with_its_reason_and_undone_by_another(cast, run):
    draw = actions.draw_pairs(run, starts_on=MONDAY, seed=1, by=cast.ines)
    before = set(pairs(draw))
    one, two = two_of_different_groups(draw)
    change = actions.swap_seats(
        draw, one.pk, two.pk, reason="They asked for it", despite=True, by=cast.ines
    )
    assert set(pairs(draw)) != before
    assert change.before["group_of_one"] == change.after["group_of_two"]
    actions.swap_seats(draw, one.pk, two.pk, reason="Taken back", despite=True, by=cast.ines)
    assert set(pairs(draw)) == before
    assert [row.reason for row in draw.changes.all()] == ["They asked for it", "Taken back"]
    page = shown(draw)
    assert any("They asked" in line for team in page.teams.values() for g in team for line in g.why)
    assert not any(
        "They asked" in line
        for team in page.teams.values()
        for g in team
        for line in g.why_for_students
    )


def test_a_wish_is_set_aside_only_when_the_person_says_so(cast, run):
    first = actions.draw_pairs(run, starts_on=MONDAY, seed=1, by=cast.ines)
    later = actions.draw_pairs(run, starts_on=MONDAY + timedelta(days=7), seed=2, by=cast.ines)
    found = None
    for pair in pairs(first):
        one, two = sorted(pair)[:2]
        partner = next(pk for group in pairs(later) if one in group for pk in group if pk != one)
        row = Draw.objects.prefetch_related("groups__seats").select_related("run").get(pk=later.pk)
        _drawn, broken = preview(row, partner, two, "swap", "x")
        if [each.code for each in broken] == ["repeat"]:
            found = (partner, two)
            break
    assert found, "some exchange brings an old pair together and breaks nothing else"
    with pytest.raises(Problem, match="not long ago"):
        actions.swap_seats(later, *found, reason="x", by=cast.ines)
    actions.swap_seats(later, *found, reason="They work well", despite=True, by=cast.ines)


def test_two_of_one_group_cannot_change_places(cast, run):
    draw = actions.draw_pairs(run, starts_on=MONDAY, seed=1, by=cast.ines)
    one, two = [seat.student_id for seat in draw.groups.first().seats.all()][:2]
    with pytest.raises(Problem, match="different groups"):
        actions.swap_seats(draw, one, two, reason="x", by=cast.ines)


def test_who_comes_after_the_draw_is_placed_by_hand(cast, run):
    draw = actions.draw_pairs(run, starts_on=MONDAY, seed=1, by=cast.ines)
    newcomer = make_student(cast.school, "Yara", "Test")
    Enrolment.objects.create(section=cast.art, student=newcomer)
    actions.add_participants(run, [newcomer], by=cast.ines)
    assert shown(draw).unplaced == (newcomer,)
    beside = next(
        seat.student for seat in draw.groups.first().seats.all() if seat.student != cast.ada
    )
    with pytest.raises(Problem):
        actions.place_beside(draw, cast.ben.pk, beside.pk, reason="x", by=cast.ines)
    actions.place_beside(
        draw, newcomer.pk, beside.pk, reason="Came this week", despite=True, by=cast.ines
    )
    assert together(draw, newcomer, beside)
    assert shown(draw).unplaced == ()
    assert any(one.partners.is_trio for team in shown(draw).teams.values() for one in team)


def test_who_left_since_the_draw_is_named_so_that_it_is_mended(cast, run, people):
    draw = actions.draw_pairs(run, starts_on=MONDAY, seed=1, by=cast.ines)
    actions.leave_run(run.participants.get(student=people[8]), by=cast.ines)
    assert any(people[8].called in line for line in shown(draw).broken)


def test_who_may_not_change_the_run_draws_and_swaps_nothing(cast, run):
    draw = actions.draw_pairs(run, starts_on=MONDAY, seed=1, by=cast.ines)
    one, two = two_of_different_groups(draw)
    for person in ("tomas", "pia", "sven", "tess", "ben_viewer", "marta", "zed"):
        by = getattr(cast, person)
        for attempt in (
            lambda by=by: actions.draw_pairs(run, starts_on=MONDAY, by=by),
            lambda by=by: actions.swap_seats(draw, one.pk, two.pk, reason="x", by=by),
            lambda by=by: actions.place_beside(draw, one.pk, two.pk, reason="x", by=by),
            lambda by=by: actions.set_lock(draw.groups.first(), is_locked=True, by=by),
        ):
            with pytest.raises(Refused):
                attempt()


# ------------------------------------------------------------------ a day


def people_of(day):
    return [one for group in day.groups for one in group.people]


def test_a_day_with_everybody_is_the_draw(cast, run, people):
    draw = actions.draw_pairs(run, starts_on=MONDAY, seed=1, by=cast.ines)
    day = groups_on(run, MONDAY)
    assert {frozenset(one.pk for one in group.people) for group in day.groups} == set(pairs(draw))
    assert all(group.pk and not group.is_for_day for group in day.groups)
    assert [len(team) for team in day.teams.values()] == [4, 4]


def test_partners_of_the_absent_find_company_for_the_day_only(cast, run, people):
    draw = actions.draw_pairs(run, starts_on=MONDAY, seed=1, by=cast.ines)
    Absence.objects.create(student=people[6], on=MONDAY)
    Absence.objects.create(student=people[9], on=MONDAY, label="2")  # another period
    day = groups_on(run, MONDAY, "1")
    assert day.away == (people[6],)
    assert sorted(one.pk for one in people_of(day)) == sorted(
        one.pk for one in people if one != people[6]
    )
    assert any(group.is_trio and group.is_for_day for group in day.groups)
    tomorrow = groups_on(run, MONDAY + timedelta(days=1))
    assert {frozenset(one.pk for one in g.people) for g in tomorrow.groups} == set(pairs(draw))


def test_who_must_not_meet_just_now_does_not_even_in_a_draw_that_stands(cast, run):
    draw = actions.draw_pairs(run, starts_on=MONDAY, seed=1, by=cast.ines)
    one, two = [
        seat.student for seat in draw.groups.filter(seats__student=cast.ben).get().seats.all()
    ][:2]
    Pause.objects.create(school=cast.school, student=one, partner=two, rule="DR-50", because="x:1")
    day = groups_on(run, MONDAY)
    assert not any({one, two} <= set(group.people) for group in day.groups)
    assert {one, two} <= set(people_of(day))
    assert together(draw, one, two)  # the draw itself is as it was
    page = shown(draw)
    assert any("may not be in one group" in line for line in page.broken)


def test_who_is_paused_or_left_is_not_there_and_who_came_later_is(cast, run, people):
    actions.draw_pairs(run, starts_on=MONDAY, seed=1, by=cast.ines)
    run.participants.filter(student=people[7]).update(is_paused=True)
    actions.leave_run(run.participants.get(student=people[8]), by=cast.ines)
    newcomer = make_student(cast.school, "Yara", "Test")
    Enrolment.objects.create(section=cast.art, student=newcomer)
    actions.add_participants(run, [newcomer], by=cast.ines)
    day = groups_on(run, MONDAY)
    assert {people[7], people[8]} & set(people_of(day)) == set()
    assert newcomer in people_of(day)


def test_no_draw_no_groups(cast, run):
    assert groups_on(run, MONDAY).draw is None
    assert queries.groups_on is groups_on


def test_why_for_students_holds_no_rank_and_no_reason_of_others(cast, pals, people):
    ranks = {one.pk: place + 101 for place, one in enumerate(people)}
    draw = actions.draw_pairs(pals, starts_on=MONDAY, ranks=ranks, seed=1, by=cast.ines)
    page = shown(draw)
    groups = [one for team in page.teams.values() for one in team]
    for group in groups:
        said = " ".join(group.why_for_students).lower()
        assert not any(str(rank) in said for rank in ranks.values())
        assert not {"rank", "score", "higher", "lower", "half", "apart"} & set(said.split())
        assert any(str(rank) in " ".join(group.why) for rank in ranks.values())


def test_notes_and_wishes_made_later_hold_at_the_next_draw(cast, run, people):
    first, second = sorted([people[5], people[6]], key=lambda one: one.pk)
    DoNotPair.objects.create(
        first=first, second=second, reason="x", by_id=cast.rosa.user_id, since=YEAR[0]
    )
    Wish.objects.create(student=people[7], other=people[8], kind=Wish.Kind.RATHER_NOT)
    for seed in range(10):
        draw = actions.draw_pairs(run, starts_on=MONDAY, seed=seed, by=cast.ines)
        assert not together(draw, first, second)
        assert not together(draw, people[7], people[8])


def test_a_lock_of_two_who_may_no_longer_meet_is_named(cast, run):
    draw = actions.draw_pairs(run, starts_on=MONDAY, seed=1, by=cast.ines)
    group = draw.groups.first()
    one, two = [seat.student for seat in group.seats.all()][:2]
    actions.set_lock(group, is_locked=True, by=cast.ines)
    Pause.objects.create(school=cast.school, student=one, partner=two, rule="DR-51", because="x:2")
    with pytest.raises(Problem, match="Open their lock first") as told:
        actions.draw_pairs(run, starts_on=MONDAY + timedelta(days=7), by=cast.ines)
    assert one.called in str(told.value)
    assert Run.objects.get(pk=run.pk).draws.count() == 1
