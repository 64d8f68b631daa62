"""Starting the server: checks first, then one address to open."""

from __future__ import annotations

import os
import sqlite3
import sys
from collections.abc import Callable

from django.conf import settings

# Older versions can corrupt a database whose write-ahead log is reset while two processes write.
SOUND_SQLITE = (3, 51, 3)


def serve(*, host: str, port: int, workers: int, say: Callable[[str], None]) -> None:
    """Say the address and run the web server until it is stopped.

    Raises SystemExit with a sentence when this machine's SQLite is not safe for real records.
    """
    _check_database()
    say(f"Kithwork is at http://{'localhost' if host == '127.0.0.1' else host}:{port}/")
    say("Stop it with Ctrl+C.")
    os.environ["KITHWORK_EXECUTOR"] = "" if settings.KITHWORK_BROKER else "1"
    command = [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port),
        "--workers", str(workers), "--blocking-threads", "4", "--respawn-failed-workers",
        "--no-ws", "--log-level", "warning", "kithwork.config.wsgi:application",
    ]  # fmt: skip
    sys.stdout.flush()
    # The server takes this process's place: whoever stops it by number stops the server itself.
    os.execv(sys.executable, command)  # noqa: S606  our own command, no shell


def _check_database() -> None:
    engine = str(settings.DATABASES["default"]["ENGINE"])
    if "sqlite" in engine and sqlite3.sqlite_version_info < SOUND_SQLITE:
        from kithwork.apps.schools.models import School

        if School.objects.filter(is_demo=False).exists():
            raise SystemExit(
                f"This machine's SQLite ({sqlite3.sqlite_version}) can damage records. "
                "Install pysqlite3 0.6.0 or newer, or set DATABASE_URL to a PostgreSQL database."
            )
