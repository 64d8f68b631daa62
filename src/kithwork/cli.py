"""The `kithwork` command. Each command imports what it needs when it runs, so that help is quick."""

from __future__ import annotations

import os

import typer

app = typer.Typer(
    help="Kithwork: the system a school runs its peer support on.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_show_locals=False,
)


def start_django() -> None:
    """Settings and rooms, for the commands that need the database."""
    import kithwork.config  # noqa: F401  the right SQLite, before Django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kithwork.config.settings")
    import django

    django.setup()


def main() -> None:
    app()


if __name__ == "__main__":
    main()
