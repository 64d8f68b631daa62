"""The rules of a school day: every run of a school of 1,000 students with 200,000 observations is looked at once.

.venv/bin/python benchmarks/rules.py [--students 1000] [--observations 200000]
Beside it, in the same run, one plain read of the same values, for what the database itself takes.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random
from uuid import UUID
from zoneinfo import ZoneInfo

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]
CLASS_OF, FOCUS_EVERY, WEEKS = 25, 4, 30
KEY = "together/initiation/student/rate"
TODAY = datetime.now(tz=ZoneInfo("America/New_York")).date()


def main() -> None:
    asked = argparse.ArgumentParser()
    asked.add_argument("--students", type=int, default=1000)
    asked.add_argument("--observations", type=int, default=200_000)
    said = asked.parse_args()
    with tempfile.TemporaryDirectory() as home:
        os.environ["KITHWORK_HOME"] = home
        os.environ["DJANGO_SETTINGS_MODULE"] = "kithwork.config.settings"
        _measure(said.students, said.observations)


def _measure(students: int, observations: int) -> None:
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    school, runs = _school(students)
    made = _observed(school, runs, observations)
    from kithwork.apps.observations.models import Value
    from kithwork.apps.suggestions import due
    from kithwork.apps.suggestions.models import Suggestion

    began = time.perf_counter()
    total = sum(Value.objects.values_list("value", flat=True).iterator())
    plain = time.perf_counter() - began
    due.AT_ONCE = len(runs)
    began = time.perf_counter()
    looked = due.look_at_what_is_new()
    seconds = time.perf_counter() - began
    began = time.perf_counter()
    again = due.look_at_what_is_new()
    idle = time.perf_counter() - began
    opened = Suggestion.objects.count()
    print(f"{students} students, {len(runs)} runs, {made} observations (sum {total:.0f})")
    print(f"plain read of the values      {plain:8.2f} s")
    print(f"every rule of {looked:4} runs       {seconds:8.2f} s  ({opened} suggestions)")
    print(f"another look with nothing new {idle:8.2f} s  ({again} runs)")


def _school(count: int):  # type: ignore[no-untyped-def]
    """Classes of 25 with reading pairs, and a network for every fourth student, all since the autumn."""
    from kithwork.apps.measures.models import Goal, Measure
    from kithwork.apps.people.models import Student
    from kithwork.apps.runs.models import Participant, Phase, Run
    from tests.cast import make_playbook_copy, make_school

    school = make_school("Bench School")
    students = Student.objects.bulk_create(
        Student(school=school, first_name=f"S{n}", last_name="X", grade="06", number=f"B{n}")
        for n in range(count)
    )
    first = TODAY - timedelta(weeks=WEEKS)
    frame = {"school": school, "starts_on": first, "ends_on": TODAY + timedelta(weeks=4)}
    copies = {key: make_playbook_copy(key) for key in ("pals_reading_2_6", "peer_network")}
    runs, measures = [], []
    for n in range(0, count, CLASS_OF):
        run = Run.objects.create(
            name=f"Class {n}",
            scope="class",
            status="active",
            playbook=copies["pals_reading_2_6"],
            **frame,
        )
        people = students[n : n + CLASS_OF]
        Participant.objects.bulk_create(
            Participant(run=run, student=one, joined_on=first) for one in people
        )
        runs.append((run, people))
        measures += [
            Measure(
                school=school, student=one, run=run, name="Reading", source="score", key="reading",
                scale="rate", unit="words in a minute", started_on=first,
            )
            for one in people
        ]  # fmt: skip
    for one in students[::FOCUS_EVERY]:
        run = Run.objects.create(
            name=f"Network of {one.pk}", scope="focus_student", status="active", focus_student=one,
            playbook=copies["peer_network"], **frame,
        )  # fmt: skip
        Participant.objects.create(run=run, student=one, role="member", joined_on=first)
        Phase.objects.bulk_create(
            Phase(run=run, kind=kind, starts_on=first + timedelta(weeks=week), adult_level=level)
            for kind, week, level in (("baseline", 0, 5), ("intervention", 4, 4), ("fade", 20, 3))
        )
        runs.append((run, [one]))
        measures.append(
            Measure(
                school=school, student=one, run=run, name="Starts", source="observed", key=KEY,
                scale="rate", unit="times in 10 minutes", setting="lunch", started_on=first,
            )
        )  # fmt: skip
    made = Measure.objects.bulk_create(measures)
    Goal.objects.bulk_create(
        Goal(
            measure=one,
            level=100,
            from_level=10,
            starts_on=first,
            by_on=TODAY + timedelta(weeks=8),
        )
        for one in made
    )
    _records(runs, first)
    return school, runs


def _records(runs, first: date) -> None:  # type: ignore[no-untyped-def]
    """A session a week with its log, checklist and attendance, and a reading of everybody in a class."""
    from kithwork.apps.runs.models import Attendance, FidelityCheck, Score, Session, SessionLog

    draw = Random(7)
    for run, people in runs:
        held = Session.objects.bulk_create(
            Session(
                school=run.school, run=run, on=first + timedelta(weeks=week), label="1", status="held",
                starts_at="08:10", ends_at="09:00",
            )
            for week in range(WEEKS)
        )  # fmt: skip
        SessionLog.objects.bulk_create(
            SessionLog(
                session=one,
                letter=_letter(draw),
                was_held=True,
                minutes=30,
                measures={"asked": {"x.y": 1}},
            )
            for one in held
        )
        FidelityCheck.objects.bulk_create(
            FidelityCheck(
                session=one, letter=_letter(draw), kind="observed",
                answers={f"f{n}": draw.choice(["yes", "yes", "yes", "no"]) for n in range(1, 15)},
            )
            for one in held[::2]
        )  # fmt: skip
        Attendance.objects.bulk_create(
            Attendance(session=one, student=each, is_present=draw.random() > 0.1)
            for one in held
            for each in people
        )
        if len(people) > 1:
            Score.objects.bulk_create(
                Score(
                    run=run, student=each, kind="reading", on=one.on, right=draw.randint(40, 120),
                    errors=draw.randint(0, 12), seconds=60,
                )
                for one in held
                for each in people
            )  # fmt: skip


def _observed(school, runs, count: int) -> int:  # type: ignore[no-untyped-def]
    """So many observations of ten minutes at lunch, spread over the networks and the weeks."""
    from kithwork.apps.observations.models import Envelope, Instrument, Observation, Value
    from kithwork.apps.observations.tests.conftest import FORM
    from tests.cast import make_user

    draw, by = Random(11), make_user("Olga Observer")
    form = Instrument.objects.create(
        school=school, key="together", version=1, name="Together", text=FORM
    )
    students = [people[0] for _run, people in runs if len(people) == 1]
    zone, made = ZoneInfo(school.timezone), 0
    each = max(1, count // len(students))
    for one in students:
        began = [
            datetime.combine(TODAY - timedelta(days=1 + n * WEEKS * 7 // each), datetime.min.time(), zone)
            + timedelta(hours=11, minutes=n % 30)
            for n in range(each)
        ]  # fmt: skip
        envelopes = Envelope.objects.bulk_create(
            Envelope(
                school=school, letter=_letter(draw), sha256=f"{draw.getrandbits(256):064x}", text="{}",
                received_at=at, by=by, status="read",
            )
            for at in began
        )  # fmt: skip
        rows = Observation.objects.bulk_create(
            Observation(
                envelope=envelope, school=school, student=one, instrument=form, phase="intervention",
                setting="lunch", by=by, began_at=at, seconds=600, read_at=at,
            )
            for envelope, at in zip(envelopes, began, strict=True)
        )  # fmt: skip
        Value.objects.bulk_create(
            Value(
                observation=row, code="a", behaviour="initiation", who="student", index="rate",
                value=draw.random(), unit="times in a minute",
            )
            for row in rows
        )  # fmt: skip
        made += each
    return made


def _letter(draw: Random) -> UUID:
    return UUID(int=draw.getrandbits(128), version=4)


if __name__ == "__main__":
    main()
