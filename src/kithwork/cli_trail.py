"""`kithwork trail`: is the record of who did what still as it was written?"""

from __future__ import annotations

import typer

app = typer.Typer(help="The record of who did what.", no_args_is_help=True)
MOST_SAID = 20


@app.callback()
def _trail() -> None:
    """The record of who did what."""


@app.command()
def verify() -> None:
    """Read every line of the trail and say where one was changed, removed, moved, or cut off.

    Exit status 0 when the trail is whole, 1 when it is not.
    """
    from kithwork.cli import start_django

    start_django()
    from kithwork.apps.trail import chain
    from kithwork.apps.trail.models import TrailEntry

    found = list(chain.faults())
    if not found:
        typer.echo(
            f"The trail is whole: {TrailEntry.objects.count()} lines, each as it was written."
        )
        return
    for sentence in found[:MOST_SAID]:
        typer.echo(sentence, err=True)
    if len(found) > MOST_SAID:
        typer.echo(f"And {len(found) - MOST_SAID} more places.", err=True)
    raise typer.Exit(1)
