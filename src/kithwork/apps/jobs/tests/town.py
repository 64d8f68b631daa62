"""A small Kithwork of its own, with processes that a test may kill.

    python -m kithwork.apps.jobs.tests.town prepare | ask FILE SECONDS | engine | worker | ID

Its one kind of job writes a line into FILE for every start and for every effect.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path
from typing import Any

import kithwork.config  # noqa: F401  the right SQLite, before Django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kithwork.config.settings")

from kithwork.apps.jobs.rota import KINDS, Kind

THIS = "kithwork.apps.jobs.tests.town"
KINDS["town.dig"] = Kind(f"{THIS}.dig", tries=2, said_when_it_fails="The digging stopped.")


def dig(job: Any) -> dict[str, Any]:
    """Dig for some seconds, then have the one effect, while the job is still ours."""
    from django.db import transaction

    path = Path(job.args["path"])
    write(path, "start")
    end, stopped = time.monotonic() + job.args["seconds"], False
    while time.monotonic() < end and not stopped:
        stopped = job.should_stop()
        job.progress(stage="Digging", percent=50)
        time.sleep(0.05)
    with transaction.atomic():
        job.hold()
        write(path, "effect")
    return {"stopped": stopped}


def write(path: Path, word: str) -> None:
    with path.open("a") as file:
        file.write(f"{word}\n")


def ask(path: str, seconds: str) -> None:
    from django.db import transaction

    from kithwork.apps.jobs import actions
    from kithwork.apps.jobs.models import Job

    with transaction.atomic():
        job = Job.objects.create(
            kind="town.dig", args={"path": path, "seconds": float(seconds)}, school_id=1
        )
        transaction.on_commit(lambda: actions._start(job.pk))
    print(job.pk)  # noqa: T201  the test reads it


def main(words: list[str]) -> None:
    import django

    django.setup()
    from kithwork.apps.jobs import child, engine

    engine.CHILD = THIS
    if words[0].isdigit():
        child.main(int(words[0]))
    elif words[0] == "prepare":
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
    elif words[0] == "ask":
        ask(*words[1:])
    elif words[0] == "engine":
        engine.work()
    elif words[0] == "worker":
        from kithwork.config import celery

        celery.app.conf.beat_schedule["take-up-the-lost"]["schedule"] = 2.0
        celery.work()


if __name__ == "__main__":
    main(sys.argv[1:])
