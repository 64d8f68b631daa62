"""A progress page and a fade board in a school of 1,000 students, with one year of observations and with five.

    python benchmarks/progress.py [YEARS ...]        1 5 unless told: 200,000 observations a year

Times are of the server alone, by the test client, the best of several: queries, Python and template.
A page is compared with itself in the same run, in a database so many times as large.
"""

from __future__ import annotations

import os
import sys
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import perf_counter
from typing import Any
from uuid import uuid4

STUDENTS, A_YEAR = 1000, 200
FOLDER = tempfile.mkdtemp(prefix="kithwork-progress-")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kithwork.config.settings")
os.environ.setdefault("KITHWORK_HOME", FOLDER)
os.environ.setdefault("KITHWORK_DEMO_PASSWORD", "")
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))


def main(years: list[int]) -> None:
    import django

    import kithwork.config  # noqa: F401  the right SQLite, before Django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    from tests.cast import Cast

    cast = Cast.build()
    school = Bench(cast)
    done = 0
    first: dict[str, float] = {}
    print(f"load of the machine before: {os.getloadavg()[0]:.1f}")
    for wanted in years:
        while done < wanted:
            school.watch_a_year(done)
            done += 1
        for name, seconds, queries in school.pages():
            first.setdefault(name, seconds)
            print(
                f"{done} year{'s' if done > 1 else ' '}  {name:<18} {1000 * seconds:6.0f} ms  {queries:3} queries"
                f"  {seconds / first[name]:4.1f} times the first"
            )


class Bench:
    """A school with a measure of each student, and its observations."""

    def __init__(self, cast: Any) -> None:
        from kithwork.apps.foundation import clock
        from kithwork.apps.measures.models import Goal, Measure
        from kithwork.apps.measures.tests.making import KEY, network
        from kithwork.apps.observations.models import Instrument
        from kithwork.apps.observations.tests.conftest import FORM
        from kithwork.apps.people.models import Student

        self.cast, self.today = cast, clock.today(cast.school.timezone)
        self.instrument = Instrument.objects.create(
            school=cast.school, key="together", version=1, name="Together", text=FORM
        )
        rows = [
            Student(school=cast.school, first_name=f"S{n}", last_name="Bench", grade="06")
            for n in range(STUDENTS)
        ]
        self.students = Student.objects.bulk_create(rows)
        self.run = network(cast, focus_student=self.students[0], students=[self.students[0]])
        self.measures = Measure.objects.bulk_create(
            Measure(
                school=cast.school, student=one, run=self.run if one == self.students[0] else None,
                name="Starts", source="observed", key=KEY, scale="rate", unit="times in 10 minutes",
                setting="lunch", started_on=self.today - timedelta(days=150),
            )
            for one in self.students
        )  # fmt: skip
        Goal.objects.create(
            measure=self.measures[0], level=9, starts_on=self.today - timedelta(days=90),
            by_on=self.today + timedelta(days=60),
        )  # fmt: skip

    def watch_a_year(self, ago: int) -> None:
        """Two hundred observations of each student, spread over a year that ended so many years ago."""
        from kithwork.apps.observations.models import Envelope, Observation, Value

        last = datetime.combine(self.today, datetime.min.time(), UTC) - timedelta(days=365 * ago)
        for one in self.students:
            began = [last - timedelta(days=1.8 * n) for n in range(A_YEAR)]
            letters = [uuid4() for _ in began]
            kept = Envelope.objects.bulk_create(
                Envelope(
                    school=self.cast.school, letter=letter, sha256=letter.hex * 2, text="{}", received_at=at,
                    by_id=self.cast.tomas.user_id, status="read",
                )
                for letter, at in zip(letters, began, strict=True)
            )  # fmt: skip
            seen = Observation.objects.bulk_create(
                Observation(
                    envelope=envelope, school=self.cast.school, student=one, instrument=self.instrument,
                    phase="baseline", setting="lunch", by_id=self.cast.tomas.user_id, began_at=at,
                    seconds=600, read_at=at,
                )
                for envelope, at in zip(kept, began, strict=True)
            )  # fmt: skip
            Value.objects.bulk_create(
                Value(
                    observation=row, code="a", behaviour="initiation", who="student", index="rate",
                    value=(place % 11) / 10, unit="per minute",
                )
                for place, row in enumerate(seen)
            )  # fmt: skip

    def pages(self) -> list[tuple[str, float, int]]:
        from django.db import connection
        from django.test import Client
        from django.test.utils import CaptureQueriesContext

        from kithwork.apps.accounts.middleware import SESSION_KEY
        from kithwork.apps.accounts.models import User

        client = Client(SERVER_NAME="localhost")
        client.force_login(User.objects.get(pk=self.cast.rosa.user_id))
        session = client.session
        session[SESSION_KEY] = self.cast.rosa.membership_id
        session.save()
        found = []
        for name, address in (
            ("progress page", f"/progress/{self.students[0].pk}/"),
            ("list of forty", "/progress/"),
            ("fade board", "/progress/fading/"),
            ("Today", "/"),
        ):
            assert client.get(address).status_code == 200, address
            with CaptureQueriesContext(connection) as caught:
                client.get(address)
                queries = len(caught)  # at once: the next request empties the list
            best = min(_timed(lambda to=address: client.get(to)) for _ in range(5))
            found.append((name, best, queries))
        return found


def _timed(do: Any) -> float:
    begun = perf_counter()
    do()
    return perf_counter() - begun


if __name__ == "__main__":
    main([int(one) for one in sys.argv[1:]] or [1, 5])
