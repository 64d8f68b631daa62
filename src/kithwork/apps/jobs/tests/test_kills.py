"""kill -9 in the middle of a job: tried again, then failed with its sentence, and never two results."""

from __future__ import annotations

import os
import signal

from kithwork.apps.jobs.tests.conftest import Town


def test_a_killed_child_is_tried_again_and_has_one_effect(town: Town):
    job = town.ask(2)
    town.start("engine")

    os.kill(town.wait_for_start(job), signal.SIGKILL)

    row = town.wait_for_end(job)
    assert (row["state"], row["attempts"]) == ("done", 2)
    assert town.words() == ["start", "start", "effect"]


def test_killed_twice_it_fails_with_its_sentence_and_changes_nothing(town: Town):
    job = town.ask(30)
    town.start("engine")

    os.kill(town.wait_for_start(job, 1), signal.SIGKILL)
    os.kill(town.wait_for_start(job, 2), signal.SIGKILL)

    row = town.wait_for_end(job)
    assert (row["state"], row["why"]) == ("failed", "The digging stopped.")
    assert town.words() == ["start", "start"]


def test_when_everything_is_killed_the_next_start_takes_the_job_up(town: Town):
    job = town.ask(2)
    town.start("engine")
    town.wait_for_start(job)

    town.kill_all()
    town.start("engine")

    row = town.wait_for_end(job)
    assert (row["state"], row["attempts"]) == ("done", 2)
    assert town.words().count("effect") == 1


def test_when_only_the_server_is_killed_the_child_finishes_and_nobody_repeats_it(town: Town):
    job = town.ask(4)
    server = town.start("engine")
    town.wait_for_start(job)

    server.kill()
    server.wait()
    town.start("engine")

    row = town.wait_for_end(job)
    assert (row["state"], row["attempts"]) == ("done", 1)
    assert town.words() == ["start", "effect"]


def test_stop_reaches_the_child_and_keeps_what_it_has(town: Town):
    job = town.ask(50)
    town.start("engine")
    town.wait_for_start(job)

    town.sql(f"UPDATE jobs_job SET stop_requested = true WHERE id = {job}")

    row = town.wait_for_end(job)
    assert (row["state"], row["outcome"]) == ("done", {"stopped": True})


def test_a_child_told_to_leave_gives_its_job_back(town: Town):
    job = town.ask(2)
    town.start("engine")

    os.kill(town.wait_for_start(job), signal.SIGTERM)

    row = town.wait_for_end(job)
    assert (row["state"], row["attempts"]) == ("done", 1)
    assert town.words() == ["start", "start", "effect"]
