"""Running one job: claim it, do it, finish it once.

A claim is a conditional update, so two runners never hold the same job; so is the finish,
so a runner that was given up for dead cannot finish over its successor.
"""

from __future__ import annotations

import logging
import os
import socket
import threading
import time
import uuid
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.db import close_old_connections
from django.db.models import F
from django.utils.module_loading import import_string

from kithwork.apps.foundation import clock
from kithwork.apps.foundation.problem import Problem
from kithwork.apps.jobs.models import Job
from kithwork.apps.jobs.rota import DUTIES, KINDS

log = logging.getLogger(__name__)

HEARTBEAT = timedelta(seconds=1)
# A runner that has said nothing for this long is gone.
GONE_AFTER = timedelta(seconds=15)
# One whose process is still there may be inside a long write, and is given more.
HUNG_AFTER = timedelta(minutes=5)
SAY_EVERY = 0.5


class LostClaim(Exception):  # noqa: N818  a fact the handler must bow to
    """Somebody else runs this job now; whatever was found here is dropped."""


class JobRun:
    """What a handler holds while it works: its arguments, a way to say how far it is, and when to stop."""

    def __init__(self, job: Job) -> None:
        self.job_id, self.kind, self.args = job.pk, job.kind, dict(job.args)
        self.asked_by_id, self.school_id = job.asked_by_id, job.school_id
        self._claim = {
            "pk": job.pk,
            "runner": job.runner,
            "attempts": job.attempts,
            "state": Job.State.RUNNING,
        }
        self._stop = threading.Event()
        if job.stop_requested:
            self._stop.set()
        self._lost = threading.Event()
        self._said: dict[str, Any] = {}
        self._last = 0.0

    def progress(self, **said: Any) -> None:
        """Keep how far the work is; written at most twice a second."""
        self._said.update(said)
        if time.monotonic() - self._last >= SAY_EVERY:
            self._last = time.monotonic()
            Job.objects.filter(**self._claim).update(progress=self._said)

    def should_stop(self) -> bool:
        """True once somebody pressed *Stop and keep best*, or the claim was lost."""
        return self._stop.is_set() or self._lost.is_set()

    def hold(self) -> None:
        """Inside a transaction, before writing results: go on only while the job is still ours."""
        if not Job.objects.select_for_update().filter(**self._claim).exists():
            raise LostClaim(f"job {self.job_id} has another runner")

    def beat(self) -> None:
        """Say that the runner lives; hear whether to stop."""
        if not Job.objects.filter(**self._claim).update(heartbeat_at=clock.now()):
            self._lost.set()
            return
        if Job.objects.filter(pk=self.job_id, stop_requested=True).exists():
            self._stop.set()

    def finish(self, outcome: dict[str, Any]) -> bool:
        return bool(
            Job.objects.filter(**self._claim).update(
                state=Job.State.DONE,
                outcome=outcome,
                progress=self._said,
                finished_at=clock.now(),
                runner="",
            )
        )


def runner_name() -> str:
    return f"{socket.gethostname()}:{os.getpid()}:{uuid.uuid4().hex[:8]}"


def claim(job_id: int, runner: str) -> Job | None:
    """Take a queued job for this runner; None when it is taken, finished or not due."""
    now = clock.now()
    taken = (
        Job.objects.filter(pk=job_id, state=Job.State.QUEUED)
        .exclude(not_before__gt=now)
        .update(
            state=Job.State.RUNNING,
            runner=runner,
            attempts=F("attempts") + 1,
            heartbeat_at=now,
            started_at=now,
        )
    )
    return Job.objects.get(pk=job_id) if taken else None


def run(job: Job) -> None:
    """Do a claimed job in this process, with a heartbeat beside it."""
    held = JobRun(job)
    over = threading.Event()
    pulse = threading.Thread(target=_pulse, args=(held, over), daemon=True)
    pulse.start()
    try:
        handler: Callable[[JobRun], dict[str, Any] | None] = import_string(KINDS[job.kind].handler)
        outcome = handler(held) or {}
    except LostClaim:
        log.warning("job %s was taken over; its result here is dropped", job.pk)
    except Problem as problem:
        fail(job, str(problem), again=False)
    except Exception:
        log.exception("job %s (%s) broke", job.pk, job.kind)
        fail(job, KINDS[job.kind].said_when_it_fails, again=True)
    else:
        held.finish(outcome)
    finally:
        over.set()
        pulse.join(timeout=5)


def _pulse(held: JobRun, over: threading.Event) -> None:
    while not over.wait(HEARTBEAT.total_seconds() / 2):
        try:
            held.beat()
        except Exception:
            log.exception("job %s could not say that it lives", held.job_id)
        finally:
            close_old_connections()
    from django.db import connection

    connection.close()


def fail(job: Job, why: str, *, again: bool, **still: Any) -> None:
    """Put the job back for another try, later each time, or end it with its sentence.

    Only while the claim stands, and whatever else `still` says of the row.
    """
    tries = KINDS[job.kind].tries
    claim_ = Job.objects.filter(
        pk=job.pk, runner=job.runner, attempts=job.attempts, state=Job.State.RUNNING, **still
    )
    if again and job.attempts < tries:
        later = clock.now() + timedelta(seconds=2 ** (job.attempts - 1))
        claim_.update(state=Job.State.QUEUED, runner="", not_before=later, progress={})
    else:
        claim_.update(state=Job.State.FAILED, runner="", why=why[:300], finished_at=clock.now())


def give_back(job: Job) -> None:
    """The runner was told to go: the job waits for another one, as if it had not begun."""
    Job.objects.filter(
        pk=job.pk, runner=job.runner, attempts=job.attempts, state=Job.State.RUNNING
    ).update(state=Job.State.QUEUED, runner="", attempts=F("attempts") - 1, progress={})


def take_up_the_lost() -> int:
    """Jobs whose runner is gone go back in the queue, or fail with their sentence. Returns how many."""
    lost = [job for job in Job.objects.filter(state=Job.State.RUNNING) if _is_gone(job)]
    for job in lost:
        _take_up(job)
    return len(lost)


def take_up_from(pid: int) -> None:
    """A child of this process has ended; if it still holds a job, it died over it."""
    held = Job.objects.filter(
        state=Job.State.RUNNING, runner__startswith=f"{socket.gethostname()}:{pid}:"
    )
    for job in held:
        _take_up(job)


def _take_up(job: Job) -> None:
    # The heartbeat is part of the condition: a runner that speaks while we wait for the row keeps it.
    why = KINDS[job.kind].said_when_it_fails
    fail(job, why, again=True, heartbeat_at=job.heartbeat_at)


def _is_gone(job: Job) -> bool:
    silent = clock.now() - (job.heartbeat_at or job.asked_at)
    host, pid, _ = job.runner.rsplit(":", 2)
    if host != socket.gethostname():
        return silent > GONE_AFTER
    if not _is_alive(int(pid)):
        return True
    return silent > (HUNG_AFTER if _works_on(int(pid), job.pk) else GONE_AFTER)


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _works_on(pid: int, job_id: int) -> bool:
    """Whether the process of that number is this job's child, and not a later one with the same number."""
    try:
        words = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    except OSError:
        return False
    return str(job_id).encode() in words


def due_ids(limit: int = 20) -> list[int]:
    """Queued jobs that may start now, oldest first."""
    now = clock.now()
    waiting = Job.objects.filter(state=Job.State.QUEUED).exclude(not_before__gt=now)
    return list(waiting.order_by("pk").values_list("pk", flat=True)[:limit])


def is_due(job_id: int) -> bool:
    """Whether this job waits and may start now."""
    now = clock.now()
    waiting = Job.objects.filter(pk=job_id, state=Job.State.QUEUED)
    return waiting.exclude(not_before__gt=now).exists()


def do_duties(every: float) -> None:
    """The duties of the rota that are done so often. One that breaks keeps none of the others from being done."""
    for name in DUTIES[every]:
        try:
            import_string(name)()
        except Exception:
            log.exception("the duty %s broke; it is tried again in %g s", name, every)


def work_off() -> int:
    """Run everything that is due, here and now, one after another. For tests and commands."""
    done = 0
    while ids := due_ids():
        for job_id in ids:
            job = claim(job_id, runner_name())
            if job is not None:
                run(job)
                done += 1
    return done
