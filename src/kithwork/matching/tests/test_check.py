"""The judge against plans with one rule broken each, and against random edits."""

import random
from dataclasses import replace

import pytest

from kithwork.matching import Session, generate_school, solve, violations
from kithwork.matching.tests.small import need, peer, student, two_in_art

SOUND = (Session("n1", 0, ("ben",)), Session("n1", 1, ("ben",)))


def codes(problem, *sessions):
    return sorted(one.code for one in violations(problem, sessions))


def test_a_sound_plan_has_no_violation():
    assert codes(two_in_art(), *SOUND) == []


BROKEN = [
    ("unknown_need", two_in_art(), [Session("n9", 0, ("ben",))]),
    ("unknown_peer", two_in_art(), [Session("n1", 0, ("lena",))]),
    ("wrong_size", two_in_art(), [Session("n1", 0, ())]),
    ("wrong_size", two_in_art(), [Session("n1", 0, ("ben", "sora"))]),
    ("avoided", two_in_art(avoids=(("ada", "ben"),)), [Session("n1", 0, ("ben",))]),
    ("avoided", two_in_art(do_not_pair=(("ben", "ada"),)), [Session("n1", 0, ("ben",))]),
    ("not_trained", replace(two_in_art(), peers=(peer("ben", roles=("tutor",)),)), [SOUND[0]]),
    ("weekly_limit", replace(two_in_art(), peers=(peer("ben", week=1),)), SOUND),
    ("partner_limit", replace(two_in_art(), peers=(peer("ben", partners=0),)), [SOUND[0]]),
    ("daily_limit", replace(two_in_art(), peers=(peer("ben", day=0),)), [SOUND[0]]),
    ("too_often", replace(two_in_art(), needs=(need("n1", "ada", 0, 1),)), SOUND),
    ("lock", two_in_art(locks=(("n1", 1, "sora"),)), SOUND),
    (
        "team_too_large",
        replace(two_in_art(), needs=(need("n1", "ada", 0, 1, sessions=2, team_max=1),)),
        [SOUND[0], Session("n1", 1, ("sora",))],
    ),
    (
        "peer_not_there",
        replace(
            two_in_art(),
            students=(
                student("ada", "art", "art"),
                student("ben", "gym", "art"),
                student("sora", "art", "art"),
            ),
        ),
        [SOUND[0]],
    ),
    (
        "too_young",
        replace(
            two_in_art(),
            students=(
                student("ada", "art", "art"),
                student("ben", "art", "art", grade=5),
                student("sora", "art", "art"),
            ),
        ),
        [SOUND[0]],
    ),
    ("slot_not_allowed", replace(two_in_art(), needs=(need("n1", "ada", 1),)), [SOUND[0]]),
    (
        "supervision",
        replace(
            two_in_art(),
            needs=(need("n1", "ada", 0, 1, sessions=2, supervision="room"),),
            supervision={"room": 0},
        ),
        [SOUND[0]],
    ),
    ("same_person", replace(two_in_art(), peers=(peer("ada"),)), [Session("n1", 0, ("ada",))]),
]


@pytest.mark.parametrize(
    ("code", "problem", "sessions"), BROKEN, ids=[f"{row[0]}-{i}" for i, row in enumerate(BROKEN)]
)
def test_each_broken_rule_is_named(code, problem, sessions):
    assert code in codes(problem, *sessions)


def test_a_free_peer_may_come_to_class_but_a_focus_student_is_in_theirs():
    students = (
        student("ada", "art", "art"),
        student("ben", "FREE", "art"),
        student("sora", "art", "art"),
    )
    assert codes(replace(two_in_art(), students=students), SOUND[0]) == []


def test_every_sentence_names_what_it_is_about():
    for _, problem, sessions in BROKEN:
        for one in violations(problem, sessions):
            assert one.sentence.endswith(".")
            assert one.need or one.peer or one.student or one.slot >= 0


@pytest.mark.parametrize("seed", range(10))
def test_a_plan_with_a_person_doubled_is_always_caught(seed):
    draw = random.Random(seed)
    problem = generate_school(students=100, seed=seed)
    plan = solve(problem, iterations=100, seed=seed)
    victim = draw.choice(plan.sessions)
    others = [one for one in plan.sessions if one.slot == victim.slot and one.need != victim.need]
    if not others:
        pytest.skip("this school has no second session at that slot")
    moved = Session(victim.need, victim.slot, (*victim.peers[1:], draw.choice(others).peers[0]))
    edited = tuple(moved if one is victim else one for one in plan.sessions)
    assert any(one.code in {"two_places", "twice"} for one in violations(problem, edited))
