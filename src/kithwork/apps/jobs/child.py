"""One job in a process of its own: `python -m kithwork.apps.jobs.child ID`."""

from __future__ import annotations

import os
import sys


def main(job_id: int) -> None:
    import kithwork.config  # noqa: F401  the right SQLite, before Django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kithwork.config.settings")
    import django

    django.setup()
    from kithwork.apps.jobs import run

    job = run.claim(job_id, run.runner_name())
    if job is not None:
        run.run(job)


if __name__ == "__main__":
    main(int(sys.argv[1]))
