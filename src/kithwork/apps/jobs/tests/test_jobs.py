"""Asking, claiming, finishing once, failing with a sentence, and who may watch."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils.module_loading import import_string

from kithwork.apps.foundation import clock
from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import Refused
from kithwork.apps.jobs import actions, policies, rota, run
from kithwork.apps.jobs.models import Job
from kithwork.apps.trail.models import TrailEntry

KIND = "town.test"


def works(job: run.JobRun) -> dict[str, object]:
    return {"args": job.args, "stop": job.should_stop()}


def breaks(job: run.JobRun) -> None:
    raise RuntimeError("the solver fell over")


def refuses(job: run.JobRun) -> None:
    raise Problem("There is no calendar for these weeks. Add the year first.")


@pytest.fixture
def handled_by(monkeypatch):
    def use(handler, tries: int = 2) -> None:
        kind = rota.Kind(f"{__name__}.{handler.__name__}", tries, "It stopped. Ask again.")
        monkeypatch.setitem(rota.KINDS, KIND, kind)
        monkeypatch.setattr(run, "import_string", lambda name: handler)

    return use


def ask(cast, **more) -> Job:
    return actions.enqueue(KIND, {"n": 1}, by=cast.rosa, **more)


def make_running(cast, **fields) -> Job:
    job = Job.objects.create(kind=KIND, school_id=cast.school.pk)
    taken = run.claim(job.pk, "elsewhere:1:abc")
    Job.objects.filter(pk=job.pk).update(**fields)
    return taken


def test_asking_leaves_a_row_and_a_trail_line(cast, handled_by):
    handled_by(works)
    job = ask(cast)
    assert (job.state, job.school_id, job.asked_by_id) == (
        "queued",
        cast.school.pk,
        cast.rosa.user_id,
    )
    assert TrailEntry.objects.filter(verb="job.enqueue", subject_id=str(job.pk)).count() == 1


def test_work_is_handed_over_only_once_the_change_is_kept(
    cast, handled_by, monkeypatch, django_capture_on_commit_callbacks
):
    handled_by(works)
    handed: list[int] = []
    monkeypatch.setattr("kithwork.apps.jobs.engine.hand_over", handed.append)
    with django_capture_on_commit_callbacks(execute=True):
        job = ask(cast)
        assert handed == []
    assert handed == [job.pk]


def test_a_broker_that_is_away_breaks_nobodys_page(
    cast, handled_by, monkeypatch, django_capture_on_commit_callbacks
):
    handled_by(works)

    def away(job_id: int) -> None:
        raise OSError("connection refused")

    monkeypatch.setattr("kithwork.apps.jobs.engine.hand_over", away)
    with django_capture_on_commit_callbacks(execute=True):
        job = ask(cast)
    assert run.is_due(job.pk)


def test_an_unknown_kind_is_a_mistake_of_ours(cast):
    with pytest.raises(ValueError, match="no such kind"):
        actions.enqueue("nobody.knows", {}, by=cast.rosa)


def test_one_open_job_per_key_and_another_after_it(cast, handled_by):
    handled_by(works)
    ask(cast, once="plan:1")
    with pytest.raises(Problem, match="worked on already"):
        ask(cast, once="plan:1")
    run.work_off()
    assert ask(cast, once="plan:1").is_open


def test_it_runs_and_keeps_its_outcome(cast, handled_by):
    handled_by(works)
    job = ask(cast)
    assert run.work_off() == 1
    job.refresh_from_db()
    assert (job.state, job.outcome) == ("done", {"args": {"n": 1}, "stop": False})


def test_a_job_stopped_while_it_waits_knows_it_from_the_start(cast, handled_by):
    handled_by(works)
    job = ask(cast)
    actions.stop_and_keep_best(job, by=cast.rosa)
    run.work_off()
    job.refresh_from_db()
    assert job.outcome["stop"] is True


def test_a_break_is_tried_again_later_each_time_then_told(cast, handled_by, caplog):
    handled_by(breaks, tries=3)
    job = ask(cast)
    waits = []
    for _ in range(3):
        run.run(run.claim(job.pk, run.runner_name()))
        job.refresh_from_db()
        if job.state == "queued":
            waits.append(round((job.not_before - clock.now()).total_seconds()))
            assert not run.is_due(job.pk)
            Job.objects.filter(pk=job.pk).update(not_before=None)
    assert waits == [1, 2]
    assert (job.state, job.attempts, job.why) == ("failed", 3, "It stopped. Ask again.")


def test_a_problem_is_told_at_once_in_its_own_words(cast, handled_by):
    handled_by(refuses)
    job = ask(cast)
    run.work_off()
    job.refresh_from_db()
    assert (job.state, job.attempts) == ("failed", 1)
    assert job.why.startswith("There is no calendar")


def test_two_runners_never_hold_one_job(cast):
    job = Job.objects.create(kind=KIND)
    assert run.claim(job.pk, "a:1:x") is not None
    assert run.claim(job.pk, "b:1:x") is None


def test_a_runner_given_up_for_dead_cannot_finish_over_its_successor(cast, handled_by):
    handled_by(works)
    first = make_running(cast)
    late = run.JobRun(first)
    run.fail(first, "gone", again=True)
    Job.objects.update(not_before=None)
    second = run.claim(first.pk, "other:2:y")

    assert late.finish({"by": "first"}) is False
    with pytest.raises(run.LostClaim):
        late.hold()
    late.beat()
    assert late.should_stop()
    assert run.JobRun(second).finish({"by": "second"}) is True
    assert Job.objects.get().outcome == {"by": "second"}


@pytest.mark.parametrize(("silent", "state"), [(5, "running"), (60, "queued")])
def test_a_runner_elsewhere_is_gone_when_it_has_said_nothing(cast, handled_by, silent, state):
    handled_by(works)
    make_running(cast, heartbeat_at=clock.now() - timedelta(seconds=silent))
    run.take_up_the_lost()
    assert Job.objects.get().state == state


def test_a_runner_that_speaks_while_it_is_given_up_keeps_its_job(cast, handled_by):
    handled_by(works)
    job = make_running(cast, heartbeat_at=clock.now() - timedelta(seconds=60))
    seen = Job.objects.get()
    run.JobRun(job).beat()
    run._take_up(seen)
    assert Job.objects.get().state == "running"


@pytest.mark.parametrize(
    ("person", "allowed"),
    [
        ("rosa", True),
        ("pia", True),
        ("ines", False),
        ("ben_viewer", False),
        ("marta", False),
        ("zed", False),
    ],
)
def test_who_may_watch_and_stop(cast, client_for, handled_by, person, allowed):
    handled_by(works)
    job, viewer = ask(cast), getattr(cast, person)
    assert bool(policies.may_stop_job(viewer, job)) is allowed
    assert client_for(viewer).get(f"/jobs/{job.pk}/").status_code == (200 if allowed else 404)
    if not allowed:
        with pytest.raises(Refused):
            actions.stop_and_keep_best(job, by=viewer)


def test_the_fragment_asks_again_until_it_is_over(cast, client_for, handled_by):
    handled_by(works)
    job, client = ask(cast), client_for(cast.rosa)
    url = f"/jobs/{job.pk}/"
    assert b"every 1s" in client.get(url, headers={"HX-Request": "true"}).content
    run.work_off()
    assert b"every 1s" not in client.get(url, headers={"HX-Request": "true"}).content


@pytest.mark.parametrize("elsewhere", ["https://evil.test/", "//evil.test/", "-1"])
def test_stopping_does_not_send_anyone_to_another_site(cast, client_for, handled_by, elsewhere):
    handled_by(works)
    job = ask(cast)
    answer = client_for(cast.rosa).post(f"/jobs/{job.pk}/stop/", {"next": elsewhere})
    assert answer.url == f"/jobs/{job.pk}/"
    job.refresh_from_db()
    assert job.stop_requested


def test_every_duty_exists_and_a_broken_one_stops_no_other(monkeypatch, caplog):
    for names in rota.DUTIES.values():
        assert all(callable(import_string(name)) for name in names)
    done = []
    monkeypatch.setattr(
        run, "DUTIES", {5.0: ("no.such_duty", "a.good_duty"), 9.0: ("a.good_duty",)}
    )
    kept = import_string
    monkeypatch.setattr(
        run,
        "import_string",
        lambda name: (lambda: done.append(1)) if "good" in name else kept(name),
    )

    run.do_duties(5.0)

    assert done == [1]
    assert "no.such_duty broke" in caplog.text
