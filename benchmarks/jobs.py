"""A district of generated schools planned through the queue, by one worker and by two.

    python benchmarks/jobs.py                      twenty schools, workers beside each other on one database
    python benchmarks/jobs.py --broker URL         the same through Celery on RabbitMQ or Redis
    python benchmarks/jobs.py --schools 4          fewer

The same search is also run twice side by side with no queue at all: what two cores of this machine give two
processes is the most that two workers can reach, and it is printed beside what they did reach.

Each run has a database of its own in a folder that is gone afterwards. The work is counted in
steps and not in seconds, so both runs must end with the same plans, and the time is what differs.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
import uuid
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
THIS = "benchmarks.jobs"
# About what a school is given when a coordinator asks: a few seconds of search.
STEPS = 60_000
# From a small primary to a large middle school.
SIZES = (120, 250, 300, 400, 600)


def main() -> None:
    words = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    words.add_argument("--schools", type=int, default=20)
    words.add_argument("--broker", default="")
    asked = words.parse_args()
    engine = asked.broker.split(":")[0] or "beside the server"
    print(
        f"{asked.schools} schools, {STEPS:,} steps each, {os.cpu_count()} cores, engine: {engine}"
    )
    print(f"load of the machine before: {os.getloadavg()[0]:.1f}")
    most = ceiling()
    alone, plans = district(1, asked.schools, asked.broker)
    together, same = district(2, asked.schools, asked.broker)
    assert plans == same, "the same question had two answers"
    print(f"one worker   {alone:7.1f} s")
    print(f"two workers  {together:7.1f} s")
    print(f"ratio        {alone / together:7.2f}")
    print(f"two processes without a queue reach {most:.2f}")
    print(f"every plan the same in both runs, 0 broken rules in {len(plans)}, each job run once")


def district(workers: int, schools: int, broker: str) -> tuple[float, dict[str, Any]]:
    """Seconds from the first claim to the last plan, and the plans."""
    with tempfile.TemporaryDirectory(prefix="kithwork-bench-") as home:
        env = {
            **os.environ,
            "KITHWORK_HOME": home,
            "DATABASE_URL": "",
            "KITHWORK_BROKER": broker,
            "KITHWORK_QUEUE": f"bench-{uuid.uuid4().hex[:8]}",
            "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "src")]),
        }

        def command(*words: str) -> list[str]:
            return [sys.executable, "-m", THIS, *words]

        subprocess.run(command("ask", str(schools)), env=env, cwd=ROOT, check=True)
        running = [
            subprocess.Popen(command("work"), env=env, cwd=ROOT, start_new_session=True)
            for _ in range(workers)
        ]
        try:
            read = subprocess.run(
                command("watch"), env=env, cwd=ROOT, check=True, capture_output=True, text=True
            )
        finally:
            for process in running:
                process.terminate()
                process.wait()
            if broker:
                forget_queue(broker, env["KITHWORK_QUEUE"])
    seconds, plans = read.stdout.split(" ", 1)
    return float(seconds), json.loads(plans)


def ceiling() -> float:
    """How much more two processes search than one in the same time, with nothing between them."""

    def seconds(processes: int) -> float:
        running = [
            subprocess.Popen(
                [sys.executable, "-m", THIS, "search"], cwd=ROOT, stdout=subprocess.PIPE, text=True
            )
            for _ in range(processes)
        ]
        return max(float(process.communicate()[0]) for process in running)

    return 2 * seconds(1) / seconds(2)


def search() -> None:
    """Three schools planned here and now; the seconds it took."""
    from kithwork.matching import generate_school, solve

    problems = [generate_school(students=size, seed=8100 + size) for size in SIZES[1:4]]
    begun = time.monotonic()
    for problem in problems:
        solve(problem, iterations=STEPS, seed=1, workers=1)
    print(time.monotonic() - begun)


def forget_queue(broker: str, queue: str) -> None:
    from kombu import Connection

    with Connection(broker) as connection:
        connection.channel().queue_delete(queue)


def plan_school(job: Any) -> dict[str, Any]:
    """The handler: one school's plan, judged."""
    from kithwork.matching import generate_school, solve, violations

    problem = generate_school(students=job.args["students"], seed=job.args["seed"])
    plan = solve(problem, iterations=STEPS, seed=1, workers=1, stop=job.should_stop)
    assert not list(violations(problem, plan))
    return {"sessions": len(plan.sessions), "utility": plan.utility}


def ask(schools: int) -> None:
    from django.core.management import call_command

    from kithwork.apps.foundation.viewer import Viewer
    from kithwork.apps.jobs.actions import enqueue

    call_command("migrate", verbosity=0)
    for number in range(schools):
        args = {"students": SIZES[number % len(SIZES)], "seed": 8000 + number}
        enqueue("bench.plan", args, by=Viewer.command(), once=f"bench:{number}")


def watch() -> None:
    """Wait for the last plan, then say how long it took since the first was claimed."""
    from kithwork.apps.jobs.models import Job

    while Job.objects.filter(state__in=["queued", "running"]).exists():
        time.sleep(0.2)
    jobs = list(Job.objects.order_by("pk"))
    assert all((job.state, job.attempts) == ("done", 1) for job in jobs), [job.why for job in jobs]
    begun, ended = min(job.started_at for job in jobs), max(job.finished_at for job in jobs)
    plans = {str(job.args["seed"]): job.outcome for job in jobs}
    print((ended - begun).total_seconds(), json.dumps(plans))


def inside(words: list[str]) -> None:
    """One of the processes of a run."""
    sys.path[:0] = [str(ROOT / "src"), str(ROOT)]
    if words[0] == "search":
        search()
        return
    import kithwork.config  # noqa: F401  the right SQLite, before Django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kithwork.config.settings")
    import django

    django.setup()
    from kithwork.apps.jobs import child, engine
    from kithwork.apps.jobs.rota import KINDS, Kind

    KINDS["bench.plan"] = Kind(f"{THIS}.plan_school", 1, "The benchmark broke.")
    engine.CHILD = THIS
    if words[0].isdigit():
        child.main(int(words[0]))
    elif words[0] == "ask":
        ask(int(words[1]))
    elif words[0] == "watch":
        watch()
    elif os.environ["KITHWORK_BROKER"]:
        from kithwork.config.celery import work

        work()
    else:
        engine.work()


if __name__ == "__main__":
    if len(sys.argv) > 1 and not sys.argv[1].startswith("-"):
        inside(sys.argv[1:])
    else:
        main()
