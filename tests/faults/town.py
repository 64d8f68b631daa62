"""A Kithwork of its own: a folder, a database, a server that may be killed at any moment."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

COMMAND = [sys.executable, "-c", "from kithwork.cli import app; app()"]
HERE = Path(__file__).resolve().parents[2]


class Town:
    """Starts, kills and starts again; always at one port."""

    def __init__(self, home: Path, database: str = "", workers: int = 1) -> None:
        self.home, self.port, self.workers = home, free_port(), workers
        self.process: subprocess.Popen[bytes] | None = None
        self.environment = {
            **os.environ,
            "KITHWORK_HOME": str(home),
            "KITHWORK_SYNC_PER_MINUTE": "1000000",
            "PYTHONPATH": str(HERE / "src"),
        }
        self.environment.pop("DATABASE_URL", None)
        if database:
            self.environment["DATABASE_URL"] = database

    def run(self, *words: str) -> str:
        """One command of this town, to its end."""
        return subprocess.run(
            [*COMMAND, *words], env=self.environment, check=True, capture_output=True, text=True
        ).stdout

    def observers(self, count: int) -> dict[str, Any]:
        return dict(json.loads(self.run("observers", "--make", str(count))))

    def start(self) -> float:
        """Start the server and wait until it answers; after how many seconds it did."""
        begun = time.monotonic()
        with (self.home / "log").open("ab") as log:
            self.process = subprocess.Popen(
                [*COMMAND, "serve", "--port", str(self.port), "--workers", str(self.workers)],
                env=self.environment, stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip
        while time.monotonic() - begun < 60:
            if self._answers():
                return time.monotonic() - begun
            time.sleep(0.05)
        raise AssertionError((self.home / "log").read_text()[-3000:])

    def _answers(self) -> bool:
        from tests.faults.storm import Kithwork

        try:
            return Kithwork(self.port).ask("GET", "day", "nobody")[0] == 401
        except OSError:
            return False

    def kill(self) -> None:
        """The server and all it started, at once and without a word."""
        if self.process is not None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None


def free_port() -> int:
    with socket.socket() as end:
        end.bind(("127.0.0.1", 0))
        return int(end.getsockname()[1])
