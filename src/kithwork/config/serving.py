"""Starting the server: checks first, then one address to open."""

from __future__ import annotations

import os
import signal
import sqlite3
import sys
import time
from collections.abc import Callable
from pathlib import Path

from django.conf import settings

# Older versions can corrupt a database whose write-ahead log is reset while two processes write.
SOUND_SQLITE = (3, 51, 3)


def serve(*, host: str, port: int, workers: int, say: Callable[[str], None]) -> None:
    """Say the address and run the web server until it is stopped.

    Raises SystemExit with a sentence when this machine's SQLite is not safe for real records.
    """
    _check_database()
    say(f"Kithwork is at http://{'localhost' if host == '127.0.0.1' else host}:{port}/")
    say(f"Server process: {os.getpid()}")
    say(f"Stop it with Ctrl+C, or with: kithwork stop --port {port}")
    note_process(port)
    os.environ["KITHWORK_EXECUTOR"] = "" if settings.KITHWORK_BROKER else "1"
    command = [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port),
        "--workers", str(workers), "--blocking-threads", "4", "--respawn-failed-workers",
        "--no-ws", "--log-level", "warning", "kithwork.config.wsgi:application",
    ]  # fmt: skip
    sys.stdout.flush()
    # The server takes this process's place: whoever stops it by number stops the server itself.
    os.execv(sys.executable, command)  # noqa: S606  our own command, no shell


def note_process(port: int) -> None:
    """Which process serves this port, for whoever stops it."""
    process_file(port).write_text(f"{os.getpid()}\n")


def process_file(port: int) -> Path:
    return Path(settings.HOME / f"serve-{port}.pid")


def stop(port: int, seconds: float = 20) -> int | None:
    """Ask the server on this port to end, and wait until it has. Its process id; None when none runs.

    Raises TimeoutError when it has not ended in time.
    """
    file = process_file(port)
    try:
        process = int(file.read_text())
        os.kill(process, 0)
    except (OSError, ValueError):
        file.unlink(missing_ok=True)
        return None
    if not _is_ours(process):
        file.unlink(missing_ok=True)
        return None
    os.kill(process, signal.SIGTERM)
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if not _lives(process):
            file.unlink(missing_ok=True)
            return process
        time.sleep(0.05)
    raise TimeoutError(f"Process {process} has not ended in {seconds:g} seconds.")


def _lives(process: int) -> bool:
    """A process that ended and that nobody has looked after yet does not live."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return True


def _is_ours(process: int) -> bool:
    """The number may have gone to somebody else since."""
    try:
        return b"kithwork" in Path(f"/proc/{process}/cmdline").read_bytes()
    except OSError:
        return True


def _check_database() -> None:
    engine = str(settings.DATABASES["default"]["ENGINE"])
    if "sqlite" in engine and sqlite3.sqlite_version_info < SOUND_SQLITE:
        from kithwork.apps.schools.models import School

        if School.objects.filter(is_demo=False).exists():
            raise SystemExit(
                f"This machine's SQLite ({sqlite3.sqlite_version}) can damage records. "
                "Install pysqlite3 0.6.0 or newer, or set DATABASE_URL to a PostgreSQL database."
            )
