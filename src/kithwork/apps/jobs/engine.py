"""The two engines: a child process beside the server, or Celery on a broker.

The embedded executor is a thread that watches the queue and starts a process for each
job, so that a page never waits behind a solver and a killed solver takes nothing along.
"""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import threading
import time

from django.conf import settings
from django.db import connection

from kithwork.apps.jobs import run
from kithwork.apps.jobs.rota import DUTIES

log = logging.getLogger(__name__)

LOOK_EVERY = 0.3
LOOK_FOR_THE_LOST_EVERY = 10.0
AT_ONCE = 1
# The module that is one job's process.
CHILD = "kithwork.apps.jobs.child"

_wake = threading.Event()


def hand_over(job_id: int) -> None:
    """Tell the engine that a job waits."""
    if settings.KITHWORK_BROKER:
        from kithwork.config.celery import run_job

        run_job.apply_async((job_id,), retry=False)
    else:
        _wake.set()


def start_executor() -> threading.Thread:
    """Start the embedded engine in this process. Several servers may: each job has one claim."""
    thread = threading.Thread(target=_watch, name="kithwork-executor", daemon=True)
    thread.start()
    return thread


def _watch() -> None:
    children: list[subprocess.Popen[bytes]] = []
    since_lost, due_at = LOOK_FOR_THE_LOST_EVERY, dict.fromkeys(DUTIES, 0.0)
    while True:
        try:
            children = _still_working(children)
            if since_lost >= LOOK_FOR_THE_LOST_EVERY:
                run.take_up_the_lost()
                since_lost = 0.0
            for every in [one for one, at in due_at.items() if time.monotonic() >= at]:
                due_at[every] = time.monotonic() + every
                run.do_duties(every)
            for job_id in run.due_ids():
                if len(children) >= AT_ONCE:
                    break
                children.append(start_child(job_id))
        except Exception:
            log.exception("the executor could not look for work")
        finally:
            connection.close()
        _wake.wait(LOOK_EVERY)
        _wake.clear()
        since_lost += LOOK_EVERY


def _still_working(children: list[subprocess.Popen[bytes]]) -> list[subprocess.Popen[bytes]]:
    """The children that run; what a dead one held is taken up at once."""
    for child in children:
        if child.poll() is not None:
            run.take_up_from(child.pid)
    return [child for child in children if child.returncode is None]


def start_child(job_id: int) -> subprocess.Popen[bytes]:
    """A process of its own for one job; it claims the job itself."""
    command = [sys.executable, "-m", CHILD, str(job_id)]
    return subprocess.Popen(command, env={**os.environ, "KITHWORK_EXECUTOR": ""})  # noqa: S603  our own


def work() -> None:
    """Be the executor, until stopped: `kithwork work`."""
    _watch()
