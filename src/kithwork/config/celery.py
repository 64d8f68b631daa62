"""Background work over several machines: Celery on the broker that KITHWORK_BROKER names.

The row is the truth and Celery only knocks: a message carries a job's id, the runner claims
the row, and a duty of the beat takes up rows whose runner is gone. So a message that is
delivered twice, or never, changes nothing.
"""

from __future__ import annotations

import os

import kithwork.config  # noqa: F401  the right SQLite, before Django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kithwork.config.settings")

import django
from celery import Celery
from django.conf import settings
from kombu import Queue

django.setup()

from kithwork.apps.jobs.rota import DUTIES  # noqa: E402  the rooms are there only now

# Two installations that share a broker each name a queue of their own.
QUEUE = os.environ.get("KITHWORK_QUEUE", "kithwork")
LOOK_FOR_THE_LOST_EVERY = 10.0
app = Celery("kithwork", broker=settings.KITHWORK_BROKER or None)
app.conf.update(
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    worker_prefetch_multiplier=1,
    task_ignore_result=True,
    task_default_queue=QUEUE,
    broker_connection_retry_on_startup=True,
    worker_hijack_root_logger=False,
    # Redis gives a message out again when it was not acknowledged for this long.
    broker_transport_options={"visibility_timeout": 3600},
    beat_schedule={
        "take-up-the-lost": {
            "task": "kithwork.take_up_the_lost",
            "schedule": LOOK_FOR_THE_LOST_EVERY,
        },
        **{
            f"do-duties-{every:g}": {
                "task": "kithwork.do_duties",
                "schedule": every,
                "args": (every,),
            }
            for every in DUTIES
        },
    },
    # The duties are safe to run twice, so several workers may each carry a beat, and none keeps a file.
    beat_scheduler="celery.beat:Scheduler",
)
if settings.KITHWORK_BROKER.startswith(("amqp", "pyamqp")):
    app.conf.task_queues = [Queue(QUEUE, queue_arguments={"x-queue-type": "quorum"})]
    app.conf.worker_detect_quorum_queues = True
    app.conf.broker_transport_options = {"confirm_publish": True}


@app.task(name="kithwork.run_job")
def run_job(job_id: int) -> None:
    """Run one job in a process of its own and wait for it, so that its death is seen here."""
    from kithwork.apps.jobs import engine, run

    if not run.is_due(job_id):
        return  # a second knock for a job that is taken or over
    child = engine.start_child(job_id)
    child.wait()
    run.take_up_from(child.pid)


@app.task(name="kithwork.take_up_the_lost")
def take_up_the_lost() -> None:
    """Put jobs back whose runner is gone, and knock for everything that is due."""
    from kithwork.apps.jobs import run

    run.take_up_the_lost()
    for job_id in run.due_ids():
        # The knock is worth nothing once the next round has knocked again.
        run_job.apply_async((job_id,), expires=2 * LOOK_FOR_THE_LOST_EVERY, retry=False)


@app.task(name="kithwork.do_duties")
def do_duties(every: float) -> None:
    """What is done so often, whether anybody asked or not."""
    from kithwork.apps.jobs import run

    run.do_duties(every)


def work() -> None:
    """Be one worker, one job at a time; start as many as there are cores to spare, on any machine."""
    name = f"kithwork-{os.getpid()}@%h"
    app.worker_main(
        ["worker", "--beat", "--loglevel=WARNING", "--concurrency=1", "-n", name, "-Q", QUEUE]
    )
