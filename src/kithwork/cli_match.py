"""`kithwork match`: a problem file in, a plan file out. For researchers, and for looking twice."""

from __future__ import annotations

import json
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from kithwork.matching import Plan, Problem, Progress

BAD_INPUT = 2
DEFAULT_SECONDS = 20.0
SILENT_FOR_S = 0.5


class Aim(StrEnum):
    """What the plan should put first."""

    BALANCED = "balanced"
    TIME = "time"
    WISHES = "wishes"


def match(
    problem: Annotated[Path, typer.Argument(help="A problem in the format kithwork-matching/1.")],
    output: Annotated[Path, typer.Option("-o", "--output", help="Where the plan goes.")],
    aim: Annotated[Aim, typer.Option(help="What to put first.")] = Aim.BALANCED,
    seconds: Annotated[
        float | None, typer.Option(min=0.1, max=86_400, help="How long to look; 20 unless you say.")
    ] = None,
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
    _check_choices(seconds, iterations, problem, output)
    begun = time.monotonic() - time.process_time()  # starting up took at least that long
    question = _read(problem)
    if seconds is None and iterations is None:
        seconds = DEFAULT_SECONDS
    if seconds is not None:  # all of it is part of the time asked for
        seconds = max(0.1, seconds - (time.monotonic() - begun))
    with _stopping() as stop, _telling(as_lines=progress, seconds=seconds) as tell:
        from kithwork.matching import solve

        plan = solve(
            question, aim=aim.value, seconds=seconds, iterations=iterations, seed=seed,
            progress=tell, stop=stop, fixes=fixes,
        )  # fmt: skip
    _write(plan, output)
    got = plan.scores
    typer.echo(
        f"{got['sessions']} of {got['wished']} sessions a week, wishes {got['wanted']} of {got['asked']}, "
        f"coverage {plan.utility} of at most {plan.bound}: {output}"
    )


def _refused(sentences: list[str]) -> typer.Exit:
    for sentence in sentences:
        typer.echo(sentence, err=True)
    return typer.Exit(BAD_INPUT)


def _check_choices(
    seconds: float | None, iterations: int | None, problem: Path, output: Path
) -> None:
    if seconds is not None and iterations is not None:
        raise _refused(["Choose --seconds or --iterations, not both."])
    try:
        if not output.parent.is_dir():
            raise _refused([f"{output.parent}: there is no such folder to write the plan to."])
        if output.is_dir():
            raise _refused([f"{output}: is a folder; name a file for the plan."])
        if output.exists() and problem.exists() and output.samefile(problem):
            raise _refused([f"{output}: is the problem itself; name another file for the plan."])
    except OSError as error:
        raise _refused([f"{output}: the plan cannot be written here ({error.strerror})."]) from None


def _read(path: Path) -> Problem:
    from kithwork.matching import BadProblem, read_problem

    try:
        return read_problem(path)
    except BadProblem as bad:
        raise _refused(bad.faults) from None


def _write(plan: Plan, output: Path) -> None:
    from kithwork.matching import write_plan

    try:
        write_plan(plan, output)
    except OSError as error:
        raise _refused([f"{output}: the plan cannot be written here ({error.strerror})."]) from None


@contextmanager
def _stopping() -> Iterator[Callable[[], bool]]:
    """The first Ctrl+C asks the search to stop and keep its best, the second ends the command."""
    asked = False

    def ask(*_: object) -> None:
        nonlocal asked
        if asked:
            raise KeyboardInterrupt
        asked = True

    before = {number: signal.signal(number, ask) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield lambda: asked
    finally:
        for number, earlier in before.items():
            signal.signal(number, earlier)


@contextmanager
def _telling(
    *, as_lines: bool, seconds: float | None
) -> Iterator[Callable[[Progress], None] | None]:
    """Progress as JSON lines when asked for, as a bar on a terminal, and not at all in a pipe."""
    if as_lines:
        with _lines() as tell:
            yield tell
    elif sys.stderr.isatty():
        with _bar(seconds) as tell:
            yield tell
    else:
        yield None


@contextmanager
def _lines() -> Iterator[Callable[[Progress], None]]:
    """One JSON line for each piece of news, and the last one again while a long step is silent."""
    last: list[tuple[Progress, float]] = []
    is_done, one_at_a_time = threading.Event(), threading.Lock()

    def say(now: Progress) -> None:
        last[:] = [(now, time.monotonic())]
        typer.echo(json.dumps(asdict(now)), err=True)

    def tell(now: Progress) -> None:
        with one_at_a_time:
            say(now)

    def say_again() -> None:
        while not is_done.wait(SILENT_FOR_S):
            with one_at_a_time:
                silent_s = time.monotonic() - last[0][1] if last else 0.0
                if silent_s >= SILENT_FOR_S:
                    now = last[0][0]
                    say(replace(now, seconds=round(now.seconds + silent_s, 2)))

    speaker = threading.Thread(target=say_again, daemon=True)
    speaker.start()
    try:
        yield tell
    finally:
        is_done.set()
        speaker.join()


@contextmanager
def _bar(seconds: float | None) -> Iterator[Callable[[Progress], None]]:
    from rich.console import Console
    from rich.progress import Progress as Bar

    with Bar(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("Looking", total=seconds)

        def tell(now: Progress) -> None:
            held = f"{now.sessions} of {now.wished} sessions"
            text = f"{now.stage}: {held}, {now.utility} of at most {now.bound}"
            bar.update(task, completed=now.seconds, description=text)

        yield tell
