"""Schools for the tests: one hand-made with two classmates each way, and random crowded ones."""

from __future__ import annotations

from random import Random

from kithwork.matching.problem import Need, Peer, Problem, Student

DAYS, PERIODS = 2, 3


def student(id: str, *, grade: int = 9, at: tuple[str | None, ...] | None = None) -> Student:
    """In Art in the first period, at lunch in the second, free in the third, both days."""
    return Student(id=id, grade=grade, at=at or ("art", "LUNCH", "FREE") * DAYS)


def peer(id: str, **changes) -> Peer:
    limits = {"roles": ("buddy",), "max_sessions": 5, "max_per_day": 3, "max_partners": 3}
    return Peer(student=id, **{**limits, **changes})


def need(id: str, focus: str, **changes) -> Need:
    """Company in Art, once, on either day."""
    usual = {
        "setting": "class", "section": "art", "slots": (0, 3), "role": "buddy", "sessions": 1,
        "min_peers": 1, "max_peers": 2, "team_max": 3, "supervision": "",
    }  # fmt: skip
    return Need(id=id, student=focus, **{**usual, **changes})


def school(*, students="ABPQ", peers=None, needs=None, **changes) -> Problem:
    """A and B are supported, P and Q partner, all four in Art together."""
    made = tuple(one if isinstance(one, Student) else student(one) for one in students)
    return Problem(
        days=DAYS,
        periods=PERIODS,
        students=made,
        peers=tuple(peers if peers is not None else (peer("P"), peer("Q"))),
        needs=tuple(needs if needs is not None else (need("n1", "A"),)),
        **changes,
    )


def crowded(seed: int, *, students: int = 14) -> Problem:
    """Every rule in play: overlapping periods, tight limits, avoid lists, students who are both."""
    draw = Random(f"crowded {seed}")
    days, periods = draw.choice(((2, 3), (3, 4), (5, 4)))
    places = ("art", "gym", "FREE", "LUNCH", None)
    people = tuple(
        Student(
            id=f"s{number}",
            grade=draw.choice((9, 9, 10, 11)),
            at=tuple(draw.choices(places, (5, 3, 3, 3, 1))[0] for _ in range(days * periods)),
            interests=tuple(draw.sample(("chess", "birds", "music"), draw.randrange(3))),
            languages=("en", "es") if draw.random() < 0.3 else ("en",),
        )
        for number in range(students)
    )
    ids = [one.id for one in people]
    peers = tuple(
        Peer(
            student=one,
            roles=tuple(draw.sample(("buddy", "tutor"), draw.choice((1, 2)))),
            max_sessions=draw.randint(0, 5),
            max_per_day=draw.randint(0, 2),
            max_partners=draw.randint(0, 3),
            max_lunch_days=draw.choice((None, 0, 1, 1, 2)),
        )
        for one in ids[4:]
    )
    needs = tuple(_random_need(draw, number, draw.choice(ids[:7]), people) for number in range(10))
    groups = {one.supervision: draw.randint(1, 3) for one in needs if one.supervision}
    return Problem(
        days=days, periods=periods, students=people, peers=peers, needs=needs, supervision=groups,
        wants=_pairs(draw, ids[:7], ids[4:], 6), avoids=_pairs(draw, ids[:7], ids[4:], 4),
        do_not_pair=_pairs(draw, ids, ids, 3), peer_wants=_pairs(draw, ids[4:], ids[:7], 3),
        previous=_pairs(draw, ids[:7], ids[4:], 3),
        overlaps=((0, 1),) if draw.random() < 0.5 else (),
        name=f"crowded-{seed}",
    )  # fmt: skip


def _random_need(draw: Random, number: int, focus: str, people: tuple[Student, ...]) -> Need:
    at = next(one.at for one in people if one.id == focus)
    place = draw.choice([one for one in at if one] or ["art"])
    low = draw.choice((1, 1, 2))
    return need(
        f"n{number}",
        focus,
        setting={"FREE": "free", "LUNCH": "lunch"}.get(place, "class"),
        section=place,
        # Some slots at which the student is elsewhere: the solver must leave those alone.
        slots=tuple(s for s, there in enumerate(at) if there == place or draw.random() < 0.1),
        role=draw.choice(("buddy", "tutor")),
        sessions=draw.randint(1, 3),
        min_peers=low,
        max_peers=low + draw.randrange(2),
        team_max=low + draw.randrange(2),
        supervision=draw.choice(("", "room")),
    )


def _pairs(
    draw: Random, ones: list[str], others: list[str], count: int
) -> tuple[tuple[str, str], ...]:
    drawn = [(draw.choice(ones), draw.choice(others)) for _ in range(count)]
    return tuple(dict.fromkeys(pair for pair in drawn if pair[0] != pair[1]))
