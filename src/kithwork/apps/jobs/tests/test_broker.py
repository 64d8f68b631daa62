"""The same kills with Celery, where a broker answers on this machine."""

from __future__ import annotations

import os
import signal
import socket
import uuid
from collections.abc import Iterator

import pytest

from conftest import leave_out
from kithwork.apps.jobs.tests.conftest import Town

BROKERS = {
    "rabbitmq": (5672, "amqp://guest:guest@127.0.0.1:5672//"),
    "redis": (6379, "redis://127.0.0.1:6379/9"),
}
pytestmark = pytest.mark.broker


@pytest.fixture(params=sorted(BROKERS))
def spread(request: pytest.FixtureRequest, town: Town) -> Iterator[Town]:
    """The town on a broker, with a queue of its own that is gone afterwards."""
    port, url = BROKERS[request.param]
    try:
        socket.create_connection(("127.0.0.1", port), timeout=2).close()
    except OSError:
        leave_out(f"no {request.param} answers on 127.0.0.1:{port}")
    queue = f"kithwork-{uuid.uuid4().hex[:8]}"
    town.env |= {"KITHWORK_BROKER": url, "KITHWORK_QUEUE": queue}
    yield town
    town.kill_all()
    from kombu import Connection

    with Connection(url) as connection:
        channel = connection.channel()
        channel.queue_delete(queue)


def test_a_killed_job_is_tried_again_and_has_one_effect(spread: Town):
    spread.start("worker")
    job = spread.ask(3)

    os.kill(spread.wait_for_start(job), signal.SIGKILL)

    row = spread.wait_for_end(job)
    assert (row["state"], row["attempts"]) == ("done", 2)
    assert spread.words() == ["start", "start", "effect"]


def test_a_killed_worker_loses_nothing_and_doubles_nothing(spread: Town):
    spread.start("worker")
    job = spread.ask(3)
    spread.wait_for_start(job)

    spread.kill_all()
    spread.start("worker")

    row = spread.wait_for_end(job)
    assert (row["state"], row["attempts"]) == ("done", 2)
    assert spread.words().count("effect") == 1
