"""`kithwork match`: a problem file in, a plan file out."""

from __future__ import annotations

import json
import signal
import sys
import threading
from collections.abc import Callable
from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from kithwork.matching.solve import Progress


class Aim(StrEnum):
    """What the plan should put first."""

    BALANCED = "balanced"
    TIME = "time"
    WISHES = "wishes"


def match(
    problem: Annotated[Path, typer.Argument(help="A problem in the format kithwork-matching/1.")],
    output: Annotated[Path, typer.Option("-o", "--output", help="Where the plan goes.")],
    aim: Annotated[Aim, typer.Option(help="What to put first.")] = Aim.BALANCED,
    seconds: Annotated[float | None, typer.Option(min=0, help="How long to look.")] = None,
    iterations: Annotated[
        int | None,
        typer.Option(min=0, help="Look this many steps instead: the same plan every time."),
    ] = None,
    seed: Annotated[int, typer.Option(min=0, help="Another seed, another plan.")] = 1,
    progress: Annotated[
        bool, typer.Option("--progress", help="Say how far it is, as JSON lines.")
    ] = False,
    fixes: Annotated[int, typer.Option(min=0, help="Look for fixes of this many open needs.")] = 20,
) -> None:
    """Find who supports whom, in which role, and when. Ctrl+C stops and keeps the best plan."""
    from kithwork.matching.plan import write_plan
    from kithwork.matching.problem import BadProblem, read_problem
    from kithwork.matching.solve import solve

    try:
        question = read_problem(problem)
    except BadProblem as bad:
        for fault in bad.faults:
            typer.echo(fault, err=True)
        raise typer.Exit(2) from None
    if not output.parent.is_dir():
        typer.echo(f"{output.parent}: there is no such folder to write the plan to.", err=True)
        raise typer.Exit(2)
    stop = threading.Event()
    signal.signal(signal.SIGINT, lambda *_: stop.set())
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    with _teller(progress, seconds) as tell:
        plan = solve(
            question, aim=aim.value, seconds=seconds, iterations=iterations, seed=seed,
            progress=tell, stop=stop.is_set, fixes=fixes,
        )  # fmt: skip
    write_plan(plan, output)
    got = plan.scores
    typer.echo(
        f"{got['sessions']} of {got['wished']} sessions a week, wishes {got['wanted']} of {got['asked']}, "
        f"coverage {plan.utility} of at most {plan.bound}: {output}"
    )


class _teller:  # noqa: N801  a context manager that reads like a word
    """Progress as JSON lines when asked for, as a bar on a terminal, and not at all in a pipe."""

    def __init__(self, as_json: bool, seconds: float | None) -> None:
        self.as_json, self.seconds = as_json, seconds
        self.bar = None

    def __enter__(self) -> Callable[[Progress], None] | None:
        if self.as_json:
            return lambda said: print(json.dumps(asdict(said)), file=sys.stderr, flush=True)  # noqa: T201
        if not sys.stderr.isatty():
            return None
        from rich.console import Console
        from rich.progress import Progress as Bar

        self.bar = Bar(console=Console(stderr=True), transient=True)
        self.bar.start()
        task = self.bar.add_task("Looking", total=self.seconds or 10)

        def tell(said: Progress) -> None:
            held = f"{said.sessions} of {said.wished} sessions"
            text = f"{said.stage}: {held}, {said.utility} of at most {said.bound}"
            if self.bar is not None:
                self.bar.update(task, completed=said.seconds, description=text)

        return tell

    def __exit__(self, *_: object) -> None:
        if self.bar is not None:
            self.bar.stop()
