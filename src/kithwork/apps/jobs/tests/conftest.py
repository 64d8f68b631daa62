"""A town of its own for the tests that kill: its database, its processes, its broker's queue."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

TOWN = [sys.executable, "-m", "kithwork.apps.jobs.tests.town"]
SOURCE = Path(__file__).parents[4]
# Nothing here takes this long; it bounds a test whose engine never looks.
PATIENCE = 150


class Town:
    """Starts and kills processes, and reads the job's row past all of them."""

    def __init__(self, home: Path, database: str) -> None:
        self.home, self.database = home, database
        self.tape = home / f"tape-{uuid.uuid4().hex}"
        self.tape.touch()
        self.env = {
            **os.environ,
            "KITHWORK_HOME": str(home),
            "DATABASE_URL": database,
            "KITHWORK_BROKER": "",
            "PYTHONPATH": str(SOURCE),
        }
        self.started: list[subprocess.Popen[bytes]] = []

    def call(self, *words: str) -> str:
        done = subprocess.run(
            [*TOWN, *words],
            env=self.env,
            cwd=self.home,
            capture_output=True,
            text=True,
            timeout=120,
        )
        assert done.returncode == 0, done.stderr[-2000:]
        return done.stdout.strip()

    def ask(self, seconds: float) -> int:
        return int(self.call("ask", str(self.tape), str(seconds)))

    def start(self, *words: str) -> subprocess.Popen[bytes]:
        log = (self.home / "log").open("ab")
        process = subprocess.Popen(
            [*TOWN, *words],
            env=self.env,
            cwd=self.home,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
        log.close()
        self.started.append(process)
        return process

    def row(self, job_id: int) -> dict[str, Any]:
        names = "state, attempts, runner, why, outcome"
        [row] = self.sql(f"SELECT {names} FROM jobs_job WHERE id = {job_id}")
        made = dict(zip(names.split(", "), row, strict=True))
        if isinstance(made["outcome"], str):
            made["outcome"] = json.loads(made["outcome"])
        return made

    def sql(self, statement: str) -> list[tuple[Any, ...]]:
        with connect(self.database) as connection:
            cursor = connection.cursor()
            cursor.execute(statement)
            rows = cursor.fetchall() if cursor.description else []
            connection.commit()
        if hasattr(connection, "close"):
            connection.close()
        return rows

    def wait(self, job_id: int, until: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            row = self.row(job_id)
            if until(row):
                return row
            time.sleep(0.1)
        raise AssertionError(f"{self.row(job_id)}\n{(self.home / 'log').read_text()[-3000:]}")

    def wait_for_start(self, job_id: int, attempt: int = 1) -> int:
        """The process that runs the job, once it has written its start."""
        self.wait(job_id, lambda row: self.words().count("start") >= attempt)
        row = self.wait(job_id, lambda row: row["attempts"] == attempt and bool(row["runner"]))
        return int(row["runner"].rsplit(":", 2)[1])

    def wait_for_end(self, job_id: int) -> dict[str, Any]:
        return self.wait(job_id, lambda row: row["state"] in {"done", "failed"})

    def words(self) -> list[str]:
        return self.tape.read_text().split()

    def kill_all(self) -> None:
        for process in self.started:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()


def connect(url: str) -> Any:
    if url.startswith("sqlite"):
        import sqlite3

        return sqlite3.connect(url.removeprefix("sqlite:///"), timeout=20)
    import psycopg

    return psycopg.connect(url)


@pytest.fixture(scope="session")
def town_database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """SQLite in a folder, or a database of its own where the suite runs on PostgreSQL."""
    from django.conf import settings

    name = f"kithwork_town_{uuid.uuid4().hex[:8]}"
    url = os.environ.get("DATABASE_URL", "")
    if "sqlite" in settings.DATABASES["default"]["ENGINE"]:
        yield f"sqlite:///{tmp_path_factory.mktemp('town')}/town.sqlite3"
        return
    import psycopg

    with psycopg.connect(url, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
    yield urlsplit(url)._replace(path=f"/{name}").geturl()
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="session")
def prepared(town_database: str, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    home = tmp_path_factory.mktemp("town-home")
    Town(home, town_database).call("prepare")
    return home, town_database


@pytest.fixture
def town(prepared: tuple[Path, str]) -> Iterator[Town]:
    made = Town(*prepared)
    yield made
    made.kill_all()
