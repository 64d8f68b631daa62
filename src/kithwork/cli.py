"""The `kithwork` command. Each command imports what it needs when it runs, so that help is quick."""

from __future__ import annotations

import os
import sys
from typing import Annotated

import typer

from kithwork.cli_access import check_access
from kithwork.cli_agreement import agreement
from kithwork.cli_design import design_check
from kithwork.cli_draw import draw
from kithwork.cli_effects import effect_sizes
from kithwork.cli_graph import graph
from kithwork.cli_match import match
from kithwork.cli_observers import observers
from kithwork.cli_playbook import app as playbook
from kithwork.cli_randomization import randomization_test
from kithwork.cli_recordings import recordings
from kithwork.cli_roster import import_roster
from kithwork.cli_school import app as school
from kithwork.cli_trail import app as trail

app = typer.Typer(
    help="Kithwork: the system a school runs its peer support on.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_show_locals=False,
)
app.command("match")(match)
app.command("draw")(draw)
app.command("effect-sizes")(effect_sizes)
app.command("agreement")(agreement)
app.command("recordings")(recordings)
app.command("randomization-test")(randomization_test)
app.command("design-check")(design_check)
app.command("graph")(graph)
app.command("import-roster")(import_roster)
app.command("check-access")(check_access)
app.command("observers")(observers)
app.add_typer(school, name="school")
app.add_typer(trail, name="trail")
app.add_typer(playbook, name="playbook")


def start_django() -> None:
    """Settings and rooms, for the commands that need the database."""
    import kithwork.config  # noqa: F401  the right SQLite, before Django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kithwork.config.settings")
    import django

    django.setup()


def say(line: str) -> None:
    typer.echo(line)


@app.command()
def prepare() -> None:
    """Make the database, or bring it up to date. Safe to run again."""
    start_django()
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    # Looking is quicker than migrating by nothing, and each start of the server looks.
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        call_command("migrate", verbosity=0, interactive=False)


@app.command()
def demo() -> None:
    """Make the demo district: three made-up schools of 300, 1000 and 80 students."""
    prepare()
    from kithwork.apps.foundation.problem import Problem
    from kithwork.apps.foundation.viewer import Viewer
    from kithwork.demo.build import make_demo
    from kithwork.demo.course import begin_course
    from kithwork.demo.entrances import give_keys
    from kithwork.demo.evaluation import compare_grades
    from kithwork.demo.events import plan_events
    from kithwork.demo.first_plan import publish_first_plan
    from kithwork.demo.friendships import ask_for_friends
    from kithwork.demo.observations import plan_demo_observations
    from kithwork.demo.progress import follow_demo_student
    from kithwork.demo.runs import begin_practices
    from kithwork.demo.school_program import define_program
    from kithwork.demo.studies import begin_study
    from kithwork.demo.together import met_before
    from kithwork.demo.voices import ask_adults, ask_belonging, ask_figure_2, part_with_thanks

    try:
        make_demo(by=Viewer.command(), say=say)
        say("A first plan for the middle school")
        publish_first_plan()
        say("Practices that go on")
        begin_practices()
        say("A club meeting and a garden project")
        plan_events()
        say("The program they belong to")
        define_program()
        say("Badges and pictures for two classes")
        give_keys()
        say("Observations at lunch and in class")
        plan_demo_observations()
        say("Seven weeks of one lunch table")
        follow_demo_student()
        say("A study half-way")
        begin_study()
        compare_grades()
        say("A course, questions to students, and a goodbye")
        begin_course()
        ask_belonging()
        ask_figure_2()
        ask_adults()
        met_before()
        part_with_thanks()
        say("A class asked for its friends, before and after")
        ask_for_friends()
    except Problem as problem:
        typer.echo(str(problem), err=True)
        raise typer.Exit(2) from None


@app.command()
def serve(
    port: Annotated[int, typer.Option(help="Where to listen.")] = 8000,
    host: Annotated[
        str, typer.Option(help="This machine only, unless you say otherwise.")
    ] = "127.0.0.1",
    with_demo: Annotated[
        bool,
        typer.Option(
            "--demo", help="Open the demo sign-in; make the demo school if there is none."
        ),
    ] = False,
    workers: Annotated[int, typer.Option(min=1, help="Server processes.")] = 1,
) -> None:
    """Serve Kithwork, with background work beside it."""
    if with_demo:
        os.environ["KITHWORK_DEMO"] = "1"
    prepare()
    from kithwork.config.serving import serve as start

    if with_demo:
        _make_demo_if_empty()
    start(host=host, port=port, workers=workers, say=say)


def _make_demo_if_empty() -> None:
    from kithwork.apps.schools.models import School

    if not School.objects.filter(district__is_trial=False).exists():
        say("Making the demo district, once.")
        demo()


@app.command()
def stop(
    port: Annotated[int, typer.Option(help="Where it listens.")] = 8000,
) -> None:
    """Stop the server that `kithwork serve` started on this machine."""
    start_django()
    from kithwork.config.serving import stop as end

    try:
        process = end(port)
    except (TimeoutError, PermissionError) as why:
        typer.echo(str(why), err=True)
        raise typer.Exit(1) from None
    if process is None:
        typer.echo(f"No server of this folder runs on port {port}.", err=True)
        raise typer.Exit(2)
    say(f"Stopped process {process}.")


@app.command()
def work() -> None:
    """Run background work by itself: beside the server, or as a worker of the broker."""
    start_django()
    from django.conf import settings

    if not settings.KITHWORK_BROKER:
        from kithwork.apps.jobs.engine import work as watch

        say("Working off the queue. Stop it with Ctrl+C.")
        watch()
        return
    from kithwork.config.celery import work as worker

    worker()


def main() -> None:
    sys.exit(app())


if __name__ == "__main__":
    main()
