"""Made-up schools of any size, the same for the same seed: for tests, benchmarks and a demo.

Shares follow the matching design, section 2: 17 % of students supported with about two needs
each, 23 % volunteers, a tenth of the supported volunteer too.
"""

from __future__ import annotations

from random import Random

from kithwork.matching.problem import FREE, LUNCH, Need, Peer, Problem, Student

ROLES = ("tutor", "buddy", "notes", "facilitator")
INTERESTS = (
    "horses",
    "drawing",
    "soccer",
    "trains",
    "baking",
    "music",
    "coding",
    "birds",
    "chess",
    "space",
)
LANGUAGES = ("en", "es", "ar", "vi", "so")
SUPPORTED, VOLUNTEER, BOTH = 0.17, 0.23, 0.1


def generate_school(
    *, students: int = 300, seed: int = 1, days: int = 5, periods: int = 7, name: str | None = None
) -> Problem:
    """A school of `students` students in four grades, with timetables, needs, peers and wishes.

    The lunch period is the middle one; a sixth of the other periods are free.
    """
    draw = Random(f"kithwork {seed} {students}")
    people = _people(draw, students, days, periods)
    ids = [student.id for student in people]
    draw.shuffle(ids)
    supported = sorted(ids[: round(students * SUPPORTED)])
    offering = sorted(
        ids[len(supported) : len(supported) + round(students * VOLUNTEER)]
        + [one for one in supported if draw.random() < BOTH]
    )
    by_id = {student.id: student for student in people}
    peers = tuple(_peer(draw, one) for one in offering)
    needs = tuple(_needs(draw, supported, by_id, days, periods))
    groups = {
        need.supervision: 3 if need.setting == "class" else max(4, students // 40) for need in needs
    }
    near = _near(people, offering, periods)
    wants, avoids = _wishes(draw, supported, near)
    apart = tuple(
        (draw.choice(supported), draw.choice(offering)) for _ in range(max(1, len(supported) // 15))
    )
    return Problem(
        days=days, periods=periods, students=tuple(people), peers=peers, needs=needs,
        supervision=groups, wants=wants, avoids=avoids,
        do_not_pair=tuple(pair for pair in apart if pair[0] != pair[1]),
        peer_wants=tuple(
            (one, draw.choice(supported)) for one in offering if draw.random() < 0.5
        ),
        name=name or f"generated-{students}-{seed}",
    )  # fmt: skip


def _people(draw: Random, count: int, days: int, periods: int) -> list[Student]:
    lunch = periods // 2
    made = []
    for number in range(count):
        grade = 9 + 4 * number // count
        group = number * max(1, count // 100) // max(1, count // 4)
        places = []
        for period in range(periods):
            if period == lunch:
                places.append(LUNCH)
            elif draw.random() < 1 / 6:
                places.append(FREE)
            else:
                places.append(f"g{grade}-{group}-{period}-{draw.randrange(max(1, count // 100))}")
        made.append(
            Student(
                id=f"S{number:04d}",
                grade=grade,
                at=tuple(places) * days,
                interests=tuple(draw.sample(INTERESTS, 2)),
                languages=("en", draw.choice(LANGUAGES[1:])) if draw.random() < 0.2 else ("en",),
            )
        )
    return made


def _peer(draw: Random, student: str) -> Peer:
    return Peer(
        student=student,
        roles=tuple(sorted(draw.sample(ROLES, draw.choice((1, 2, 2, 3))))),
        max_sessions=draw.randint(3, 8),
        max_per_day=draw.choice((1, 2, 2)),
        max_partners=draw.choice((1, 2, 2, 3)),
    )


def _needs(
    draw: Random, supported: list[str], by_id: dict[str, Student], days: int, periods: int
) -> list[Need]:
    needs: list[Need] = []
    for student in supported:
        at = by_id[student].at
        for period in draw.sample(range(periods), draw.choice((1, 2, 2, 3))):
            place = at[period]
            setting = {FREE: "free", LUNCH: "lunch"}.get(str(place), "class")
            low = draw.choice((1, 1, 1, 2))
            needs.append(
                Need(
                    id=f"N{len(needs):04d}",
                    student=student,
                    setting=setting,
                    section=str(place),
                    slots=tuple(day * periods + period for day in range(days)),
                    role=draw.choice(ROLES),
                    sessions=draw.choice((1, 2, 3, 4, 5)),
                    min_peers=low,
                    max_peers=low + 1,
                    team_max=low + 2,
                    minutes=45,
                    supervision=str(place) if setting == "class" else setting,
                )
            )
    return needs


def _near(people: list[Student], offering: list[str], periods: int) -> dict[str, list[str]]:
    """For each student, the volunteers who share a class or lunch with them."""
    rooms: dict[tuple[int, str], list[str]] = {}
    chosen = set(offering)
    for student in people:
        if student.id in chosen:
            for slot, place in enumerate(student.at[:periods]):
                rooms.setdefault((slot, str(place)), []).append(student.id)
    near = {}
    for student in people:
        met = {
            one
            for slot, place in enumerate(student.at[:periods])
            for one in rooms.get((slot, str(place)), ())
        }
        near[student.id] = sorted(met - {student.id})
    return near


def _wishes(
    draw: Random, supported: list[str], near: dict[str, list[str]]
) -> tuple[tuple[tuple[str, str], ...], tuple[tuple[str, str], ...]]:
    wants, avoids = [], []
    for student in supported:
        known = near[student]
        picked = draw.sample(known, min(len(known), draw.randint(1, 4)))
        if picked and draw.random() < 0.15:
            avoids.append((student, picked.pop()))
        wants += [(student, other) for other in picked]
    return tuple(wants), tuple(avoids)
