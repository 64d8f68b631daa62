"""What a class came to, reckoned a second time with nothing but sets; hidden, and gone with permission."""

from __future__ import annotations

from datetime import timedelta
from itertools import product
from random import Random

import pytest

from kithwork.apps.friendships import queries
from kithwork.apps.friendships.gathered import gathered
from kithwork.apps.friendships.reckoned import change_of, numbers_of, of_circle, pairs_of
from kithwork.apps.friendships.tests.conftest import put
from kithwork.apps.friendships.tests.test_answering import family_takes_back
from kithwork.apps.friendships.together import contacts_of
from kithwork.apps.needs.models import SupportNeed
from kithwork.apps.runs.models import Pairing, Session, SessionLog
from kithwork.apps.runs.practice_fields import ASKED
from tests.cast import MONDAY, make_run

pytestmark = pytest.mark.django_db


def answer_all(round_, children, ties, away=()):
    for one in children:
        if one not in away:
            put(round_, one, [other for who, other in ties if who == one])


def second_reckoning(ties, answered, children, pairs):
    """Sets of (who, named) of those who answered."""
    ties = {(a, b) for a, b in ties if a in answered}
    beyond = {(a, b) for a, b in ties if frozenset((a, b)) not in pairs}
    two = lambda held: {frozenset(tie) for tie in held if tie[::-1] in held}  # noqa: E731
    return {
        "names": len(ties), "mutual": len(two(ties)), "beyond": len(beyond), "mutual_beyond": len(two(beyond)),
        "nobody": len(set(children) - {b for _a, b in ties}),
    }  # fmt: skip


@pytest.mark.parametrize("seed", range(6))
def test_another_reckoning_comes_to_the_same(cast, circle, before, again, children, seed):
    draw = Random(seed)
    every = [(a, b) for a in children for b in children if a != b]
    waves = [{tie for tie in every if draw.random() < share} for share in (0.2, 0.35)]
    away = (children[6],) if seed % 2 else ()
    answer_all(before, children, waves[0], away)
    answer_all(again, children, waves[1])
    need = SupportNeed.objects.create(student=cast.ada, place="lunch", role="buddy", times_a_week=1)
    Pairing.objects.create(
        school=cast.school, student=cast.ada, peer=cast.ben, need=need, role="buddy",
        starts_on=MONDAY - timedelta(weeks=6), ends_on=MONDAY, status="ended",
    )  # fmt: skip
    pairs = {frozenset((cast.ada, cast.ben))}
    page = queries.circle_page(cast.rosa, circle)
    for card, wave, gone in zip(page.rounds, waves, (away, ()), strict=True):
        wanted = second_reckoning(wave, set(children) - set(gone), children, pairs)
        shown = card.numbers
        assert {key: getattr(shown, key) for key in wanted} == wanted
        assert shown.names_each == wanted["names"] / (7 - len(gone))
        named = {b for a, b in wave if a not in gone}
        assert set(card.nobody_named) == set(children) - named
    both = set(children) - set(away)
    one, two = (second_reckoning(wave, both, children, pairs) for wave in waves)
    assert page.change.answered == len(both)
    assert {line.key: (line.before, line.after) for line in page.change.lines} == {
        key: (one[key], two[key]) for key in one
    }
    raw = every_swap(waves, both, children, pairs)
    assert {line.key: line.p for line in page.change.lines} == pytest.approx(corrected(raw))


def every_swap(waves, both, children, pairs):
    """Each student's two answers the other way round, in all ways."""
    reached, ways = {}, 0
    seen = None
    people = sorted(both, key=lambda one: one.pk)
    for swaps in product((0, 1), repeat=len(people)):
        turned = dict(zip(people, swaps, strict=True))
        halves = [{(a, b) for a in both for x, b in waves[n ^ turned[a]] if x == a} for n in (0, 1)]
        one, two = (second_reckoning(half, both, children, pairs) for half in halves)
        found = {key: abs(two[key] - one[key]) for key in one}
        seen = seen or found
        ways += 1
        for key, value in found.items():
            reached[key] = reached.get(key, 0) + (value >= seen[key])
    return {key: n / ways for key, n in reached.items()}


def corrected(raw):
    """Benjamini and Hochberg, as it is told: the smallest of p times n over its rank, from here on."""
    order = sorted(raw.values())
    return {
        key: min(1.0, *(q * len(order) / (k + 1) for k, q in enumerate(order) if q >= p))
        for key, p in raw.items()
    }


def test_below_seventy_in_a_hundred_of_the_class_nothing_is_told(cast, circle, before, children):
    """Of eight in the class five answered: 62 percent, though it is five of the seven with permission."""
    answer_all(before, children, {(children[0], children[1])}, away=children[5:])
    card = queries.circle_page(cast.rosa, circle).rounds[0]
    assert (card.of, card.answered, card.percent, card.missing, card.without_permission) == (
        8, 5, 62, 2, 1,
    )  # fmt: skip
    assert card.numbers is None and card.nobody_named == ()
    put(before, children[5], [])
    assert queries.circle_page(cast.rosa, circle).rounds[0].numbers is not None


def test_no_answer_is_missing_and_not_zero(cast, before, children):
    answer_all(
        before,
        children,
        {(children[0], children[1]), (children[1], children[0])},
        away=children[6:],
    )
    found = numbers_of(gathered(before), ())
    assert found.names_each == 2 / 6
    assert found.mutual == 1


def test_permission_taken_back_is_out_of_every_result_at_once(
    cast, circle, before, again, children
):
    everybody = {(a, b) for a in children for b in children if a != b}
    answer_all(before, children, everybody)
    answer_all(again, children, everybody)
    page = queries.circle_page(cast.rosa, circle)
    assert page.rounds[0].numbers.names == 42
    family_takes_back(cast, cast.malik)
    page = queries.circle_page(cast.rosa, circle)
    for card in page.rounds:
        # Neither whom he named nor who named him.
        assert (card.numbers.names, card.answered, card.without_permission) == (30, 6, 2)
        assert cast.malik not in card.nobody_named
    assert page.change.answered == 6
    ben = queries.student_page_or_404(cast.rosa, circle.pk, cast.ben.pk)
    assert all(cast.malik not in one.named for one in ben.answers)
    malik = queries.student_page_or_404(cast.rosa, circle.pk, cast.malik.pk)
    assert [(one.is_counted, one.said, one.named) for one in malik.answers] == [
        (False, "", ()), (False, "", ()),
    ]  # fmt: skip


def test_a_caution_for_each_thing_the_design_cannot_carry(cast, circle, before, again, children):
    answer_all(before, children, {(children[0], children[1])})
    for one in children:
        put(again, one, [children[1]] if one != children[1] else [], mode="typed")
    put(again, children[2], [children[0]], mode="observed")
    again.roster.filter(student=cast.lena).delete()
    said = " ".join(queries.circle_page(cast.rosa, circle).cautions)
    for part in (
        "no class to compare with", "7 who answered both times, of 7", "1 left the class and 0 came",
        "Fewer than ten answered both times", "A list brings more names", "1 answer is a choice an adult saw",
        "not yet a friendship",
    ):  # fmt: skip
        assert part in said, part
    assert "effect" not in said and "because" not in said


def test_small_practices_and_draws_bring_pairs_together_and_classes_do_not(
    cast, circle, before, children
):
    from kithwork.apps.runs.models import Draw, Group, Seat

    make_run(
        cast,
        "Network",
        students=[cast.ben, cast.sora],
        scope="focus_student",
        focus_student=cast.ada,
    )
    whole = make_run(cast, "All of Art", students=children)
    group = Group.objects.create(
        draw=Draw.objects.create(run=whole, starts_on=MONDAY, rule="x", seed=1), place=1
    )
    for place, one in enumerate((children[4], children[5]), start=1):
        Seat.objects.create(group=group, student=one, place=place)
    held = of_circle(circle)
    named = {frozenset((one.pk, other.pk)) for one, other in [
        (cast.ada, cast.ben), (cast.ada, cast.sora), (cast.ben, cast.sora), (children[4], children[5]),
    ]}  # fmt: skip
    assert pairs_of(circle, held.values()) == named
    assert pairs_of(circle, ()) == set()


def test_contacts_are_told_beside_it(cast, children):
    run = make_run(
        cast, "Network", students=[cast.ben], scope="focus_student", focus_student=cast.ada
    )
    for n, contacts in enumerate((1, 1, 4, 6, True)):
        session = Session.objects.create(
            school=cast.school, run=run, on=MONDAY + timedelta(days=n), label="1",
            starts_at="08:10", ends_at="09:00", status="held",
        )  # fmt: skip
        SessionLog.objects.create(
            session=session, letter=f"00000000-0000-0000-0000-00000000000{n}", was_held=True,
            measures={ASKED: {"contacts": contacts}},
        )  # fmt: skip
    (line,) = contacts_of(cast.school.pk, [cast.ben.pk], MONDAY, MONDAY + timedelta(days=9))
    assert (line.meetings, line.contacts, line.first_half, line.second_half) == (4, 12, 1, 5)
    (line,) = contacts_of(cast.school.pk, [cast.ben.pk], MONDAY, MONDAY + timedelta(days=1))
    assert (line.meetings, line.first_half) == (2, None)
    assert contacts_of(cast.school.pk, [cast.malik.pk], MONDAY, MONDAY) == []


def test_one_round_alone_is_no_change(cast, circle, before, children):
    answer_all(before, children, set())
    assert queries.circle_page(cast.rosa, circle).change is None
    held = gathered(before)
    assert change_of(held, held, ()).lines[0].of_100 == 100


def test_contacts_and_chance_are_read_on_the_page(
    cast, circle, before, again, children, client_for
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext
    from django.urls import reverse

    answer_all(before, children, set())
    answer_all(again, children, {(a, b) for a in children for b in children if a != b})
    run = make_run(
        cast, "Network", students=[cast.ben], scope="focus_student", focus_student=cast.ada
    )
    session = Session.objects.create(
        school=cast.school, run=run, on=MONDAY, label="1", starts_at="08:10", ends_at="09:00", status="held"
    )  # fmt: skip
    SessionLog.objects.create(
        session=session, letter="00000000-0000-0000-0000-000000000009", was_held=True,
        measures={ASKED: {"contacts": 3}},
    )  # fmt: skip
    rosa = client_for(cast.rosa)
    with CaptureQueriesContext(connection) as caught:
        page = rosa.get(reverse("friendships:circle", args=[circle.pk])).content.decode()
    for part in (
        "Contacts between meetings",
        "Network",
        "as far in about 2 of 100 classes",
        "p 0.016",
    ):
        assert part in page, part
    assert len(caught) < 42, [query["sql"][:80] for query in caught]
