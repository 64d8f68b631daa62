"""One job in a process of its own: `python -m kithwork.apps.jobs.child ID`."""

from __future__ import annotations

import os
import signal
import sys
from types import FrameType


def main(job_id: int) -> None:
    import kithwork.config  # noqa: F401  the right SQLite, before Django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kithwork.config.settings")
    os.nice(5)  # pages come first: a person waits for them
    import django

    django.setup()
    from kithwork.apps.jobs import run

    job = run.claim(job_id, run.runner_name())
    if job is None:
        return
    signal.signal(signal.SIGTERM, _leave)
    try:
        run.run(job)
    except (KeyboardInterrupt, SystemExit):
        run.give_back(job)


def _leave(number: int, frame: FrameType | None) -> None:
    raise SystemExit


if __name__ == "__main__":
    main(int(sys.argv[1]))
