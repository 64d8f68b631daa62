"""`kithwork observers`: accounts with tokens, for trying the doors for programs out."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer


def observers(
    make: Annotated[int, typer.Option(min=1, max=2000, help="How many observers to make.")],
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="A file instead of the screen.")
    ] = None,
) -> None:
    """Make trial observers, each with a token and a student, in a school of their own. Prints JSON.

    `reader` is the token of a coordinator who may read back everything they send. Tokens are said this
    once and never again.
    """
    from kithwork.cli import start_django

    start_django()
    from kithwork.apps.foundation.viewer import Viewer
    from kithwork.apps.observations.actions.trial import make_trial

    said = json.dumps(asdict(make_trial(make, by=Viewer.command())), indent=1)
    if output is None:
        typer.echo(said)
        return
    output.write_text(said + "\n", encoding="utf-8")
    output.chmod(0o600)
    typer.echo(f"{make} observers, written to {output}.")
